/// A set of bins 0...255.
public struct BinSet: Sendable, Equatable {
  /// 64 bins a word, the lowest first.
  public var words: SIMD4<UInt64>

  /// The empty set, or the bins of these words.
  public init(words: SIMD4<UInt64> = .zero) { self.words = words }

  /// The bins up to one.
  public init(through bin: Int) {
    self.init()
    for other in 0...min(max(0, bin), 255) { insert(other) }
  }

  /// Adds a bin in 0...255.
  mutating func insert(_ bin: Int) { words[(bin >> 6) & 3] |= 1 << UInt64(bin & 63) }

  /// Whether a bin is in the set.
  public func contains(_ bin: UInt8) -> Bool {
    words[Int(bin >> 6)] >> UInt64(bin & 63) & 1 == 1
  }

  /// Number of bins.
  public var count: Int {
    words[0].nonzeroBitCount + words[1].nonzeroBitCount + words[2].nonzeroBitCount
      + words[3].nonzeroBitCount
  }

  /// The bins that are not in the set.
  var complement: BinSet { BinSet(words: ~words) }
}
