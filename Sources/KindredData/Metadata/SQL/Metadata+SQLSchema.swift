// What a database's definition says beyond the metadata.

extension Metadata {
  private static let sqlMember = "sql"

  /// The definition of the database that the metadata come from: the member `sql` of the file's
  /// `kindred` object. nil when the file has none, or none that can be read.
  public var sqlSchema: SQLSchema? {
    get { try? declaredSQLSchema() }
    set {
      extra.removeAll { $0.name == Self.sqlMember }
      guard let newValue else { return }
      extra.append(JSONValue.Member(Self.sqlMember, newValue.jsonValue))
    }
  }

  private func declaredSQLSchema() throws -> SQLSchema? {
    guard let value = extra.first(where: { $0.name == Self.sqlMember })?.value else { return nil }
    return try SQLSchema(json: value)
  }

  /// - Throws: `KindredError` of kind `metadata` when the definition cannot be read, or defines a table
  ///   or a column twice. Tables and columns that the metadata do not have are no contradiction.
  func validateSQLSchema() throws {
    guard let schema = try declaredSQLSchema() else { return }
    var names: Set<String> = []
    for table in schema.tables {
      guard names.insert(table.name).inserted else {
        throw KindredError(
          .metadata, "The table is defined twice", table: table.name,
          remedy: "Keep one of the definitions under 'kindred' and 'sql'.")
      }
      var columns: Set<String> = []
      for column in table.columns where !columns.insert(column.name).inserted {
        throw KindredError(
          .metadata, "The column is defined twice", table: table.name, column: column.name,
          remedy: "Keep one of the definitions under 'kindred' and 'sql'.")
      }
    }
  }
}
