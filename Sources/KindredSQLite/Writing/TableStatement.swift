import KindredData

/// The statements that make a table as it was defined, or as its metadata and first rows suggest.
struct TableStatement {
  let table: SQLTable
  /// What the definition has and SQLite cannot, a sentence each.
  private(set) var notes: [String] = []
  private let isTranslated: Bool
  /// The tables that will be there; foreign keys to others are left out.
  private let known: Set<String>

  /// A table of a definition.
  init(
    _ table: SQLTable, of schema: SQLSchema, known: Set<String>
  ) {
    self.known = Set(known.map(folded))
    isTranslated = schema.dialect != .sqlite
    guard isTranslated else {
      self.table = table
      return
    }
    var translation = SQLTranslation(schema)
    self.table = translation.table(table)
    notes = translation.notes
  }

  /// `CREATE TABLE`.
  mutating func creation() -> String {
    var lines = table.columns.map(line)
    if let key = table.primaryKey, !isInline(key) { lines.append(line(key, "PRIMARY KEY")) }
    lines += table.uniqueKeys.map { line($0, "UNIQUE") }
    for key in table.foreignKeys {
      guard known.contains(folded(key.table)) else {
        notes.append(
          "Foreign key \(table.name).(\(key.columns.joined(separator: ", "))) is left out: "
            + "table '\(key.table)' is not written.")
        continue
      }
      lines.append(line(key))
    }
    lines += table.checks.map { "\(Self.constraint($0.name))CHECK (\($0.expression))" }
    let options = table.options.isEmpty ? "" : " " + table.options.joined(separator: ", ")
    return
      "CREATE TABLE \(quoted(table.name)) (\n  \(lines.joined(separator: ",\n  "))\n)\(options)"
  }

  /// `CREATE INDEX`, to be run when the rows are there.
  var indexCreations: [String] {
    table.indexes.map { index in
      "CREATE \(index.isUnique ? "UNIQUE " : "")INDEX \(quoted(index.name)) ON \(quoted(table.name)) "
        + "(\(index.terms.joined(separator: ", ")))"
        + (index.condition.map { " WHERE \($0)" } ?? "")
    }
  }

  // MARK: - Lines

  /// Whether the key stands with its column, as AUTOINCREMENT wants it.
  private func isInline(_ key: SQLKey) -> Bool { key.columns.count == 1 }

  private func line(_ column: SQLColumn) -> String {
    var line = quoted(column.name)
    if !column.type.isEmpty { line += " \(column.type)" }
    if let key = table.primaryKey, key.columns == [column.name], isInline(key) {
      line += " \(Self.constraint(key.name))PRIMARY KEY"
      if column.identity?.kind == .autoincrement { line += " AUTOINCREMENT" }
    }
    if !column.isNullable { line += " NOT NULL" }
    if let collation = column.collation { line += " COLLATE \(quoted(collation))" }
    if let expression = column.defaultExpression { line += " DEFAULT (\(expression))" }
    if let expression = column.generatedExpression {
      line += " GENERATED ALWAYS AS (\(expression))"
      line += column.isGeneratedStored ? " STORED" : " VIRTUAL"
    }
    return line
  }

  private func line(_ key: SQLKey, _ words: String) -> String {
    "\(Self.constraint(key.name))\(words) (\(Self.list(key.columns)))"
  }

  private func line(_ key: SQLForeignKey) -> String {
    var line =
      "\(Self.constraint(key.name))FOREIGN KEY (\(Self.list(key.columns))) "
      + "REFERENCES \(quoted(key.table)) (\(Self.list(key.referencedColumns)))"
    if key.onUpdate != .noAction { line += " ON UPDATE \(key.onUpdate.rawValue)" }
    if key.onDelete != .noAction { line += " ON DELETE \(key.onDelete.rawValue)" }
    if let match = key.match { line += " MATCH \(match)" }
    switch key.deferral {
    case .deferrable: line += " DEFERRABLE"
    case .initiallyDeferred: line += " DEFERRABLE INITIALLY DEFERRED"
    case nil: break
    }
    return line
  }

  private static func constraint(_ name: String?) -> String {
    name.map { "CONSTRAINT \(quoted($0)) " } ?? ""
  }

  private static func list(_ columns: [String]) -> String {
    columns.map(quoted).joined(separator: ", ")
  }
}
