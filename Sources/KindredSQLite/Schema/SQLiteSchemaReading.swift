import KindredData

/// Reads the definition of a database: tables as they are declared.
struct SQLiteSchemaReading {
  let connection: SQLiteConnection
  /// What is not read, a sentence each.
  private(set) var notes: [String] = []
  /// The definitions of the tables, in the order of their making.
  private(set) var tables: [SQLTable] = []

  /// - Throws: `KindredError` of kind `file` when the database cannot be read.
  init(_ connection: SQLiteConnection) throws {
    self.connection = connection
    try readTables()
    try noteOthers()
    resolveReferences()
  }

  // MARK: - Tables

  private mutating func readTables() throws {
    let kinds = try connection.rows(
      "SELECT name, type, wr, strict FROM pragma_table_list WHERE schema = 'main'"
    ) { ($0.text(0) ?? "", (type: $0.text(1) ?? "", $0.integer(2) != 0, $0.integer(3) != 0)) }
    let kind = Dictionary(kinds) { first, _ in first }
    let statements = try connection.rows(
      "SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY rowid"
    ) { (name: $0.text(0) ?? "", sql: $0.text(1) ?? "") }
    for (name, sql) in statements where !folded(name).hasPrefix("sqlite_") {
      switch kind[name]?.type {
      case "virtual":
        notes.append("The virtual table '\(name)' is ignored.")
        continue
      case "shadow": continue
      default: break
      }
      var table = try read(name, definition: TableDefinition(sql))
      if kind[name]?.1 == true, !table.options.contains("WITHOUT ROWID") {
        table.options.append("WITHOUT ROWID")
      }
      tables.append(table)
    }
  }

  private mutating func noteOthers() throws {
    let others = try connection.rows(
      "SELECT type, count(*) FROM sqlite_master WHERE type IN ('view', 'trigger') GROUP BY type"
    ) { (type: $0.text(0) ?? "", count: $0.integer(1)) }
    for (type, count) in others {
      notes.append(
        count == 1 ? "One \(type) is ignored." : "\(count) \(type)s are ignored.")
    }
  }

  private mutating func read(_ name: String, definition: TableDefinition?) throws -> SQLTable {
    var table = SQLTable(name: name)
    if definition == nil {
      notes.append(
        "The definition of table '\(name)' cannot be read; its checks and collations are left out.")
    }
    if definition?.hasConflictClauses == true {
      notes.append("Table '\(name)': ON CONFLICT clauses are left out.")
    }
    table.options = definition?.options ?? []
    try readColumns(of: &table, definition)
    table.checks = definition?.checks ?? []
    try readKeys(of: &table, definition)
    try readForeignKeys(of: &table, definition)
    return table
  }

  private func readColumns(of table: inout SQLTable, _ definition: TableDefinition?) throws {
    var key: [(place: Int, column: String)] = []
    let declared = Dictionary((definition?.columns ?? []).map { (folded($0.name), $0) }) {
      first, _ in first
    }
    table.columns = try connection.rows(
      "SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM "
        + "pragma_table_xinfo(\(literal(table.name)))"
    ) { row in
      var column = SQLColumn(row.text(0) ?? "", type: row.text(1) ?? "")
      column.isNullable = row.integer(2) == 0
      column.defaultExpression = row.text(3)
      if row.integer(4) > 0 { key.append((row.integer(4), column.name)) }
      let own = declared[folded(column.name)]
      column.collation = own?.collation
      if row.integer(5) >= 2 {
        column.generatedExpression = own?.generatedExpression ?? ""
        column.isGeneratedStored = row.integer(5) == 3
        // SQLite counts the words before the expression to the type.
        column.type = Self.withoutGeneratedWords(column.type)
      }
      if own?.isAutoincrement == true { column.identity = SQLIdentity(.autoincrement) }
      return column
    }
    if !key.isEmpty {
      table.primaryKey = SQLKey(
        name: definition?.primaryKey?.name,
        columns: key.sorted { $0.place < $1.place }.map(\.column))
    }
  }

  private static func withoutGeneratedWords(_ type: String) -> String {
    let suffix = "generated always"
    guard folded(type).hasSuffix(suffix) else { return type }
    var rest = type.dropLast(suffix.count)
    while rest.last == " " { rest = rest.dropLast() }
    return String(rest)
  }

  private func readKeys(of table: inout SQLTable, _ definition: TableDefinition?) throws {
    let indexes = try connection.rows(
      "SELECT name, origin FROM pragma_index_list(\(literal(table.name))) ORDER BY seq DESC"
    ) { (name: $0.text(0) ?? "", origin: $0.text(1) ?? "") }
    var names = definition?.uniqueKeys ?? []
    for (index, origin) in indexes where origin == "u" {
      let columns = try connection.rows(
        "SELECT name FROM pragma_index_info(\(literal(index))) ORDER BY seqno"
      ) { $0.text(0) ?? "" }
      let own = names.firstIndex { $0.columns == columns.map(folded) }
      table.uniqueKeys.append(SQLKey(name: own.flatMap { names[$0].name }, columns: columns))
      if let own { names.remove(at: own) }
    }
    let statements = try connection.rows(
      "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = "
        + literal(table.name) + " ORDER BY rowid"
    ) { $0.text(0) ?? "" }
    table.indexes = statements.compactMap(SQLIndex.init(statement:))
  }

  private func readForeignKeys(of table: inout SQLTable, _ definition: TableDefinition?) throws {
    let rows = try connection.rows(
      "SELECT id, \"table\", \"from\", \"to\", on_update, on_delete, match FROM "
        + "pragma_foreign_key_list(\(literal(table.name))) ORDER BY id DESC, seq"
    ) { row in
      (
        id: row.integer(0), table: row.text(1) ?? "", from: row.text(2) ?? "", to: row.text(3),
        onUpdate: row.text(4) ?? "", onDelete: row.text(5) ?? "", match: row.text(6) ?? ""
      )
    }
    // From last to first, so that they come in the order of the definition.
    var declared = definition?.foreignKeys ?? []
    var last: Int?
    for row in rows {
      if row.id != last {
        var key = SQLForeignKey(columns: [], table: row.table, referencedColumns: [])
        key.onUpdate = SQLForeignKey.Action(rawValue: row.onUpdate) ?? .noAction
        key.onDelete = SQLForeignKey.Action(rawValue: row.onDelete) ?? .noAction
        key.match = ["NONE", "SIMPLE"].contains(row.match.uppercased()) ? nil : row.match
        table.foreignKeys.append(key)
        last = row.id
      }
      let place = table.foreignKeys.count - 1
      table.foreignKeys[place].columns.append(row.from)
      if let to = row.to { table.foreignKeys[place].referencedColumns.append(to) }
    }
    for place in table.foreignKeys.indices {
      let columns = table.foreignKeys[place].columns.map(folded)
      let parent = folded(table.foreignKeys[place].table)
      guard
        let own = declared.firstIndex(where: { $0.columns == columns && $0.table == parent })
      else { continue }
      table.foreignKeys[place].name = declared[own].name
      table.foreignKeys[place].deferral = declared[own].deferral
      declared.remove(at: own)
    }
  }

  // MARK: - References

  /// Spells names in foreign keys as their tables do, and adds the columns of implicit references.
  private mutating func resolveReferences() {
    let places = Dictionary(tables.enumerated().map { (folded($1.name), $0) }) { first, _ in first }
    for child in tables.indices {
      for key in tables[child].foreignKeys.indices {
        var reference = tables[child].foreignKeys[key]
        reference.columns = reference.columns.map { tables[child].spelling(of: $0) }
        if let parent = places[folded(reference.table)] {
          reference.table = tables[parent].name
          reference.referencedColumns =
            reference.referencedColumns.isEmpty
            ? tables[parent].primaryKey?.columns ?? []
            : reference.referencedColumns.map { tables[parent].spelling(of: $0) }
        }
        tables[child].foreignKeys[key] = reference
      }
    }
  }
}

extension SQLTable {
  /// The name of the column that SQLite takes a name for; the name itself when there is none.
  func spelling(of name: String) -> String {
    columns.first { folded($0.name) == folded(name) }?.name ?? name
  }
}

extension SQLIndex {
  /// Reads a `CREATE INDEX` statement; nil for what is none.
  init?(statement sql: String) {
    guard let source = SQLTokens(sql),
      let on = source.tokens.firstIndex(where: { $0.isWord("ON") }), on > 0,
      let open = source.tokens[on...].firstIndex(where: { $0.isSymbol("(") })
    else { return nil }
    var terms: [String] = []
    var depth = 0
    var start = source.tokens[open].range.upperBound
    var position = open
    while position < source.tokens.count {
      let token = source.tokens[position]
      if token.isSymbol("(") { depth += 1 }
      if token.isSymbol(")") { depth -= 1 }
      if depth == 0 || depth == 1 && token.isSymbol(",") {
        terms.append(source.text(start..<token.range.lowerBound))
        start = token.range.upperBound
      }
      position += 1
      if depth == 0 { break }
    }
    let rest = source.tokens[position...]
    let condition = rest.first { $0.isWord("WHERE") }.map {
      source.text($0.range.upperBound..<source.bytes.count)
    }
    self.init(
      name: source.tokens[on - 1].text,
      isUnique: source.tokens[..<on].contains { $0.isWord("UNIQUE") }, terms: terms,
      condition: condition)
  }
}
