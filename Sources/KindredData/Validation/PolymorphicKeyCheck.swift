/// Checks that polymorphic keys refer to rows of the tables that their types name.
struct PolymorphicKeyCheck {
  let key: PolymorphicKey
  let table: Table
  /// The tables referred to that the dataset has, with their keys.
  let parents: [(table: Table, key: [String])]

  /// None when a column is missing, which is a finding of its own.
  /// - Complexity: O(rows of all tables concerned).
  func findings() throws -> [ValidationReport.Finding] {
    guard let ids = table[column: key.idColumn], table[column: key.typeColumn] != nil else {
      return []
    }
    let types = try key.types(in: table)
    var findings: [ValidationReport.Finding] = []
    for parent in parents {
      let rows = try key.parentRows(of: table, in: parent.table, key: parent.key)
      let found = FoundRows(rowCount: rows.count) { rows[$0] == RelationshipIndex.orphan }
      guard found.count > 0 else { continue }
      let count = found.count == 1 ? "1 row refers" : "\(found.count) rows refer"
      findings.append(
        ValidationReport.Finding(
          .error, .orphan, table: table.name, columns: [key.idColumn], count: found.count,
          examples: found.examples(of: [ids]),
          problem: "The polymorphic key contains unknown references: \(count) to rows that "
            + "'\(parent.table.name)' does not have",
          remedy: "Add the parent rows, or fit with --orphans keep."))
    }
    let found = FoundRows(in: ids) { types[$0] == nil }
    if found.count > 0 {
      findings.append(
        ValidationReport.Finding(
          .warning, .incompleteKey, table: table.name, columns: [key.typeColumn, key.idColumn],
          count: found.count, examples: found.examples(of: [ids]),
          problem: "The type of a polymorphic key names no table in \(found.count) "
            + (found.count == 1 ? "row" : "rows"),
          remedy: "Such rows have no parent; add their type to the targets in the metadata."))
    }
    return findings
  }
}

extension PolymorphicKey {
  /// Per row the table that its type names; nil where it names none.
  func types(in table: Table) throws -> [String?] {
    guard let column = table[column: typeColumn] else {
      throw KindredError(
        .data, "Missing columns on table \(table.name): ['\(typeColumn)']", table: table.name,
        column: typeColumn, remedy: "Add the type column or remove the polymorphic key.")
    }
    let tables = Dictionary(targets.map { ($0.type, $0.table) }) { first, _ in first }
    if case .strings(let strings) = column.values {
      let named = strings.dictionary.strings.map { tables[$0] }
      return (0..<column.count).map {
        column.isValid($0) && !named.isEmpty ? named[Int(strings.codes[$0])] : nil
      }
    }
    let spelling = ValueSpelling(column)
    return (0..<column.count).map { spelling[$0].flatMap { tables[$0] } }
  }

  /// Per row the row of one of the tables referred to; `RelationshipIndex.null` where the key is null
  /// or refers to another table, `RelationshipIndex.orphan` where there is no such row.
  /// - Throws: `KindredError` of kind `data` when a column is missing.
  package func parentRows(of child: Table, in parent: Table, key: [String]) throws -> [Int32] {
    var rows = try RelationshipIndex(
      Relationship(
        parentTable: parent.name, parentKey: key, childTable: child.name, childKey: [idColumn]),
      parent: parent, child: child
    ).parentRows
    let types = try types(in: child)
    for row in rows.indices where types[row] != parent.name { rows[row] = RelationshipIndex.null }
    return rows
  }
}
