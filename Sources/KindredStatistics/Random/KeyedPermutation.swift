/// A random permutation of `0..<count` that is never stored: any place can be looked up both ways.
///
/// A Feistel network of six rounds permutes the next power of four; places outside are walked on
/// until they fall inside, four steps on average or fewer. Good enough to mix rows, not to hide
/// them. Source: J. Black, P. Rogaway, "Ciphers with arbitrary finite domains", CT-RSA 2002.
public struct KeyedPermutation: Sendable {
  private let count: UInt64
  private let halfBits: UInt64
  private let keys: [UInt64]

  /// - Parameter random: its rows 0...5 in lane 7 become the keys.
  public init(count: UInt64, random: CounterRandom) {
    self.count = count
    let bits = count < 2 ? 2 : UInt64(64 - (count - 1).leadingZeroBitCount)
    halfBits = max(1, (bits + 1) / 2)
    keys = (0..<6).map { random.bits(row: $0, lane: 7) }
  }

  /// Where place `index` goes. Indices outside are returned as they are.
  public func callAsFunction(_ index: UInt64) -> UInt64 {
    guard index < count else { return index }
    var place = index
    repeat { place = encrypt(place) } while place >= count
    return place
  }

  /// Which place goes to `index`. Indices outside are returned as they are.
  public func inverse(_ index: UInt64) -> UInt64 {
    guard index < count else { return index }
    var place = index
    repeat { place = decrypt(place) } while place >= count
    return place
  }

  private var mask: UInt64 { (1 << halfBits) - 1 }

  private func mix(_ half: UInt64, _ key: UInt64) -> UInt64 {
    var value = half ^ key
    value = (value ^ (value >> 31)) &* 0x7FB5_D329_728E_A185
    value = (value ^ (value >> 27)) &* 0x81DA_DEF4_BC2D_D44D
    return (value ^ (value >> 33)) & mask
  }

  private func encrypt(_ value: UInt64) -> UInt64 {
    var left = value >> halfBits
    var right = value & mask
    for key in keys { (left, right) = (right, left ^ mix(right, key)) }
    return left << halfBits | right
  }

  private func decrypt(_ value: UInt64) -> UInt64 {
    var left = value >> halfBits
    var right = value & mask
    for key in keys.reversed() { (left, right) = (right ^ mix(left, key), left) }
    return left << halfBits | right
  }
}
