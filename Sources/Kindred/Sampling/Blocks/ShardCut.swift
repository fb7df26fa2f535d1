/// What a shard holds of every block: blocks lie one after the other on an axis, each of length 1, and
/// shard I of N holds the I-th N-th of the axis. All tables of a block are cut at the same fractions.
struct ShardCut {
  /// Where the shard begins and ends: the block, and how many N-ths of it lie before.
  private let start: (block: Int, parts: Int)
  private let end: (block: Int, parts: Int)
  /// N.
  private let count: Int

  /// - Parameter shard: nil for all of it.
  init(_ shard: SampleRequest.Shard?, blocks: Int) {
    count = shard?.count ?? 1
    let index = shard?.index ?? 1
    let lower = count.dividingFullWidth(blocks.multipliedFullWidth(by: index - 1))
    let upper = count.dividingFullWidth(blocks.multipliedFullWidth(by: index))
    start = (lower.quotient, lower.remainder)
    end = (upper.quotient, upper.remainder)
  }

  /// Whether the shard holds any part of a block.
  func holds(_ block: Int) -> Bool {
    block >= start.block && (block < end.block || block == end.block && end.parts > 0)
  }

  /// The rows that the shard holds of a block that has `rows` of a table.
  func range(of rows: Int, in block: Int) -> Range<Int> {
    guard holds(block) else { return 0..<0 }
    func rowsBefore(_ parts: Int) -> Int {
      count.dividingFullWidth(rows.multipliedFullWidth(by: parts)).quotient
    }
    return rowsBefore(
      block == start.block ? start.parts : 0)..<(block == end.block ? rowsBefore(end.parts) : rows)
  }
}
