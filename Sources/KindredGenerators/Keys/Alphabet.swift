/// The alphabets that learned keys are made of.
enum Alphabet {
  /// The alphabet of a character, as a class; nil for punctuation and other symbols.
  static func of(_ value: UInt32) -> CharacterRanges? {
    switch value {
    case 0x30...0x39: return .digits
    case 0x61...0x7A: return .lowercase
    case 0x41...0x5A: return .uppercase
    case ..<0x80: return nil
    default: break
    }
    if let known = others.first(where: { $0.contains(value) }) { return known }
    guard let properties = Unicode.Scalar(value)?.properties else { return nil }
    if properties.isUppercase { return .uppercase }
    if properties.isAlphabetic { return .lowercase }
    return properties.numericType == nil ? nil : .digits
  }

  /// Cyrillic and Greek (small, capital), Hebrew, Arabic, Devanagari, Thai, Hiragana, Katakana,
  /// Chinese, Korean.
  private static let others: [CharacterRanges] = [
    [0x0430...0x044F], [0x0410...0x042F], [0x03B1...0x03C1, 0x03C3...0x03C9],
    [0x0391...0x03A1, 0x03A3...0x03A9], [0x05D0...0x05EA], [0x0627...0x063A, 0x0641...0x064A],
    [0x0905...0x0939], [0x0E01...0x0E2E], [0x3041...0x3093], [0x30A1...0x30F3],
    [0x4E00...0x9FA5], [0xAC00...0xD7A3],
  ].map { CharacterRanges($0) }
}
