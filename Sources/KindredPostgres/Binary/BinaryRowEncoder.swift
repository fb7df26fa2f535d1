import KindredData

/// Writes rows as COPY ... FROM STDIN (FORMAT binary) wants them.
struct BinaryRowEncoder {
  let table: Table
  private let targets: [BinaryTarget]
  /// Rows of the destination's table before the first; for errors.
  let rowsBefore: Int

  /// - Parameter targets: one per column, each of which takes the column's values.
  init(_ table: Table, targets: [BinaryTarget], rowsBefore: Int) {
    self.table = table
    self.targets = targets
    self.rowsBefore = rowsBefore
  }

  /// Appends what begins a stream.
  static func appendHeader(to buffer: inout TextBuffer) {
    for byte in Array("PGCOPY".utf8) + [0x0A, 0xFF, 0x0D, 0x0A, 0x00] { buffer.append(byte) }
    buffer.append(bigEndian: 0 as Int64)
  }

  /// Appends what ends a stream.
  static func appendTrailer(to buffer: inout TextBuffer) {
    buffer.append(bigEndian: -1 as Int16)
  }

  /// Appends the rows.
  /// - Throws: `KindredError` of kind `data`, with column and row, for a value that the destination's
  ///   type cannot hold.
  func append(_ rows: Range<Int>, to buffer: inout TextBuffer) throws {
    try RowBlocks.write(rows, columns: table.columns.count) { index, block, fields, ends in
      try append(table.columns[index], targets[index], block, &fields, &ends)
    } interleave: { fields, ends, rows in
      interleave(fields, ends, rows: rows, into: &buffer)
    }
  }

  /// `ends` has, column by column, where each row's field ends, its length included.
  private func interleave(
    _ fields: borrowing TextBuffer, _ ends: [Int], rows: Int, into buffer: inout TextBuffer
  ) {
    let columns = table.columns.count
    buffer.reserve(fields.count + rows * 2)
    ends.withUnsafeBufferPointer { ends in
      for row in 0..<rows {
        buffer.append(bigEndian: Int16(truncatingIfNeeded: columns))
        var position = row
        for _ in 0..<columns {
          let start = ends[position]
          buffer.put(fields, from: start, count: ends[position + 1] - start)
          position += rows
        }
      }
    }
  }

  private func append(
    _ column: Column, _ target: BinaryTarget, _ rows: Range<Int>, _ fields: inout TextBuffer,
    _ ends: inout [Int]
  ) throws {
    let validity = column.validity
    func each(
      _ fields: inout TextBuffer, _ body: (Int, inout TextBuffer) throws -> Void
    ) throws {
      for row in rows {
        if validity?[row] ?? true {
          try body(row, &fields)
        } else {
          fields.append(bigEndian: -1 as Int32)
        }
        ends.append(fields.count)
      }
    }
    switch (target, column.values) {
    case (.boolean, .booleans(let values)):
      try each(&fields) { row, fields in
        fields.append(bigEndian: 1 as Int32)
        fields.append(values[row] ? 1 : 0)
      }
    case (.integer(let bits), .integers(let values)):
      try each(&fields) { row, fields in
        try append(values[row], bits: bits, column, row, &fields)
      }
    case (.integer(let bits), .booleans(let values)):
      try each(&fields) { row, fields in
        try append(values[row] ? 1 : 0, bits: bits, column, row, &fields)
      }
    case (.float32, .decimals), (.float64, .decimals), (.float32, .integers),
      (.float64, .integers):
      let numbers = Numbers(column)
      try each(&fields) { row, fields in
        let value = try finite(numbers[row], column, row)
        if target == .float32 {
          try append(float32: value, column, row, &fields)
        } else {
          fields.append(bigEndian: 8 as Int32)
          fields.append(bigEndian: Int64(bitPattern: value.bitPattern))
        }
      }
    case (.numeric, .integers(let values)):
      try each(&fields) { row, fields in
        sized(&fields) {
          BinaryNumeric.append(
            magnitude: values[row].magnitude, isNegative: values[row] < 0, scale: 0, to: &$0)
        }
      }
    case (.numeric, .decimals): try appendNumerics(column, &fields, each)
    case (.text, .strings(let strings)), (.jsonb, .strings(let strings)):
      let offsets = strings.dictionary.offsets
      let extra = target == .jsonb ? 1 : 0
      try strings.dictionary.bytes.withUnsafeBufferPointer { bytes in
        try each(&fields) { row, fields in
          let code = Int(strings.codes[row])
          let start = offsets[code]
          let length = offsets[code + 1] - start
          fields.append(bigEndian: Int32(clamping: length + extra))
          // The only version of jsonb.
          if extra == 1 { fields.append(1) }
          if length > 0, let base = bytes.baseAddress {
            fields.append(base + start, count: length)
          }
        }
      }
    case (.text, .integers(let values)):
      try each(&fields) { row, fields in
        sized(&fields) { $0.append(integer: values[row]) }
      }
    case (.uuid, .strings(let strings)):
      try each(&fields) { row, fields in
        let text = strings.dictionary.utf8(at: Int(strings.codes[row]))
        guard let (high, low) = UUIDText.parse(text) else {
          throw fault(column, row, strings[row], "The text is no UUID", "Correct the value.")
        }
        fields.append(bigEndian: 16 as Int32)
        fields.append(bigEndian: Int64(bitPattern: high))
        fields.append(bigEndian: Int64(bitPattern: low))
      }
    case (.date, .timestamps(let values)):
      let perDay = ServerEpoch.microsecondsPerDay
      try each(&fields) { row, fields in
        let day = (values[row] - (values[row] % perDay + perDay) % perDay) / perDay
        try checkYears(values[row], column, row)
        fields.append(bigEndian: 4 as Int32)
        fields.append(bigEndian: Int32(truncatingIfNeeded: day - ServerEpoch.days))
      }
    case (.timestamp, .timestamps(let values)):
      try each(&fields) { row, fields in
        try checkYears(values[row], column, row)
        fields.append(bigEndian: 8 as Int32)
        fields.append(bigEndian: values[row] - ServerEpoch.microseconds)
      }
    case (.time, .timestamps(let values)):
      let perDay = ServerEpoch.microsecondsPerDay
      try each(&fields) { row, fields in
        fields.append(bigEndian: 8 as Int32)
        fields.append(bigEndian: (values[row] % perDay + perDay) % perDay)
      }
    default:
      throw KindredError(
        .data, "The values cannot be sent in binary form", table: table.name, column: column.name,
        remedy: "Give the column another type in the destination.")
    }
  }
}
