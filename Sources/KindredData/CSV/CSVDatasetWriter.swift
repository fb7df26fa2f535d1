import Glibc

/// Writes a dataset to a folder of CSV files, batch by batch.
///
///     let writer = try CSVDatasetWriter(folder: "synthetic")
///     try writer.append(firstBatchOfUsers)
///     try writer.append(secondBatchOfUsers)
///     try writer.finish()
///
/// Files are written into a folder beside the destination, which takes its place in `finish` at once;
/// other files that the destination holds stay. After an error, `cancel` or the end of the writer's
/// life without `finish` nothing of them is left. Fields are quoted where they must be; nulls are empty, empty strings are `""`; values are spelled by their column's format.
public final class CSVDatasetWriter {
  private let folder: String
  private let staging: StagingFolder
  var options: CSVWriter
  private var files: [CSVOutputFile] = []
  private var positions: [String: Int] = [:]
  private var isClosed = false
  private var buffers: [WriterBuffer] = []
  /// - Parameters:
  ///   - folder: Made when it does not exist.
  ///   - options: Overwriting, threads, cancellation, progress (rows written, total 0 as unknown).
  /// - Throws: `KindredError` of kind `file` when the folder cannot be made.
  public init(folder: String, options: CSVWriter = CSVWriter()) throws {
    self.folder = folder
    self.options = options
    staging = try StagingFolder(destination: folder)
  }

  deinit { if !isClosed { removeAll() } }

  /// Begins a table's file with its header. `append` does it where needed; call this for tables that
  /// may get no batch.
  /// - Throws: `KindredError` of kind `file` when the file exists and must not be overwritten or cannot
  ///   be created, `argument` when the name is unusable or the table is open already or has no column.
  public func open(table: String, columns: [String]) throws {
    try abandoningOnError {
      guard positions[table] == nil else {
        throw KindredError(
          .argument, "The table is open already", table: table, remedy: "Open every table once.")
      }
      guard !columns.isEmpty else {
        throw KindredError(
          .argument, "A table without columns cannot be written as CSV", table: table,
          remedy: "Give it a column.")
      }
      let destination = try CSVFolder.path(ofTable: table, in: folder)
      if !options.overwrite { try Self.checkAbsent(destination, table) }
      var file = try CSVOutputFile(
        table: table, columns: columns, destination: destination,
        temporary: CSVFolder.path(ofTable: table, in: staging.path))
      var header = TextBuffer(capacity: 256)
      for (index, name) in columns.enumerated() {
        if index > 0 { header.append(0x2C) }
        var name = name
        // Unquoted, the first name would lose a leading byte order mark.
        name.withUTF8 { bytes in
          let isMark = index == 0 && bytes.first == 0xEF
          isMark ? header.append(quoting: bytes) : header.append(field: bytes)
        }
      }
      header.append(0x0A)
      positions[table] = files.count
      files.append(file)
      if options.writesHeader { try file.write(header.bytes, rows: 0) }
    }
  }

  /// Adds a file beside those of the tables, such as the metadata; it appears with them.
  /// - Throws: `KindredError` of kind `file` when the file exists and must not be overwritten or cannot
  ///   be written. The files are gone then.
  public func add(file name: String, text: String) throws {
    try abandoningOnError {
      let destination = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
      if !options.overwrite { try Self.checkAbsent(destination, nil) }
      var file = try CSVOutputFile(
        table: nil, columns: [], destination: destination, temporary: "\(staging.path)/\(name)")
      let result = Result {
        try Array(text.utf8).withUnsafeBufferPointer { try file.write($0, rows: 0) }
      }
      files.append(file)
      try result.get()
    }
  }

  /// Appends the rows of a batch to the file of the table of that name.
  /// - Throws: `KindredError` of kind `file` when the disk is full or the like, `data` when the columns
  ///   differ from the first batch's or a value has no text, `interrupted` when cancelled. The files
  ///   are gone then.
  public func append(_ table: Table) throws {
    if positions[table.name] == nil { try open(table: table.name, columns: table.columnNames) }
    try abandoningOnError {
      guard let position = positions[table.name] else { return }
      guard files[position].columns == table.columnNames else {
        throw KindredError(
          .data, "The batch has other columns than the one before", table: table.name,
          remedy: "Give every batch of a table the same columns.")
      }
      let formatter = try CSVRowFormatter(table, rowsBefore: files[position].rowCount)
      let chunkRows = max(64, (1 << 16) / max(table.columns.count, 1))
      let chunks = (table.rowCount + chunkRows - 1) / chunkRows
      var first = 0
      while first < chunks {
        try checkCancelled()
        let wave = first..<min(first + Self.chunksPerWave, chunks)
        while buffers.count < wave.count { buffers.append(WriterBuffer()) }
        let buffers = buffers
        let errors = parallelMap(wave.count, threads: options.threads) { index -> (any Error)? in
          let start = (wave.lowerBound + index) * chunkRows
          let rows = start..<min(start + chunkRows, table.rowCount)
          do {
            buffers[index].text.removeAll()
            try formatter.append(rows, to: &buffers[index].text)
            return nil
          } catch {
            return error
          }
        }
        if let error = errors.lazy.compactMap({ $0 }).first { throw error }
        for index in 0..<wave.count {
          let start = (wave.lowerBound + index) * chunkRows
          let rows = min(chunkRows, table.rowCount - start)
          try files[position].write(buffers[index].text.bytes, rows: rows)
        }
        first = wave.upperBound
        options.progress(files.reduce(0) { $0 + $1.rowCount }, options.expectedRows)
      }
    }
  }

  /// Closes all files and gives them their names.
  /// - Throws: `KindredError` of kind `file` when that fails; `interrupted` when cancelled before.
  public func finish() throws {
    guard !isClosed else { return }
    try abandoningOnError {
      try checkCancelled()
      for index in files.indices {
        try files[index].close()
        if !options.overwrite { try Self.checkAbsent(files[index].destination, files[index].table) }
      }
      try staging.publish(files)
    }
    isClosed = true
  }

  /// Gives up: removes what has been written.
  public func cancel() {
    guard !isClosed else { return }
    removeAll()
    isClosed = true
  }

  /// Chunks formatted together; bounds the memory of texts.
  private static let chunksPerWave = 16

  private func abandoningOnError(_ body: () throws -> Void) throws {
    guard !isClosed else {
      throw KindredError(
        .argument, "The writer is finished", value: folder, remedy: "Make a new one.")
    }
    do {
      try body()
    } catch {
      cancel()
      throw error
    }
  }

  private func removeAll() {
    for index in files.indices { files[index].discard() }
    staging.discard()
  }

  private func checkCancelled() throws {
    guard options.isCancelled() else { return }
    throw KindredError(
      .interrupted, "Writing was interrupted", value: folder,
      remedy: "Start again; no file was changed.")
  }

  private static func checkAbsent(_ path: String, _ table: String?) throws {
    guard CSVOutputFile.exists(path) else { return }
    throw KindredError(
      .file, "The file exists already", table: table, value: path,
      remedy: "Choose another folder, or ask to overwrite.")
  }
}

/// A text buffer that keeps its memory from wave to wave; used by one thread at a time.
private final class WriterBuffer {
  var text = TextBuffer(capacity: 1 << 20)
}
