extension Column {
  /// The timestamps that a column of strings spells, read once per distinct string.
  ///
  /// As when a CSV file is read, the digits of fractions are learned into the column's format, and so
  /// is an offset that all values share; where offsets differ, values are moved to universal time.
  /// Empty strings, and words for missing values, become nulls.
  ///
  /// - Parameters:
  ///   - format: A strptime-style format.
  ///   - table: For the error.
  /// - Throws: `KindredError` of kind `format` for an unusable format or the first value that does not
  ///   follow it, with its row; `argument` when the column does not hold strings.
  /// - Complexity: O(rows + distinct bytes).
  public func timestamps(format: String, table: String? = nil) throws -> Column {
    try timestamps(format: format, table: table, offsets: nil)
  }

  /// The same for a part of a column, of whose offsets all is known.
  func timestamps(format: String, table: String?, offsets known: CSVOffsets?) throws -> Column {
    guard case .strings(let strings) = values else {
      throw KindredError(
        .argument, "Only strings can be read as timestamps", table: table, column: name,
        remedy: "Read the column as strings.")
    }
    let compiled: TimestampFormat
    do {
      compiled = try TimestampFormat(format)
    } catch var error as KindredError {
      error.table = table
      error.column = name
      throw error
    }
    let dictionary = Distinct(strings.dictionary, format: compiled)
    var timestamps: [Int64] = []
    timestamps.reserveCapacity(count)
    var traits = CSVTimestampTraits()
    var offsets: [Int32] = []
    var valid = validity
    for (row, code) in strings.codes.enumerated() {
      guard isValid(row), !dictionary.isMissing(Int(code)) else {
        if valid == nil { valid = Bitmap(repeating: true, count: count) }
        valid?[row] = false
        timestamps.append(0)
        offsets.append(0)
        continue
      }
      guard let reading = dictionary.readings[Int(code)] else {
        throw KindredError(
          .format,
          "The value does not follow the datetime format '\(format)', or names no day of the years 1 "
            + "to 9999", table: table, column: name, row: row + 1, value: strings[row],
          remedy: "Correct the value, or the column's datetime_format.")
      }
      timestamps.append(reading.microseconds)
      offsets.append(reading.offsetSeconds)
      traits.fractionDigits = max(traits.fractionDigits, reading.fractionDigits)
      if compiled.hasOffset, traits.offsetText == nil {
        let bytes = strings.dictionary.utf8(at: Int(code))
        func text(_ range: Range<Int>) -> String {
          String(decoding: bytes.dropFirst(range.lowerBound).prefix(range.count), as: UTF8.self)
        }
        traits.offsetText = text(reading.offsetRange)
        traits.zoneText = text(reading.zoneRange)
      }
    }
    if compiled.hasOffset { traits.offsets = offsets }
    var builder = CSVColumnBuilder(
      name: name, hint: .timestamp(format: format), format: compiled, expectedRows: count)
    builder.offsets = known
    try builder.append(CSVColumnPart(values: .timestamps(timestamps, traits), validity: valid))
    return builder.finish()
  }

  /// The offsets of the times that a column of strings spells; nil when there is none.
  func offsets(format: TimestampFormat) -> CSVOffsets? {
    guard case .strings(let strings) = values else { return nil }
    let dictionary = Distinct(strings.dictionary, format: format)
    var traits = CSVTimestampTraits()
    var offsets = [Int32](repeating: 0, count: count)
    var valid = Bitmap(repeating: true, count: count)
    for (row, code) in strings.codes.enumerated() {
      guard isValid(row), let reading = dictionary.readings[Int(code)] else {
        valid[row] = false
        continue
      }
      offsets[row] = reading.offsetSeconds
      guard traits.offsetText == nil else { continue }
      let bytes = strings.dictionary.utf8(at: Int(code))
      func text(_ range: Range<Int>) -> String {
        String(decoding: bytes.dropFirst(range.lowerBound).prefix(range.count), as: UTF8.self)
      }
      traits.offsetText = text(reading.offsetRange)
      traits.zoneText = text(reading.zoneRange)
    }
    traits.offsets = offsets
    return CSVOffsets(traits, validity: valid)
  }

  /// What each distinct string says; nil where it does not follow the format.
  private struct Distinct {
    let readings: [TimestampFormat.Reading?]
    private let missing: [Bool]

    init(_ pool: StringPool, format: TimestampFormat) {
      missing = pool.bytes.withUnsafeBufferPointer { bytes in
        (0..<pool.count).map { index in
          let (start, end) = (pool.offsets[index], pool.offsets[index + 1])
          return start == end
            || bytes.baseAddress.map { MissingMark.matches($0 + start, end - start) } ?? false
        }
      }
      readings = pool.bytes.withUnsafeBufferPointer { bytes in
        format.tokens.withUnsafeBufferPointer { tokens in
          (0..<pool.count).map { index in
            var reading = TimestampFormat.Reading()
            let start = pool.offsets[index]
            guard let base = bytes.baseAddress,
              TimestampFormat.read(
                base + start, pool.offsets[index + 1] - start, tokens: tokens, into: &reading)
            else { return nil }
            return reading
          }
        }
      }
    }

    func isMissing(_ index: Int) -> Bool { missing[index] }
  }
}
