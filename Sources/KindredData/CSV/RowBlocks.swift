/// Rows written in blocks: first each column of a block into a buffer, in a loop of one type, then the
/// rows from there.
package enum RowBlocks {
  /// Few enough that a block's fields stay in the cache.
  private static let size = 512

  /// Calls `column` for every column of a block, to append the rows' fields and where each ends, and
  /// then `interleave` with the fields, their ends, the first of which is 0, column by column, and the
  /// number of rows.
  package static func write(
    _ rows: Range<Int>, columns: Int,
    column: (
      _ index: Int, _ rows: Range<Int>, _ fields: inout TextBuffer, _ ends: inout [Int]
    ) throws -> Void,
    interleave: (_ fields: borrowing TextBuffer, _ ends: [Int], _ rows: Int) -> Void
  ) throws {
    var fields = TextBuffer()
    var ends: [Int] = []
    for start in stride(from: rows.lowerBound, to: rows.upperBound, by: size) {
      let block = start..<min(start + size, rows.upperBound)
      fields.removeAll()
      ends.removeAll(keepingCapacity: true)
      ends.append(0)
      for index in 0..<columns { try column(index, block, &fields, &ends) }
      interleave(fields, ends, block.count)
    }
  }
}
