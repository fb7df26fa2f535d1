/// The total variation distance between the labels of two columns.
enum TotalVariation {
  /// What SDMetrics gives a label that the real data lack, so that none has a share of zero.
  private static let trace = 1e-6

  /// 1 less the distance, nulls left out; nil when a side has nothing but nulls.
  /// - Complexity: O(rows + labels).
  static func complement(_ pair: CategoryPair) -> Double? {
    let real = pair.real.counts().dropLast()
    let synthetic = pair.synthetic.counts().dropLast()
    let syntheticTotal = Double(synthetic.reduce(0, +))
    guard syntheticTotal > 0, real.contains(where: { $0 > 0 }) else { return nil }
    let raised = zip(real, synthetic).map { $0 == 0 && $1 > 0 ? trace : Double($0) }
    let realTotal = raised.reduce(0, +)
    let variation = zip(raised, synthetic).reduce(0) {
      $0 + abs(Double($1.1) / syntheticTotal - $1.0 / realTotal)
    }
    return 1 - variation / 2
  }
}
