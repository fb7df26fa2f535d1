/// A piece of SQL text.
struct SQLToken {
  enum Kind {
    /// A name or keyword without quotes.
    case word
    /// A name in double quotes, brackets or backquotes.
    case quotedName
    /// A text in single quotes.
    case string
    case number
    case symbol
  }

  var kind: Kind
  /// Where it stands in the bytes of the text.
  var range: Range<Int>
  /// The name or text without quotes; upper-case ASCII letters stay.
  var text: String

  /// Whether it is that keyword, in any case, without quotes.
  func isWord(_ word: String) -> Bool { kind == .word && folded(text) == folded(word) }

  func isSymbol(_ symbol: String) -> Bool { kind == .symbol && text == symbol }

  /// Whether it can be a name: SQLite takes texts in single quotes, too.
  var isName: Bool { kind != .number && kind != .symbol }
}

/// Cuts SQL text as SQLite does into names, texts, numbers and symbols; comments and blanks fall out.
struct SQLTokens {
  let bytes: [UInt8]
  private(set) var tokens: [SQLToken] = []

  /// nil when a quote or comment does not end.
  init?(_ sql: String) {
    bytes = Array(sql.utf8)
    var position = 0
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case 0x20, 0x09...0x0D: position += 1
      case UInt8(ascii: "-") where at(position + 1) == byte:
        while position < bytes.count, bytes[position] != 0x0A { position += 1 }
      case UInt8(ascii: "/") where at(position + 1) == UInt8(ascii: "*"):
        guard let end = find([UInt8(ascii: "*"), UInt8(ascii: "/")], from: position + 2) else {
          return nil
        }
        position = end + 2
      case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"):
        guard let end = quoted(by: byte, from: position) else { return nil }
        position = end
      case UInt8(ascii: "["):
        guard let end = find([UInt8(ascii: "]")], from: position) else { return nil }
        add(.quotedName, position..<end + 1, Array(bytes[position + 1..<end]))
        position = end + 1
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        position = run(.number, from: position) {
          Self.isWordByte($0) || $0 == UInt8(ascii: ".")
        }
      case _ where Self.isWordByte(byte): position = run(.word, from: position, Self.isWordByte)
      default:
        add(.symbol, position..<position + 1, [byte])
        position += 1
      }
    }
  }

  /// The text between two positions, without blanks around it.
  func text(_ range: Range<Int>) -> String {
    var part = bytes[range]
    while let first = part.first, first <= 0x20 { part = part.dropFirst() }
    while let last = part.last, last <= 0x20 { part = part.dropLast() }
    return String(decoding: part, as: UTF8.self)
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$")
      || 0x30...0x39 ~= byte || 0x41...0x5A ~= byte || 0x61...0x7A ~= byte
  }

  private func at(_ position: Int) -> UInt8? {
    bytes.indices.contains(position) ? bytes[position] : nil
  }

  private func find(_ needle: [UInt8], from start: Int) -> Int? {
    var position = start
    while position + needle.count <= bytes.count {
      if bytes[position..<position + needle.count].elementsEqual(needle) { return position }
      position += 1
    }
    return nil
  }

  private mutating func run(
    _ kind: SQLToken.Kind, from start: Int, _ belongs: (UInt8) -> Bool
  ) -> Int {
    var end = start
    while end < bytes.count, belongs(bytes[end]) { end += 1 }
    add(kind, start..<end, Array(bytes[start..<end]))
    return end
  }

  /// Reads what is quoted, doubled quotes made one; nil when it does not end.
  private mutating func quoted(by quote: UInt8, from start: Int) -> Int? {
    var content: [UInt8] = []
    var position = start + 1
    while position < bytes.count {
      if bytes[position] == quote {
        guard at(position + 1) == quote else {
          let kind: SQLToken.Kind = quote == UInt8(ascii: "'") ? .string : .quotedName
          add(kind, start..<position + 1, content)
          return position + 1
        }
        position += 1
      }
      content.append(bytes[position])
      position += 1
    }
    return nil
  }

  private mutating func add(_ kind: SQLToken.Kind, _ range: Range<Int>, _ content: [UInt8]) {
    tokens.append(
      SQLToken(kind: kind, range: range, text: String(decoding: content, as: UTF8.self)))
  }
}
