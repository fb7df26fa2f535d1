extension TableMetadata {
  /// Holds the columns that a source has of this table against those that are described.
  /// - Parameter place: what has the columns, such as "file" or "table": for the error.
  /// - Throws: `KindredError` of kind `data` when a column is missing, or one is not described.
  package func requireSameColumns(as present: [String], ofThe place: String) throws {
    let columns = columnNames
    let known = Set(present)
    let missing = columns.filter { !known.contains($0) }
    guard missing.isEmpty else {
      let list = missing.map { "'\($0)'" }.joined(separator: ", ")
      throw KindredError(
        .data, "Missing columns on table \(name): [\(list)].",
        remedy: "Add them to the \(place), or remove them from the metadata.")
    }
    let described = Set(columns)
    let unexpected = present.filter { !described.contains($0) }
    guard unexpected.isEmpty else {
      let list = unexpected.map { "`\($0)`" }.joined(separator: ", ")
      throw KindredError(
        .data,
        "Unexpected \(unexpected.count == 1 ? "column" : "columns") in table `\(name)`: \(list)",
        remedy: "Remove from the \(place) what the metadata do not describe, or describe it.")
    }
  }
}
