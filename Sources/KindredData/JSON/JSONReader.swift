/// A strict JSON reader (RFC 8259): no comments, no trailing commas, no repeated members.
///
/// Nesting is limited to 64 levels, so that no text can exhaust the stack. Time and memory are
/// linear in the text.
struct JSONReader {
  private let bytes: [UInt8]
  private var place = 0

  private static let deepest = 64

  /// - Throws: `KindredError` of kind `format` with the line and column of the first mistake.
  static func value(of text: String) throws -> JSONValue {
    var reader = JSONReader(bytes: Array(text.utf8))
    // A byte order mark is not JSON, but editors write it.
    if reader.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.place = 3 }
    let value = try reader.value(depth: 0)
    reader.skipSpace()
    guard reader.place == reader.bytes.count else {
      throw reader.failure("Text follows the end of the JSON value")
    }
    return value
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      place += 1
    }
  }

  private mutating func take(_ byte: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: byte) else { return false }
    place += 1
    return true
  }

  private mutating func value(depth: Int) throws -> JSONValue {
    guard depth < Self.deepest else {
      throw failure("The JSON text is nested deeper than \(Self.deepest) levels")
    }
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return .object(try members(depth: depth))
    case UInt8(ascii: "["): return .array(try elements(depth: depth))
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case .some(0x30...0x39), UInt8(ascii: "-"): return .number(try number())
    case nil: throw failure("The JSON text ends too early")
    default: throw failure("A JSON value is expected here")
    }
  }

  private mutating func word(_ word: String, _ value: JSONValue) throws -> JSONValue {
    guard bytes[place...].starts(with: word.utf8) else {
      throw failure("A JSON value is expected here")
    }
    place += word.utf8.count
    return value
  }

  private mutating func members(depth: Int) throws -> [JSONValue.Member] {
    place += 1
    var members: [JSONValue.Member] = []
    var names: Set<String> = []
    skipSpace()
    if take("}") { return members }
    repeat {
      skipSpace()
      guard next == UInt8(ascii: "\"") else {
        throw failure("A member's name in quotes is expected")
      }
      let start = place
      let name = try string()
      guard names.insert(name).inserted else {
        place = start
        throw failure("The member \"\(name)\" occurs twice in one object")
      }
      skipSpace()
      guard take(":") else { throw failure("A colon is expected after \"\(name)\"") }
      members.append(JSONValue.Member(name, try value(depth: depth + 1)))
      skipSpace()
    } while take(",")
    guard take("}") else { throw failure("A comma or a closing brace is expected") }
    return members
  }

  private mutating func elements(depth: Int) throws -> [JSONValue] {
    place += 1
    var elements: [JSONValue] = []
    skipSpace()
    if take("]") { return elements }
    repeat {
      elements.append(try value(depth: depth + 1))
      skipSpace()
    } while take(",")
    guard take("]") else { throw failure("A comma or a closing bracket is expected") }
    return elements
  }

  private mutating func number() throws -> String {
    let start = place
    func isDigit(_ byte: UInt8?) -> Bool { byte.map { (0x30...0x39).contains($0) } ?? false }
    func digits() throws {
      guard isDigit(next) else { throw failure("A digit is expected") }
      while isDigit(next) { place += 1 }
    }
    _ = take("-")
    if take("0") {
      guard !isDigit(next) else { throw failure("A number may not begin with 0") }
    } else {
      try digits()
    }
    if take(".") { try digits() }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      try digits()
    }
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }

  private mutating func string() throws -> String {
    place += 1
    var text: [UInt8] = []
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        place += 1
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        place += 1
        text += try escape()
      case 0..<0x20: throw failure("A control character in a text must be escaped")
      default:
        text.append(byte)
        place += 1
      }
    }
    throw failure("A text is not closed")
  }

  private mutating func escape() throws -> [UInt8] {
    guard let byte = next else { throw failure("A text is not closed") }
    place += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"):
      var code = try hexadecimal()
      if (0xD800..<0xDC00).contains(code), take("\\") {
        guard take("u") else { throw failure("Half of a surrogate pair is missing") }
        let low = try hexadecimal()
        guard (0xDC00..<0xE000).contains(low) else {
          throw failure("Half of a surrogate pair is missing")
        }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else {
        throw failure("Half of a surrogate pair is missing")
      }
      return Array(String(Character(scalar)).utf8)
    default:
      place -= 1
      throw failure("This escape does not exist in JSON")
    }
  }

  private mutating func hexadecimal() throws -> UInt32 {
    var code: UInt32 = 0
    for position in place..<place + 4 {
      let byte = position < bytes.count ? bytes[position] : 0
      let digit: UInt8
      switch byte {
      case 0x30...0x39: digit = byte - 0x30
      case 0x41...0x46: digit = byte - 0x41 + 10
      case 0x61...0x66: digit = byte - 0x61 + 10
      default: throw failure("Four hexadecimal digits are expected")
      }
      code = code << 4 | UInt32(digit)
    }
    place += 4
    return code
  }

  private func failure(_ problem: String) -> KindredError {
    let before = bytes[..<min(place, bytes.count)]
    let line = before.count { $0 == 0x0A } + 1
    let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let column = String(decoding: before[start...], as: UTF8.self).count + 1
    return KindredError(
      .format, "\(problem), in line \(line), column \(column)", remedy: "Correct the JSON text.")
  }
}
