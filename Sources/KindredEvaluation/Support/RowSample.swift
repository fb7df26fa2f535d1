import KindredStatistics

/// Rows drawn at random, the same ones in every run.
enum RowSample {
  /// `count` of `total` rows without repetition, ascending; all where that is not fewer.
  /// - Parameter purpose: tells samples of one table apart.
  static func rows(_ count: Int, of total: Int, _ table: String, _ purpose: String) -> [Int32] {
    guard count < total else { return (0..<Int32(clamping: total)).map { $0 } }
    let order = permutation(total, table, purpose)
    return (0..<UInt64(max(0, count))).map { Int32(truncatingIfNeeded: order($0)) }.sorted()
  }

  /// A random order of `count` rows.
  static func permutation(_ count: Int, _ table: String, _ purpose: String) -> KeyedPermutation {
    KeyedPermutation(count: UInt64(max(0, count)), random: random(table, purpose))
  }

  /// Random numbers of a table for one purpose.
  static func random(_ table: String, _ purpose: String) -> CounterRandom {
    CounterRandom(seed: 42, stream: CounterRandom.stream("evaluate", table, purpose))
  }
}
