import KindredData

/// Turns a definition of another dialect into one that SQLite takes: types by their names, numbering
/// and labels by what SQLite has for them. Expressions are not translated; those are left out.
struct SQLTranslation {
  private let schema: SQLSchema
  private(set) var notes: [String] = []

  init(_ schema: SQLSchema) { self.schema = schema }

  mutating func table(_ source: SQLTable) -> SQLTable {
    var table = SQLTable(name: source.name)
    table.primaryKey = source.primaryKey.map { SQLKey(columns: $0.columns) }
    table.uniqueKeys = source.uniqueKeys.map { SQLKey(columns: $0.columns) }
    table.foreignKeys = source.foreignKeys.map { key in
      var key = key
      key.name = nil
      key.match = nil
      return key
    }
    for column in source.columns {
      // What a database computes from other columns cannot be told to another.
      if column.generatedExpression != nil {
        notes.append("Computed column \(source.name).\(column.name) is left out.")
        continue
      }
      var result = SQLColumn(column.name, type: type(of: column))
      result.isNullable = column.isNullable && domain(of: column)?.isNullable != false
      table.columns.append(result)
      if let labels = enumeration(of: column)?.labels {
        let list = labels.map(literal).joined(separator: ", ")
        table.checks.append(SQLCheck(expression: "\(quoted(column.name)) IN (\(list))"))
      }
    }
    // Numbering needs no word: keys are written with the rows.
    let defaults = source.columns.filter {
      $0.defaultExpression != nil && $0.identity == nil && $0.generatedExpression == nil
    }
    let left =
      source.checks.count + source.indexes.count + defaults.count
      + source.columns.compactMap { domain(of: $0) }.reduce(0) { $0 + $1.checks.count }
    if left > 0 {
      notes.append(
        "Table '\(source.name)': \(left) checks, defaults and indexes of another dialect are left "
          + "out.")
    }
    return table
  }

  private func domain(of column: SQLColumn) -> SQLDomain? {
    schema.domains.first { $0.name == Self.bare(column.type) }
  }

  private func enumeration(of column: SQLColumn) -> SQLEnumeration? {
    schema.enumerations.first { $0.name == Self.bare(column.type) }
  }

  /// The name of a type without the schema before it.
  private static func bare(_ type: String) -> String {
    let name = type.split(separator: ".").last.map(String.init) ?? type
    return name.filter { $0 != "\"" }
  }

  private func type(of column: SQLColumn) -> String {
    if enumeration(of: column) != nil { return "TEXT" }
    let declared = domain(of: column)?.type ?? column.type
    let name = folded(declared)
    if name.hasSuffix("[]") { return "TEXT" }
    let word = name.prefix { $0.isLetter || $0.isNumber }
    switch word {
    case "smallint", "integer", "int", "bigint", "int2", "int4", "int8", "smallserial", "serial",
      "bigserial", "oid":
      return "INTEGER"
    case "real", "double", "float4", "float8": return "REAL"
    case "numeric", "decimal": return declared.uppercased()
    case "boolean", "bool": return "BOOLEAN"
    case "date": return "DATE"
    case "timestamp", "timestamptz": return "DATETIME"
    case "time", "timetz", "interval": return "TEXT"
    case "character", "varchar", "char", "bpchar": return Self.characters(declared)
    case "bytea": return "BLOB"
    default: return "TEXT"
    }
  }

  /// VARCHAR with its length, when it has one.
  private static func characters(_ declared: String) -> String {
    guard let open = declared.firstIndex(of: "(") else { return "TEXT" }
    return "VARCHAR" + declared[open...]
  }
}
