import KindredStatistics
import Testing

struct NormalTests {
  /// Distribution function, by mpmath with 60 digits.
  static let probabilities: [(x: Double, p: Double)] = [
    (-37.5, 4.605353009581955e-308), (-30, 4.906713927148187e-198), (-20, 2.7536241186062337e-89),
    (-12.5, 3.732564298877713e-36), (-8.25, 7.919726314642477e-17), (-6, 9.86587645037698e-10),
    (-5.7, 5.990371401063528e-09), (-5.6, 1.071759025831093e-08), (-4, 3.1671241833119924e-05),
    (-3.1, 0.0009676032132183566), (-2, 0.02275013194817921), (-1.3, 0.09680048458561033),
    (-1, 0.15865525393145705), (-0.7, 0.24196365222307303), (-0.6744, 0.2500285213729406),
    (-0.3, 0.3820885778110474), (-0.01, 0.4960106436853684), (-1e-09, 0.49999999960105773),
    (0.25, 0.5987063256829237), (0.67, 0.7485711049046899), (0.68, 0.7517477695464295),
    (1.5, 0.9331927987311419), (2.75, 0.9970202367649454), (4.5, 0.9999966023268753),
    (5.5, 0.9999999810104375), (6.5, 0.99999999995984), (8, 0.9999999999999993),
  ]

  /// Quantiles, by mpmath with 60 digits.
  static let quantiles: [(p: Double, x: Double)] = [
    (1e-300, -37.0470962993612), (1e-200, -30.20559417957964), (1e-100, -21.273453560965326),
    (1e-50, -14.933337534788489), (1e-20, -9.262340089798407), (1e-12, -7.034483825301132),
    (1e-11, -6.706023155495136), (1e-09, -5.9978070150076865), (1e-05, -4.264890793922825),
    (0.001, -3.0902323061678136), (0.02, -2.053748910631823), (0.07, -1.4757910281791706),
    (0.08, -1.4050715603096327), (0.2, -0.8416212335729142), (0.4, -0.2533471031357997),
    (0.499, -0.002506630899571766), (0.5 + 0x1p-30, 2.3344794983332983e-09),
    (0.6, 0.2533471031357997), (0.9, 1.2815515655446006), (0.93, 1.475791028179171),
    (0.99, 2.3263478740408408), (0.9999, 3.7190164854557084), (0.999999999, 5.9978070196016375),
    (1 - 0x1p-52, 8.125890664701906),
  ]

  /// Measured: 4e-16 absolute, and relative 4e-15 far in the lower tail too.
  @Test(arguments: probabilities)
  func distributionFunctionIsAccurate(x: Double, p: Double) {
    #expect(abs(Normal.cdf(x) - p) < 1e-15)
    #expect(abs(Normal.cdf(x) - p) < 1e-14 * p)
  }

  @Test(arguments: quantiles)
  func quantilesAreAccurate(p: Double, x: Double) {
    #expect(abs(Normal.quantile(p) - x) < 4e-15 * abs(x))
  }

  @Test func endsAndNonsense() {
    #expect(Normal.quantile(0) == -.infinity && Normal.quantile(1) == .infinity)
    #expect(Normal.quantile(-0.0) == -.infinity && Normal.quantile(0.5) == 0)
    for p in [-1, -1e-300, 1 + 0x1p-52, 2, .infinity, -.infinity, .nan] {
      #expect(Normal.quantile(p).isNaN)
    }
    #expect(Normal.cdf(-.infinity) == 0 && Normal.cdf(.infinity) == 1 && Normal.cdf(0) == 0.5)
    #expect(Normal.cdf(-1e300) == 0 && Normal.cdf(1e300) == 1 && Normal.cdf(.nan).isNaN)
    #expect(Normal.density(.infinity) == 0 && Normal.density(-1e300) == 0)
    #expect(Normal.density(.nan).isNaN && abs(Normal.density(0) - 0.3989422804014327) < 1e-16)
    // The least probabilities there are stay finite, the greatest below 1 too.
    #expect(Normal.quantile(.leastNonzeroMagnitude) < -37)
    #expect(Normal.quantile(.leastNonzeroMagnitude).isFinite)
    #expect(Normal.quantile(1 - 0x1p-53).isFinite)
  }

  /// Across every change of formula: no step backwards, both functions each other's inverse.
  @Test func functionsAreMonotoneAndInverse() {
    let xs = (-15_000...15_000).map { Double($0) / 2000 }
    let ps = xs.map { Normal.cdf($0) }
    #expect(zip(ps, ps.dropFirst()).allSatisfy { $0 <= $1 })
    let back = ps.map { Normal.quantile($0) }
    #expect(zip(back, back.dropFirst()).allSatisfy { $0 <= $1 })
    for (x, (p, y)) in zip(xs, zip(ps, back)) where p < 1 {
      // One rounding of p moves the quantile by up to ulp(p) / density.
      let bound = 4 * max(p.ulp, 1e-16 * p) / Normal.density(x) + 1e-14
      #expect(abs(x - y) <= bound, "\(x)")
      if x < 0 { #expect(abs(Normal.cdf(-x) - (1 - p)) < 2e-16) }
    }
  }

  /// Vector kernels of any width, beginning anywhere, give the bits of single numbers.
  @Test func blocksHaveTheBitsOfSingleNumbers() {
    var numbers = (0..<613).map { Double($0) / 612 }
    numbers += [
      .nan, 0, 1, -3, 1e-305, .leastNonzeroMagnitude, 1e-100, 1 - 0x1p-53, .infinity, -.infinity,
    ]
    let xs = numbers.map { $0 * 16 - 8 }
    for start in 0..<9 {
      for end in [start, start + 1, start + 2, start + 3, start + 7, start + 31, numbers.count] {
        expectSingleBits(numbers, start..<end, Normal.quantile, Normal.quantile)
        expectSingleBits(xs, start..<end, Normal.cdf, Normal.cdf)
      }
    }
  }

  private func expectSingleBits(
    _ numbers: [Double], _ range: Range<Int>, _ single: (Double) -> Double,
    _ block: (UnsafeBufferPointer<Double>, UnsafeMutablePointer<Double>) -> Void
  ) {
    var inPlace = numbers
    inPlace.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      block(
        UnsafeBufferPointer(start: base + range.lowerBound, count: range.count),
        base + range.lowerBound)
    }
    for index in numbers.indices {
      let expected = range.contains(index) ? single(numbers[index]) : numbers[index]
      // NaN's sign is nobody's business.
      #expect(
        inPlace[index].bitPattern == expected.bitPattern
          || (inPlace[index].isNaN && expected.isNaN))
    }
  }

  /// Fixed bits, so that a machine or compiler that computes others is found out. The numbers
  /// agree with `quantiles` and `probabilities` to the last digits.
  @Test func bitsAreTheSameEverywhere() {
    #expect(pinned(Normal.quantile) == Self.quantileBits)
    #expect(pinned { Normal.cdf(16 * $0 - 12) } == Self.probabilityBits)
  }

  /// FNV-1a over the bits of function values at 4,095 places.
  private func pinned(_ function: (Double) -> Double) -> UInt64 {
    (1...4095).reduce(0xCBF2_9CE4_8422_2325) {
      ($0 ^ function(Double($1) * 0x1p-12).bitPattern) &* 0x100_0000_01B3
    }
  }

  private static let quantileBits: UInt64 = 8_233_354_640_591_624_055
  private static let probabilityBits: UInt64 = 13_446_225_766_274_368_972

  /// Kolmogorov-Smirnov at 99.9 %, moments and tails within 4 standard errors, n = 200,000.
  @Test func drawsAreStandardNormal() {
    let count = 200_000
    let n = Double(count)
    var draws = [Double](repeating: 0, count: count)
    CounterRandom(seed: 21, stream: 3).fillNormals(
      firstRow: 0, rows: count / 5, lanes: 5, into: &draws)
    #expect(uniformDistance(draws.map { Normal.cdf($0) }) < 1.949 / n.squareRoot())
    // Var(Z^k) = 1, 2, 15, 96.
    for (k, (expected, variance)) in [(0.0, 1.0), (1, 2), (0, 15), (3, 96)].enumerated() {
      let moment =
        draws.reduce(0) { sum, z in sum + (0..<k).reduce(z) { power, _ in power * z } } / n
      #expect(abs(moment - expected) < 4 * (variance / n).squareRoot(), "moment \(k + 1)")
    }
    for bound in [-3.5, -3, -2, -1] {
      let mass = Normal.cdf(bound)
      let error = 4 * (mass * (1 - mass) / n).squareRoot()
      #expect(abs(Double(draws.count { $0 < bound }) / n - mass) < error)
      #expect(abs(Double(draws.count { $0 > -bound }) / n - mass) < error)
    }
    for lag in 1...6 { #expect(abs(serialCorrelation(draws, lag: lag)) < 4 / n.squareRoot()) }
  }
}
