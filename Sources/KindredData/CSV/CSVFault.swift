/// A problem found inside a chunk; table and absolute row are added where they are known.
struct CSVFault: Error {
  var problem: String
  /// Row within the chunk, counted from 0.
  var row: Int
  /// Index into the header.
  var column: Int?
  var value: String?
  var remedy: String

  func error(table: String, columns: [String], firstRow: Int) -> KindredError {
    let name = column.flatMap { columns.indices.contains($0) ? columns[$0] : nil }
    return KindredError(
      .format, problem, table: table, column: name, row: firstRow + row + 1, value: value,
      remedy: remedy)
  }
}
