/// Turns the fields of one column of a chunk into typed values.
struct CSVColumnParser {
  let text: UnsafePointer<UInt8>
  /// The column's field in the first row; the next rows follow at `stride`.
  let fields: UnsafePointer<CSVField>
  let stride: Int
  let rows: Int
  let column: Int

  /// Reads the column as `hint`, which must not be `.infer`; `format` is compiled for timestamps.
  /// `.number` and `.key` fall back to decimals and strings for the whole chunk.
  func parse(_ hint: ColumnHint, format: TimestampFormat?) throws(CSVFault) -> CSVColumnPart {
    switch hint {
    case .integer:
      if let part = try integers(isKey: false) { return part }
      throw notInteger()
    case .number:
      if let part = try integers(isKey: false) { return part }
      return try decimals()
    case .key:
      if let part = try integers(isKey: true) { return part }
      return try strings()
    case .boolean: return try booleans()
    case .timestamp:
      guard let format else { return try strings() }
      return try timestamps(format)
    case .string, .infer: return try strings()
    }
  }

  /// Whether the field counts as null where only numbers, dates and the like can stand: also when
  /// it is empty in quotes, as programs write that quote every field.
  @inline(__always)
  private func isBlank(_ field: CSVField) -> Bool { field.length == 0 }

  /// nil when a value is not an integer, or for a key not canonical.
  private func integers(isKey: Bool) throws(CSVFault) -> CSVColumnPart? {
    var validity: Bitmap?
    var fault: CSVFault?
    var isInteger = true
    var marks = MissingMarks()
    let values = [Int64](unsafeUninitializedCapacity: rows) { values, count in
      count = rows
      var field = fields
      for row in 0..<rows {
        let current = field.pointee
        field += stride
        if isKey ? current.isNull : isBlank(current) {
          clear(&validity, row)
          values[row] = 0
          continue
        }
        let (base, length) = (text + Int(current.start), current.length)
        if isKey, length == 0 || !IntegerText.isCanonical(base, length) {
          isInteger = false
          count = row
          return
        }
        switch IntegerText.parse(base, length) {
        case .value(let value): values[row] = value
        case .overflow where !isKey:
          fault = self.fault(
            "The integer is beyond 64 bits", row,
            "Keep integers between -2^63 and 2^63 - 1, or declare the column as text or id.")
          count = row
          return
        case .malformed where !isKey && MissingMark.matches(base, length):
          clear(&validity, row)
          values[row] = 0
          marks.add(base, length)
        default:
          isInteger = false
          count = row
          return
        }
      }
    }
    if let fault { throw fault }
    return isInteger
      ? CSVColumnPart(values: .integers(values), validity: validity, marks: marks) : nil
  }

  /// The fault of the first value that is not an integer, for columns that must be.
  private func notInteger() -> CSVFault {
    let row = (0..<rows).first { row in
      let field = fields[row * stride]
      let base = text + Int(field.start)
      if isBlank(field) || MissingMark.matches(base, field.length) { return false }
      if case .value = IntegerText.parse(base, field.length) { return false }
      return true
    }
    return fault("The value is not an integer", row ?? 0, "Write digits only, such as 1234.")
  }

  private func decimals() throws(CSVFault) -> CSVColumnPart {
    var validity: Bitmap?
    var fault: CSVFault?
    var places = CSVPlaces.most(0)
    var marks = MissingMarks()
    let values = [Double](unsafeUninitializedCapacity: rows) { values, count in
      DecimalText.powersOfTen.withUnsafeBufferPointer { powers in
        guard let powers = powers.baseAddress else { return }
        var field = fields
        for row in 0..<rows {
          let current = field.pointee
          field += stride
          if isBlank(current) {
            clear(&validity, row)
            values[row] = 0
            continue
          }
          let (base, length) = (text + Int(current.start), current.length)
          switch DecimalText.parse(base, length, powers: powers) {
          case .value(let value, let digits):
            values[row] = value
            places.note(digits, of: value)
            if digits == 0, case .overflow = IntegerText.parse(base, length) {
              fault = self.fault(
                "The integer is beyond 64 bits", row,
                "Keep integers between -2^63 and 2^63 - 1, or declare the column as text or id.")
            }
          case .overflow:
            fault = self.fault(
              "The number is too large for a 64-bit decimal", row,
              "Keep numbers below 1.8e308 in magnitude.")
          case .malformed where MissingMark.matches(base, length):
            clear(&validity, row)
            values[row] = 0
            marks.add(base, length)
          case .malformed: fault = numberFault(row)
          }
          count = row + 1
          if fault != nil { return }
        }
        count = rows
      }
    }
    if let fault { throw fault }
    return CSVColumnPart(
      values: .decimals(values, places: places), validity: validity, marks: marks)
  }

  private func numberFault(_ row: Int) -> CSVFault {
    let field = fields[row * stride]
    let shown = String(
      decoding: UnsafeBufferPointer(start: text + Int(field.start), count: min(field.length, 16)),
      as: UTF8.self
    ).lowercased()
    let word = shown.hasPrefix("-") || shown.hasPrefix("+") ? String(shown.dropFirst()) : shown
    if ["inf", "infinity", "nan"].contains(word) {
      return fault(
        "Infinities and NaN are not values", row, "Leave the field empty to mean null.")
    }
    return fault(
      "The value is not a number", row,
      "Write numbers like 1234.5, leave the field empty for null, or declare the column as "
        + "categorical or text.")
  }

  private func booleans() throws(CSVFault) -> CSVColumnPart {
    var validity: Bitmap?
    var pair: Int?
    var fault: CSVFault?
    var marks = MissingMarks()
    let values = [Bool](unsafeUninitializedCapacity: rows) { values, count in
      var field = fields
      for row in 0..<rows {
        let current = field.pointee
        field += stride
        if isBlank(current) {
          clear(&validity, row)
          values[row] = false
        } else if let parsed = BooleanSpelling.parse(text + Int(current.start), current.length) {
          values[row] = parsed.value
          if pair == nil { pair = parsed.pair }
        } else if MissingMark.matches(text + Int(current.start), current.length) {
          clear(&validity, row)
          values[row] = false
          marks.add(text + Int(current.start), current.length)
        } else {
          fault = self.fault(
            "The value is not a boolean", row,
            "Write True and False (or T/F, Yes/No, Y/N, 1/0), or declare the column as "
              + "categorical.")
          count = row
          return
        }
      }
      count = rows
    }
    if let fault { throw fault }
    return CSVColumnPart(
      values: .booleans(values, pair: pair), validity: validity, marks: marks)
  }

  private func timestamps(_ format: TimestampFormat) throws(CSVFault) -> CSVColumnPart {
    var validity: Bitmap?
    var traits = CSVTimestampTraits()
    var offsets: [Int32] = []
    let hasOffset = format.hasOffset
    var fault: CSVFault?
    var marks = MissingMarks()
    let values = [Int64](unsafeUninitializedCapacity: rows) { values, count in
      format.tokens.withUnsafeBufferPointer { tokens in
        var field = fields
        for row in 0..<rows {
          let current = field.pointee
          field += stride
          var reading = TimestampFormat.Reading()
          if isBlank(current) {
            clear(&validity, row)
          } else {
            let (base, length) = (text + Int(current.start), current.length)
            let isRead = TimestampFormat.read(base, length, tokens: tokens, into: &reading)
            if !isRead, MissingMark.matches(base, length) {
              clear(&validity, row)
              marks.add(base, length)
              reading = TimestampFormat.Reading()
            } else if !isRead {
              fault = self.fault(
                "The value does not follow the datetime format '\(format.text)', or names no day "
                  + "of the years 1 to 9999", row,
                "Correct the value, or the column's datetime_format.")
              count = row
              return
            }
            if reading.fractionDigits > traits.fractionDigits {
              traits.fractionDigits = reading.fractionDigits
            }
            if isRead, hasOffset, traits.offsetText == nil {
              traits.offsetText = string(base, reading.offsetRange)
              traits.zoneText = string(base, reading.zoneRange)
            }
          }
          values[row] = reading.microseconds
          if hasOffset { offsets.append(reading.offsetSeconds) }
        }
        count = rows
      }
    }
    if let fault { throw fault }
    if hasOffset { traits.offsets = offsets }
    return CSVColumnPart(
      values: .timestamps(values, traits), validity: validity, marks: marks)
  }

  private func strings() throws(CSVFault) -> CSVColumnPart {
    var validity: Bitmap?
    var encoder = StringEncoder()
    var scratch: [UInt8] = []
    let codes = [Int32](unsafeUninitializedCapacity: rows) { codes, count in
      var field = fields
      for row in 0..<rows {
        let current = field.pointee
        field += stride
        if current.isNull {
          clear(&validity, row)
          codes[row] = 0
          continue
        }
        let (base, length) = (text + Int(current.start), current.length)
        if current.isEscaped {
          Self.undouble(base, length, into: &scratch)
          codes[row] = scratch.withUnsafeBufferPointer { bytes in
            bytes.baseAddress.flatMap { encoder.code(of: $0, bytes.count) } ?? 0
          }
        } else {
          // A chunk has fewer rows than there are codes.
          codes[row] = encoder.code(of: base, length) ?? 0
        }
      }
      count = rows
    }
    return CSVColumnPart(
      values: .strings(codes: codes, dictionary: encoder.pool), validity: validity)
  }

  /// Copies text with every doubled quote made one.
  static func undouble(_ base: UnsafePointer<UInt8>, _ length: Int, into scratch: inout [UInt8]) {
    scratch.removeAll(keepingCapacity: true)
    var position = 0
    while position < length {
      scratch.append(base[position])
      position += base[position] == UInt8(ascii: "\"") ? 2 : 1
    }
  }

  @inline(__always)
  private func clear(_ validity: inout Bitmap?, _ row: Int) {
    if validity == nil { validity = Bitmap(repeating: true, count: rows) }
    validity?[row] = false
  }

  private func string(_ base: UnsafePointer<UInt8>, _ range: Range<Int>) -> String {
    String(
      decoding: UnsafeBufferPointer(start: base + range.lowerBound, count: range.count),
      as: UTF8.self)
  }

  private func fault(_ problem: String, _ row: Int, _ remedy: String) -> CSVFault {
    let field = fields[row * stride]
    // Enough for a message; a field may have a gigabyte.
    let shown = UnsafeBufferPointer(
      start: text + Int(field.start), count: min(field.length, 240))
    return CSVFault(
      problem: problem, row: row, column: column, value: String(decoding: shown, as: UTF8.self),
      remedy: remedy)
  }
}
