import Glibc

/// Reproducible random numbers for generated data (SplitMix64).
struct Draws {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// A number in (0, 1).
  mutating func uniform() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
    return (Double((bits ^ bits >> 31) >> 12) + 0.5) * 0x1p-52
  }

  mutating func normal(_ mean: Double, _ deviation: Double) -> Double {
    // Box and Muller, the second number given up.
    let radius = (-2 * log(uniform())).squareRoot()
    return mean + deviation * radius * cos(2 * .pi * uniform())
  }

  mutating func chance(_ probability: Double) -> Bool { uniform() < probability }

  /// The index of a share, shares adding up to 1.
  mutating func choice(_ shares: [Double]) -> Int {
    var left = uniform()
    for (index, share) in shares.dropLast().enumerated() {
      left -= share
      if left < 0 { return index }
    }
    return shares.count - 1
  }

  /// A Poisson number by multiplication, for small means.
  mutating func poisson(_ mean: Double) -> Int {
    let bound = exp(-mean)
    var product = uniform()
    var count = 0
    while product > bound {
      product *= uniform()
      count += 1
    }
    return count
  }
}
