/// A packed sequence of bits: one per row, set where the row has a value.
public struct Bitmap: Sendable, Equatable {
  /// Bits in words of 64, least significant first; bits beyond `count` are zero.
  public private(set) var words: [UInt64]
  /// Number of bits.
  public private(set) var count: Int

  /// A bitmap of `count` bits, all equal to `value`.
  public init(repeating value: Bool, count: Int) {
    self.count = count
    words = Array(repeating: value ? ~0 : 0, count: (count + 63) / 64)
    clearTail()
  }

  /// A bitmap with the bits of `bits`.
  public init(_ bits: some Collection<Bool>) {
    self.init(repeating: false, count: bits.count)
    for (index, bit) in bits.enumerated() where bit { words[index >> 6] |= 1 << UInt64(index & 63) }
  }

  /// A bitmap with the opposites of `flags`: set bits are values where the flags say null.
  public init(opposites flags: ArraySlice<Bool>) {
    self.init(repeating: true, count: flags.count)
    flags.withUnsafeBufferPointer { flags in
      for index in flags.indices where flags[index] {
        words[index >> 6] &= ~(1 << UInt64(index & 63))
      }
    }
  }

  /// The bit of an index.
  public subscript(index: Int) -> Bool {
    get { words[index >> 6] >> UInt64(index & 63) & 1 != 0 }
    set {
      let mask = UInt64(1) << UInt64(index & 63)
      if newValue { words[index >> 6] |= mask } else { words[index >> 6] &= ~mask }
    }
  }

  /// Number of set bits.
  /// - Complexity: O(count / 64).
  public var setCount: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  /// Appends one bit.
  public mutating func append(_ bit: Bool) {
    if count & 63 == 0 { words.append(0) }
    count += 1
    if bit { words[(count - 1) >> 6] |= 1 << UInt64((count - 1) & 63) }
  }

  /// Appends all bits of another bitmap.
  public mutating func append(_ other: Bitmap) {
    if count & 63 == 0 {
      words.append(contentsOf: other.words)
      count += other.count
    } else {
      for index in 0..<other.count { append(other[index]) }
    }
  }

  private mutating func clearTail() {
    if count & 63 != 0, let last = words.indices.last {
      words[last] &= (1 << UInt64(count & 63)) - 1
    }
  }
}
