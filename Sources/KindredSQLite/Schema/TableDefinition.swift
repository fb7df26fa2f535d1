import KindredData

/// What a `CREATE TABLE` statement says that SQLite's pragmas do not: names of constraints, checks,
/// collations, expressions of computed columns, numbering, deferral.
///
/// Reads the grammar of https://www.sqlite.org/lang_createtable.html; what SQLite has accepted is
/// taken to be correct.
struct TableDefinition {
  struct Column {
    var name: String
    var collation: String?
    var generatedExpression: String?
    var isGeneratedStored = false
    var isAutoincrement = false
  }

  struct Key {
    var name: String?
    /// Lower-case names.
    var columns: [String]
  }

  struct ForeignKey {
    var name: String?
    /// Lower-case names.
    var columns: [String]
    var table: String
    var deferral: SQLDeferral?
  }

  private(set) var columns: [Column] = []
  private(set) var checks: [SQLCheck] = []
  private(set) var primaryKey: Key?
  private(set) var uniqueKeys: [Key] = []
  private(set) var foreignKeys: [ForeignKey] = []
  /// "WITHOUT ROWID", "STRICT".
  private(set) var options: [String] = []
  /// Whether a constraint says what to do with rows that break it (`ON CONFLICT`).
  private(set) var hasConflictClauses = false

  private let source: SQLTokens
  private var position = 0

  /// nil when the text is no such statement.
  init?(_ sql: String) {
    guard let source = SQLTokens(sql) else { return nil }
    self.source = source
    guard parse() else { return nil }
  }

  // MARK: - Tokens

  private var token: SQLToken? {
    source.tokens.indices.contains(position) ? source.tokens[position] : nil
  }

  private mutating func take(word: String) -> Bool {
    guard token?.isWord(word) == true else { return false }
    position += 1
    return true
  }

  private mutating func take(symbol: String) -> Bool {
    guard token?.isSymbol(symbol) == true else { return false }
    position += 1
    return true
  }

  private mutating func takeName() -> String? {
    guard let token, token.isName else { return nil }
    position += 1
    return token.text
  }

  /// Reads brackets and what stands between them; the text in between.
  private mutating func takeBrackets() -> String? {
    guard let open = token, open.isSymbol("(") else { return nil }
    var depth = 0
    while let token {
      position += 1
      if token.isSymbol("(") { depth += 1 }
      if token.isSymbol(")") { depth -= 1 }
      if depth == 0 { return source.text(open.range.upperBound..<token.range.lowerBound) }
    }
    return nil
  }

  /// Reads a list of columns in brackets; collation and order are passed over.
  private mutating func takeColumnList() -> [String]? {
    guard take(symbol: "(") else { return nil }
    var names: [String] = []
    while let name = takeName() {
      names.append(folded(name))
      while let token, !token.isSymbol(","), !token.isSymbol(")") { position += 1 }
      if take(symbol: ",") { continue }
      return take(symbol: ")") ? names : nil
    }
    return nil
  }

  private mutating func skipConflictClause() {
    guard token?.isWord("ON") == true,
      source.tokens.indices.contains(position + 2),
      source.tokens[position + 1].isWord("CONFLICT")
    else { return }
    position += 3
    hasConflictClauses = true
  }

  // MARK: - Grammar

  private mutating func parse() -> Bool {
    while let token, !token.isSymbol("(") {
      // A table made from a query is recorded with its columns, in brackets.
      if token.isWord("VIRTUAL") || token.isWord("AS") { return false }
      position += 1
    }
    guard take(symbol: "(") else { return false }
    repeat {
      guard parseTableConstraint() ?? parseColumn() else { return false }
    } while take(symbol: ",")
    guard take(symbol: ")") else { return false }
    while let token {
      position += 1
      if token.isWord("WITHOUT") { options.append("WITHOUT ROWID") }
      if token.isWord("STRICT") { options.append("STRICT") }
    }
    return true
  }

  /// nil when the next tokens are no constraint of the table.
  private mutating func parseTableConstraint() -> Bool? {
    let start = position
    var name: String?
    if take(word: "CONSTRAINT") { name = takeName() }
    if take(word: "PRIMARY") {
      guard take(word: "KEY"), let columns = takeColumnList() else { return false }
      primaryKey = Key(name: name, columns: columns)
      if columns.count == 1, take(word: "AUTOINCREMENT") {
        for place in self.columns.indices where folded(self.columns[place].name) == columns[0] {
          self.columns[place].isAutoincrement = true
        }
      }
    } else if take(word: "UNIQUE") {
      guard let columns = takeColumnList() else { return false }
      uniqueKeys.append(Key(name: name, columns: columns))
    } else if take(word: "CHECK") {
      guard let expression = takeBrackets() else { return false }
      checks.append(SQLCheck(name: name, expression: expression))
    } else if take(word: "FOREIGN") {
      guard take(word: "KEY"), let columns = takeColumnList(),
        parseReference(name: name, columns: columns)
      else { return false }
    } else {
      position = start
      return name == nil ? nil : false
    }
    skipConflictClause()
    return true
  }

  private mutating func parseColumn() -> Bool {
    guard let name = takeName() else { return false }
    var column = Column(name: name)
    while let token, !Self.endsType(token) {
      if token.isSymbol("(") { _ = takeBrackets() } else { position += 1 }
    }
    var constraint: String?
    while let token, !token.isSymbol(","), !token.isSymbol(")") {
      if take(word: "CONSTRAINT") {
        constraint = takeName()
        continue
      }
      guard parseConstraint(of: &column, named: constraint) else { return false }
      constraint = nil
      skipConflictClause()
    }
    columns.append(column)
    return true
  }

  private static func endsType(_ token: SQLToken) -> Bool {
    token.isSymbol(",") || token.isSymbol(")")
      || [
        "CONSTRAINT", "PRIMARY", "NOT", "NULL", "UNIQUE", "CHECK", "DEFAULT", "COLLATE",
        "REFERENCES", "GENERATED", "AS",
      ].contains { token.isWord($0) }
  }

  private mutating func parseConstraint(of column: inout Column, named name: String?) -> Bool {
    let own = folded(column.name)
    if take(word: "PRIMARY") {
      guard take(word: "KEY") else { return false }
      if !take(word: "ASC") { _ = take(word: "DESC") }
      primaryKey = Key(name: name, columns: [own])
      skipConflictClause()
      if take(word: "AUTOINCREMENT") { column.isAutoincrement = true }
    } else if take(word: "NOT") {
      return take(word: "NULL")
    } else if take(word: "NULL") {
      return true
    } else if take(word: "UNIQUE") {
      uniqueKeys.append(Key(name: name, columns: [own]))
    } else if take(word: "CHECK") {
      guard let expression = takeBrackets() else { return false }
      checks.append(SQLCheck(name: name, expression: expression))
    } else if take(word: "DEFAULT") {
      if token?.isSymbol("(") == true { return takeBrackets() != nil }
      if !take(symbol: "+") { _ = take(symbol: "-") }
      position += 1
    } else if take(word: "COLLATE") {
      column.collation = takeName()
      return column.collation != nil
    } else if token?.isWord("REFERENCES") == true {
      return parseReference(name: name, columns: [own])
    } else if take(word: "GENERATED") {
      return take(word: "ALWAYS")
    } else if take(word: "AS") {
      column.generatedExpression = takeBrackets()
      if take(word: "STORED") { column.isGeneratedStored = true } else { _ = take(word: "VIRTUAL") }
      return column.generatedExpression != nil
    } else {
      return false
    }
    return true
  }

  private mutating func parseReference(name: String?, columns: [String]) -> Bool {
    guard take(word: "REFERENCES"), let table = takeName() else { return false }
    var key = ForeignKey(name: name, columns: columns, table: folded(table))
    if token?.isSymbol("(") == true, takeColumnList() == nil { return false }
    while let token {
      if token.isWord("ON") || token.isWord("MATCH") {
        // ON DELETE SET NULL, ON UPDATE CASCADE, MATCH FULL: the pragma tells them.
        position += 2
        if token.isWord("MATCH") { continue }
        if !take(word: "SET") { _ = take(word: "NO") }
        position += 1
      } else if token.isWord("NOT"), source.tokens.indices.contains(position + 1),
        source.tokens[position + 1].isWord("DEFERRABLE")
      {
        position += 2
        skipInitially()
      } else if take(word: "DEFERRABLE") {
        key.deferral = skipInitially() ? .initiallyDeferred : .deferrable
      } else {
        break
      }
    }
    foreignKeys.append(key)
    return true
  }

  /// Whether the constraint is deferred from the beginning.
  @discardableResult
  private mutating func skipInitially() -> Bool {
    guard take(word: "INITIALLY") else { return false }
    if take(word: "DEFERRED") { return true }
    _ = take(word: "IMMEDIATE")
    return false
  }
}
