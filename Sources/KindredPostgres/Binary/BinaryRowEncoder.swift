import KindredData

/// What a column of the destination takes in a COPY ... FROM STDIN (FORMAT binary).
enum BinaryTarget: Equatable {
  case boolean
  /// Of that many bits: 16, 32, 64.
  case integer(bits: Int)
  case float32, float64
  case numeric
  /// Text and what is sent like it: varchar, char(n), json, enums.
  case text
  case jsonb
  case uuid
  case date
  case timestamp
  case time

  /// Whether values can be sent so; otherwise they go as text, which the server parses.
  func takes(_ values: ColumnValues) -> Bool {
    switch (self, values) {
    case (.boolean, .booleans), (.integer, .integers), (.integer, .booleans),
      (.float32, .decimals), (.float64, .decimals), (.float32, .integers), (.float64, .integers),
      (.numeric, .integers), (.numeric, .decimals), (.text, .strings), (.text, .integers),
      (.jsonb, .strings), (.uuid, .strings), (.date, .timestamps), (.timestamp, .timestamps),
      (.time, .timestamps):
      true
    default: false
    }
  }
}

/// Writes rows as COPY ... FROM STDIN (FORMAT binary) wants them: first each column of a block of
/// rows into a buffer, in a loop of one type, then the rows from these.
struct BinaryRowEncoder {
  private let table: Table
  private let targets: [BinaryTarget]
  /// Rows of the destination's table before the first; for errors.
  private let rowsBefore: Int

  /// Rows encoded together; few enough that a block stays in the cache.
  private static let blockRows = 512

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
    var fields = TextBuffer()
    var ends: [Int] = []
    var start = rows.lowerBound
    while start < rows.upperBound {
      let block = start..<min(start + Self.blockRows, rows.upperBound)
      fields.removeAll()
      ends.removeAll(keepingCapacity: true)
      ends.append(0)
      for (column, target) in zip(table.columns, targets) {
        try append(column, target, block, &fields, &ends)
      }
      interleave(fields, ends, rows: block.count, into: &buffer)
      start = block.upperBound
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

// MARK: - Values

extension BinaryRowEncoder {
  private func fault(
    _ column: Column, _ row: Int, _ value: String, _ problem: String, _ remedy: String
  ) -> KindredError {
    KindredError(
      .data, problem, table: table.name, column: column.name, row: rowsBefore + row + 1,
      value: value, remedy: remedy)
  }

  /// Appends a field of a length that is known afterwards.
  private func sized(_ fields: inout TextBuffer, _ body: (inout TextBuffer) -> Void) {
    let place = fields.count
    fields.append(bigEndian: 0 as Int32)
    body(&fields)
    fields.overwrite(bigEndian: Int32(clamping: fields.count - place - 4), at: place)
  }

  private func append(
    _ value: Int64, bits: Int, _ column: Column, _ row: Int, _ fields: inout TextBuffer
  ) throws {
    switch bits {
    case 64:
      fields.append(bigEndian: 8 as Int32)
      fields.append(bigEndian: value)
    case 32:
      guard let value = Int32(exactly: value) else { throw tooLarge(value, bits, column, row) }
      fields.append(bigEndian: 4 as Int32)
      fields.append(bigEndian: value)
    default:
      guard let value = Int16(exactly: value) else { throw tooLarge(value, bits, column, row) }
      fields.append(bigEndian: 2 as Int32)
      fields.append(bigEndian: value)
    }
  }

  private func tooLarge(_ value: Int64, _ bits: Int, _ column: Column, _ row: Int) -> KindredError {
    fault(
      column, row, "\(value)", "The number does not fit the column's \(bits) bits",
      "Give the column type \(bits == 16 ? "integer or bigint" : "bigint") in the destination, "
        + "or sample fewer rows.")
  }

  /// The values of a column of numbers as doubles.
  private struct Numbers {
    private var decimals: [Double] = []
    private var integers: [Int64] = []

    init(_ column: Column) {
      if case .decimals(let values) = column.values { decimals = values }
      if case .integers(let values) = column.values { integers = values }
    }

    subscript(row: Int) -> Double {
      integers.isEmpty ? decimals[row] : Double(integers[row])
    }
  }

  private func finite(_ value: Double, _ column: Column, _ row: Int) throws -> Double {
    guard value.isFinite else {
      throw fault(column, row, "\(value)", "The number is not finite", "Use null.")
    }
    return value
  }

  private func append(
    float32 value: Double, _ column: Column, _ row: Int, _ fields: inout TextBuffer
  ) throws {
    let single = Float(value)
    guard single.isFinite else {
      throw fault(
        column, row, "\(value)", "The number does not fit the column's type real",
        "Give the column type double precision in the destination.")
    }
    fields.append(bigEndian: 4 as Int32)
    fields.append(bigEndian: Int32(bitPattern: single.bitPattern))
  }

  private func appendNumerics(
    _ column: Column, _ fields: inout TextBuffer,
    _ each: (inout TextBuffer, (Int, inout TextBuffer) throws -> Void) throws -> Void
  ) throws {
    guard case .decimals(let values) = column.values else { return }
    var places: Int?
    if case .decimal(let learned) = column.format { places = learned }
    let power = places.flatMap { 0...9 ~= $0 ? DecimalPowers.exact[$0] : nil }
    var text = TextBuffer(capacity: 512)
    try each(&fields) { row, fields in
      let value = try finite(values[row], column, row)
      if let power, let places {
        // The product is off by less than its own rounding, which matters only next to a tie.
        let scaled = value.magnitude * power
        let rounded = scaled.rounded(.toNearestOrEven)
        if scaled < 1e15, (scaled - rounded).magnitude < 0.499 {
          sized(&fields) {
            BinaryNumeric.append(
              magnitude: UInt64(rounded), isNegative: value < 0, scale: places, to: &$0)
          }
          return
        }
      }
      text.removeAll()
      text.append(decimal: value, places: places)
      sized(&fields) { _ = BinaryNumeric.append(text: text.bytes, to: &$0) }
    }
  }

  private func checkYears(_ moment: Int64, _ column: Column, _ row: Int) throws {
    guard TimestampFormat.representable.contains(moment) else {
      throw fault(
        column, row, "\(moment)", "The timestamp lies outside the years 1 to 9999",
        "Keep timestamps, in microseconds since 1970, within these years.")
    }
  }
}

/// UUIDs as text.
enum UUIDText {
  /// The two halves of 32 hexadecimal digits, with hyphens or braces anywhere; nil for other text.
  static func parse(_ text: ArraySlice<UInt8>) -> (high: UInt64, low: UInt64)? {
    var (high, low): (UInt64, UInt64) = (0, 0)
    var digits = 0
    for byte in text {
      let value: UInt8
      switch byte {
      case 0x30...0x39: value = byte - 0x30
      case 0x41...0x46: value = byte - 0x41 + 10
      case 0x61...0x66: value = byte - 0x61 + 10
      case UInt8(ascii: "-"), UInt8(ascii: "{"), UInt8(ascii: "}"): continue
      default: return nil
      }
      guard digits < 32 else { return nil }
      if digits < 16 { high = high << 4 | UInt64(value) } else { low = low << 4 | UInt64(value) }
      digits += 1
    }
    return digits == 32 ? (high, low) : nil
  }
}
