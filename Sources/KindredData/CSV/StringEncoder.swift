/// Collects distinct strings and numbers them in the order in which they first occur: open
/// addressing with linear probing over a hash of the bytes.
package struct StringEncoder {
  /// The strings so far.
  package private(set) var pool = StringPool()
  /// High half: hash. Low half: code + 1; 0 marks a free slot.
  private var slots: [UInt64]
  private var limit: Int

  /// An encoder of no strings.
  package init() {
    slots = Array(repeating: 0, count: 32)
    limit = 16
  }

  /// Makes room for that many distinct strings in one step.
  mutating func reserve(_ distinct: Int) {
    var size = slots.count
    while size / 2 < distinct, size < 1 << 31 { size *= 2 }
    if size > slots.count { grow(to: size) }
  }

  /// The code of the string, which is added when it is new; nil when there are more distinct
  /// strings than codes.
  /// - Complexity: O(length) on average.
  @inline(__always)
  package mutating func code(of text: UnsafePointer<UInt8>, _ length: Int) -> Int32? {
    let hash = Self.hash(text, length)
    let mask = slots.count - 1
    var index = Int(hash) & mask
    while true {
      let slot = slots.withUnsafeBufferPointer { $0[index] }
      if slot == 0 { return add(text, length, hash: hash, at: index) }
      if slot >> 32 == UInt64(hash) {
        let code = Int(slot & 0xFFFF_FFFF) - 1
        if pool.equals(code, text, length) { return Int32(truncatingIfNeeded: code) }
      }
      index = (index + 1) & mask
    }
  }

  /// The code of a string, which is added when it is new.
  package mutating func code(of text: String) -> Int32? {
    var text = text
    return text.withUTF8 { bytes in
      // An empty buffer may have no address, but an empty text has a code all the same.
      bytes.baseAddress.map { code(of: $0, bytes.count) }
        ?? withUnsafePointer(to: 0) { code(of: $0, 0) }
    }
  }

  /// The codes of a dictionary's strings, in its order; nil when there are more distinct strings than
  /// codes.
  package mutating func codes(of dictionary: StringPool) -> [Int32]? {
    var codes: [Int32] = []
    codes.reserveCapacity(dictionary.count)
    var empty: UInt8 = 0
    dictionary.bytes.withUnsafeBufferPointer { bytes in
      for index in 0..<dictionary.count {
        let start = dictionary.offsets[index]
        let length = dictionary.offsets[index + 1] - start
        let code =
          bytes.baseAddress.map { self.code(of: $0 + start, length) } ?? self.code(of: &empty, 0)
        guard let code else { return }
        codes.append(code)
      }
    }
    return codes.count == dictionary.count ? codes : nil
  }

  /// The code of the string, nil when it has not been added.
  /// - Complexity: O(length) on average.
  func existingCode(of text: UnsafePointer<UInt8>, _ length: Int) -> Int32? {
    let hash = Self.hash(text, length)
    let mask = slots.count - 1
    var index = Int(hash) & mask
    while slots[index] != 0 {
      if slots[index] >> 32 == UInt64(hash) {
        let code = Int(slots[index] & 0xFFFF_FFFF) - 1
        if pool.equals(code, text, length) { return Int32(truncatingIfNeeded: code) }
      }
      index = (index + 1) & mask
    }
    return nil
  }

  @inline(never)
  private mutating func add(
    _ text: UnsafePointer<UInt8>, _ length: Int, hash: UInt32, at index: Int
  ) -> Int32? {
    let code = pool.count
    guard code < Int(Int32.max) else { return nil }
    pool.append(utf8: UnsafeBufferPointer(start: text, count: length))
    slots[index] = UInt64(hash) << 32 | UInt64(code + 1)
    if pool.count > limit { grow(to: slots.count * 2) }
    return Int32(truncatingIfNeeded: code)
  }

  private mutating func grow(to size: Int) {
    let mask = size - 1
    var larger = [UInt64](repeating: 0, count: size)
    for slot in slots where slot != 0 {
      var index = Int(slot >> 32) & mask
      while larger[index] != 0 { index = (index + 1) & mask }
      larger[index] = slot
    }
    slots = larger
    limit = size / 2
  }

  /// Mixes eight bytes at a time by a folded 128-bit product, as wyhash does.
  @inline(__always)
  private static func hash(_ text: UnsafePointer<UInt8>, _ length: Int) -> UInt32 {
    let raw = UnsafeRawPointer(text)
    var state = UInt64(truncatingIfNeeded: length) ^ 0xA076_1D64_78BD_642F
    var position = 0
    while position + 8 <= length {
      state = mix(
        state ^ raw.loadUnaligned(fromByteOffset: position, as: UInt64.self),
        0xE703_7ED1_A0B4_28DB)
      position += 8
    }
    var rest: UInt64 = 0
    while position < length {
      rest = rest << 8 | UInt64(text[position])
      position += 1
    }
    state = mix(state ^ rest, 0x8EBC_6AF0_9C88_C6E3)
    return UInt32(truncatingIfNeeded: state ^ state >> 32)
  }

  @inline(__always)
  private static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }
}

extension StringPool {
  /// Whether string `index` has these bytes.
  @inline(__always)
  func equals(_ index: Int, _ text: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    let start = offsets.withUnsafeBufferPointer { $0[index] }
    let end = offsets.withUnsafeBufferPointer { $0[index + 1] }
    guard end - start == length else { return false }
    return bytes.withUnsafeBufferPointer { all in
      var position = 0
      while position < length {
        if all[start + position] != text[position] { return false }
        position += 1
      }
      return true
    }
  }
}
