import KindredStatistics

/// Rows for classifiers, and how well they are told apart.
enum ClassifierSamples {
  static func uniforms(_ count: Int, _ name: String) -> [Double] {
    let random = CounterRandom(seed: 5, stream: CounterRandom.stream("classifier", name))
    return (0..<count).map { random.uniform(row: UInt64($0)) }
  }

  /// Every second row is held out.
  static func halves(_ count: Int) -> (train: [Int32], test: [Int32]) {
    let rows = (0..<Int32(count))
    return (rows.filter { $0 % 2 == 0 }, rows.filter { $0 % 2 == 1 })
  }

  static func accuracy(_ margins: [Double], _ labels: [Bool], _ rows: [Int32]) -> Double {
    let right = zip(margins, rows).count { ($0 > 0) == labels[Int($1)] }
    return Double(right) / Double(rows.count)
  }
}
