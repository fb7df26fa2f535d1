/// A strptime-style format, compiled once: reads and prints timestamps.
///
/// Directives: `%Y %y %m %d %e %j %H %I %M %S %f %p %b %h %B %a %A %z %Z %%`, and the combinations
/// `%F` (`%Y-%m-%d`), `%T` (`%H:%M:%S`), `%D` (`%m/%d/%y`), `%R` (`%H:%M`), `%c %x %X` (C locale),
/// `%n` and `%t`. As in Python, numbers are read with or without leading zeros and printed with
/// them; `%-m` prints without. Beyond Python, `%1f`...`%6f` fix the number of fraction digits
/// printed. Names of months and days are English, in any case. A blank matches any run of blanks.
///
/// A format names one clock reading: offsets and zones are read, but not applied.
public struct TimestampFormat: Sendable, Equatable {
  /// The format as given.
  public let text: String

  let tokens: [Token]

  struct Token: Equatable {
    enum Kind: UInt8 {
      case literal, blank, year, yearOfCentury, month, day, dayOfYear, hour, hourOfHalf, minute,
        second, fraction, half, monthName, monthAbbreviation, weekdayName, weekdayAbbreviation,
        offset, zone
    }
    var kind: Kind
    /// The byte of a literal or blank, the digits of a fraction.
    var argument: UInt8 = 0
    /// The byte that fills a number up to its width; 0 for none.
    var padding: UInt8 = 0x30
  }

  /// - Throws: `KindredError` of kind `format` for an unknown directive or an empty format.
  public init(_ text: String) throws {
    self.text = text
    var compiler = TimestampFormatCompiler(text: text)
    try compiler.compile(Array(text.utf8))
    tokens = compiler.tokens
    guard tokens.contains(where: { $0.kind != .literal && $0.kind != .blank }) else {
      throw KindredError(
        .format, "The datetime format has no directive", value: text,
        remedy: "Use a format such as %Y-%m-%d.")
    }
  }

  /// Whether the format reads an offset from UTC or a zone.
  public var hasOffset: Bool { tokens.contains { $0.kind == .offset || $0.kind == .zone } }

  /// Whether the format reads fractions of a second.
  public var hasFraction: Bool { tokens.contains { $0.kind == .fraction } }

  /// The format text with every `%f` printing `digits` digits (1...6).
  func text(fractionDigits digits: Int) -> String {
    replacingDirectives { $0 == UInt8(ascii: "f") ? digits == 6 ? "%f" : "%\(digits)f" : nil }
  }

  /// The format text with offset and zone replaced by what every value of a column says.
  func text(offset: String, zone: String) -> String {
    func escaped(_ text: String) -> String {
      String(decoding: text.utf8.flatMap { $0 == 0x25 ? [0x25, 0x25] : [$0] }, as: UTF8.self)
    }
    return replacingDirectives {
      switch $0 {
      case UInt8(ascii: "z"): escaped(offset)
      case UInt8(ascii: "Z"): escaped(zone)
      default: nil
      }
    }
  }

  private func replacingDirectives(_ replacement: (UInt8) -> String?) -> String {
    let source = Array(text.utf8)
    var result: [UInt8] = []
    var position = 0
    while position < source.count {
      guard source[position] == 0x25 else {
        result.append(source[position])
        position += 1
        continue
      }
      var end = position + 1
      while end < source.count, source[end] == 0x2D || source[end] &- 0x30 <= 9 { end += 1 }
      guard end < source.count else { break }
      if let text = replacement(source[end]) {
        result.append(contentsOf: text.utf8)
      } else {
        result.append(contentsOf: source[position...end])
      }
      position = end + 1
    }
    return String(decoding: result, as: UTF8.self)
  }

  static let monthNames = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ].map { Array($0.utf8) }

  static let weekdayNames = [
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
  ].map { Array($0.utf8) }
}

/// Turns a format's text into tokens.
private struct TimestampFormatCompiler {
  let text: String
  var tokens: [TimestampFormat.Token] = []

  mutating func compile(_ source: [UInt8]) throws {
    var position = 0
    while position < source.count {
      let byte = source[position]
      position += 1
      guard byte == UInt8(ascii: "%") else {
        addLiteral(byte)
        continue
      }
      var modifier: UInt8?
      if position < source.count,
        source[position] == UInt8(ascii: "-") || source[position] &- 0x31 <= 5
      {
        modifier = source[position]
        position += 1
      }
      guard position < source.count else { throw unknown("%") }
      try addDirective(source[position], modifier: modifier)
      position += 1
    }
  }

  private mutating func addLiteral(_ byte: UInt8) {
    let isBlank = byte == 0x20 || (0x09...0x0D).contains(byte)
    guard isBlank else { return tokens.append(.init(kind: .literal, argument: byte)) }
    if tokens.last?.kind != .blank { tokens.append(.init(kind: .blank, argument: byte)) }
  }

  private mutating func addDirective(_ directive: UInt8, modifier: UInt8?) throws {
    if directive == UInt8(ascii: "f") {
      guard modifier != UInt8(ascii: "-") else { throw unknown("%-f") }
      return tokens.append(.init(kind: .fraction, argument: modifier.map { $0 - 0x30 } ?? 6))
    }
    let name = String(decoding: [directive], as: UTF8.self)
    if let modifier, modifier != UInt8(ascii: "-") || !"ymdjHIMS".contains(name) {
      throw unknown("%" + String(decoding: [modifier, directive], as: UTF8.self))
    }
    if let kind = Self.kinds[name] {
      let padding: UInt8 = modifier != nil ? 0 : name == "e" ? 0x20 : 0x30
      tokens.append(.init(kind: kind, padding: padding))
    } else if let expansion = Self.expansions[name] {
      try compile(Array(expansion.utf8))
    } else if name == "%" {
      tokens.append(.init(kind: .literal, argument: directive))
    } else {
      throw unknown("%" + (directive < 0x80 ? name : ""))
    }
  }

  private func unknown(_ directive: String) -> KindredError {
    KindredError(
      .format, "The datetime format has the unknown directive '\(directive)'", value: text,
      remedy: "Use strptime directives such as %Y-%m-%d %H:%M:%S.")
  }

  private static let kinds: [String: TimestampFormat.Token.Kind] = [
    "Y": .year, "y": .yearOfCentury, "m": .month, "d": .day, "e": .day, "j": .dayOfYear,
    "H": .hour, "I": .hourOfHalf, "M": .minute, "S": .second, "p": .half, "b": .monthAbbreviation,
    "h": .monthAbbreviation, "B": .monthName, "a": .weekdayAbbreviation, "A": .weekdayName,
    "z": .offset, "Z": .zone,
  ]

  private static let expansions = [
    "F": "%Y-%m-%d", "T": "%H:%M:%S", "D": "%m/%d/%y", "R": "%H:%M", "r": "%I:%M:%S %p",
    "c": "%a %b %e %H:%M:%S %Y", "x": "%m/%d/%y", "X": "%H:%M:%S", "n": "\n", "t": "\t",
  ]
}
