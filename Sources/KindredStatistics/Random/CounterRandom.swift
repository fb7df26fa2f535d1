/// Random numbers as a pure function of where they are used: (seed, stream, row, lane).
///
/// There is no state to share, so neither the order of use nor the number of threads changes
/// anything.
public struct CounterRandom: Sendable, Equatable {
  private let seed: UInt64
  private let stream: UInt64

  /// - Parameter stream: tells uses of one seed apart; see `stream(_:)`.
  public init(seed: UInt64, stream: UInt64) {
    self.seed = seed
    self.stream = stream
  }

  /// A stream number for a list of names (FNV-1a over their bytes, with a mark after each).
  public static func stream(_ parts: String...) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for part in parts {
      for byte in part.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
      hash = (hash ^ 0xFF) &* 0x100_0000_01B3
    }
    return hash
  }

  /// 64 random bits. Four lanes (0...3, 4...7, and so on) share one call of the generator.
  public func bits(row: UInt64, lane: UInt64 = 0) -> UInt64 {
    let block = block(row: row, group: lane >> 2)
    switch lane & 3 {
    case 0: return block.0
    case 1: return block.1
    case 2: return block.2
    default: return block.3
    }
  }

  /// A number in (0, 1), never 0 or 1: an odd multiple of 2^-53.
  public func uniform(row: UInt64, lane: UInt64 = 0) -> Double {
    Self.uniform(bits(row: row, lane: lane))
  }

  /// A standard normal number.
  public func normal(row: UInt64, lane: UInt64 = 0) -> Double {
    Normal.quantile(uniform(row: row, lane: lane))
  }

  /// A whole number in `0..<bound`; 0 when the bound is 0. Its bias is below 2^-64 per value.
  public func integer(below bound: UInt64, row: UInt64, lane: UInt64 = 0) -> UInt64 {
    bits(row: row, lane: lane).multipliedFullWidth(by: bound).high
  }

  /// Writes `uniform(row: firstRow + i, lane: l)` to `target[i * lanes + l]`.
  public func fillUniforms(
    firstRow: UInt64, rows: Int, lanes: Int, into target: UnsafeMutablePointer<Double>
  ) {
    var next = target
    for row in 0..<UInt64(rows) {
      var lane = 0
      while lane < lanes {
        let block = block(row: firstRow &+ row, group: UInt64(lane >> 2))
        next[0] = Self.uniform(block.0)
        if lane + 1 < lanes { next[1] = Self.uniform(block.1) }
        if lane + 2 < lanes { next[2] = Self.uniform(block.2) }
        if lane + 3 < lanes { next[3] = Self.uniform(block.3) }
        let used = min(4, lanes - lane)
        next += used
        lane += used
      }
    }
  }

  /// Writes `normal(row: firstRow + i, lane: l)` to `target[i * lanes + l]`.
  public func fillNormals(
    firstRow: UInt64, rows: Int, lanes: Int, into target: UnsafeMutablePointer<Double>
  ) {
    fillUniforms(firstRow: firstRow, rows: rows, lanes: lanes, into: target)
    Normal.quantile(UnsafeBufferPointer(start: target, count: rows * lanes), into: target)
  }

  @inline(__always)
  private func block(row: UInt64, group: UInt64) -> (UInt64, UInt64, UInt64, UInt64) {
    Philox.block(counter: (row, group, 0, 0), key: (seed, stream))
  }

  @inline(__always)
  private static func uniform(_ bits: UInt64) -> Double {
    // 52 bits and a half are exact; with 53 the upper half would round to even, and the last to 1.
    (Double(bits >> 12) + 0.5) * 0x1p-52
  }
}
