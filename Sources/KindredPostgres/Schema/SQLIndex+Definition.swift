import KindredData

extension SQLIndex {
  /// The index of a statement that `pg_get_indexdef` returns:
  /// `CREATE UNIQUE INDEX name ON table USING method (term, term DESC) WHERE (condition)`.
  /// nil for one with further clauses, such as INCLUDE.
  init?(definition: String, name: String) {
    let bytes = Array(definition.utf8)
    let words = Array(" USING ".utf8)
    guard let using = Self.position(of: words, in: bytes, from: 0),
      let open = bytes[using...].firstIndex(of: UInt8(ascii: "(")),
      let close = Self.closing(bytes, from: open)
    else { return nil }
    let method = String(decoding: bytes[(using + words.count)..<(open - 1)], as: UTF8.self)
    let rest = String(decoding: bytes[(close + 1)...], as: UTF8.self)
    var condition: String?
    if rest.hasPrefix(" WHERE (") {
      condition = String(rest.dropFirst(8).dropLast())
    } else if !rest.isEmpty {
      return nil
    }
    self.init(
      name: name, isUnique: definition.hasPrefix("CREATE UNIQUE INDEX "),
      terms: Self.parts(bytes[(open + 1)..<close]), condition: condition,
      method: method == "btree" ? nil : method)
  }

  /// Where the words stand outside quotes.
  private static func position(of words: [UInt8], in text: [UInt8], from start: Int) -> Int? {
    var quote: UInt8?
    for index in start..<text.count {
      if let open = quote {
        if text[index] == open { quote = nil }
      } else if isQuote(text[index]) {
        quote = text[index]
      } else if text[index...].starts(with: words) {
        return index
      }
    }
    return nil
  }

  private static func isQuote(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
  }

  /// The bracket that closes the one at a place.
  private static func closing(_ text: [UInt8], from open: Int) -> Int? {
    var depth = 0
    var quote: UInt8?
    for index in open..<text.count {
      if let mark = quote {
        if text[index] == mark { quote = nil }
        continue
      }
      switch text[index] {
      case let byte where isQuote(byte): quote = byte
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"):
        depth -= 1
        if depth == 0 { return index }
      default: break
      }
    }
    return nil
  }

  /// What commas separate outside brackets and quotes.
  private static func parts(_ text: ArraySlice<UInt8>) -> [String] {
    var parts: [[UInt8]] = [[]]
    var depth = 0
    var quote: UInt8?
    for byte in text {
      if let mark = quote {
        if byte == mark { quote = nil }
      } else if isQuote(byte) {
        quote = byte
      } else if byte == UInt8(ascii: "(") {
        depth += 1
      } else if byte == UInt8(ascii: ")") {
        depth -= 1
      } else if byte == UInt8(ascii: ","), depth == 0 {
        parts.append([])
        continue
      }
      parts[parts.count - 1].append(byte)
    }
    return parts.map { part in
      String(decoding: part.drop { $0 == 0x20 }, as: UTF8.self)
    }
  }

  /// The columns of a unique index over nothing but columns and all rows; nil for others.
  func plainUniqueColumns(of table: SQLTable) -> [String]? {
    guard isUnique, condition == nil, !terms.isEmpty else { return nil }
    var names: [String] = []
    for term in terms {
      let column = table.columns.first { column in
        [column.name, SQLText.name(column.name)].contains { name in
          term == name
            || ["ASC", "DESC", "NULLS FIRST", "NULLS LAST"].contains {
              term.hasPrefix(name + " ") && term.hasSuffix($0)
            }
        }
      }
      guard let column else { return nil }
      names.append(column.name)
    }
    return names
  }
}
