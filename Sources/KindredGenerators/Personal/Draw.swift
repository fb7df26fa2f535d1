import KindredStatistics

/// Numbers below bounds, cut from the random bits of one row.
struct Draw {
  private var bits: UInt64
  private var left = 64
  private var lane: UInt64
  private let random: CounterRandom
  private let row: UInt64

  /// - Parameter lane: the first of the row's lanes that is used.
  @inline(__always)
  init(_ random: CounterRandom, row: UInt64, lane: UInt64 = 0) {
    self.random = random
    self.row = row
    self.lane = lane
    bits = random.bits(row: row, lane: lane)
  }

  /// A number in `0..<bound`. Bounds up to 2^16 cost 32 bits and have a bias below 2^-16; larger
  /// ones cost 64 bits.
  @inline(__always)
  mutating func below(_ bound: UInt64) -> UInt64 {
    if bound <= 1 << 16 {
      if left < 32 { refill() }
      let part = bits & 0xFFFF_FFFF
      bits >>= 32
      left -= 32
      return (part &* bound) >> 32
    }
    if left < 64 { refill() }
    left = 0
    return bits.multipliedFullWidth(by: bound).high
  }

  /// Whether something of a probability in 0...1 happens.
  @inline(__always)
  mutating func happens(_ probability: Double) -> Bool {
    Double(below(1 << 16)) < probability * 65_536
  }

  private mutating func refill() {
    lane += 1
    bits = random.bits(row: row, lane: lane)
    left = 64
  }
}
