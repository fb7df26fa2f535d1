import Glibc
import KindredStatistics
import Testing

struct MarginalParametricTests {
  static let columns: [(family: MarginalFamily, values: [Double])] = {
    var samples = MarginalSamples(seed: 21)
    func content(_ family: MarginalFamily, _ parameters: [Double]) -> Marginal.Content {
      .parametric(
        ParametricMarginal(
          family: family, parameters: parameters, minimum: -1e6, maximum: 1e6, step: 0,
          rowCount: 1e6))
    }
    let truths: [(MarginalFamily, [Double])] = [
      (.norm, [10, 3]), (.uniform, [-2, 5]), (.truncnorm, [-0.5, 1.5, 20, 4]),
      (.beta, [2.3, 4.5, 0, 1]), (.gamma, [1.7, 0, 12]), (.studentT, [3, 5, 2]),
    ]
    return truths.compactMap { family, parameters in
      guard let truth = try? Marginal(content: content(family, parameters)) else { return nil }
      return (family, samples.uniforms(5000).map(truth.quantile))
    }
  }()

  @Test func everyFamilyIsDrawn() { #expect(Self.columns.count == 6) }

  /// The distance of 5000 rows to their own distribution is below 1.95 / sqrt(5000) = 0.0276 with
  /// 99.9 % confidence; fitting brings it down further, drawn-in bounds add less than 0.005.
  @Test(arguments: columns.indices)
  func familyIsRecovered(column: Int) throws {
    let (family, values) = Self.columns[column]
    let marginal = try Marginal.fit(values, options: MarginalOptions(family: family))
    #expect(marginal.summary.family == family.rawValue)
    #expect(distance(of: marginal, to: values) < 0.033)
    let automatic = try Marginal.fit(values, options: MarginalOptions(family: .auto))
    #expect(distance(of: automatic, to: values) < 0.033)
    #expect(try Marginal(content: marginal.content) == marginal)
  }

  @Test(arguments: columns.indices)
  func lookupsAreMonotoneAndInverse(column: Int) throws {
    let (family, values) = Self.columns[column]
    let marginal = try Marginal.fit(values, options: MarginalOptions(family: family))
    let quantiles = quantiles(of: marginal, 5001)
    #expect(zip(quantiles, quantiles.dropFirst()).allSatisfy { $0 <= $1 })
    for index in 50..<4950 {
      let value = quantiles[index]
      guard value > marginal.minimum, value < marginal.maximum else { continue }
      let probability = Double(index) / 5000
      #expect(abs(marginal.cdf(value) - probability) < 2e-6)
      #expect(abs(marginal.score(value) - Normal.quantile(probability)) < 2e-5)
    }
    #expect(values.allSatisfy { marginal.score($0).isFinite })
  }

  /// Rounded values are scored by the half-unit cell around them, which gives mean zero.
  @Test func integersAreScoredByCell() throws {
    let values = Self.columns[4].values.map { $0.rounded() }
    let options = MarginalOptions(family: .gamma, isInteger: true)
    let marginal = try Marginal.fit(values, options: options)
    var mean = 0.0
    var mass = 0.0
    for value in Int(marginal.minimum)...Int(marginal.maximum) {
      let share = marginal.cdf(Double(value)) - marginal.cdfBelow(Double(value))
      mean += share * marginal.score(Double(value))
      mass += share
    }
    #expect(abs(mean) < 1e-6 && abs(mass - 1) < 1e-9)
    #expect(distance(of: marginal, to: values) < 0.04)
  }

  @Test func declaredBoundsHoldTheSupport() throws {
    var samples = MarginalSamples(seed: 5)
    let values = samples.uniforms(2000).map { 20 + 60 * $0 }
    let options = MarginalOptions(family: .truncnorm, bounds: (0, 100))
    let marginal = try Marginal.fit(values, options: options)
    #expect(marginal.minimum == 0 && marginal.maximum == 100)
  }

  @Test func constantColumnsAreAtoms() throws {
    for family in MarginalFamily.allCases {
      let marginal = try Marginal.fit([4, 4, 4], options: MarginalOptions(family: family))
      #expect(marginal.quantile(0.3) == 4 && marginal.score(4) == 0)
    }
  }

  @Test(arguments: [
    [0.0, 1], [1, 2, 3], [-1e300, 5, 1e300], [1e-300, 2e-300, 9e-300], [-5, -5, 8],
  ])
  func tinyColumns(values: [Double]) throws {
    for family in MarginalFamily.allCases {
      let marginal = try Marginal.fit(values, options: MarginalOptions(family: family))
      let (smallest, largest) = try (#require(values.min()), #require(values.max()))
      #expect(quantiles(of: marginal, 101).allSatisfy { $0 >= smallest && $0 <= largest })
      #expect(values.allSatisfy { marginal.score($0).isFinite })
    }
  }
}
