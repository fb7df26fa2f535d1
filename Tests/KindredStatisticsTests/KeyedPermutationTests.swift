import KindredStatistics
import Testing

struct KeyedPermutationTests {
  private static let random = CounterRandom(seed: 77, stream: 5)

  private func images(of count: UInt64, random: CounterRandom = random) -> [UInt64] {
    let permutation = KeyedPermutation(count: count, random: random)
    return (0..<count).map { permutation($0) }
  }

  @Test(arguments: [
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100, 127, 128, 129, 255, 256,
    257, 511, 512, 513, 1000, 1023, 1024, 1025, 4095, 4096, 4097,
  ])
  func everyPlaceIsTakenOnce(count: UInt64) {
    let permutation = KeyedPermutation(count: count, random: Self.random)
    let images = (0..<count).map { permutation($0) }
    #expect(images.sorted() == Array(0..<count))
    #expect(images.map { permutation.inverse($0) } == Array(0..<count))
  }

  @Test func placesOutsideStay() {
    for count in [0, 1, 5, 16] as [UInt64] {
      let permutation = KeyedPermutation(count: count, random: Self.random)
      for index in [count, count + 1, 1 << 40, .max] {
        #expect(permutation(index) == index && permutation.inverse(index) == index)
      }
    }
  }

  /// Just below, at and above the sizes at which the network grows, up to the largest there is.
  @Test(arguments: [
    0xFFFF_FFFF, 0x1_0000_0000, 0x1_0000_0001, 1_000_000_007, 0x4000_0000_0000_0001,
    0x8000_0000_0000_0000, 0x8000_0000_0000_0001, .max,
  ])
  func largePermutationsWorkBothWays(count: UInt64) {
    let permutation = KeyedPermutation(count: count, random: Self.random)
    let places = (0..<500).map { Self.random.integer(below: count, row: $0) } + [0, 1, count - 1]
    let images = places.map { permutation($0) }
    #expect(images.allSatisfy { $0 < count })
    #expect(images.map { permutation.inverse($0) } == places)
    #expect(places.map { permutation(permutation.inverse($0)) } == places)
    #expect(Set(images).count == Set(places).count)
  }

  @Test func keysMatter() {
    #expect(images(of: 100) == images(of: 100))
    #expect(images(of: 100) != images(of: 100, random: CounterRandom(seed: 78, stream: 5)))
    #expect(images(of: 100) != images(of: 100, random: CounterRandom(seed: 77, stream: 6)))
  }

  /// Correlations within 4 standard errors (1 / √n), fixed points (Poisson with mean 1) at most 7
  /// (beyond with probability 1e-5).
  @Test(arguments: [1000, 4096, 4097, 65_537])
  func imagesLookRandom(count: UInt64) {
    let images = images(of: count).map { Double($0) }
    let bound = 4 / Double(count).squareRoot()
    for lag in [1, 2, 3, 7] { #expect(abs(serialCorrelation(images, lag: lag)) < bound) }
    let mean = Double(count - 1) / 2
    let variance = (Double(count) * Double(count) - 1) / 12
    let withPlace = images.enumerated().reduce(0.0) {
      $0 + (Double($1.offset) - mean) * ($1.element - mean)
    }
    #expect(abs(withPlace / Double(count) / variance) < bound)
    #expect(images.enumerated().count { Double($0.offset) == $0.element } <= 7)
    // The first tenth goes everywhere: Kolmogorov-Smirnov at 99.9 % of draws without replacement,
    // which lie closer than draws with.
    let some = images.prefix(Int(count) / 10).map { ($0 + 0.5) / Double(count) }
    #expect(uniformDistance(some) < 1.949 / Double(some.count).squareRoot())
  }

  /// All n! permutations are drawn about evenly over keys. A network of few bits is no perfect
  /// shuffle: besides 4.5 standard errors, shares may be off by 4 %.
  @Test(arguments: [2, 3, 4])
  func smallPermutationsAllOccur(count: UInt64) {
    let draws = 24_000
    var frequencies: [[UInt64]: Double] = [:]
    for seed in 0..<UInt64(draws) {
      frequencies[images(of: count, random: CounterRandom(seed: seed, stream: 1)), default: 0] += 1
    }
    let kinds = (1...Int(count)).reduce(1, *)
    #expect(frequencies.count == kinds)
    let expected = Double(draws) / Double(kinds)
    for frequency in frequencies.values {
      #expect(abs(frequency / expected - 1) < 0.04 + 4.5 / expected.squareRoot())
    }
  }

  /// A single place goes everywhere about evenly over keys, with the same bound.
  @Test(arguments: [5, 7, 8, 13, 64])
  func placesGoEverywhereOverKeys(count: UInt64) {
    let draws = 20_000
    for place in [0, count / 2, count - 1] {
      var frequencies = [Double](repeating: 0, count: Int(count))
      for seed in 0..<UInt64(draws) {
        let random = CounterRandom(seed: seed, stream: 2)
        frequencies[Int(KeyedPermutation(count: count, random: random)(place))] += 1
      }
      let expected = Double(draws) / Double(count)
      for frequency in frequencies {
        #expect(abs(frequency / expected - 1) < 0.04 + 4.5 / expected.squareRoot())
      }
    }
  }
}
