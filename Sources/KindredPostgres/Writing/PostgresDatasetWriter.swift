public import KindredData

/// A PostgreSQL database as a destination of a dataset.
///
/// One transaction spans everything: tables, types and schemas that are absent are made, tables that
/// exist are filled when they are empty (or emptied first, where asked for), rows go in by COPY, and
/// keys, foreign keys and sequences are right when it commits. Until then nobody sees any of it; an
/// error, `cancel` or the end of the process takes it back. Calls wait for the server: use a thread
/// that may block.
public final class PostgresDatasetWriter: DatasetWriter {
  let url: PostgresURL
  let truncates: Bool
  private(set) var connection: PostgresConnection?
  var targets: [TableTarget] = []
  private var positions: [String: Int] = [:]
  /// Foreign keys of existing tables that are out of force until the end.
  var suspendedKeys: [SuspendedKey] = []
  private var copy: OpenCopy?
  private var rowCount = 0
  private var isFinished = false

  /// Asked between batches and while waiting for the server; when it answers true, writing throws an
  /// error of kind `interrupted`.
  public var isCancelled: @Sendable () -> Bool = { false } {
    didSet { connection?.isCancelled = isCancelled }
  }
  /// Told the rows written so far, over all tables.
  public var progress: @Sendable (_ rows: Int) -> Void = { _ in }
  /// Told about what cannot be kept.
  public var warn: @Sendable (_ message: String) -> Void = { _ in }

  /// A COPY that goes on as long as batches are of its table.
  private struct OpenCopy {
    var table: Int
    var form: TableTarget.Form
    /// Rows of the table before it.
    var rowsBefore: Int
  }

  /// - Parameters:
  ///   - url: The database; `schema=` names the schema to write to, else it is the first of the search
  ///     path.
  ///   - truncate: Whether rows of the tables may be replaced.
  /// - Throws: `KindredError` of kind `argument` when the URL names several schemas.
  public init(url: PostgresURL, truncate: Bool = false) throws {
    guard url.schemas.count < 2 else {
      throw KindredError(
        .argument, "The URL of the destination names several schemas",
        value: url.schemas.joined(separator: ","),
        remedy: "Name one, or none to write to those that the tables came from.")
    }
    self.url = url
    truncates = truncate
  }

  // MARK: - DatasetWriter

  /// Connects, and makes or checks the tables.
  /// - Throws: `KindredError` of kind `database` when the server cannot be reached or refuses, or a
  ///   table has rows that may not be replaced; `data` when an existing table lacks a column.
  public func begin(_ metadata: Metadata) throws {
    try abandoningOnError {
      guard connection == nil, !isFinished else {
        throw KindredError(
          .argument, "The writer has begun already", remedy: "Use a writer for one dataset.")
      }
      let connection = try PostgresConnection(url, isCancelled: isCancelled)
      self.connection = connection
      try connection.run("BEGIN")
      try connection.run(PostgresSettings.writing)
      targets = try Destination(url: url, connection: connection).targets(of: metadata)
      positions = Dictionary(targets.enumerated().map { ($1.name, $0) }) { first, _ in first }
      try prepareExistingTables(connection)
      try makeSchemasAndTypes(metadata, connection)
      for index in targets.indices where targets[index].isDefined {
        try make(index, batch: nil, connection)
      }
    }
  }

  /// Writes the rows of a batch.
  /// - Throws: `KindredError` of kind `data` when the table or its columns were not announced or a value
  ///   does not fit, `database` with table, row and column for what the server refuses.
  public func append(_ batch: Table) throws {
    try abandoningOnError {
      let connection = try open()
      guard let index = positions[batch.name] else {
        throw KindredError(
          .data, "The table was not announced", table: batch.name,
          remedy: "Give the writer the metadata of all tables first.")
      }
      guard batch.columnNames == targets[index].metadata.columnNames else {
        throw KindredError(
          .data, "The batch has other columns than were announced", table: batch.name,
          remedy: "Give every batch the columns of the metadata, in their order.")
      }
      try connection.checkCancelled()
      try make(index, batch: batch, connection)
      guard batch.rowCount > 0 else { return }
      try write(batch, to: index, connection)
      targets[index].rowCount += batch.rowCount
      rowCount += batch.rowCount
      progress(rowCount)
    }
  }

  /// Makes constraints and indexes, advances sequences, and commits.
  /// - Throws: `KindredError` of kind `database` for what the server refuses.
  public func finish() throws {
    try abandoningOnError {
      let connection = try open()
      try endCopy(connection)
      for index in targets.indices { try make(index, batch: nil, connection) }
      // Tables with checks that are still due cannot be altered.
      try connection.run("SET CONSTRAINTS ALL IMMEDIATE")
      try addConstraints(connection)
      try restoreKeys(connection)
      for target in targets { try advanceSequences(of: target, connection) }
      try connection.checkCancelled()
      // From here on an interruption would leave open whether it happened.
      connection.isCancelled = { false }
      try connection.run("COMMIT")
      isFinished = true
      self.connection = nil
    }
  }

  /// Closes the connection; the server takes everything back.
  public func cancel() {
    connection?.stopServer()
    connection = nil
    copy = nil
  }

  private func open() throws -> PostgresConnection {
    guard let connection else {
      throw KindredError(
        .argument, "The writer has not begun, or has ended",
        remedy: "Call begin first, and nothing after finish, cancel or an error.")
    }
    return connection
  }

  private func abandoningOnError(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch {
      cancel()
      throw error
    }
  }

  // MARK: - Rows

  /// Rows that are encoded before they are sent.
  private static let rowsPerPiece = 4096

  private func write(_ table: Table, to index: Int, _ connection: PostgresConnection) throws {
    let target = targets[index]
    let (batch, form, cut) = try target.prepared(table)
    for column in cut where targets[index].noteCut(column) {
      warn("Texts of '\(target.name).\(column)' that are too long for the column are cut.")
    }
    if let copy, copy.table != index || copy.form != form { try endCopy(connection) }
    if copy == nil {
      try locating(index, rowsBefore: target.rowCount) {
        try connection.beginCopyIn(target.copyStatement(form))
      }
      copy = OpenCopy(table: index, form: form, rowsBefore: target.rowCount)
      if case .binary = form {
        var header = TextBuffer(capacity: 64)
        BinaryRowEncoder.appendHeader(to: &header)
        try connection.putCopy(header.bytes)
      }
    }
    try locating(index, rowsBefore: copy?.rowsBefore ?? 0) {
      var buffer = TextBuffer()
      var start = 0
      while start < batch.rowCount {
        let rows = start..<min(start + Self.rowsPerPiece, batch.rowCount)
        buffer.removeAll()
        switch form {
        case .binary(let types):
          try BinaryRowEncoder(batch, targets: types, rowsBefore: target.rowCount)
            .append(rows, to: &buffer)
        case .text:
          try CSVRowFormatter(batch, rowsBefore: target.rowCount).append(rows, to: &buffer)
        }
        try connection.putCopy(buffer.bytes)
        start = rows.upperBound
      }
    }
  }

  func endCopy(_ connection: PostgresConnection) throws {
    guard let open = copy else { return }
    copy = nil
    try locating(open.table, rowsBefore: open.rowsBefore) {
      if case .binary = open.form {
        var trailer = TextBuffer(capacity: 64)
        BinaryRowEncoder.appendTrailer(to: &trailer)
        try connection.putCopy(trailer.bytes)
      }
      try connection.endCopyIn()
    }
  }

  /// Gives errors of the server the table's name in the metadata and the row in the table.
  func locating(_ index: Int, rowsBefore: Int, _ body: () throws -> Void) throws {
    do {
      try body()
    } catch var error as KindredError where error.kind == .database {
      error.table = targets[index].name
      error.row = error.row.map { $0 + rowsBefore }
      throw error
    }
  }
}
