/// Which parent row each child row refers to.
public struct RelationshipIndex: Sendable {
  /// The foreign key, or a part of it, is null.
  public static let null: Int32 = -1
  /// No parent row has the key.
  public static let orphan: Int32 = -2

  /// Per child row the parent row, `null` or `orphan`.
  public let parentRows: [Int32]

  /// Looks up every child row's parent.
  /// - Throws: `KindredError` of kind `data` when a key column is missing or a table has more rows
  ///   than 32 bits count.
  /// - Complexity: O(rows of parent and child × key columns); dense integer keys need no hashing.
  public init(_ relationship: Relationship, parent: Table, child: Table) throws {
    for table in [parent, child] where table.rowCount > Int(Int32.max) {
      throw KindredError(
        .data, "The table has more than \(Int32.max) rows", table: table.name,
        remedy: "Split it or fit a sample.")
    }
    let parentKey = try Self.columns(relationship.parentKey, of: parent)
    let childKey = try Self.columns(relationship.childKey, of: child)
    parentRows = KeyMatch.rows(of: childKey, in: parentKey)
  }

  private static func columns(_ names: [String], of table: Table) throws -> [Column] {
    try names.map { name in
      guard let column = table[column: name] else {
        throw KindredError(
          .data, "Missing columns on table \(table.name): ['\(name)']", table: table.name,
          column: name, remedy: "Add the key column or remove the relationship.")
      }
      return column
    }
  }
}
