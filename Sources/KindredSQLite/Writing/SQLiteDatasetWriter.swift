public import KindredData

/// An SQLite database as a destination of a dataset.
///
/// A new database is written beside its place and renamed, also in place of one that exists when it may
/// be overwritten. Else an existing database is filled in one transaction: its tables of the announced
/// names must be empty, columns are matched by name; tables that it lacks are made.
///
/// Tables are made as `Metadata.sqlSchema` defines them, else as keys and values suggest. All
/// constraints are checked: unique keys and `CHECK` row by row, foreign keys at the end.
public final class SQLiteDatasetWriter: DatasetWriter {
  private let file: DestinationFile
  private let isNew: Bool
  private var connection: SQLiteConnection?
  private var metadata = Metadata()
  private var definition: SQLSchema?
  /// The tables of the database before, and those made since, by name in lower case.
  private var known: Set<String> = []
  private var insertions: [String: Insertion] = [:]
  private var indexes: [String] = []
  private var rowCount = 0
  private var isClosed = false

  /// Asked between rows; when it answers true, writing throws an error of kind `interrupted`.
  public var isCancelled: @Sendable () -> Bool = { false } {
    didSet { connection?.isCancelled = isCancelled }
  }
  /// Told the rows written so far, over all tables.
  public var progress: @Sendable (_ rows: Int) -> Void = { _ in }
  /// Told about what of a definition cannot be kept.
  public var warn: @Sendable (_ message: String) -> Void = { _ in }

  /// A writer to a file. Nothing is changed before `begin`.
  /// - Parameters:
  ///   - path: The database.
  ///   - overwrite: Whether a database that stands there is replaced; else its empty tables are filled.
  /// - Throws: `KindredError` of kind `file` when something else stands there, or the folder is missing
  ///   or protected.
  public init(path: String, overwrite: Bool = false) throws {
    let occupant = try DestinationFile.occupant(of: path)
    isNew = overwrite || occupant != .database
    file = DestinationFile(path: path)
  }

  deinit { cancel() }

  // MARK: - Writing

  /// Opens the database and makes or checks its tables.
  public func begin(_ metadata: Metadata) throws {
    try abandoningOnError {
      guard connection == nil else {
        throw KindredError(
          .argument, "The tables are announced already", value: file.path,
          remedy: "Announce all tables together.")
      }
      self.metadata = metadata
      definition = metadata.sqlSchema
      let connection = try SQLiteConnection(
        path: isNew ? file.temporary : file.path, mode: isNew ? .create : .readWrite)
      self.connection = connection
      connection.isCancelled = isCancelled
      var existing: [SQLTable] = []
      if isNew {
        // The file is thrown away when anything fails, so that it needs no journal.
        try connection.execute(
          "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; "
            + "PRAGMA cache_size = -65536; BEGIN EXCLUSIVE")
      } else {
        try connection.execute("PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE")
        existing = try SQLiteSchemaReading(connection).tables
      }
      known = Set((existing.map(\.name) + metadata.tableNames).map(folded))
      for table in metadata.tables {
        if let target = existing.first(where: { folded($0.name) == folded(table.name) }) {
          try checkEmpty(target.name, connection)
          try open(table, as: storing(target, like: definition?[table.name]))
        } else if let defined = definition?[table.name], let definition {
          let statement = TableStatement(defined, of: definition, known: known)
          try create(statement)
          try open(table, as: statement.table)
        }
        // Other tables are made when their first rows tell the types.
      }
    }
  }

  /// Inserts the rows of a batch.
  public func append(_ batch: Table) throws {
    try abandoningOnError {
      let insertion = try insertion(for: batch)
      try insertion.append(batch, isCancelled: isCancelled)
      rowCount += batch.rowCount
      progress(rowCount)
    }
  }

  /// Makes indexes, checks foreign keys, commits, and puts a new file in its place.
  public func finish() throws {
    guard !isClosed else { return }
    try abandoningOnError {
      guard let connection else {
        throw KindredError(
          .argument, "No tables were announced", value: file.path, remedy: "Announce some first.")
      }
      for table in metadata.tables where insertions[table.name] == nil {
        try make(table, like: nil)
      }
      if isCancelled() { throw KindredError.writingInterrupted(file.path) }
      for index in indexes { try run(index, connection) }
      for table in metadata.tables { try checkForeignKeys(of: table.name, connection) }
      if isCancelled() { throw KindredError.writingInterrupted(file.path) }
      insertions = [:]
      try connection.execute("COMMIT")
      connection.close()
      self.connection = nil
      if isNew { try file.publish() }
    }
    isClosed = true
  }

  /// Gives up; the destination is as it was.
  public func cancel() {
    guard !isClosed else { return }
    isClosed = true
    insertions = [:]
    connection?.close()
    connection = nil
    if isNew { file.discard() }
  }

  private func abandoningOnError(_ body: () throws -> Void) throws {
    guard !isClosed else {
      throw KindredError(
        .argument, "The writer is finished", value: file.path, remedy: "Make a new one.")
    }
    do {
      try body()
    } catch {
      cancel()
      throw error
    }
  }

  // MARK: - Tables

  private func insertion(for batch: Table) throws -> Insertion {
    if let insertion = insertions[batch.name] { return insertion }
    guard let table = metadata[batch.name] else {
      throw KindredError(
        .data, "The table was not announced", table: batch.name,
        remedy: "Announce all tables with `begin`.")
    }
    try make(table, like: batch)
    guard let insertion = insertions[batch.name] else {
      throw KindredError(.data, "The table cannot be made", table: batch.name)
    }
    return insertion
  }

  /// Makes a table that has no definition.
  private func make(_ table: TableMetadata, like batch: Table?) throws {
    let suggested = SQLTable(table, in: metadata, like: batch)
    try create(
      TableStatement(suggested, of: SQLSchema(dialect: .sqlite, tables: [suggested]), known: known))
    try open(table, as: suggested)
  }

  private func create(_ statement: TableStatement) throws {
    var statement = statement
    guard let connection else { return }
    try run(statement.creation(), connection)
    for note in statement.notes { warn(note) }
    indexes += statement.indexCreations
  }

  private func open(_ table: TableMetadata, as target: SQLTable) throws {
    guard let connection else { return }
    let target = try TableTarget(target, columnNames: table.columnNames)
    insertions[table.name] = try Insertion(connection, target, columnNames: table.columnNames)
  }

  /// An existing table says nothing of how times are stored; the definition does.
  private func storing(_ target: SQLTable, like defined: SQLTable?) -> SQLTable {
    var target = target
    for place in target.columns.indices {
      let name = folded(target.columns[place].name)
      target.columns[place].storage = defined?.columns.first { folded($0.name) == name }?.storage
    }
    return target
  }

  private func checkEmpty(_ table: String, _ connection: SQLiteConnection) throws {
    let first = try connection.rows("SELECT 1 FROM \(quoted(table)) LIMIT 1") { _ in true }
    guard !first.isEmpty else { return }
    throw KindredError(
      .file, "The table of the database has rows already", table: table, value: file.path,
      remedy: "Empty it, write into another file, or --overwrite the database.")
  }

  /// How errors begin that a statement is to blame for, rather than the file.
  private static let statementFailure = "SQLite failed"

  /// Runs a statement of a definition, which may be wrong.
  private func run(_ sql: String, _ connection: SQLiteConnection) throws {
    do {
      try connection.execute(sql)
    } catch let error as KindredError where error.problem.hasPrefix(Self.statementFailure) {
      let head = sql.prefix { $0 != "\n" }
      throw KindredError(
        .data, "\(error.problem), at \(head)", value: file.path,
        remedy: "Correct the definition under 'kindred' and 'sql' of the metadata, or the data.")
    }
  }

  private func checkForeignKeys(of table: String, _ connection: SQLiteConnection) throws {
    let statement = try connection.prepare(
      "SELECT rowid, parent, fkid FROM pragma_foreign_key_check(\(literal(table)))")
    guard try statement.step() else { return }
    let key = try connection.rows(
      "SELECT \"from\" FROM pragma_foreign_key_list(\(literal(table))) WHERE id = "
        + "\(statement.integer(2)) ORDER BY seq"
    ) { $0.text(0) ?? "" }
    var value: String?
    if !statement.isNull(0) {
      let list = key.map { "coalesce(\(quoted($0)), '')" }.joined(separator: " || ', ' || ")
      value = try connection.rows(
        "SELECT \(list) FROM \(quoted(table)) WHERE rowid = \(statement.integer(0))"
      ) { $0.text(0) ?? "" }.first
    }
    throw KindredError(
      .data, "The foreign key has no row to refer to in table '\(statement.text(1) ?? "")'",
      table: table, column: key.joined(separator: ", "), value: value,
      remedy: "Write the parent table as well.")
  }
}
