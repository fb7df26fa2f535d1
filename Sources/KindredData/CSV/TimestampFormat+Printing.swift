extension TimestampFormat {
  /// The timestamps of the years 1...9999, in microseconds since 1970; no others can be written.
  public static let representable: ClosedRange<Int64> =
    -62_135_596_800_000_000...253_402_300_799_999_999

  /// The text of a timestamp, given in microseconds since 1970; `%z` prints "+0000", `%Z` "UTC".
  /// - Throws: `KindredError` of kind `data` outside the years 1...9999.
  public func string(from microseconds: Int64) throws -> String {
    var buffer = TextBuffer(capacity: 64)
    try append(microseconds, to: &buffer)
    return String(decoding: buffer.bytes, as: UTF8.self)
  }

  /// Appends the text of a timestamp.
  /// - Throws: As `string(from:)`.
  package func append(_ microseconds: Int64, to buffer: inout TextBuffer) throws {
    let isPrinted = tokens.withUnsafeBufferPointer {
      Self.print(microseconds, tokens: $0, into: &buffer)
    }
    guard isPrinted else {
      throw KindredError(
        .data, "The timestamp lies outside the years 1 to 9999", value: "\(microseconds)",
        remedy: "Keep timestamps, in microseconds since 1970, within these years.")
    }
  }

  /// Appends the text of a timestamp; false, with nothing appended, outside the years 1...9999.
  static func print(
    _ microseconds: Int64, tokens: UnsafeBufferPointer<Token>, into buffer: inout TextBuffer
  ) -> Bool {
    let perDay = CivilDate.microsecondsPerDay
    var (day, timeOfDay) = microseconds.quotientAndRemainder(dividingBy: perDay)
    if timeOfDay < 0 {
      timeOfDay += perDay
      day -= 1
    }
    guard CivilDate.representableDays.contains(Int(day)) else { return false }
    let date = CivilDate(daysSince1970: Int(day))
    let (seconds, fraction) = Int(timeOfDay).quotientAndRemainder(dividingBy: 1_000_000)
    let hour = seconds / 3600
    // The longest token is a month's name.
    buffer.reserve(tokens.count * 12)
    for token in tokens {
      switch token.kind {
      case .literal, .blank: buffer.put(token.argument)
      case .year:
        buffer.appendPair(date.year / 100, padding: 0x30)
        buffer.appendPair(date.year % 100, padding: 0x30)
      case .yearOfCentury: buffer.appendPair(date.year % 100, padding: token.padding)
      case .month: buffer.appendPair(date.month, padding: token.padding)
      case .day: buffer.appendPair(date.day, padding: token.padding)
      case .dayOfYear:
        let first = CivilDate(year: date.year, month: 1, day: 1).daysSince1970
        buffer.append(natural: UInt64(Int(day) - first + 1), width: token.padding == 0 ? 1 : 3)
      case .hour: buffer.appendPair(hour, padding: token.padding)
      case .hourOfHalf: buffer.appendPair((hour + 11) % 12 + 1, padding: token.padding)
      case .minute: buffer.appendPair(seconds / 60 % 60, padding: token.padding)
      case .second: buffer.appendPair(seconds % 60, padding: token.padding)
      case .fraction:
        var digits = fraction
        for _ in Int(token.argument)..<6 { digits /= 10 }
        buffer.append(natural: UInt64(digits), width: Int(token.argument))
      case .half: buffer.append((hour < 12 ? "AM" : "PM").utf8)
      case .monthName: buffer.append(monthNames[date.month - 1])
      case .monthAbbreviation: buffer.append(monthNames[date.month - 1].prefix(3))
      case .weekdayName: buffer.append(weekdayNames[weekday(of: Int(day))])
      case .weekdayAbbreviation: buffer.append(weekdayNames[weekday(of: Int(day))].prefix(3))
      case .offset: buffer.append("+0000".utf8)
      case .zone: buffer.append("UTC".utf8)
      }
    }
    return true
  }

  /// Days since Sunday; 1970-01-01 was a Thursday.
  private static func weekday(of day: Int) -> Int { (day % 7 + 11) % 7 }
}

extension TextBuffer {
  /// A number below 100 in two digits, one digit when `padding` is 0; room has been reserved.
  @inline(__always)
  fileprivate mutating func appendPair(_ number: Int, padding: UInt8) {
    if number >= 10 {
      put(UInt8(truncatingIfNeeded: number / 10) &+ 0x30)
    } else if padding != 0 {
      put(padding)
    }
    put(UInt8(truncatingIfNeeded: number % 10) &+ 0x30)
  }
}
