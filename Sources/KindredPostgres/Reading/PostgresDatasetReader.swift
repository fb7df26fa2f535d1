public import KindredData

/// A PostgreSQL database as a source of a dataset.
///
/// One read-only transaction (REPEATABLE READ) spans the reader's life: everything that it returns is
/// of the moment of its making, also while others write. Rows come by COPY in binary form. Calls wait
/// for the server: use a thread that may block.
public final class PostgresDatasetReader: DatasetReader {
  private let connection: PostgresConnection
  private let url: PostgresURL
  private let schema: PostgresSchema
  private let blobs: BlobPolicy
  private var hasWarned = false

  /// Asked between batches and while waiting for the server; when it answers true, reading throws an
  /// error of kind `interrupted`.
  public var isCancelled: @Sendable () -> Bool = { false } {
    didSet { connection.isCancelled = isCancelled }
  }
  /// Told the rows read so far, and about how many there are.
  public var progress: @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
  /// Told about what is not read, or not kept of the definition.
  public var warn: @Sendable (_ message: String) -> Void = { _ in }

  /// Connects and reads the catalog.
  /// - Parameters:
  ///   - url: The database, and the schemas where they are not those of the search path.
  ///   - blobs: What to do with binary values (`bytea`).
  ///   - isCancelled: Asked while waiting for the server.
  /// - Throws: `KindredError` of kind `database` when the server cannot be reached or refuses,
  ///   `argument` for a schema that does not exist, `interrupted` when cancelled.
  public init(
    url: PostgresURL, blobs: BlobPolicy = .refuse,
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws {
    self.url = url
    self.blobs = blobs
    self.isCancelled = isCancelled
    connection = try PostgresConnection(url, isCancelled: isCancelled)
    try connection.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    try connection.run(PostgresSettings.reading)
    schema = try PostgresSchema(CatalogReader(connection: connection).catalog(of: url.schemas))
  }

  /// "rows".
  public var progressUnit: String { "rows" }

  /// The names of the tables, by schema and name.
  public func tableNames() throws -> [String] { schema.metadata.tableNames }

  /// The declared schema. What is left out is said once.
  public func declaredSchema() throws -> Metadata? {
    sayWhatIsLeftOut()
    guard !schema.metadata.tables.isEmpty else {
      throw KindredError(
        .data, "The database has no tables in \(schemaList)", value: "\(url)",
        remedy: "Name the schemas that have some: postgres://.../database?schema=a,b.")
    }
    return schema.metadata
  }

  private var schemaList: String {
    let names = schema.catalog.schemas
    return (names.count == 1 ? "the schema " : "the schemas ")
      + (names.isEmpty ? "of the search path" : names.map { "'\($0)'" }.joined(separator: ", "))
  }

  private func sayWhatIsLeftOut() {
    guard !hasWarned else { return }
    hasWarned = true
    for note in schema.notes { warn(note) }
  }

  /// Reads everything; types that no made-up text belongs to keep to values that occur.
  public func detect() throws -> DetectionResult {
    let declared = try declaredSchema() ?? Metadata()
    var result = try SchemaDetector().detect(readDataset(as: nil), declared: declared)
    for (name, table) in schema.tables.sorted(by: { $0.key < $1.key }) {
      for column in table.columns {
        guard !schema.catalog.isSpelledFreely(schema.catalog.underlying(column).type),
          var found = result.metadata[name]?[column: column.name],
          found.sdtype == .text || found.sdtype == .unknown
        else { continue }
        found.sdtype = .categorical
        try result.metadata.updateColumn(found, in: name)
      }
    }
    return result
  }

  // MARK: - Rows

  /// Reads rows in batches, in the order in which the server stores them.
  /// - Throws: As `DatasetReader`, with kind `database` for what the server reports.
  public func readBatches(
    of tables: [String]?, as metadata: Metadata?, batchRows: Int, receive: (Table) throws -> Void
  ) throws {
    sayWhatIsLeftOut()
    let names = tables ?? metadata?.tableNames ?? schema.metadata.tableNames
    let plans = try names.map { try plan(of: $0, as: metadata) }
    // The estimates of tables that were never analyzed are negative.
    let isKnown = plans.allSatisfy { $0.table.estimatedRows >= 0 }
    let total = isKnown ? plans.reduce(0) { $0 + Int($1.table.estimatedRows) } : 0
    var done = 0
    for var plan in plans {
      try plan.prepare(connection)
      try plan.read(connection, batchRows: batchRows) { batch in
        done += batch.rowCount
        progress(done, total == 0 ? 0 : max(done, total))
        try receive(batch)
      }
    }
  }

  private func plan(of name: String, as metadata: Metadata?) throws -> TableReading {
    guard let table = schema.tables[name], let declared = schema.metadata[name] else {
      var error = KindredError.unknownTable(name, among: schema.metadata.tableNames)
      error.kind = .data
      throw error
    }
    let wanted = metadata?[name]
    try wanted?.requireSameColumns(as: declared.columnNames, ofThe: "table")
    let columns = wanted?.columnNames ?? declared.columnNames
    guard table.isReadable else {
      throw KindredError(
        .database, "The role may not read the table", table: name,
        remedy: "GRANT SELECT ON \(SQLText.name(table.schema, table.name)) to it.")
    }
    let keys = keyColumns(of: declared)
    return TableReading(
      name: name, table: table,
      columns: columns.compactMap { name in table.columns.first { $0.name == name } }.map {
        ($0, ColumnForm($0, in: schema.catalog, isKey: keys.contains($0.name)))
      },
      blobs: blobs,
      storage: metadata.flatMap { metadata in
        wanted.map { StorageRules(metadata: metadata, table: $0) }
      })
  }

  private func keyColumns(of table: TableMetadata) -> Set<String> {
    Set(table.primaryKey + table.alternateKeys.flatMap { $0 })
      .union(schema.metadata.relationships(toParentsOf: table.name).flatMap(\.childKey))
  }
}

/// What a session is told before it works.
enum PostgresSettings {
  /// Values are spelled alike whatever the server's settings, rows come in the order of storage, and
  /// a policy that hides rows is an error.
  static let reading = """
    SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'postgres';
    SET LOCAL timezone = 'UTC'; SET LOCAL extra_float_digits = 1;
    SET LOCAL standard_conforming_strings = on; SET LOCAL quote_all_identifiers = off;
    SET LOCAL synchronize_seqscans = off; SET LOCAL max_parallel_workers_per_gather = 0;
    SET LOCAL row_security = off; SET LOCAL statement_timeout = 0;
    SET LOCAL idle_in_transaction_session_timeout = 0
    """

  static let writing = """
    SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'postgres';
    SET LOCAL timezone = 'UTC'; SET LOCAL standard_conforming_strings = on;
    SET LOCAL quote_all_identifiers = off; SET LOCAL statement_timeout = 0;
    SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL client_min_messages = error;
    SET LOCAL check_function_bodies = off
    """
}
