import KindredData

/// A table of the destination.
struct TableTarget {
  /// How rows are sent.
  enum Form: Equatable {
    case binary([BinaryTarget])
    /// As CSV, which the server parses: for types without a binary form of ours.
    case text
  }

  /// The name in the metadata.
  let name: String
  let metadata: TableMetadata
  let schema: String
  let relation: String
  /// What to make of it, where it does not exist.
  var definition: SQLTable
  /// What the catalog says, once the table exists.
  private(set) var existing: CatalogTable?
  /// Whether it was made by this writer.
  var isMade = false
  var rowCount = 0
  /// Columns whose type neither a definition nor a value has said.
  var guessedColumns: Set<String> = []
  private var cutColumns: Set<String> = []
  private var columns: [ColumnTarget] = []

  /// A column of the destination.
  private struct ColumnTarget {
    let name: String
    /// nil where the database computes the column.
    let place: Int?
    let type: CatalogType
    let binary: BinaryTarget?
    /// nil for no limit.
    let mostCharacters: Int?
  }

  init(
    _ metadata: TableMetadata, schema: String, definition: SQLTable
  ) {
    name = metadata.name
    self.metadata = metadata
    self.schema = schema
    relation = definition.relationName
    self.definition = definition
  }

  /// The name in statements.
  var sqlName: String { SQLText.name(schema, relation) }

  /// The type of a column, once the table exists.
  func type(of column: String) -> String? {
    existing?.columns.first { $0.name == column }?.typeText
  }

  /// Whether our role has the rights of the owner.
  var isOwned: Bool { existing?.isOwned ?? false }

  /// The columns that a sequence numbers.
  private(set) var sequences: [(name: String, sequence: CatalogSequence)] = []

  /// Whether all types are declared, so that no batch is needed to make the table.
  var isDefined: Bool { definition.columns.allSatisfy { !$0.type.isEmpty } }

  /// Takes what the catalog says of the table.
  /// - Throws: `KindredError` of kind `data` when it lacks a column, or has one that needs values.
  mutating func connect(_ table: CatalogTable, in catalog: Catalog) throws {
    existing = table
    columns = try metadata.columnNames.enumerated().map { place, name in
      guard let column = table.columns.first(where: { $0.name == name }) else {
        throw KindredError(
          .data, "The table of the destination has no such column", table: self.name, column: name,
          remedy: "Add it, or name a schema without the table.")
      }
      let (type, modifier) = catalog.underlying(column)
      let hasLength = ["varchar", "bpchar"].contains(type.name) && type.schema == "pg_catalog"
      return ColumnTarget(
        name: name, place: column.generation == nil ? place : nil, type: type,
        binary: BinaryTarget(type), mostCharacters: hasLength && modifier > 4 ? modifier - 4 : nil)
    }
    sequences = table.columns.compactMap { column in
      column.sequence.flatMap { catalog.sequences[$0] }.map { (column.name, $0) }
    }
    let needy = table.columns.first { column in
      column.isNotNull && column.defaultText == nil && column.identity == nil
        && column.generation == nil && metadata[column: column.name] == nil
    }
    guard let needy else { return }
    throw KindredError(
      .data, "The column of the destination needs values, but the model has no such column",
      table: name, column: needy.name, remedy: "Give it a default, or let it be null.")
  }

  /// Whether this is the first text of the column that is cut.
  mutating func noteCut(_ column: String) -> Bool { cutColumns.insert(column).inserted }

  // MARK: - Rows

  func copyStatement(_ form: Form) -> String {
    let names = SQLText.names(columns.filter { $0.place != nil }.map(\.name))
    return "COPY \(sqlName) (\(names)) FROM STDIN (FORMAT \(form == .text ? "csv" : "binary"))"
  }

  /// The columns to send, how, and which have texts that were cut.
  func prepared(_ batch: Table) throws -> (table: Table, form: Form, cut: [String]) {
    var cut: [String] = []
    var sent: [(Column, ColumnTarget)] = []
    for target in columns {
      guard let place = target.place else { continue }
      var column = batch.columns[place]
      if let most = target.mostCharacters, let shorter = column.cut(to: most) {
        column = shorter
        cut.append(column.name)
      }
      sent.append((column, target))
    }
    let binary = sent.map { column, target in
      target.binary.flatMap { $0.takes(column.values) ? $0 : nil }
    }
    let types = binary.compactMap { $0 }
    if types.count == sent.count {
      return (try Table(name, columns: sent.map(\.0)), .binary(types), cut)
    }
    let texts = try sent.map { column, target in
      let text = column.spelled(for: target.type)
      // Alone on its line, it would end the stream.
      if sent.count == 1, case .strings(let strings) = text.values,
        let row = strings.codes.indices.first(where: { text.isValid($0) && strings[$0] == "\\." })
      {
        throw KindredError(
          .data, "The text cannot be sent to the server", table: name, column: column.name,
          row: rowCount + row + 1, value: "\\.", remedy: "Give the column type text.")
      }
      return text
    }
    return (try Table(name, columns: texts), .text, cut)
  }
}

extension BinaryTarget {
  /// The binary form of a type; nil for one that we do not write.
  init?(_ type: CatalogType) {
    if type.kind == .enumeration {
      self = .text
      return
    }
    guard type.kind == .base, type.schema == "pg_catalog" else { return nil }
    switch type.name {
    case "bool": self = .boolean
    case "int2": self = .integer(bits: 16)
    case "int4": self = .integer(bits: 32)
    case "int8": self = .integer(bits: 64)
    case "float4": self = .float32
    case "float8": self = .float64
    case "numeric": self = .numeric
    case "text", "varchar", "bpchar", "json": self = .text
    case "jsonb": self = .jsonb
    case "uuid": self = .uuid
    case "date": self = .date
    case "time": self = .time
    case "timestamp", "timestamptz": self = .timestamp
    default: return nil
    }
  }
}

extension Column {
  /// The column with texts of at most so many characters; nil when none is longer.
  fileprivate func cut(to most: Int) -> Column? {
    guard case .strings(let strings) = values else { return nil }
    let pool = strings.dictionary
    let isLong = (0..<pool.count).contains { index in
      let bytes = pool.utf8(at: index)
      return bytes.count > most && bytes.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) } > most
    }
    guard isLong else { return nil }
    var shorter = StringPool()
    for index in 0..<pool.count {
      var characters = 0
      shorter.append(
        utf8: pool.utf8(at: index).prefix { byte in
          if byte & 0xC0 != 0x80 { characters += 1 }
          return characters <= most
        })
    }
    var result = self
    result.values = .strings(StringColumn(codes: strings.codes, dictionary: shorter))
    return result
  }

  /// The column with a spelling that the server reads as a value of the type.
  fileprivate func spelled(for type: CatalogType) -> Column {
    var result = self
    if case .timestamps = values {
      switch type.name {
      case "date": result.format = .timestamp(TimestampText.date)
      case "time", "timetz": result.format = .timestamp(TimestampText.time(fractionDigits: 6))
      case "timestamp", "timestamptz":
        result.format = .timestamp(TimestampText.format(fractionDigits: 6, isZoned: true))
      default: break
      }
    }
    return result
  }
}
