import KindredData

// Schemas, types and tables that the destination lacks.

extension PostgresDatasetWriter {
  /// Makes the schemas that are absent, and the types that tables to be made have.
  /// - Throws: `KindredError` of kind `database` when an enumeration exists with other labels.
  func makeSchemasAndTypes(_ metadata: Metadata, _ connection: PostgresConnection) throws {
    let absent = targets.filter { $0.existing == nil }
    guard !absent.isEmpty else { return }
    let declared = metadata.sqlSchema.flatMap { $0.dialect == .postgresql ? $0 : nil }
    let texts =
      absent.flatMap { $0.definition.columns.map(\.type) } + (declared?.domains.map(\.type) ?? [])
    let schemas =
      absent.map(\.schema)
      + (declared?.enumerations.compactMap { self.schema(of: $0.schema) } ?? [])
      + (declared?.domains.compactMap { self.schema(of: $0.schema) } ?? [])
    for schema in Set(schemas).sorted() {
      let isThere = try connection.rows(
        CatalogQueries.existingSchemas, [ArrayText.text(of: [schema])])
      // IF NOT EXISTS would ask for the right to make one even so.
      if isThere.isEmpty { try connection.one("CREATE SCHEMA \(SQLText.name(schema))") }
    }
    guard let declared else { return }
    for type in declared.enumerations where texts.contains(where: { $0.mentions(type.name) }) {
      try make(type, connection)
    }
    for domain in declared.domains where texts.contains(where: { $0.mentions(domain.name) }) {
      try make(domain, connection)
    }
  }

  private func schema(of declared: String?) -> String? { url.schemas.first ?? declared }

  /// The name of a type in statements; bare where the search path finds it.
  private func typeName(_ name: String, _ schema: String?) -> String {
    self.schema(of: schema).map { SQLText.name($0, name) } ?? SQLText.name(name)
  }

  private func make(_ type: SQLEnumeration, _ connection: PostgresConnection) throws {
    let name = typeName(type.name, type.schema)
    let existing = try connection.rows(
      """
      SELECT (SELECT array_agg(e.enumlabel ORDER BY e.enumsortorder)::text[]
        FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid)
      FROM pg_catalog.pg_type t WHERE t.oid = pg_catalog.to_regtype($1)
      """, [name])
    guard let row = existing.first else {
      let labels = type.labels.map(SQLText.constant).joined(separator: ", ")
      return try connection.one("CREATE TYPE \(name) AS ENUM (\(labels))")
    }
    let labels = row.first?.flatMap { ArrayText.values(of: $0) } ?? []
    if let missing = type.labels.first(where: { !labels.contains($0) }) {
      throw KindredError(
        .database, "The type \(name) of the destination lacks a label", value: missing,
        remedy:
          "ALTER TYPE \(name) ADD VALUE \(SQLText.constant(missing)), or write to another schema.")
    }
  }

  private func make(_ domain: SQLDomain, _ connection: PostgresConnection) throws {
    let name = typeName(domain.name, domain.schema)
    guard
      try connection.rows("SELECT 1 WHERE pg_catalog.to_regtype($1) IS NOT NULL", [name]).isEmpty
    else { return }
    var statement = "CREATE DOMAIN \(name) AS \(domain.type)"
    if let collation = domain.collation { statement += " COLLATE \(collation)" }
    if let expression = domain.defaultExpression { statement += " DEFAULT (\(expression))" }
    if !domain.isNullable { statement += " NOT NULL" }
    for check in domain.checks { statement += " \(check.clause)" }
    try connection.one(statement)
  }

  // MARK: - Tables

  /// Makes the table, unless it exists; constraints that look at several rows come at the end.
  /// - Parameter batch: The first rows, which say what types are that nobody declared.
  func make(_ index: Int, batch: Table?, _ connection: PostgresConnection) throws {
    guard targets[index].existing == nil else { return }
    // One table at a time takes rows.
    try endCopy(connection)
    fillTypes(of: index, from: batch)
    let target = targets[index]
    try locating(index, rowsBefore: 0) {
      let clauses =
        target.definition.columns.map { $0.clause } + target.definition.checks.map(\.clause)
      try connection.one("CREATE TABLE \(target.sqlName) (\(clauses.joined(separator: ", ")))")
      for column in target.definition.columns {
        try finishNumbering(of: column, in: target, connection)
      }
    }
    let catalog = try CatalogReader(connection: connection).catalog(
      of: [target.schema], tables: [target.relation])
    guard let table = catalog.tables.first(where: { $0.name == target.relation }) else {
      throw KindredError(
        .database, "The table that was made cannot be found", table: target.name,
        remedy: "Check for event triggers in the database.")
    }
    try targets[index].connect(table, in: catalog)
    targets[index].isMade = true
  }

  /// Serial columns start at 1 and count by 1 unless told.
  private func finishNumbering(
    of column: SQLColumn, in target: TableTarget, _ connection: PostgresConnection
  ) throws {
    guard let identity = column.identity, column.isSerial else { return }
    if column.isNullable {
      try connection.one(
        "ALTER TABLE \(target.sqlName) ALTER COLUMN \(SQLText.name(column.name)) DROP NOT NULL")
    }
    guard identity.start != nil || identity.increment != nil else { return }
    let name = try connection.rows(
      "SELECT pg_catalog.pg_get_serial_sequence($1, $2)", [target.sqlName, column.name])
    guard let sequence = name.first?.first ?? nil else { return }
    var options = " INCREMENT BY \(identity.increment ?? 1) NO MINVALUE NO MAXVALUE"
    if let start = identity.start { options += " START WITH \(start) RESTART WITH \(start)" }
    try connection.one("ALTER SEQUENCE \(sequence)\(options)")
  }

  /// Types of columns that nobody declared: what holds the values, and what the key referred to has.
  private func fillTypes(of index: Int, from batch: Table?) {
    for place in targets[index].definition.columns.indices {
      let column = targets[index].definition.columns[place]
      guard column.type.isEmpty else { continue }
      targets[index].definition.columns[place].type =
        batch.flatMap { $0[column: column.name]?.serverType } ?? typeOfParent(
          column.name, of: index)
        ?? targets[index].metadata[column: column.name]?.serverType ?? "text"
    }
  }

  private func typeOfParent(_ column: String, of index: Int) -> String? {
    for key in targets[index].definition.foreignKeys {
      guard let place = key.columns.firstIndex(of: column),
        let parent = targets.first(where: { $0.name == key.table }),
        let type = parent.type(of: key.referencedColumns[place])
      else { continue }
      return type
    }
    return nil
  }

  // MARK: - Constraints

  /// Keys, indexes and foreign keys of the tables that were made.
  func addConstraints(_ connection: PostgresConnection) throws {
    for index in targets.indices where targets[index].isMade {
      let target = targets[index]
      try locating(index, rowsBefore: 0) {
        let alter = "ALTER TABLE \(target.sqlName) ADD "
        if let key = target.definition.primaryKey {
          try connection.one(alter + key.clause("PRIMARY KEY"))
        }
        for key in target.definition.uniqueKeys { try connection.one(alter + key.clause("UNIQUE")) }
        for item in target.definition.indexes {
          try connection.one(item.statement(on: target.sqlName))
        }
      }
    }
    for index in targets.indices where targets[index].isMade {
      let target = targets[index]
      for key in target.definition.foreignKeys {
        guard let parent = targets.first(where: { $0.name == key.table }) else {
          warn(
            "Foreign key \(target.name).(\(key.columns.joined(separator: ", "))) is left out: "
              + "'\(key.table)' is not among the tables.")
          continue
        }
        try locating(index, rowsBefore: 0) {
          for (column, referenced) in zip(key.columns, key.referencedColumns)
          where target.guessedColumns.contains(column) {
            guard let type = parent.type(of: referenced), type != target.type(of: column) else {
              continue
            }
            // No value had said what the column is when its table was made.
            let name = SQLText.name(column)
            try connection.one(
              "ALTER TABLE \(target.sqlName) ALTER COLUMN \(name) TYPE \(type) "
                + "USING \(name)::text::\(type)")
          }
          try connection.one(
            "ALTER TABLE \(target.sqlName) ADD \(key.clause(parent: parent.sqlName))")
        }
      }
    }
  }
}

extension String {
  /// Whether the text has the name in it, bare or in quotes.
  fileprivate func mentions(_ name: String) -> Bool {
    !ranges(of: name).isEmpty || !ranges(of: SQLText.name(name)).isEmpty
  }
}

extension PostgresConnection {
  /// Runs exactly one statement: what definitions of a file hold cannot begin another.
  func one(_ sql: String) throws { _ = try rows(sql) }
}
