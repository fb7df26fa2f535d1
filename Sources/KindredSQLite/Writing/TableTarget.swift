import KindredData

/// A table that rows are written to: its columns as the database has them.
struct TableTarget {
  let name: String
  /// The columns of the batches that are written, in the order of the batches; nil for those that the
  /// database computes.
  let columns: [SQLColumn?]

  /// A table that exists.
  /// - Throws: `KindredError` of kind `data` when the table lacks a column of the batches, or cannot do
  ///   without one that they lack.
  init(_ table: SQLTable, columnNames: [String]) throws {
    name = table.name
    columns = try columnNames.map { name in
      guard let column = table.columns.first(where: { folded($0.name) == folded(name) }) else {
        throw KindredError(
          .data, "The table of the database has no such column", table: table.name, column: name,
          remedy: "Add it to the table, or write into a new file.")
      }
      return column.generatedExpression == nil ? column : nil
    }
    let given = Set(columnNames.map(folded))
    let numbering = table.primaryKey?.columns.count == 1 ? table.primaryKey?.columns.first : nil
    let missing = table.columns.first {
      !given.contains(folded($0.name)) && !$0.isNullable && $0.defaultExpression == nil
        && $0.generatedExpression == nil && $0.name != numbering
    }
    if let missing {
      throw KindredError(
        .data, "The table of the database has a column that is needed and not generated",
        table: table.name, column: missing.name,
        remedy: "Give it a default, or write into a new file.")
    }
  }

  /// The statement that inserts a row.
  var insertion: String {
    let written = columns.compactMap { $0 }
    guard !written.isEmpty else { return "INSERT INTO \(quoted(name)) DEFAULT VALUES" }
    return
      "INSERT INTO \(quoted(name)) (\(written.map { quoted($0.name) }.joined(separator: ", ")))"
      + " VALUES (\(written.map { _ in "?" }.joined(separator: ", ")))"
  }
}
