/// Formats rows of a table as CSV text.
package struct CSVRowFormatter {
  let table: Table
  /// Rows of the file before the table's first; for errors.
  private let rowsBefore: Int
  private let formats: [TimestampFormat?]

  /// - Throws: `KindredError` of kind `format` when a column's datetime format is unusable.
  package init(_ table: Table, rowsBefore: Int) throws {
    self.table = table
    self.rowsBefore = rowsBefore
    formats = try table.columns.map { column in
      guard case .timestamps = column.values else { return nil }
      guard case .timestamp(let format) = column.format else {
        return try TimestampFormat("%Y-%m-%d %H:%M:%S")
      }
      do {
        return try TimestampFormat(format)
      } catch var error as KindredError {
        error.table = table.name
        error.column = column.name
        throw error
      }
    }
  }

  /// Appends the rows.
  /// - Throws: `KindredError` of kind `data` for a number that is not finite and a timestamp outside
  ///   the years 1...9999.
  package func append(_ rows: Range<Int>, to buffer: inout TextBuffer) throws {
    try RowBlocks.write(rows, columns: table.columns.count) { index, block, texts, ends in
      try append(table.columns[index], formats[index], block, &texts, &ends)
    } interleave: { texts, ends, rows in
      interleave(texts, ends, rows: rows, into: &buffer)
    }
  }

  /// `ends` has, column by column, where each row's text ends.
  private func interleave(
    _ texts: borrowing TextBuffer, _ ends: [Int], rows: Int, into buffer: inout TextBuffer
  ) {
    let columns = table.columns.count
    buffer.reserve(texts.count + rows * columns)
    ends.withUnsafeBufferPointer { ends in
      for row in 0..<rows {
        var position = row
        for _ in 0..<columns {
          let start = ends[position]
          let count = ends[position + 1] - start
          buffer.put(texts, from: start, count: count)
          buffer.put(0x2C)
          position += rows
        }
        buffer.replaceLast(by: 0x0A)
      }
    }
  }

  private func append(
    _ column: Column, _ format: TimestampFormat?, _ rows: Range<Int>, _ texts: inout TextBuffer,
    _ ends: inout [Int]
  ) throws {
    let validity = column.validity
    switch column.values {
    case .integers(let values):
      for row in rows {
        if validity?[row] ?? true { texts.append(integer: values[row]) }
        ends.append(texts.count)
      }
    case .decimals(let values):
      var places: Int?
      if case .decimal(let learned) = column.format { places = learned }
      for row in rows {
        if validity?[row] ?? true {
          guard values[row].isFinite else {
            throw error(column, row, "\(values[row])", "The number is not finite", "Use null.")
          }
          texts.append(decimal: values[row], places: places)
        }
        ends.append(texts.count)
      }
    case .booleans(let values):
      var spelling = (true: Array("True".utf8), false: Array("False".utf8))
      if case .boolean(let yes, let no) = column.format {
        spelling = (Array(yes.utf8), Array(no.utf8))
      }
      for row in rows {
        if validity?[row] ?? true {
          let word = values[row] ? spelling.true : spelling.false
          word.withUnsafeBufferPointer { texts.append(field: $0) }
        }
        ends.append(texts.count)
      }
    case .strings(let strings):
      let offsets = strings.dictionary.offsets
      strings.dictionary.bytes.withUnsafeBufferPointer { bytes in
        for row in rows {
          if validity?[row] ?? true {
            let code = Int(strings.codes[row])
            texts.append(
              field: UnsafeBufferPointer(rebasing: bytes[offsets[code]..<offsets[code + 1]]))
          }
          ends.append(texts.count)
        }
      }
    case .timestamps(let values):
      guard let format else { return }
      let needsQuotes = format.text.utf8.contains { $0 <= 0x2C && TextBuffer.isSpecial($0) }
      try format.tokens.withUnsafeBufferPointer { tokens in
        for row in rows {
          if validity?[row] ?? true {
            if needsQuotes { texts.append(0x22) }
            guard TimestampFormat.print(values[row], tokens: tokens, into: &texts) else {
              throw error(
                column, row, "\(values[row])", "The timestamp lies outside the years 1 to 9999",
                "Keep timestamps, in microseconds since 1970, within these years.")
            }
            if needsQuotes { texts.append(0x22) }
          }
          ends.append(texts.count)
        }
      }
    }
  }

  private func error(
    _ column: Column, _ row: Int, _ value: String, _ problem: String, _ remedy: String
  ) -> KindredError {
    KindredError(
      .data, problem, table: table.name, column: column.name, row: rowsBefore + row + 1,
      value: value,
      remedy: remedy)
  }
}

extension TextBuffer {
  /// Whether a field with the byte needs quotes.
  @inline(__always)
  static func isSpecial(_ byte: UInt8) -> Bool {
    byte == 0x2C || byte == 0x22 || byte == 0x0A || byte == 0x0D
  }

  /// Appends a value's text, in quotes where RFC 4180 asks for them or it is empty.
  @inline(__always)
  mutating func append(field: UnsafeBufferPointer<UInt8>) {
    let length = field.count
    guard length > 0, let source = field.baseAddress else {
      append(0x22)
      return append(0x22)
    }
    var needsQuotes = false
    for offset in 0..<length where source[offset] <= 0x2C && Self.isSpecial(source[offset]) {
      needsQuotes = true
      break
    }
    needsQuotes ? append(quoting: field) : append(source, count: length)
  }

  mutating func append(quoting field: UnsafeBufferPointer<UInt8>) {
    reserve(field.count + 2)
    append(0x22)
    for byte in field {
      if byte == 0x22 { append(0x22) }
      append(byte)
    }
    append(0x22)
  }
}
