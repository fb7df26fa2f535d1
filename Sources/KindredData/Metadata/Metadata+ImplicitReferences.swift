// References that no key declares.

extension Metadata {
  private static let implicitReferencesMember = "implicit_references"

  /// Rows that belong to rows of another child of their parent: the member `implicit_references` of
  /// the file's `kindred` object. Nil when the file does not say, or cannot be read.
  public var implicitReferences: [ImplicitReference]? {
    get { try? declaredImplicitReferences() }
    set {
      extra.removeAll { $0.name == Self.implicitReferencesMember }
      guard let newValue else { return }
      extra.append(
        JSONValue.Member(Self.implicitReferencesMember, .array(newValue.map(\.jsonValue))))
    }
  }

  private func declaredImplicitReferences() throws -> [ImplicitReference]? {
    guard let value = extra.first(where: { $0.name == Self.implicitReferencesMember })?.value else {
      return nil
    }
    guard case .array(let items) = value else { throw ImplicitReference.malformed(value) }
    return try items.map(ImplicitReference.init)
  }

  /// - Throws: `KindredError` of kind `metadata` when the list is malformed, names unknown tables or
  ///   columns, a reference table, or two references of one table to another, or goes round in a circle.
  func validateImplicitReferences() throws {
    var seen: Set<[String]> = []
    for reference in try declaredImplicitReferences() ?? [] {
      func unknown(_ error: KindredError) -> KindredError {
        var error = error
        error.kind = .metadata
        return error
      }
      guard let table = self[reference.table] else {
        throw unknown(KindredError.unknownTable(reference.table, among: tableNames))
      }
      guard let referred = self[reference.referredTable] else {
        throw unknown(KindredError.unknownTable(reference.referredTable, among: tableNames))
      }
      for pair in reference.columns {
        for (schema, column) in [(table, pair.column), (referred, pair.referredColumn)]
        where schema[column: column] == nil {
          throw unknown(
            KindredError.unknownColumn(column, table: schema.name, among: schema.columnNames))
        }
      }
      let lists = referenceTables ?? []
      guard table.name != referred.name, !reference.columns.isEmpty,
        !lists.contains(table.name), !lists.contains(referred.name),
        seen.insert([table.name, referred.name]).inserted
      else {
        throw KindredError(
          .metadata,
          "An implicit reference is to the table itself or to a reference table, has no columns, or "
            + "is declared twice", table: table.name, value: referred.name,
          remedy: "Refer once to another table, by the columns that agree.")
      }
      guard !leads(from: referred.name, to: table.name) else {
        throw KindredError(
          .metadata, "Implicit references go round in a circle", table: table.name,
          value: referred.name, remedy: "Declare one direction only.")
      }
    }
  }

  /// Whether implicit references lead from one table to another.
  private func leads(from start: String, to goal: String) -> Bool {
    let references = implicitReferences ?? []
    var seen: Set<String> = []
    var open = [start]
    while let table = open.popLast() {
      if table == goal { return true }
      guard seen.insert(table).inserted else { continue }
      open += references.filter { $0.table == table }.map(\.referredTable)
    }
    return false
  }
}

extension ImplicitReference {
  fileprivate static func malformed(_ value: JSONValue) -> KindredError {
    KindredError(
      .metadata, "'implicit_references' is not a list of references", value: value.kind,
      remedy: "Give a list such as [{\"table\": \"fielding\", \"refers_to\": \"batting\", "
        + "\"columns\": {\"player_id\": \"player_id\", \"year\": \"year\"}}].")
  }

  fileprivate init(_ value: JSONValue) throws {
    guard case .string(let table)? = value["table"],
      case .string(let referred)? = value["refers_to"],
      case .object(let members)? = value["columns"]
    else { throw Self.malformed(value) }
    self.init(
      table: table, referredTable: referred,
      columns: try members.map { member in
        guard case .string(let column) = member.value else { throw Self.malformed(member.value) }
        return Pair(column: member.name, referredColumn: column)
      })
  }

  fileprivate var jsonValue: JSONValue {
    .object([
      .init("table", .string(table)), .init("refers_to", .string(referredTable)),
      .init("columns", .object(columns.map { .init($0.column, .string($0.referredColumn)) })),
    ])
  }
}
