// References that no key declares.

extension Metadata {
  /// Rows that belong to rows of another child of their parent: the member `implicit_references` of
  /// the file's `kindred` object. Nil when the file does not say, or cannot be read.
  public var implicitReferences: [ImplicitReference]? {
    get { try? elements(of: ImplicitReference.list) }
    set { set(newValue, of: ImplicitReference.list) }
  }

  /// - Throws: `KindredError` of kind `metadata` when the list is malformed, names unknown tables or
  ///   columns, a reference table, or two references of one table to another, or goes round in a circle.
  func validateImplicitReferences() throws {
    var seen: Set<[String]> = []
    for reference in try elements(of: ImplicitReference.list) ?? [] {
      guard let table = self[reference.table] else {
        throw KindredError.unknownTable(reference.table, among: tableNames).ofKind(.metadata)
      }
      guard let referred = self[reference.referredTable] else {
        throw KindredError.unknownTable(reference.referredTable, among: tableNames).ofKind(
          .metadata)
      }
      for pair in reference.columns {
        for (schema, column) in [(table, pair.column), (referred, pair.referredColumn)]
        where schema[column: column] == nil {
          throw KindredError.unknownColumn(column, table: schema.name, among: schema.columnNames)
            .ofKind(.metadata)
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
  fileprivate static var list: MetadataList<ImplicitReference> {
    MetadataList(
      name: "implicit_references", content: "references",
      example: "[{\"table\": \"fielding\", \"refers_to\": \"batting\", "
        + "\"columns\": {\"player_id\": \"player_id\", \"year\": \"year\"}}]",
      read: ImplicitReference.init, write: \.jsonValue)
  }

  private init(_ value: JSONValue) throws(MetadataList<Self>.Unreadable) {
    guard case .string(let table)? = value["table"],
      case .string(let referred)? = value["refers_to"],
      case .object(let members)? = value["columns"]
    else { throw MetadataList.Unreadable(value: value) }
    var columns: [Pair] = []
    for member in members {
      guard case .string(let column) = member.value else {
        throw MetadataList.Unreadable(value: member.value)
      }
      columns.append(Pair(column: member.name, referredColumn: column))
    }
    self.init(table: table, referredTable: referred, columns: columns)
  }

  private var jsonValue: JSONValue {
    .object([
      .init("table", .string(table)), .init("refers_to", .string(referredTable)),
      .init("columns", .object(columns.map { .init($0.column, .string($0.referredColumn)) })),
    ])
  }
}
