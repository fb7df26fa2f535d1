/// The reading of one table, from header to columns.
struct CSVTableReading {
  let reader: CSVReader
  let file: MappedFile
  let table: String
  let columns: [String]
  private let hints: [ColumnHint]
  private let text: UnsafePointer<UInt8>
  private let length: Int
  /// Where the first record after the header begins.
  private let bodyStart: Int
  private let chunkBytes: Int

  /// Reads the header; `hints` says how to read the column of a name.
  init(
    reader: CSVReader, file: MappedFile, table: String, hints: (String) -> ColumnHint
  ) throws {
    self.reader = reader
    self.file = file
    self.table = table
    guard let base = file.bytes.baseAddress else { throw Self.emptyFile(table, file.path) }
    text = base
    length = file.count
    (columns, bodyStart) = try Self.header(text, length, table: table, path: file.path)
    self.hints = columns.map(hints)
    // Wide tables get larger chunks, so that a chunk holds many rows of each column.
    let suited = max(1 << 20, columns.count << 9)
    chunkBytes = min(max(reader.chunkBytes ?? suited, 1), 1 << 30)
  }

  /// Reads the whole table; `progress` is told the bytes read.
  func read(progress: (Int) -> Void) throws -> Table {
    let (hints, formats) = try resolvedHints()
    var builders: [CSVColumnBuilder] = []
    var rows = 0
    try forEachWave { wave in
      let results = parallelMap(wave.count, threads: reader.threads) { chunk in
        Result { () throws(CSVFault) in try parse(wave[chunk], hints, formats) }
      }
      var parts: [[CSVColumnPart]] = []
      var newRows = 0
      for result in results {
        let chunk = try located(result, firstRow: rows + newRows)
        newRows += chunk.rows
        parts.append(chunk.parts)
      }
      if builders.isEmpty {
        let waveBytes = (wave.last?.upperBound ?? 0) - bodyStart
        let expected = expectedRows(newRows, waveBytes)
        builders = columns.indices.map {
          CSVColumnBuilder(
            name: columns[$0], hint: hints[$0], format: formats[$0], expectedRows: expected)
        }
      }
      let bytes = wave.reduce(0) { $0 + $1.count }
      // For few bytes, waking threads takes longer than the work.
      let threads = bytes < 1 << 16 ? 1 : reader.threads
      try join(&parts, &builders, firstRow: rows, threads: threads)
      rows += newRows
      progress(wave.last?.upperBound ?? 0)
    }
    if builders.isEmpty {
      builders = columns.indices.map {
        CSVColumnBuilder(name: columns[$0], hint: hints[$0], format: formats[$0], expectedRows: 0)
      }
    }
    progress(length)
    for builder in builders { warn(of: builder.marks, in: builder.name) }
    return try Table(table, columns: builders.indices.map { builders[$0].finish() })
  }

  /// Says that words were taken for nulls.
  func warn(of marks: MissingMarks, in column: String) {
    if let note = marks.note(table: table, column: column) { reader.warn(note) }
  }

  // MARK: Chunks

  struct Chunk {
    var rows: Int
    var parts: [CSVColumnPart]
  }

  /// Calls `body` with every chunk in order and the place where its wave ends.
  /// - Parameter firstRow: the rows of the chunks handed over so far.
  func forEachChunk(
    _ hints: [ColumnHint], _ formats: [TimestampFormat?], firstRow: () -> Int,
    _ body: (Chunk, _ end: Int) throws -> Void
  ) throws {
    try forEachWave { wave in
      let results = parallelMap(wave.count, threads: reader.threads) { chunk in
        Result { () throws(CSVFault) in try parse(wave[chunk], hints, formats) }
      }
      for (range, result) in zip(wave, results) {
        try body(try located(result, firstRow: firstRow()), range.upperBound)
      }
    }
  }

  /// Calls `body` with the ranges of each wave of chunks, and lets go of their pages afterwards.
  private func forEachWave(_ body: ([Range<Int>]) throws -> Void) throws {
    var chunks = CSVChunks(
      text: text, length: length, position: bodyStart, chunkBytes: chunkBytes)
    while true {
      try checkCancelled()
      let wave = chunks.nextWave(threads: reader.threads)
      guard let first = wave.first, let last = wave.last else { return }
      try body(wave)
      file.release(first.lowerBound..<last.upperBound)
    }
  }

  /// Finds the fields of a chunk, up to the first fault in its text, which is returned.
  private func scan(_ range: Range<Int>, into index: inout CSVFieldIndex) -> CSVFault? {
    let base = text + range.lowerBound
    var fault: CSVFault?
    do {
      _ = try index.scan(base, range.count, columns: columns.count)
    } catch let scanFault {
      fault = scanFault
    }
    if let flaw = UTF8Check.firstFlaw(base, range.count),
      fault == nil || flaw.offset < index.endOfFields
    {
      return index.fault(of: flaw, columns: columns.count)
    }
    return fault
  }

  private func fieldIndex(for range: Range<Int>) -> CSVFieldIndex {
    CSVFieldIndex(capacity: min(range.count, chunkBytes) / 6 + columns.count)
  }

  private func parse(
    _ range: Range<Int>, _ hints: [ColumnHint], _ formats: [TimestampFormat?]
  ) throws(CSVFault) -> Chunk? {
    if reader.isCancelled() { return nil }
    var index = fieldIndex(for: range)
    var earliest = scan(range, into: &index)
    var parts: [CSVColumnPart] = []
    parts.reserveCapacity(columns.count)
    for column in columns.indices {
      // A value may be at fault in a row before the one whose text is.
      let parser = CSVColumnParser(
        text: text + range.lowerBound, fields: index.fields + column, stride: columns.count,
        rows: min(index.rowCount, earliest?.row ?? .max), column: column)
      do {
        parts.append(try parser.parse(hints[column], format: formats[column]))
      } catch {
        earliest = error
      }
    }
    if let earliest { throw earliest }
    return Chunk(rows: index.rowCount, parts: parts)
  }

  /// Appends the parts of a wave to the columns, in order, and frees them.
  private func join(
    _ parts: inout [[CSVColumnPart]], _ builders: inout [CSVColumnBuilder], firstRow: Int,
    threads: Int
  ) throws {
    try checkCancelled()
    let faults = builders.withUnsafeMutableBufferPointer { builders in
      // Every column is touched by exactly one thread.
      nonisolated(unsafe) let builders = builders
      return parallelMap(builders.count, threads: threads) { column -> CSVFault? in
        do throws(CSVFault) {
          for chunk in parts { try builders[column].append(chunk[column]) }
          return nil
        } catch {
          var error = error
          error.column = column
          return error
        }
      }
    }
    parts = []
    if let fault = faults.lazy.compactMap({ $0 }).first {
      throw fault.error(table: table, columns: columns, firstRow: firstRow)
    }
  }

  private func expectedRows(_ rows: Int, _ bytes: Int) -> Int {
    guard bytes > 0, bytes < length - bodyStart else { return rows }
    let estimate = Double(rows) / Double(bytes) * Double(length - bodyStart) * 1.02
    return estimate < 1e12 ? Int(estimate) + 1 : rows
  }

  // MARK: Types

  /// Replaces `.infer` and timestamps without a format by what all values fit, reading the file once
  /// more where a column needs it.
  func resolvedHints() throws -> ([ColumnHint], [TimestampFormat?]) {
    var surveys = hints.map { hint -> CSVSurvey? in
      switch hint {
      case .infer: CSVSurvey(formats: [])
      case .timestamp(format: nil): CSVSurvey(formats: CSVSurvey.commonFormats)
      default: nil
      }
    }
    if surveys.contains(where: { $0 != nil }) { try survey(&surveys) }
    var resolved = hints
    var formats: [TimestampFormat?] = []
    for (column, survey) in surveys.enumerated() {
      if let survey { resolved[column] = survey.hint }
      guard case .timestamp(let format) = resolved[column] else {
        formats.append(nil)
        continue
      }
      guard let format else {
        throw KindredError(
          .format, "The values follow no common datetime format", table: table,
          column: columns[column], remedy: "State the column's datetime_format.")
      }
      do {
        formats.append(try TimestampFormat(format))
      } catch var error as KindredError {
        error.table = table
        error.column = columns[column]
        throw error
      }
    }
    return (resolved, formats)
  }

  private func survey(_ surveys: inout [CSVSurvey?]) throws {
    var rows = 0
    try forEachWave { wave in
      let start = surveys
      let results = parallelMap(wave.count, threads: reader.threads) { chunk in
        Result { () throws(CSVFault) in try survey(wave[chunk], start) }
      }
      for result in results {
        let chunk = try located(result, firstRow: rows)
        rows += chunk.rows
        for (column, survey) in chunk.surveys.enumerated() {
          if let survey { surveys[column]?.merge(survey) }
        }
      }
    }
  }

  private func survey(
    _ range: Range<Int>, _ start: [CSVSurvey?]
  ) throws(CSVFault) -> (rows: Int, surveys: [CSVSurvey?])? {
    if reader.isCancelled() { return nil }
    var index = fieldIndex(for: range)
    if let fault = scan(range, into: &index) { throw fault }
    var surveys = start
    for column in columns.indices {
      surveys[column]?.note(
        text + range.lowerBound, index.fields + column, stride: columns.count,
        rows: index.rowCount)
    }
    return (index.rowCount, surveys)
  }

  // MARK: Errors

  /// What a chunk gave; nil stands for cancellation.
  private func located<Success>(
    _ result: Result<Success?, CSVFault>, firstRow: Int
  ) throws -> Success {
    switch result {
    case .success(let success?): return success
    case .success(nil): throw interruption
    case .failure(let fault):
      throw fault.error(table: table, columns: columns, firstRow: firstRow)
    }
  }

  private func checkCancelled() throws {
    if reader.isCancelled() { throw interruption }
  }

  private var interruption: KindredError {
    KindredError(.interrupted, "Reading was interrupted", table: table, remedy: "Start again.")
  }

  static func emptyFile(_ table: String, _ path: String) -> KindredError {
    KindredError(
      .format, "The file is empty: it has no header", table: table, value: path,
      remedy: "Give it a first line with the names of the columns.")
  }
}
