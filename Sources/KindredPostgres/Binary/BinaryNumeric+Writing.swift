import KindredData

extension BinaryNumeric {
  /// Appends the binary form of `magnitude / 10^scale`.
  /// - Parameter scale: 0...18.
  static func append(
    magnitude: UInt64, isNegative: Bool, scale: Int, to buffer: inout TextBuffer
  ) {
    // Base-10,000 digits must not straddle the point. The remainder of what the shift drops is kept
    // by splitting first.
    let shift = powersOfTen[(4 - scale % 4) % 4]
    let fractionDigits = (scale + 3) / 4
    let (whole, fraction) = magnitude.quotientAndRemainder(dividingBy: powersOfTen[scale])
    // The fraction is below 10^18, aligned below 10^20: split it to stay within 64 bits.
    var digits = Digits()
    var rest = fraction
    for place in 0..<fractionDigits {
      if place == 0, shift > 1 {
        let unit = 10_000 / shift
        digits.prepend(rest % unit * shift)
        rest /= unit
      } else {
        digits.prepend(rest % 10_000)
        rest /= 10_000
      }
    }
    rest = whole
    var weight = -1
    while rest > 0 {
      digits.prepend(rest % 10_000)
      rest /= 10_000
      weight += 1
    }
    append(digits, weight: weight, isNegative: isNegative, scale: scale, to: &buffer)
  }

  /// At most five digits above the point and five below.
  private struct Digits {
    var storage = InlineArray<12, UInt16>(repeating: 0)
    var count = 0

    @inline(__always)
    mutating func prepend(_ digit: UInt64) {
      storage[11 - count] = UInt16(truncatingIfNeeded: digit)
      count += 1
    }

    @inline(__always)
    subscript(index: Int) -> UInt16 { storage[12 - count + index] }
  }

  private static func append(
    _ digits: Digits, weight: Int, isNegative: Bool, scale: Int, to buffer: inout TextBuffer
  ) {
    var (first, end, weight) = (0, digits.count, weight)
    while first < end, digits[first] == 0 {
      first += 1
      weight -= 1
    }
    while end > first, digits[end - 1] == 0 { end -= 1 }
    let isZero = first == end
    appendHeader(
      digits: end - first, weight: isZero ? 0 : weight, isNegative: isNegative && !isZero,
      scale: scale, to: &buffer)
    for index in first..<end { buffer.append(bigEndian: Int16(bitPattern: digits[index])) }
  }

  private static func appendHeader(
    digits: Int, weight: Int, isNegative: Bool, scale: Int, to buffer: inout TextBuffer
  ) {
    buffer.append(bigEndian: Int16(truncatingIfNeeded: digits))
    buffer.append(bigEndian: Int16(truncatingIfNeeded: weight))
    buffer.append(bigEndian: isNegative ? 0x4000 as Int16 : 0)
    buffer.append(bigEndian: Int16(truncatingIfNeeded: scale))
  }

  /// Appends the binary form of a number in decimal digits, with an optional sign, point and
  /// exponent; false, with nothing appended, for other text and beyond what a numeric can hold.
  static func append(text: UnsafeBufferPointer<UInt8>, to buffer: inout TextBuffer) -> Bool {
    guard var number = DecimalDigits(text) else { return false }
    number.trim()
    let places = max(0, number.digits.count - number.pointPosition)
    guard places <= 16_383, number.pointPosition <= 131_072 else { return false }
    guard !number.digits.isEmpty else {
      appendHeader(digits: 0, weight: 0, isNegative: false, scale: 0, to: &buffer)
      return true
    }
    // The power of ten of the first digit, and that of the base-10,000 digit it belongs to.
    let exponent = number.pointPosition - 1
    let weight = exponent >= 0 ? exponent / 4 : (exponent - 3) / 4
    let lead = exponent - 4 * weight + 1
    let count = 1 + max(0, number.digits.count - lead + 3) / 4
    appendHeader(
      digits: count, weight: weight, isNegative: number.isNegative, scale: places, to: &buffer)
    var position = 0
    for index in 0..<count {
      var digit: Int16 = 0
      for _ in 0..<(index == 0 ? lead : 4) {
        digit = digit * 10 + (position < number.digits.count ? Int16(number.digits[position]) : 0)
        position += 1
      }
      buffer.append(bigEndian: digit)
    }
    return true
  }

  private static let powersOfTen: [UInt64] = (0...18).map { exponent in
    (0..<exponent).reduce(1) { power, _ in power * 10 }
  }
}

/// A decimal number as digits.
private struct DecimalDigits {
  var isNegative = false
  /// 0...9 each.
  var digits: [UInt8] = []
  /// Digits before the point; may lie outside the digits.
  var pointPosition = 0

  init?(_ text: UnsafeBufferPointer<UInt8>) {
    var position = 0
    if let first = text.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
      isNegative = first == UInt8(ascii: "-")
      position = 1
    }
    var hasPoint = false
    var exponent = 0
    while position < text.count {
      let byte = text[position]
      position += 1
      if byte &- 0x30 <= 9 {
        digits.append(byte &- 0x30)
        if !hasPoint { pointPosition += 1 }
      } else if byte == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
      } else if byte | 0x20 == UInt8(ascii: "e"), !digits.isEmpty {
        let rest = String(decoding: text[position...], as: UTF8.self)
        guard let value = Int(rest), value.magnitude < 100_000 else { return nil }
        exponent = value
        position = text.count
      } else {
        return nil
      }
    }
    guard !digits.isEmpty else { return nil }
    pointPosition += exponent
  }

  /// Drops zeros at both ends.
  mutating func trim() {
    let zeros = digits.prefix { $0 == 0 }.count
    digits.removeFirst(zeros)
    pointPosition -= zeros
    while digits.last == 0 { digits.removeLast() }
    if digits.isEmpty { isNegative = false }
  }
}
