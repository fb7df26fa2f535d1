/// Checks that foreign keys refer to rows of the parent table.
struct RelationshipCheck {
  let relationship: Relationship
  let parent: Table
  let child: Table

  /// No finding when a column is missing, which is one of its own.
  /// - Returns: what was found, and the parent rows as in `RelationshipIndex`; nil when a column is
  ///   missing.
  /// - Complexity: O(rows of parent and child × key columns).
  func run() throws -> (findings: [ValidationReport.Finding], parentRows: [Int32]?) {
    let parentKey = relationship.parentKey.compactMap { parent[column: $0] }
    let childKey = relationship.childKey.compactMap { child[column: $0] }
    guard parentKey.count == relationship.parentKey.count, parentKey.count == childKey.count,
      childKey.count == relationship.childKey.count
    else { return ([], nil) }
    let rows = try RelationshipIndex(relationship, parent: parent, child: child).parentRows
    let findings =
      typeMismatch(parentKey, childKey, rows) + orphans(childKey, rows) + incomplete(childKey, rows)
    return (findings, rows)
  }

  /// Keys of different types that still find each other are worth a warning; when none does, the
  /// types are what is wrong.
  private func typeMismatch(
    _ parentKey: [Column], _ childKey: [Column], _ rows: [Int32]
  ) -> [ValidationReport.Finding] {
    let isMatched = rows.contains { $0 >= 0 }
    return zip(parentKey, childKey).compactMap { parentPart, childPart in
      let types = (parentPart.values.typeName, childPart.values.typeName)
      guard types.0 != types.1, parentPart.nullCount < parentPart.count,
        childPart.nullCount < childPart.count
      else { return nil }
      return ValidationReport.Finding(
        isMatched ? .warning : .error, .keyTypeMismatch, table: child.name,
        columns: [childPart.name],
        problem: "The foreign key holds \(types.1), '\(parent.name).\(parentPart.name)' holds "
          + "\(types.0)\(isMatched ? "" : ", and no value is in both")",
        remedy: isMatched
          ? "They are compared as they are spelled; store both alike."
          : "Store both alike, or correct the relationship.")
    }
  }

  private func orphans(_ childKey: [Column], _ rows: [Int32]) -> [ValidationReport.Finding] {
    let found = FoundRows(rowCount: rows.count) { rows[$0] == RelationshipIndex.orphan }
    guard found.count > 0 else { return [] }
    let count = found.count == 1 ? "1 row refers" : "\(found.count) rows refer"
    return [
      ValidationReport.Finding(
        .error, .orphan, table: child.name, columns: relationship.childKey, count: found.count,
        examples: found.examples(of: childKey),
        problem: "The foreign key contains unknown references: \(count) to rows that "
          + "'\(parent.name)' does not have",
        remedy: "Add the parent rows, or fit with --orphans drop (the rows) or null (their keys).")
    ]
  }

  private func incomplete(_ childKey: [Column], _ rows: [Int32]) -> [ValidationReport.Finding] {
    guard childKey.count > 1 else { return [] }
    let found = FoundRows(rowCount: rows.count) { row in
      rows[row] == RelationshipIndex.null && childKey.contains { $0.isValid(row) }
    }
    guard found.count > 0 else { return [] }
    return [
      ValidationReport.Finding(
        .warning, .incompleteKey, table: child.name, columns: relationship.childKey,
        count: found.count, examples: found.examples(of: childKey),
        problem: "A part of the foreign key to '\(parent.name)' is null in \(found.count) "
          + (found.count == 1 ? "row" : "rows"),
        remedy: "Such rows have no parent; complete their keys, or make all parts null.")
    ]
  }
}
