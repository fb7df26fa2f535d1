extension TimestampFormat {
  /// What a text says, before any offset is applied.
  struct Reading {
    /// Microseconds since 1970-01-01T00:00:00 in the clock of the text.
    var microseconds: Int64 = 0
    var offsetSeconds: Int32 = 0
    var fractionDigits = 0
    /// Where the offset and the zone stand in the text, so that their spelling can be kept.
    var offsetRange = 0..<0
    var zoneRange = 0..<0
  }

  /// Microseconds since 1970-01-01T00:00:00 in the clock of the text (an offset is not applied), or
  /// nil when the bytes do not follow the format or name no day of the years 1...9999.
  /// - Complexity: O(length).
  public func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
    guard let base = bytes.baseAddress else { return nil }
    var reading = Reading()
    let isRead = tokens.withUnsafeBufferPointer {
      Self.read(base, bytes.count, tokens: $0, into: &reading)
    }
    return isRead ? reading.microseconds : nil
  }

  /// The same for a string.
  public func parse(_ text: String) -> Int64? {
    var text = text
    return text.withUTF8 { parse($0) }
  }

  /// Reads all bytes by the tokens; false when they do not match.
  static func read(
    _ text: UnsafePointer<UInt8>, _ length: Int, tokens: UnsafeBufferPointer<Token>,
    into reading: inout Reading
  ) -> Bool {
    var date = CivilDate(year: 1900, month: 1, day: 1)
    var (hour, minute, second, microsecond) = (0, 0, 0, 0)
    var (dayOfYear, hourOfHalf, isAfternoon) = (-1, -1, false)
    var cursor = Cursor(text: text, length: length)
    for token in tokens {
      switch token.kind {
      case .literal:
        guard cursor.take(token.argument) else { return false }
      case .blank:
        guard cursor.skipBlanks() else { return false }
      case .year:
        guard cursor.position + 4 <= length, cursor.number(4, into: &date.year) == 4 else {
          return false
        }
      case .yearOfCentury:
        guard cursor.number(2, into: &date.year) == 2 else { return false }
        date.year += date.year < 69 ? 2000 : 1900
      case .month:
        guard cursor.number(2, into: &date.month) > 0 else { return false }
      case .day:
        if token.padding == 0x20 { _ = cursor.skipBlanks() }
        guard cursor.number(2, into: &date.day) > 0 else { return false }
      case .dayOfYear:
        guard cursor.number(3, into: &dayOfYear) > 0, 1...366 ~= dayOfYear else { return false }
      case .hour:
        guard cursor.number(2, into: &hour) > 0, hour < 24 else { return false }
      case .hourOfHalf:
        guard cursor.number(2, into: &hourOfHalf) > 0, 1...12 ~= hourOfHalf else { return false }
      case .minute:
        guard cursor.number(2, into: &minute) > 0, minute < 60 else { return false }
      case .second:
        guard cursor.number(2, into: &second) > 0, second < 60 else { return false }
      case .fraction:
        let digits = cursor.number(6, into: &microsecond)
        guard digits > 0 else { return false }
        for _ in digits..<6 { microsecond *= 10 }
        reading.fractionDigits = digits
      case .half:
        guard let isAfter = cursor.half() else { return false }
        isAfternoon = isAfter
      case .monthName, .monthAbbreviation:
        guard let month = cursor.name(monthNames, isShort: token.kind == .monthAbbreviation)
        else { return false }
        date.month = month + 1
      case .weekdayName, .weekdayAbbreviation:
        let isShort = token.kind == .weekdayAbbreviation
        guard cursor.name(weekdayNames, isShort: isShort) != nil else { return false }
      case .offset:
        let start = cursor.position
        guard let offset = cursor.offset() else { return false }
        reading.offsetSeconds = offset
        reading.offsetRange = start..<cursor.position
      case .zone:
        let start = cursor.position
        guard cursor.zone() else { return false }
        reading.zoneRange = start..<cursor.position
      }
    }
    guard cursor.position == length else { return false }
    if hourOfHalf >= 0 { hour = hourOfHalf % 12 + (isAfternoon ? 12 : 0) }
    if dayOfYear > 0 {
      guard dayOfYear <= (CivilDate.isLeap(date.year) ? 366 : 365) else { return false }
      date = CivilDate(year: date.year, month: 1, day: 1)
    }
    guard date.isValid else { return false }
    let day = date.daysSince1970 + max(dayOfYear, 1) - 1
    let seconds = (hour * 60 + minute) * 60 + second
    reading.microseconds =
      Int64(day) * CivilDate.microsecondsPerDay + Int64(seconds * 1_000_000 + microsecond)
    return true
  }
}

/// A position in the text being read.
private struct Cursor {
  let text: UnsafePointer<UInt8>
  let length: Int
  var position = 0

  init(text: UnsafePointer<UInt8>, length: Int) {
    self.text = text
    self.length = length
  }

  @inline(__always)
  mutating func take(_ byte: UInt8) -> Bool {
    guard position < length, text[position] == byte else { return false }
    position += 1
    return true
  }

  mutating func skipBlanks() -> Bool {
    let start = position
    while position < length, text[position] == 0x20 || text[position] &- 0x09 <= 4 {
      position += 1
    }
    return position > start
  }

  /// Reads up to `width` digits and tells how many there were.
  @inline(__always)
  mutating func number(_ width: Int, into value: inout Int) -> Int {
    let start = position
    let end = min(length, position + width)
    var sum = 0
    while position < end {
      let digit = text[position] &- 0x30
      guard digit <= 9 else { break }
      sum = sum &* 10 &+ Int(digit)
      position += 1
    }
    value = sum
    return position - start
  }

  mutating func half() -> Bool? {
    guard position + 2 <= length, text[position + 1] | 0x20 == UInt8(ascii: "m") else {
      return nil
    }
    let letter = text[position] | 0x20
    guard letter == UInt8(ascii: "a") || letter == UInt8(ascii: "p") else { return nil }
    position += 2
    return letter == UInt8(ascii: "p")
  }

  /// The index of the name that stands here, in any case.
  mutating func name(_ names: [[UInt8]], isShort: Bool) -> Int? {
    for (index, name) in names.enumerated() {
      let count = isShort ? 3 : name.count
      guard position + count <= length else { continue }
      if (0..<count).allSatisfy({ text[position + $0] | 0x20 == name[$0] | 0x20 }) {
        position += count
        return index
      }
    }
    return nil
  }

  /// Z, or a sign and hours, minutes and perhaps seconds, with or without colons.
  mutating func offset() -> Int32? {
    guard position < length else { return nil }
    let sign = text[position]
    position += 1
    if sign == UInt8(ascii: "Z") { return 0 }
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return nil }
    var (hours, minutes, seconds) = (0, 0, 0)
    guard number(2, into: &hours) == 2 else { return nil }
    let hasColon = take(UInt8(ascii: ":"))
    guard number(2, into: &minutes) == 2, minutes < 60, hours < 24 else { return nil }
    if hasColon ? take(UInt8(ascii: ":")) : position < length && text[position] &- 0x30 <= 9 {
      guard number(2, into: &seconds) == 2, seconds < 60 else { return nil }
    }
    let magnitude = Int32((hours * 60 + minutes) * 60 + seconds)
    return sign == UInt8(ascii: "-") ? -magnitude : magnitude
  }

  /// One of the names of universal time; other names do not say an offset.
  mutating func zone() -> Bool {
    for name in ["UTC", "GMT", "Z"] where position + name.utf8.count <= length {
      let matches = zip(name.utf8, position...).allSatisfy { $0 == text[$1] }
      if matches {
        position += name.utf8.count
        return true
      }
    }
    return false
  }
}
