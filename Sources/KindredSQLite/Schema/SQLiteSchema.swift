import KindredData

/// The schema of a database as metadata, and how its columns are read.
struct SQLiteSchema {
  /// Tables, keys and relationships, with the definition.
  let metadata: Metadata
  /// What is not read or not modelled, a sentence each.
  let notes: [String]
  private let definition: SQLSchema

  init(_ reading: SQLiteSchemaReading, _ connection: SQLiteConnection) throws {
    var builder = SchemaBuilder(tables: reading.tables)
    try builder.surveyTimes(connection)
    builder.chooseKeys()
    metadata = try builder.metadata()
    definition = SQLSchema(dialect: .sqlite, tables: builder.tables)
    notes = reading.notes + builder.notes
  }

  /// The definition of a table.
  subscript(name: String) -> SQLTable? { definition[name] }
}

/// The steps from a definition to metadata.
private struct SchemaBuilder {
  var tables: [SQLTable]
  var notes: [String] = []
  /// What values say of columns declared as times or truth values, by table.
  private var surveys: [String: TypeSurvey] = [:]
  /// The key of each table that relationships refer to.
  private var keys: [String: [String]] = [:]

  init(tables: [SQLTable]) { self.tables = tables }

  mutating func surveyTimes(_ connection: SQLiteConnection) throws {
    for index in tables.indices {
      let survey = try TypeSurvey(of: tables[index], connection)
      for place in tables[index].columns.indices {
        tables[index].columns[place].storage = survey.storages[tables[index].columns[place].name]
      }
      surveys[tables[index].name] = survey
    }
  }

  // MARK: - Keys

  /// Relationships refer to a table's primary key. Where all foreign keys refer to another key, that
  /// one takes its place.
  mutating func chooseKeys() {
    let references = Dictionary(grouping: tables.flatMap(\.foreignKeys), by: \.table)
    for table in tables {
      let own = table.primaryKey?.columns ?? []
      let wanted = (references[table.name] ?? []).map { Set($0.referencedColumns) }
      keys[table.name] = own
      guard let first = wanted.first, first != Set(own), wanted.allSatisfy({ $0 == first }) else {
        continue
      }
      let unique =
        table.uniqueKeys.map(\.columns)
        + table.indexes.compactMap { $0.plainUniqueColumns(of: table) }
      if let key = unique.first(where: { Set($0) == first }) { keys[table.name] = key }
    }
    for index in tables.indices {
      keys[tables[index].name] = usable(keys[tables[index].name] ?? [], of: tables[index])
      let table = tables[index]
      var kept: [SQLForeignKey] = []
      for key in table.foreignKeys {
        guard let problem = problem(with: key, of: table) else {
          kept.append(key)
          continue
        }
        notes.append(
          "Foreign key \(table.name).(\(key.columns.joined(separator: ", "))) is left out: "
            + problem)
      }
      tables[index].foreignKeys = kept
    }
  }

  private func usable(_ key: [String], of table: SQLTable) -> [String] {
    let isUsable = key.allSatisfy { table[column: $0]?.generatedExpression == nil }
    return isUsable ? key : []
  }

  private func problem(with key: SQLForeignKey, of table: SQLTable) -> String? {
    guard let parent = tables.first(where: { $0.name == key.table }) else {
      return "there is no table '\(key.table)'."
    }
    guard Set(key.referencedColumns) == Set(keys[parent.name] ?? []), !key.columns.isEmpty,
      key.columns.count == key.referencedColumns.count
    else {
      return "it refers to another key of '\(parent.name)' than its primary key."
    }
    guard key.columns.allSatisfy({ table[column: $0]?.generatedExpression == nil }) else {
      return "the database computes its columns."
    }
    if parent.name == table.name, key.columns == key.referencedColumns {
      return "it refers to itself."
    }
    return nil
  }

  // MARK: - Metadata

  func metadata() throws -> Metadata {
    var metadata = Metadata()
    let references = Dictionary(grouping: tables.flatMap(\.foreignKeys), by: \.table)
    for table in tables {
      let referenced = references[table.name]?.flatMap(\.referencedColumns) ?? []
      try add(table, referenced: referenced, to: &metadata)
    }
    for table in tables {
      for key in table.foreignKeys {
        let order = keys[key.table] ?? []
        let pairs = Dictionary(zip(key.referencedColumns, key.columns)) { first, _ in first }
        let relationship = Relationship(
          parentTable: key.table, parentKey: order, childTable: table.name,
          childKey: order.compactMap { pairs[$0] })
        // Declared twice, it is still one.
        guard !metadata.relationships.contains(relationship) else { continue }
        try metadata.addRelationship(
          parent: relationship.parentTable, child: relationship.childTable,
          foreignKey: relationship.childKey)
      }
    }
    metadata.sqlSchema = SQLSchema(dialect: .sqlite, tables: tables)
    return metadata
  }

  private func add(
    _ table: SQLTable, referenced: [String], to metadata: inout Metadata
  ) throws {
    let primaryKey = keys[table.name] ?? []
    var alternates: [[String]] = []
    let unique =
      (table.primaryKey.map { [$0.columns] } ?? []) + table.uniqueKeys.map(\.columns)
      + table.indexes.compactMap { $0.plainUniqueColumns(of: table) }
    for key in unique where usable(key, of: table) == key && !key.isEmpty {
      // A key with the primary key among its columns says nothing new.
      let isImplied =
        !primaryKey.isEmpty && Set(primaryKey).isSubset(of: key)
        || alternates.contains { Set($0) == Set(key) }
      if !isImplied { alternates.append(key) }
    }
    let identifiers = Set(
      ([primaryKey] + alternates).filter { $0.count == 1 }.flatMap { $0 }
        + table.foreignKeys.flatMap(\.columns)
        + referenced)
    let survey = surveys[table.name]
    let columns = table.columns.filter { $0.generatedExpression == nil }.map { column in
      identifiers.contains(column.name)
        ? ColumnMetadata(column.name, .id)
        : survey?.metadata(of: column) ?? ColumnMetadata(column.name, .unknown)
    }
    guard !columns.isEmpty else { return }
    try metadata.addTable(table.name, columns: columns, primaryKey: primaryKey)
    for key in alternates { try metadata.addAlternateKey(key, of: table.name) }
  }
}

extension SQLIndex {
  /// The columns of a unique index over nothing but columns and all rows; nil for others.
  fileprivate func plainUniqueColumns(of table: SQLTable) -> [String]? {
    guard isUnique, condition == nil else { return nil }
    var names: [String] = []
    for term in terms {
      guard let tokens = SQLTokens(term)?.tokens, let first = tokens.first, first.isName,
        tokens.count == 1
          || tokens.dropFirst().allSatisfy({ $0.isWord("ASC") || $0.isWord("DESC") }),
        let column = table.columns.first(where: { folded($0.name) == folded(first.text) })
      else { return nil }
      names.append(column.name)
    }
    return names
  }
}
