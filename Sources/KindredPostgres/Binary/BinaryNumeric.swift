import KindredData

/// PostgreSQL's binary form of `numeric`: a count of digits in base 10,000, the weight of the first
/// one, a sign, the number of decimal places shown, and the digits, all of 16 bits, big-endian
/// (`numeric_send` and `numeric_recv` of the server).
struct BinaryNumeric {
  /// What bytes say.
  enum Outcome {
    case value(BinaryNumeric)
    /// NaN or an infinity.
    case notFinite
    case malformed
  }

  private static let negative: UInt16 = 0x4000
  private static let notANumber: UInt16 = 0xC000
  private static let infinities: ClosedRange<UInt16> = 0xD000...0xF000

  let bytes: UnsafeRawBufferPointer
  let count: Int
  /// Power of 10,000 of the first digit.
  let weight: Int
  let isNegative: Bool
  /// Decimal places.
  let scale: Int

  static func read(_ bytes: UnsafeRawBufferPointer) -> Outcome {
    guard bytes.count >= 8 else { return .malformed }
    let count = Int(bytes.bigEndian(at: 0, as: UInt16.self))
    let weight = Int(bytes.bigEndian(at: 2, as: Int16.self))
    let sign = bytes.bigEndian(at: 4, as: UInt16.self)
    let scale = Int(bytes.bigEndian(at: 6, as: UInt16.self))
    if sign == notANumber || infinities.contains(sign) { return .notFinite }
    guard sign == 0 || sign == negative, bytes.count == 8 + 2 * count, scale <= 0x3FFF else {
      return .malformed
    }
    for index in 0..<count where bytes.bigEndian(at: 8 + 2 * index, as: UInt16.self) > 9999 {
      return .malformed
    }
    return .value(
      BinaryNumeric(
        bytes: bytes, count: count, weight: weight, isNegative: sign == negative, scale: scale))
  }

  private func digit(_ index: Int) -> UInt64 {
    guard 0..<count ~= index else { return 0 }
    return UInt64(bytes.bigEndian(at: 8 + 2 * index, as: UInt16.self))
  }

  /// The number, when it is whole and fits.
  var integer: Int64? {
    guard count > 0 else { return 0 }
    guard weight >= 0, weight < 5 else { return nil }
    for index in (weight + 1)..<max(count, weight + 1) where digit(index) != 0 { return nil }
    var magnitude: UInt64 = 0
    for index in 0...weight {
      let (product, tooLarge) = magnitude.multipliedReportingOverflow(by: 10_000)
      let (sum, stillTooLarge) = product.addingReportingOverflow(digit(index))
      guard !tooLarge, !stillTooLarge else { return nil }
      magnitude = sum
    }
    guard magnitude <= (isNegative ? 1 << 63 : (1 << 63) - 1) else { return nil }
    return isNegative
      ? 0 &- Int64(truncatingIfNeeded: magnitude) : Int64(truncatingIfNeeded: magnitude)
  }

  /// The nearest double; nil beyond the largest.
  var double: Double? {
    guard count > 0 else { return 0 }
    // Exact numerator and power of ten, then one correctly rounded division (Clinger 1990).
    let exponent = 4 * (weight - count + 1)
    if count <= 4, -20...20 ~= exponent {
      var mantissa: UInt64 = 0
      for index in 0..<count { mantissa = mantissa * 10_000 + digit(index) }
      if mantissa < 1 << 53 {
        let power = DecimalPowers.exact[exponent.magnitude < 23 ? Int(exponent.magnitude) : 0]
        let magnitude = exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
        return isNegative ? -magnitude : magnitude
      }
    }
    // What is beyond for sure needs no text, which may be long.
    if weight > 77, digit(0) != 0 { return nil }
    guard let value = Double(text), value.isFinite else { return nil }
    return value
  }

  /// The number in decimal digits, with as many places as it shows.
  var text: String {
    var result: [UInt8] = isNegative ? [UInt8(ascii: "-")] : []
    if weight < 0 || count == 0 {
      result.append(UInt8(ascii: "0"))
    } else {
      result.append(contentsOf: String(digit(0)).utf8)
      append(1..<(weight + 1), to: &result)
    }
    guard scale > 0 else { return String(decoding: result, as: UTF8.self) }
    result.append(UInt8(ascii: "."))
    let end = result.count + scale
    // Digits before the first one are zeros.
    let zeros = min(4 * max(-1 - weight, 0), scale)
    result.append(contentsOf: repeatElement(0x30, count: zeros))
    let first = max(weight + 1, 0)
    append(first..<(first + (scale - zeros + 3) / 4), to: &result)
    result.removeLast(result.count - end)
    return String(decoding: result, as: UTF8.self)
  }

  /// Appends four decimal digits for each of a range of digits; those after the last are zeros.
  private func append(_ places: Range<Int>, to result: inout [UInt8]) {
    let known = places.clamped(to: 0..<max(count, 0))
    for index in known {
      let digit = digit(index)
      result.append(0x30 + UInt8(truncatingIfNeeded: digit / 1000))
      result.append(0x30 + UInt8(truncatingIfNeeded: digit / 100 % 10))
      result.append(0x30 + UInt8(truncatingIfNeeded: digit / 10 % 10))
      result.append(0x30 + UInt8(truncatingIfNeeded: digit % 10))
    }
    let zeros = places.count - known.count
    result.append(contentsOf: repeatElement(0x30, count: 4 * zeros))
  }
}

/// Powers of ten that doubles hold exactly.
enum DecimalPowers {
  static let exact: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
    1e18, 1e19, 1e20, 1e21, 1e22,
  ]
}

extension UnsafeRawBufferPointer {
  /// The big-endian number at an offset; the caller has checked that it lies within.
  @inline(__always)
  func bigEndian<Number: FixedWidthInteger & BitwiseCopyable>(
    at offset: Int, as type: Number.Type
  ) -> Number {
    Number(bigEndian: loadUnaligned(fromByteOffset: offset, as: type))
  }
}
