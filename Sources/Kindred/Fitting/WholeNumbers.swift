import KindredStatistics

/// Whole numbers, such as numbers of children, to fit a marginal to.
struct WholeNumbers: NumberSource {
  private let values: [Int32]
  var rowCount: Int { values.count }

  init(_ values: [Int32]) { self.values = values }

  func readNumbers(in rows: Range<Int>, into target: UnsafeMutablePointer<Double>) -> Int {
    for (place, value) in values[rows].enumerated() { target[place] = Double(value) }
    return rows.count
  }
}

extension [Int32] {
  /// The distinct numbers, none of them negative, in ascending order, with how often they occur.
  func frequencies() -> [(number: Int32, count: Int)] {
    // Most numbers are small.
    var small = [Int](repeating: 0, count: 4096)
    var large: [Int32: Int] = [:]
    small.withUnsafeMutableBufferPointer { small in
      for number in self {
        if Int(number) < small.count {
          small[Int(number)] += 1
        } else {
          large[number, default: 0] += 1
        }
      }
    }
    let rest = large.sorted { $0.key < $1.key }.map { (number: $0.key, count: $0.value) }
    return small.indices.filter { small[$0] > 0 }.map { (Int32($0), small[$0]) } + rest
  }
}
