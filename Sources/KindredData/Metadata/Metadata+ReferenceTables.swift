// Tables that are kept as they are: code lists, catalogues, regions.

extension Metadata {
  private static let referenceTablesMember = "reference_tables"

  /// The tables whose rows are public knowledge, such as countries or a product catalogue: they
  /// are kept as they are, and the rows that refer to them choose among them. The member
  /// `reference_tables` of the file's `kindred` object; nil when the file does not say.
  public var referenceTables: [String]? {
    get { try? declaredReferenceTables() }
    set {
      extra.removeAll { $0.name == Self.referenceTablesMember }
      guard let newValue else { return }
      extra.append(
        JSONValue.Member(Self.referenceTablesMember, .array(newValue.map { .string($0) })))
    }
  }

  private func declaredReferenceTables() throws -> [String]? {
    guard let value = extra.first(where: { $0.name == Self.referenceTablesMember })?.value else {
      return nil
    }
    func failure() -> KindredError {
      KindredError(
        .metadata, "'\(Self.referenceTablesMember)' is not a list of table names",
        value: value.kind, remedy: "Give a list such as [\"countries\", \"products\"].")
    }
    guard case .array(let items) = value else { throw failure() }
    return try items.map {
      guard case .string(let name) = $0 else { throw failure() }
      return name
    }
  }

  /// - Throws: `KindredError` of kind `metadata` when the list is malformed, names an unknown table,
  ///   or one without a key, or one that refers to a table that is not on the list.
  func validateReferenceTables() throws {
    guard let names = try declaredReferenceTables() else { return }
    for name in names {
      guard let table = self[name] else {
        var error = KindredError.unknownTable(name, among: tableNames)
        error.kind = .metadata
        throw error
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
