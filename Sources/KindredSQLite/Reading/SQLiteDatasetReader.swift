import CSQLite
public import KindredData

/// An SQLite database as a source of a dataset.
///
/// The file is opened for reading only. One transaction spans the reader's life: everything that it
/// returns is of the moment of its making, also while others write (which they can at the same time
/// where the database is in WAL mode).
public final class SQLiteDatasetReader: DatasetReader {
  private let connection: SQLiteConnection
  private let schema: SQLiteSchema
  private let blobs: BlobPolicy

  /// Asked between batches; when it answers true, reading throws an error of kind `interrupted`.
  public var isCancelled: @Sendable () -> Bool = { false } {
    didSet { connection.isCancelled = isCancelled }
  }
  /// Told the rows read so far, and about how many there are.
  public var progress: @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
  /// Told about what is not read, or not as declared.
  public var warn: @Sendable (_ message: String) -> Void = { _ in }
  private var hasWarned = false

  /// Opens a database and reads its schema.
  /// - Parameters:
  ///   - path: The file.
  ///   - blobs: What to do with binary values.
  /// - Throws: `KindredError` of kind `file` when it is no database that can be read.
  public init(path: String, blobs: BlobPolicy = .refuse) throws {
    let connection = try SQLiteConnection(path: path, mode: .readOnly)
    // The transaction begins with the first statement that reads.
    try connection.execute("BEGIN; SELECT count(*) FROM sqlite_master")
    schema = try SQLiteSchema(SQLiteSchemaReading(connection), connection)
    self.connection = connection
    self.blobs = blobs
  }

  /// "rows".
  public var progressUnit: String { "rows" }

  /// The names of the tables, in the order in which they were made.
  public func tableNames() throws -> [String] { schema.metadata.tableNames }

  /// The declared schema. What is left out is said once.
  public func declaredSchema() throws -> Metadata? {
    sayWhatIsLeftOut()
    guard !schema.metadata.tables.isEmpty else {
      throw KindredError(
        .data, "The database has no tables", value: connection.path,
        remedy: "Give a database with tables.")
    }
    return schema.metadata
  }

  /// Reads rows in batches, in the order of the tables' row numbers or primary keys.
  /// - Throws: As `DatasetReader`.
  public func readBatches(
    of tables: [String]?, as metadata: Metadata?, batchRows: Int, receive: (Table) throws -> Void
  ) throws {
    sayWhatIsLeftOut()
    let names = tables ?? metadata?.tableNames ?? schema.metadata.tableNames
    let total = try expectedRows(of: names)
    var done = 0
    for name in names {
      let plan = try plan(of: name, as: metadata)
      let reading = TableReading(connection, plan, blobs: blobs) { [warn] in warn($0) }
      try reading.read(batchRows: batchRows, isCancelled: isCancelled) { batch in
        done += batch.rowCount
        progress(done, max(done, total))
        try receive(batch)
      }
    }
  }

  private func sayWhatIsLeftOut() {
    guard !hasWarned else { return }
    hasWarned = true
    for note in schema.notes { warn(note) }
  }

  private func plan(of name: String, as metadata: Metadata?) throws -> TableReading.Plan {
    guard let definition = schema[name], let declared = schema.metadata[name] else {
      var error = KindredError.unknownTable(name, among: schema.metadata.tableNames)
      error.kind = .data
      throw error
    }
    let wanted = metadata?[name]
    try wanted?.requireSameColumns(as: declared.columnNames, ofThe: "table")
    let columns = wanted?.columnNames ?? declared.columnNames
    return TableReading.Plan(
      name: name, columns: columns.compactMap { definition[column: $0] },
      storage: metadata.flatMap { metadata in
        wanted.map { StorageRules(metadata: metadata, table: $0) }
      })
  }

  /// About the rows of the tables; the highest row number where rows have one.
  private func expectedRows(of names: [String]) throws -> Int {
    try names.reduce(0) { sum, name in
      guard let table = schema[name] else { return sum }
      let isNumbered = !table.options.contains("WITHOUT ROWID") && table[column: "rowid"] == nil
      let most = try connection.rows(
        isNumbered
          ? "SELECT max(rowid) - min(rowid) + 1 FROM \(quoted(name))"
          : "SELECT count(*) FROM \(quoted(name))"
      ) { $0.integer(0) }
      return sum.addingReportingOverflow(max(most.first ?? 0, 0)).partialValue
    }
  }
}
