/// Where a field's content lies within its chunk.
struct CSVField {
  /// Offset of the first byte, after an opening quote.
  var start: UInt32
  /// Length in bytes, without quotes, and two flags.
  var lengthAndFlags: UInt32

  static let quoted: UInt32 = 1 << 31
  /// Contains doubled quotes.
  static let escaped: UInt32 = 1 << 30
  static let maximumLength = (1 << 30) - 1

  @inline(__always) var length: Int { Int(lengthAndFlags & 0x3FFF_FFFF) }
  @inline(__always) var isQuoted: Bool { lengthAndFlags & Self.quoted != 0 }
  @inline(__always) var isEscaped: Bool { lengthAndFlags & Self.escaped != 0 }
  /// An empty field without quotes.
  @inline(__always) var isNull: Bool { lengthAndFlags == 0 }
}

/// The fields of a chunk of whole records, row by row.
struct CSVFieldIndex: ~Copyable {
  private(set) var fields: UnsafeMutablePointer<CSVField>
  private(set) var rowCount = 0
  private(set) var count = 0
  private var capacity: Int

  static let maximumRecordLength = Int(Int32.max)

  init(capacity: Int) {
    self.capacity = max(capacity, 16)
    fields = .allocate(capacity: self.capacity)
  }

  deinit { fields.deallocate() }

  @inline(never)
  private mutating func grow() {
    let larger = UnsafeMutablePointer<CSVField>.allocate(capacity: capacity * 2)
    larger.update(from: fields, count: count)
    fields.deallocate()
    fields = larger
    capacity *= 2
  }

  /// Splits records into fields (RFC 4180).
  ///
  /// - Parameter columns: Fields every record must have; nil for a header, whose first record is
  ///   read however many it has.
  /// - Returns: The number of bytes read.
  mutating func scan(
    _ text: UnsafePointer<UInt8>, _ length: Int, columns: Int?
  ) throws(CSVFault) -> Int {
    let quote = UInt8(ascii: "\"")
    let comma = UInt8(ascii: ",")
    let (lineFeed, carriageReturn): (UInt8, UInt8) = (0x0A, 0x0D)
    let expected = columns ?? 1_000_000
    var position = 0
    // Kept out of memory that the stores below might alias.
    var stored = count
    var target = fields
    defer { count = stored }
    while position < length {
      if columns != 1, columns != nil {
        // In a table of several columns an empty line is no record.
        if text[position] == lineFeed {
          position += 1
          continue
        }
        if text[position] == carriageReturn, position + 1 < length, text[position + 1] == lineFeed {
          position += 2
          continue
        }
      }
      let recordStart = position
      var column = 0
      while true {
        var start = position
        var end = position
        var flags: UInt32 = 0
        if position < length, text[position] == quote {
          flags = CSVField.quoted
          position += 1
          start = position
          while true {
            while position < length, text[position] != quote { position += 1 }
            guard position < length else { throw unterminated(column) }
            guard position + 1 < length, text[position + 1] == quote else { break }
            flags |= CSVField.escaped
            position += 2
          }
          end = position
          position += 1
        } else {
          while position < length {
            let byte = text[position]
            if byte > comma {
              position += 1
              continue
            }
            if byte == comma || byte == lineFeed || byte == carriageReturn { break }
            if byte == quote {
              throw fault(
                "A quote stands inside a field that does not begin with one", column, text, start,
                position + 1, "Put the whole field in quotes and double the quotes inside.")
            }
            position += 1
          }
          end = position
        }
        guard end - start <= CSVField.maximumLength else {
          throw fault(
            "The field is longer than 1 GiB", column, text, start, end,
            "Check for a missing line end or quote, or shorten the field.")
        }
        guard end - recordStart <= Self.maximumRecordLength else {
          throw fault(
            "The row is longer than 2 GiB", nil, text, recordStart, end,
            "Check for a missing line end or quote, or split the table.")
        }
        if column < expected {
          if stored == capacity {
            count = stored
            grow()
            target = fields
          }
          target[stored] = CSVField(
            start: UInt32(truncatingIfNeeded: start),
            lengthAndFlags: UInt32(truncatingIfNeeded: end - start) | flags)
          stored += 1
        }
        column += 1
        guard position < length else { break }
        let terminator = text[position]
        position += 1
        if terminator == comma { continue }
        if terminator == lineFeed { break }
        if terminator == carriageReturn {
          if position == length { break }
          if text[position] == lineFeed {
            position += 1
            break
          }
          throw fault(
            "A carriage return without a line feed ends no line", column - 1, text, start, end,
            "End lines with LF or CRLF, or put the field in quotes.")
        }
        throw fault(
          "Text follows a closing quote", column - 1, text, start, min(position + 20, length),
          "Double the quotes inside the field, or put a comma after it.")
      }
      if column != expected {
        if columns != nil { throw ragged(column, expected: expected) }
        if column > expected {
          throw CSVFault(
            problem: "The header has \(column) columns, more than \(expected)", row: rowCount,
            remedy: "Split the table.")
        }
        rowCount += 1
        return position
      }
      rowCount += 1
    }
    return position
  }

  private func ragged(_ count: Int, expected: Int) -> CSVFault {
    CSVFault(
      problem: "The row has \(count) \(count == 1 ? "field" : "fields") where the header has "
        + "\(expected)", row: rowCount,
      remedy: count < expected
        ? "Add the missing fields, or check for a line break outside quotes."
        : "Remove the extra fields, or put fields that contain commas in quotes.")
  }

  private func unterminated(_ column: Int) -> CSVFault {
    CSVFault(
      problem: "A quoted field is never closed", row: rowCount, column: column,
      remedy: "Close the quote that begins in this row.")
  }

  private func fault(
    _ problem: String, _ column: Int?, _ text: UnsafePointer<UInt8>, _ start: Int, _ end: Int,
    _ remedy: String
  ) -> CSVFault {
    // The line, as far as it goes: what follows may belong to another chunk.
    let field = UnsafeBufferPointer(start: text + start, count: min(end - start, 80))
    let shown = field.prefix { $0 != 0x0A && $0 != 0x0D }
    return CSVFault(
      problem: problem, row: rowCount, column: column,
      value: String(decoding: shown, as: UTF8.self), remedy: remedy)
  }
}
