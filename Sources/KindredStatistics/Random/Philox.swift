/// Philox4x64-10, a counter-based generator: ten rounds of multiplication and exchange that turn
/// a counter of 256 bits and a key of 128 bits into 256 random bits.
///
/// Source: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as
/// 1, 2, 3", SC'11.
enum Philox {
  @inline(__always)
  static func block(
    counter: (UInt64, UInt64, UInt64, UInt64), key: (UInt64, UInt64)
  ) -> (UInt64, UInt64, UInt64, UInt64) {
    var (c0, c1, c2, c3) = counter
    var (k0, k1) = key
    for round in 0..<10 {
      if round > 0 {
        k0 &+= 0x9E37_79B9_7F4A_7C15
        k1 &+= 0xBB67_AE85_84CA_A73B
      }
      let first = c0.multipliedFullWidth(by: 0xD2E7_470E_E14C_6C93)
      let second = c2.multipliedFullWidth(by: 0xCA5A_8263_9512_1157)
      (c0, c1, c2, c3) = (
        second.high ^ c1 ^ k0, second.low, first.high ^ c3 ^ k1, first.low
      )
    }
    return (c0, c1, c2, c3)
  }
}
