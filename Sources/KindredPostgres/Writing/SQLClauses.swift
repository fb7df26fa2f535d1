import KindredData

// Definitions as PostgreSQL spells them.

extension SQLColumn {
  private static let serialTypes = [
    "integer": "serial", "bigint": "bigserial", "smallint": "smallserial",
  ]

  /// Whether the column is declared by one of the serial types.
  var isSerial: Bool { identity?.kind == .serial && Self.serialTypes[type] != nil }

  /// The column in CREATE TABLE.
  var clause: String {
    var text = "\(SQLText.name(name)) "
    if isSerial, let serial = Self.serialTypes[type] {
      text += serial
    } else {
      text += type
    }
    if let collation { text += " COLLATE \(collation)" }
    if let generatedExpression {
      text += " GENERATED ALWAYS AS (\(generatedExpression)) STORED"
    } else if let identity, identity.kind == .always || identity.kind == .byDefault {
      text += " GENERATED \(identity.kind == .always ? "ALWAYS" : "BY DEFAULT") AS IDENTITY"
      var options: [String] = []
      if let start = identity.start { options.append("START WITH \(start)") }
      if let increment = identity.increment { options.append("INCREMENT BY \(increment)") }
      if !options.isEmpty { text += " (\(options.joined(separator: " ")))" }
    } else if let defaultExpression {
      text += " DEFAULT (\(defaultExpression))"
    }
    if !isNullable { text += " NOT NULL" }
    return text
  }
}

extension SQLCheck {
  /// The constraint in CREATE TABLE and CREATE DOMAIN.
  var clause: String {
    (name.map { "CONSTRAINT \(SQLText.name($0)) " } ?? "") + "CHECK (\(expression))"
  }
}

extension SQLDeferral? {
  fileprivate var clause: String {
    switch self {
    case nil: ""
    case .deferrable: " DEFERRABLE"
    case .initiallyDeferred: " DEFERRABLE INITIALLY DEFERRED"
    }
  }
}

extension SQLKey {
  /// The constraint in ALTER TABLE ... ADD.
  func clause(_ kind: String) -> String {
    (name.map { "CONSTRAINT \(SQLText.name($0)) " } ?? "") + kind
      + (nullsNotDistinct ? " NULLS NOT DISTINCT" : "") + " (\(SQLText.names(columns)))"
      + deferral.clause
  }
}

extension SQLForeignKey {
  /// The constraint in ALTER TABLE ... ADD.
  func clause(parent: String) -> String {
    var text = name.map { "CONSTRAINT \(SQLText.name($0)) " } ?? ""
    text += "FOREIGN KEY (\(SQLText.names(columns))) REFERENCES \(parent)"
    text += " (\(SQLText.names(referencedColumns)))"
    if let match, match == "FULL" { text += " MATCH FULL" }
    if onUpdate != .noAction { text += " ON UPDATE \(onUpdate.rawValue)" }
    if onDelete != .noAction { text += " ON DELETE \(onDelete.rawValue)" }
    return text + deferral.clause
  }
}

extension SQLIndex {
  /// The statement that makes the index.
  func statement(on table: String) -> String {
    var text = "CREATE \(isUnique ? "UNIQUE " : "")INDEX \(SQLText.name(name)) ON \(table)"
    if let method { text += " USING \(method)" }
    text += " (\(terms.joined(separator: ", ")))"
    if let condition { text += " WHERE (\(condition))" }
    return text
  }
}

// MARK: - Types that nobody declared

extension Column {
  /// The type that holds the values.
  var serverType: String? {
    guard nullCount < count else { return nil }
    switch values {
    case .integers: return "bigint"
    case .decimals: return "double precision"
    case .strings: return "text"
    case .booleans: return "boolean"
    case .timestamps:
      guard case .timestamp(let format) = format else { return "timestamp without time zone" }
      return Self.serverType(ofFormat: format)
    }
  }

  /// Dates, times, or both, with or without zone.
  fileprivate static func serverType(ofFormat format: String) -> String {
    let hasTime = "HISMTRcXpf".contains { format.contains("%\($0)") || format.contains("%-\($0)") }
    let hasDate = "YymdjFDcxBb".contains { format.contains("%\($0)") || format.contains("%-\($0)") }
    if !hasTime { return "date" }
    if !hasDate { return "time without time zone" }
    let isZoned = format.contains("%z") || format.hasSuffix("+0000") || format.hasSuffix("Z")
    return "timestamp with\(isZoned ? "" : "out") time zone"
  }
}

extension ColumnMetadata {
  /// The type for a column without any value.
  var serverType: String {
    switch sdtype {
    case .numerical: "double precision"
    case .boolean: "boolean"
    case .datetime: Column.serverType(ofFormat: datetimeFormat ?? "%Y-%m-%d %H:%M:%S")
    default: "text"
    }
  }
}
