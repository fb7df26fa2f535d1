/// Tests of single values, by bytes.
enum ValuePatterns {
  /// The share of the texts that pass, 0...1; 0 for none.
  static func share(_ texts: [String], _ test: (String) -> Bool) -> Double {
    texts.isEmpty ? 0 : Double(texts.count(where: test)) / Double(texts.count)
  }

  static func isEmail(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard parts.count == 2, let local = parts.first, let domain = parts.last else { return false }
    return !local.isEmpty && domain.contains(UInt8(ascii: ".")) && domain.first != 0x2E
      && domain.last != 0x2E && !text.utf8.contains(0x20)
  }

  static func isURL(_ text: String) -> Bool {
    let lower = text.lowercased()
    return ["http://", "https://", "ftp://", "www."].contains { lower.hasPrefix($0) }
      && !text.utf8.contains(0x20) && text.utf8.count > 7
  }

  static func isIPv4(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: 0x2E, omittingEmptySubsequences: false)
    return parts.count == 4
      && parts.allSatisfy { part in
        1...3 ~= part.count && part.allSatisfy { $0 &- 0x30 <= 9 }
          && (Int(String(decoding: part, as: UTF8.self)).map { $0 <= 255 } ?? false)
      }
  }

  static func isIPv6(_ text: String) -> Bool {
    let colons = text.utf8.count { $0 == 0x3A }
    return 2...7 ~= colons && text.utf8.count <= 45
      && text.utf8.allSatisfy { isHex($0) || $0 == 0x3A || $0 == 0x2E }
      && (colons == 7 || text.contains("::"))
  }

  static func isMAC(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.count == 17
      && bytes.enumerated().allSatisfy { index, byte in
        index % 3 == 2 ? byte == 0x3A || byte == 0x2D : isHex(byte)
      }
  }

  static func isUUID(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.count == 36
      && bytes.enumerated().allSatisfy { index, byte in
        [8, 13, 18, 23].contains(index) ? byte == 0x2D : isHex(byte)
      }
  }

  static func isPhone(_ text: String) -> Bool {
    let digits = digitCount(text)
    return 5...16 ~= digits && text.utf8.count <= 30
      && text.lowercased().utf8.allSatisfy { byte in
        byte &- 0x30 <= 9 || "+()-./ x#,ext".utf8.contains(byte)
      }
  }

  static func isPostcode(_ text: String) -> Bool {
    3...10 ~= text.count && digitCount(text) >= 1
      && text.utf8.allSatisfy { isAlphanumeric($0) || $0 == 0x20 || $0 == 0x2D }
  }

  static func isSSN(_ text: String) -> Bool {
    9...11 ~= digitCount(text)
      && text.utf8.allSatisfy { $0 &- 0x30 <= 9 || $0 == 0x2D || $0 == 0x20 || $0 == 0x2F }
  }

  /// 13 to 19 digits with Luhn's check digit.
  static func isCardNumber(_ text: String) -> Bool {
    let digits = text.utf8.filter { $0 != 0x20 && $0 != 0x2D }.map { Int($0) - 0x30 }
    guard 13...19 ~= digits.count, digits.allSatisfy({ 0...9 ~= $0 }) else { return false }
    let sum = digits.reversed().enumerated().reduce(0) { sum, next in
      let doubled = next.element * 2
      return sum + (next.offset % 2 == 0 ? next.element : doubled > 9 ? doubled - 9 : doubled)
    }
    return sum % 10 == 0
  }

  static func isIBAN(_ text: String) -> Bool {
    let bytes = text.utf8.filter { $0 != 0x20 }
    return 15...34 ~= bytes.count && bytes.prefix(2).allSatisfy { 0x41...0x5A ~= $0 }
      && bytes.dropFirst(2).prefix(2).allSatisfy { $0 &- 0x30 <= 9 }
      && bytes.allSatisfy(isAlphanumeric)
  }

  /// One to four words of letters.
  static func isPersonName(_ text: String) -> Bool {
    1...4 ~= wordCount(text) && text.count <= 50
      && text.allSatisfy { $0.isLetter || " .'-’,`".contains($0) }
      && text.contains { $0.isLetter }
  }

  /// At least two words, of letters and perhaps a house number.
  static func isAddress(_ text: String) -> Bool {
    5...120 ~= text.count && wordCount(text) >= 2 && text.contains { $0.isLetter }
  }

  static func isPlaceName(_ text: String) -> Bool {
    2...60 ~= text.count && text.contains { $0.isLetter } && digitCount(text) == 0
  }

  static func isLogin(_ text: String) -> Bool { wordCount(text) == 1 && text.count <= 40 }

  static func digitCount(_ text: String) -> Int { text.utf8.count { $0 &- 0x30 <= 9 } }

  static func wordCount(_ text: String) -> Int { text.split { $0.isWhitespace }.count }

  private static func isHex(_ byte: UInt8) -> Bool {
    byte &- 0x30 <= 9 || 0x61...0x66 ~= byte | 0x20
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    byte &- 0x30 <= 9 || 0x61...0x7A ~= byte | 0x20
  }
}
