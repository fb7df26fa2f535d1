import CKindredText

/// Growing raw memory that text is printed into; hot loops reserve once and then store bytes.
package struct TextBuffer: ~Copyable {
  package private(set) var base: UnsafeMutablePointer<UInt8>
  package private(set) var count = 0
  private var capacity: Int
  /// Bytes allocated beyond the capacity, so that short texts can be copied as one vector.
  private static let slack = 16

  package init(capacity: Int = 1 << 16) {
    self.capacity = max(capacity, 64)
    base = .allocate(capacity: self.capacity + Self.slack)
  }

  deinit { base.deallocate() }

  package var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: base, count: count) }

  package mutating func removeAll() { count = 0 }

  /// Makes room for `additional` more bytes.
  @inline(__always)
  package mutating func reserve(_ additional: Int) {
    if capacity - count < additional { grow(additional) }
  }

  @inline(never)
  private mutating func grow(_ additional: Int) {
    capacity = max(capacity * 2, count + additional)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + Self.slack)
    larger.update(from: base, count: count)
    base.deallocate()
    base = larger
  }

  @inline(__always)
  package mutating func append(_ byte: UInt8) {
    reserve(1)
    base[count] = byte
    count += 1
  }

  /// Appends a byte where room has been reserved.
  @inline(__always)
  mutating func put(_ byte: UInt8) {
    base[count] = byte
    count += 1
  }

  /// Appends a part of another buffer where room has been reserved.
  @inline(__always)
  package mutating func put(_ source: borrowing TextBuffer, from start: Int, count length: Int) {
    let target = UnsafeMutableRawPointer(base + count)
    if length <= Self.slack {
      // Copies bytes too many, which the next text overwrites; the slack of both holds them.
      let vector = UnsafeRawPointer(source.base + start).loadUnaligned(as: SIMD16<UInt8>.self)
      target.storeBytes(of: vector, as: SIMD16<UInt8>.self)
    } else {
      target.copyMemory(from: source.base + start, byteCount: length)
    }
    count += length
  }

  @inline(__always)
  package mutating func append(_ source: UnsafePointer<UInt8>, count length: Int) {
    reserve(length)
    (base + count).update(from: source, count: length)
    count += length
  }

  /// Overwrites the last byte, if there is one.
  @inline(__always)
  mutating func replaceLast(by byte: UInt8) {
    if count > 0 { base[count - 1] = byte }
  }

  /// Appends an integer, the most significant byte first.
  package mutating func append(bigEndian value: Int16) {
    reserve(2)
    UnsafeMutableRawPointer(base + count).storeBytes(of: value.bigEndian, as: Int16.self)
    count += 2
  }

  /// Appends an integer, the most significant byte first.
  package mutating func append(bigEndian value: Int32) {
    reserve(4)
    UnsafeMutableRawPointer(base + count).storeBytes(of: value.bigEndian, as: Int32.self)
    count += 4
  }

  /// Appends an integer, the most significant byte first.
  package mutating func append(bigEndian value: Int64) {
    reserve(8)
    UnsafeMutableRawPointer(base + count).storeBytes(of: value.bigEndian, as: Int64.self)
    count += 8
  }

  /// Overwrites four bytes at a place within.
  package mutating func overwrite(bigEndian value: Int32, at place: Int) {
    guard place >= 0, place + 4 <= count else { return }
    UnsafeMutableRawPointer(base + place).storeBytes(of: value.bigEndian, as: Int32.self)
  }

  mutating func append(_ text: some Sequence<UInt8>) {
    for byte in text { append(byte) }
  }

  /// The decimal digits of an integer, with a minus sign where needed.
  @inline(__always)
  package mutating func append(integer: Int64) {
    if integer < 0 { append(UInt8(ascii: "-")) }
    append(natural: integer.magnitude, width: 1)
  }

  /// Decimal digits, zero-padded to at least `width`.
  mutating func append(natural: UInt64, width: Int) {
    reserve(max(20, width))
    var digits = 1
    var bound: UInt64 = 10
    while digits < 20, natural >= bound {
      digits += 1
      let (next, overflow) = bound.multipliedReportingOverflow(by: 10)
      if overflow { break }
      bound = next
    }
    digits = max(digits, width)
    var rest = natural
    var position = count + digits
    while position > count {
      position -= 1
      let quotient = rest / 10
      base[position] = UInt8(truncatingIfNeeded: rest &- quotient &* 10) &+ 0x30
      rest = quotient
    }
    count += digits
  }

  /// A finite decimal with that many places, or, without `places`, the shortest text that reads back
  /// as the same number (always with a point or an exponent, so that it reads as a decimal).
  package mutating func append(decimal: Double, places: Int?) {
    guard var places else { return appendShortest(decimal) }
    places = min(max(places, 0), 400)
    if places < DecimalText.powersOfTen.count {
      // The product is off by less than its own rounding, which matters only next to a tie.
      let scaled = decimal.magnitude * DecimalText.powersOfTen[places]
      let rounded = scaled.rounded(.toNearestOrEven)
      if scaled < 1e15, (scaled - rounded).magnitude < 0.499 {
        return appendScaled(UInt64(rounded), isNegative: decimal < 0, places: places)
      }
    }
    guard decimal.magnitude < 1e15 else { return appendShortest(decimal) }
    let capacity = 32 + places
    reserve(capacity)
    let target = UnsafeMutableRawPointer(base + count).assumingMemoryBound(to: CChar.self)
    count += kindred_print_double_fixed(decimal, CInt(clamping: places), target, capacity)
  }

  private mutating func appendScaled(_ scaled: UInt64, isNegative: Bool, places: Int) {
    if isNegative, scaled != 0 { append(UInt8(ascii: "-")) }
    guard places > 0 else { return append(natural: scaled, width: 1) }
    append(natural: scaled, width: places + 1)
    reserve(1)
    let point = count - places
    var position = count
    while position > point {
      base[position] = base[position - 1]
      position -= 1
    }
    base[point] = UInt8(ascii: ".")
    count += 1
  }

  private mutating func appendShortest(_ decimal: Double) {
    reserve(34)
    let target = UnsafeMutableRawPointer(base + count).assumingMemoryBound(to: CChar.self)
    let start = count
    count += kindred_print_double_shortest(decimal, target, 32)
    for position in start..<count
    where base[position] == UInt8(ascii: ".") || base[position] == UInt8(ascii: "e") {
      return
    }
    append(UInt8(ascii: "."))
    append(UInt8(ascii: "0"))
  }
}
