/// Arrays of texts as the server spells them: `{a,"b c",NULL}`.
enum ArrayText {
  private static let backslash = UInt8(ascii: "\\")

  /// One dimension, as a parameter.
  static func text(of values: [String]) -> String {
    let quoted = values.map { value in
      let escaped = value.utf8.flatMap { byte in
        byte == UInt8(ascii: "\"") || byte == backslash ? [backslash, byte] : [byte]
      }
      return "\"\(String(decoding: escaped, as: UTF8.self))\""
    }
    return "{\(quoted.joined(separator: ","))}"
  }

  /// The elements of one dimension; nil for other text. Nulls are left out.
  static func values(of text: String) -> [String]? {
    let source = Array(text.utf8)
    guard source.first == UInt8(ascii: "{"), source.last == UInt8(ascii: "}"), source.count >= 2
    else { return nil }
    let body = source[1..<(source.count - 1)]
    guard !body.isEmpty else { return [] }
    var values: [String] = []
    var current: [UInt8] = []
    var (isInQuotes, wasQuoted, isEscaped) = (false, false, false)
    func end() {
      let value = String(decoding: current, as: UTF8.self)
      if wasQuoted || value != "NULL" { values.append(value) }
      (current, wasQuoted) = ([], false)
    }
    for byte in body {
      if isEscaped {
        current.append(byte)
        isEscaped = false
      } else if byte == backslash {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        (isInQuotes, wasQuoted) = (!isInQuotes, true)
      } else if byte == UInt8(ascii: ","), !isInQuotes {
        end()
      } else {
        current.append(byte)
      }
    }
    end()
    return isInQuotes || isEscaped ? nil : values
  }
}
