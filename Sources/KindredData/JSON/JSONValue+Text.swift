extension JSONValue {
  /// The value as JSON text, with members and elements on lines of their own.
  public func text(indent: Int = 4) -> String {
    var text = ""
    append(to: &text, indent: indent, level: 0)
    return text
  }

  private func append(to text: inout String, indent: Int, level: Int) {
    switch self {
    case .null: text += "null"
    case .boolean(let value): text += value ? "true" : "false"
    case .number(let digits): text += digits
    case .string(let string): Self.append(string, to: &text)
    case .array(let elements):
      Self.append(elements, "[", "]", to: &text, indent: indent, level: level) {
        $0.append(to: &$1, indent: indent, level: level + 1)
      }
    case .object(let members):
      Self.append(members, "{", "}", to: &text, indent: indent, level: level) {
        Self.append($0.name, to: &$1)
        $1 += ": "
        $0.value.append(to: &$1, indent: indent, level: level + 1)
      }
    }
  }

  private static func append<Part>(
    _ parts: [Part], _ opening: String, _ closing: String, to text: inout String, indent: Int,
    level: Int, _ write: (Part, inout String) -> Void
  ) {
    text += opening
    for (index, part) in parts.enumerated() {
      text += index == 0 ? "\n" : ",\n"
      text += String(repeating: " ", count: indent * (level + 1))
      write(part, &text)
    }
    if !parts.isEmpty { text += "\n" + String(repeating: " ", count: indent * level) }
    text += closing
  }

  private static func append(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
