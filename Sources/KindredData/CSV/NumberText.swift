import CKindredText

/// Reads integers from bytes.
enum IntegerText {
  enum Outcome {
    case value(Int64)
    /// Integer text, but beyond 64 bits.
    case overflow
    case malformed
  }

  /// Reads an optional sign and digits that fill all bytes.
  @inline(__always)
  static func parse(_ text: UnsafePointer<UInt8>, _ length: Int) -> Outcome {
    guard length > 0 else { return .malformed }
    let isNegative = text[0] == UInt8(ascii: "-")
    var position = isNegative || text[0] == UInt8(ascii: "+") ? 1 : 0
    guard position < length else { return .malformed }
    var magnitude: UInt64 = 0
    // 18 digits cannot overflow; the rest is checked.
    let unchecked = min(length, position + 18)
    while position < unchecked {
      let digit = text[position] &- 0x30
      guard digit <= 9 else { return .malformed }
      magnitude = magnitude &* 10 &+ UInt64(digit)
      position += 1
    }
    var overflow = false
    while position < length {
      let digit = text[position] &- 0x30
      guard digit <= 9 else { return .malformed }
      let (product, tooLarge) = magnitude.multipliedReportingOverflow(by: 10)
      let (sum, stillTooLarge) = product.addingReportingOverflow(UInt64(digit))
      magnitude = sum
      overflow = overflow || tooLarge || stillTooLarge
      position += 1
    }
    if overflow || magnitude > (isNegative ? 1 << 63 : (1 << 63) - 1) { return .overflow }
    return .value(
      isNegative ? 0 &- Int64(truncatingIfNeeded: magnitude) : Int64(truncatingIfNeeded: magnitude))
  }

  /// Whether printing the integer gives the same bytes back: no plus sign, no leading zero, no "-0".
  @inline(__always)
  static func isCanonical(_ text: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    let first = text[0]
    if first == UInt8(ascii: "+") { return false }
    if first == UInt8(ascii: "-") { return length > 1 && text[1] != 0x30 }
    return first != 0x30 || length == 1
  }
}

/// Reads decimal numbers from bytes.
enum DecimalText {
  enum Outcome {
    /// `places` counts the digits after the point; -1 when the text has an exponent or ends with the
    /// point.
    case value(Double, places: Int)
    case overflow
    case malformed
  }

  /// Exact as doubles up to 10^22.
  static let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
    1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// Reads an optional sign, digits with an optional point, and an optional exponent that fill all
  /// bytes. Correctly rounded: up to 15 digits by one exact division (Clinger 1990), else by
  /// `std::from_chars`.
  @inline(__always)
  static func parse(
    _ text: UnsafePointer<UInt8>, _ length: Int, powers: UnsafePointer<Double>
  ) -> Outcome {
    guard length > 0 else { return .malformed }
    let isNegative = text[0] == UInt8(ascii: "-")
    let first = isNegative || text[0] == UInt8(ascii: "+") ? 1 : 0
    if length - first <= 16 {
      var mantissa: UInt64 = 0
      var point = -1
      var position = first
      while position < length {
        let digit = text[position] &- 0x30
        if digit <= 9 {
          mantissa = mantissa &* 10 &+ UInt64(digit)
        } else if text[position] == UInt8(ascii: "."), point < 0 {
          point = position
        } else {
          break
        }
        position += 1
      }
      let digits = position - first - (point < 0 ? 0 : 1)
      if position == length, digits > 0, digits <= 15 {
        let places = point < 0 ? 0 : length - point - 1
        let magnitude = Double(mantissa) / powers[places]
        return .value(
          isNegative ? -magnitude : magnitude, places: point >= 0 && places == 0 ? -1 : places)
      }
    }
    return parseSlowly(text, length, first: first, isNegative: isNegative)
  }

  @inline(never)
  private static func parseSlowly(
    _ text: UnsafePointer<UInt8>, _ length: Int, first: Int, isNegative: Bool
  ) -> Outcome {
    // from_chars would accept "inf" and "nan", and a second sign after a plus.
    guard first < length,
      text[first] &- 0x30 <= 9 || text[first] == UInt8(ascii: ".")
    else { return .malformed }
    var magnitude = 0.0
    let start = UnsafeRawPointer(text + first).assumingMemoryBound(to: CChar.self)
    switch kindred_parse_double(start, length - first, &magnitude) {
    case kindred_number_ok: break
    case kindred_number_overflow: return .overflow
    default: return .malformed
    }
    var point = -1
    for position in first..<length {
      if text[position] == UInt8(ascii: ".") { point = position }
      if text[position] | 0x20 == UInt8(ascii: "e") {
        return .value(isNegative ? -magnitude : magnitude, places: -1)
      }
    }
    let places = point < 0 ? 0 : length - point - 1
    return .value(
      isNegative ? -magnitude : magnitude, places: point >= 0 && places == 0 ? -1 : places)
  }
}
