// Tables that are kept as they are: code lists, catalogues, regions.

extension Metadata {
  private static var referenceTableList: MetadataList<String> {
    MetadataList(
      name: "reference_tables", content: "table names", example: "[\"countries\", \"products\"]",
      read: { value throws(MetadataList<String>.Unreadable) in
        guard case .string(let name) = value else { throw MetadataList.Unreadable(value: value) }
        return name
      }, write: JSONValue.string)
  }

  /// The tables whose rows are public knowledge, such as countries or a product catalogue: they
  /// are kept as they are, and the rows that refer to them choose among them. The member
  /// `reference_tables` of the file's `kindred` object; nil when the file does not say.
  public var referenceTables: [String]? {
    get { try? elements(of: Self.referenceTableList) }
    set { set(newValue, of: Self.referenceTableList) }
  }

  /// - Throws: `KindredError` of kind `metadata` when the list is malformed, names an unknown table,
  ///   or one without a key, or one that refers to a table that is not on the list.
  func validateReferenceTables() throws {
    guard let names = try elements(of: Self.referenceTableList) else { return }
    for name in names {
      guard let table = self[name] else {
        throw KindredError.unknownTable(name, among: tableNames).ofKind(.metadata)
      }
      guard !table.primaryKey.isEmpty else {
        throw KindredError(
          .metadata, "A reference table has no primary key", table: name,
          remedy: "Set its primary key, or remove it from the reference tables.")
      }
      for relationship in relationships(toParentsOf: name)
      where !names.contains(relationship.parentTable) {
        throw KindredError(
          .metadata,
          "A reference table refers to '\(relationship.parentTable)', which is not one",
          table: name, column: relationship.childKey.joined(separator: ", "),
          remedy: "Make '\(relationship.parentTable)' a reference table too, or learn '\(name)'.")
      }
    }
  }
}
