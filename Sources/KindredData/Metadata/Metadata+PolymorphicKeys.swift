// Keys that refer to one of several tables.

extension Metadata {
  /// The keys that refer to one of several tables: the member `polymorphic_keys` of the file's
  /// `kindred` object. Empty when the file has none, or none that can be read.
  public var polymorphicKeys: [PolymorphicKey] {
    get { (try? elements(of: PolymorphicKey.list)) ?? [] }
    set { set(newValue.isEmpty ? nil : newValue, of: PolymorphicKey.list) }
  }

  /// - Throws: `KindredError` of kind `metadata` when the list is malformed, names unknown tables or
  ///   columns, a target without a key of one column, or a column that belongs to another key.
  func validatePolymorphicKeys() throws {
    var seen: Set<[String]> = []
    for key in try elements(of: PolymorphicKey.list) ?? [] {
      func failure(_ problem: String, _ column: String?, _ remedy: String) -> KindredError {
        KindredError(.metadata, problem, table: key.table, column: column, remedy: remedy)
      }
      guard let table = self[key.table] else {
        throw KindredError.unknownTable(key.table, among: tableNames).ofKind(.metadata)
      }
      for column in [key.typeColumn, key.idColumn] where table[column: column] == nil {
        throw KindredError.unknownColumn(column, table: key.table, among: table.columnNames)
          .ofKind(.metadata)
      }
      guard table[column: key.typeColumn]?.sdtype == .categorical else {
        throw failure(
          "The type column of a polymorphic key is not categorical", key.typeColumn,
          "Give it the sdtype 'categorical'.")
      }
      guard table[column: key.idColumn]?.sdtype.isStatistical == false,
        table.primaryKey != [key.idColumn]
      else {
        throw failure(
          "The id column of a polymorphic key is a measure or the primary key", key.idColumn,
          "Give it the sdtype 'id'.")
      }
      guard seen.insert([key.table, key.idColumn]).inserted,
        !relationships.contains(where: {
          $0.childTable == key.table
            && ($0.childKey.contains(key.idColumn) || $0.childKey.contains(key.typeColumn))
        })
      else {
        throw failure(
          "A column of a polymorphic key belongs to another foreign key", key.idColumn,
          "Declare one of the two.")
      }
      guard !key.targets.isEmpty, Set(key.targets.map(\.type)).count == key.targets.count else {
        throw failure(
          "A polymorphic key has no targets, or one type twice", key.typeColumn,
          "Name one table per type.")
      }
      for target in key.targets {
        guard let parent = self[target.table] else {
          throw KindredError.unknownTable(target.table, among: tableNames).ofKind(.metadata)
        }
        guard parent.primaryKey.count == 1 else {
          throw failure(
            "A polymorphic key refers to '\(parent.name)', which has no primary key of one column",
            key.idColumn, "Set its primary key, or remove it from the targets.")
        }
      }
    }
  }
}

extension PolymorphicKey {
  fileprivate static var list: MetadataList<PolymorphicKey> {
    MetadataList(
      name: "polymorphic_keys", content: "keys",
      example: "[{\"table\": \"comments\", \"type_column\": \"target_type\", "
        + "\"id_column\": \"target_id\", \"targets\": {\"post\": \"posts\", \"photo\": \"photos\"}}]",
      read: PolymorphicKey.init, write: \.jsonValue)
  }

  private init(_ value: JSONValue) throws(MetadataList<Self>.Unreadable) {
    guard case .string(let table)? = value["table"],
      case .string(let type)? = value["type_column"],
      case .string(let id)? = value["id_column"],
      case .object(let members)? = value["targets"]
    else { throw MetadataList.Unreadable(value: value) }
    var targets: [Target] = []
    for member in members {
      guard case .string(let table) = member.value else {
        throw MetadataList.Unreadable(value: member.value)
      }
      targets.append(Target(type: member.name, table: table))
    }
    self.init(table: table, typeColumn: type, idColumn: id, targets: targets)
  }

  private var jsonValue: JSONValue {
    .object([
      .init("table", .string(table)), .init("type_column", .string(typeColumn)),
      .init("id_column", .string(idColumn)),
      .init("targets", .object(targets.map { .init($0.type, .string($0.table)) })),
    ])
  }
}
