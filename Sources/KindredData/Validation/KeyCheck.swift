/// Checks that a key of a table tells its rows apart.
struct KeyCheck {
  let table: Table
  let names: [String]
  /// Parts of a primary key must not be null; alternate keys may be, as in databases.
  let isPrimary: Bool

  /// None when a column is missing, which is a finding of its own.
  /// - Complexity: O(rows × columns).
  func findings() -> [ValidationReport.Finding] {
    let key = names.compactMap { table[column: $0] }
    guard key.count == names.count, !key.isEmpty else { return [] }
    return (isPrimary ? nulls(in: key) : []) + duplicates(of: key)
  }

  private func nulls(in key: [Column]) -> [ValidationReport.Finding] {
    key.compactMap { column in
      guard let validity = column.validity, column.nullCount > 0 else { return nil }
      let rows = FoundRows(rowCount: table.rowCount) { !validity[$0] }
      return ValidationReport.Finding(
        .error, .nullKey, table: table.name, columns: [column.name], count: rows.count,
        examples: rows.examples(of: key),
        problem: "The primary key is null in \(rows.count) \(rows.count == 1 ? "row" : "rows")",
        remedy: "Give every row a key, or choose another primary key.")
    }
  }

  private func duplicates(of key: [Column]) -> [ValidationReport.Finding] {
    guard !KeyMatch.isUnique(key) else { return [] }
    let firstRows = KeyMatch.firstRows(of: key)
    let rows = FoundRows(rowCount: table.rowCount) {
      firstRows[$0] >= 0 && Int(firstRows[$0]) != $0
    }
    guard let second = rows.first.first else { return [] }
    let others = rows.count - 1
    let further =
      others == 0
      ? "" : ", and \(others) further \(others == 1 ? "row repeats" : "rows repeat") keys"
    return [
      ValidationReport.Finding(
        .error, .duplicateKey, table: table.name, columns: names, count: rows.count,
        examples: rows.examples(of: key),
        problem: "The \(isPrimary ? "primary" : "alternate") key is not unique: row \(second + 1) "
          + "has the key of row \(firstRows[second] + 1)\(further)",
        remedy: isPrimary
          ? "Remove the duplicates, or choose another primary key."
          : "Remove the duplicates, or the alternate key from the metadata.")
    ]
  }
}
