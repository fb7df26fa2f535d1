/// UUIDs as text.
enum UUIDText {
  /// The two halves of 32 hexadecimal digits, with hyphens or braces anywhere; nil for other text.
  static func parse(_ text: ArraySlice<UInt8>) -> (high: UInt64, low: UInt64)? {
    var (high, low): (UInt64, UInt64) = (0, 0)
    var digits = 0
    for byte in text {
      let value: UInt8
      switch byte {
      case 0x30...0x39: value = byte - 0x30
      case 0x41...0x46: value = byte - 0x41 + 10
      case 0x61...0x66: value = byte - 0x61 + 10
      case UInt8(ascii: "-"), UInt8(ascii: "{"), UInt8(ascii: "}"): continue
      default: return nil
      }
      guard digits < 32 else { return nil }
      if digits < 16 { high = high << 4 | UInt64(value) } else { low = low << 4 | UInt64(value) }
      digits += 1
    }
    return digits == 32 ? (high, low) : nil
  }
}
