import KindredStatistics
import Testing

struct MarginalContentTests {
  private static func empirical(
    _ cells: [(Double, Double, Double)], _ minimum: Double = 0, _ maximum: Double = 10,
    step: Double = 0, rows: Double = 10
  ) -> Marginal.Content {
    .empirical(
      EmpiricalMarginal(
        cells: cells.map { MarginalCell(lower: $0.0, upper: $0.1, mass: $0.2) }, minimum: minimum,
        maximum: maximum, step: step, rowCount: rows))
  }

  static let hostile: [Marginal.Content] = [
    empirical([]),
    empirical([(0, 1, 0.4)]),
    empirical([(0, 1, 1.5), (1, 2, -0.5)]),
    empirical([(0, 1, .nan)]),
    empirical([(0, .nan, 1)]),
    empirical([(0, .infinity, 1)]),
    empirical([(2, 1, 1)]),
    empirical([(0, 5, 0.5), (4, 6, 0.5)]),
    empirical([(0, 1, 1)], 3, 2),
    empirical([(0, 1, 1)], .nan, 2),
    empirical([(0, 1, 1)], step: -1),
    empirical([(0, 1, 1)], rows: 0),
    .categorical(CategoricalMarginal(probabilities: [], order: [])),
    .categorical(CategoricalMarginal(probabilities: [0.5, 0.5], order: [0])),
    .categorical(CategoricalMarginal(probabilities: [0.5, 0.5], order: [0, 0])),
    .categorical(CategoricalMarginal(probabilities: [0.5, 0.5], order: [0, -1])),
    .categorical(CategoricalMarginal(probabilities: [0.5, .infinity], order: [0, 1])),
    parametric(.empirical, [0, 1]), parametric(.auto, [0, 1]), parametric(.norm, []),
    parametric(.norm, [0, 0]), parametric(.norm, [0, .nan]), parametric(.gamma, [-1, 0, 1]),
    parametric(.beta, [1, 1, 1]), parametric(.truncnorm, [2, 1, 0, 1]),
    parametric(.studentT, [.infinity, 0, 1]),
    // The formulas' assertions fail, or their roots take minutes.
    parametric(.beta, [1.164433849971157e-28, 0x1p-1051, 0.18, 9.06]),
    parametric(.beta, [1e-308, 1e-308, 0, 1]), parametric(.gamma, [1e300, 0, 1]),
    parametric(.studentT, [1e-200, 0, 1]),
  ]

  private static func parametric(
    _ family: MarginalFamily, _ parameters: [Double]
  ) -> Marginal.Content {
    .parametric(
      ParametricMarginal(
        family: family, parameters: parameters, minimum: 0, maximum: 1, step: 0, rowCount: 10))
  }

  @Test(arguments: hostile)
  func impossibleContentIsRefused(content: Marginal.Content) {
    #expect(throws: StatisticsError.self) { try Marginal(content: content) }
  }

  /// Valid, if odd: nothing may trap or leave the bounds.
  @Test(arguments: [
    empirical([(0, 0, 0), (0, 0, 1), (0, 5, 0)]),
    empirical([(-1e308, 1e308, 1)], -1e308, 1e308),
    empirical([(0, 10, 1)], step: 1e-300), empirical([(0, 10, 1)], step: 1e300),
    empirical([(-1e9, 1e9, 1)], 0, 1, rows: 1e300),
    .categorical(CategoricalMarginal(probabilities: [0, 1, 0], order: [2, 1, 0])),
    parametric(.beta, [1e-12, 1e12, 0, 1]), parametric(.beta, [1e12, 1e12, 0, 1]),
    parametric(.gamma, [1e-12, 0, 1]), parametric(.gamma, [1e12, 0, 1]),
    parametric(.studentT, [1e-12, 0, 1]), parametric(.studentT, [1e12, 0, 1]),
    .parametric(
      ParametricMarginal(
        family: .gamma, parameters: [1e-12, 0, 1e300], minimum: -1, maximum: 1, step: 1e-5,
        rowCount: 1)),
    .parametric(
      ParametricMarginal(
        family: .beta, parameters: [1e12, 1e-12, 0, 1e-300], minimum: -1, maximum: 1, step: 0.1,
        rowCount: 1)),
    .parametric(
      ParametricMarginal(
        family: .norm, parameters: [1e308, 1e-308], minimum: -1e308, maximum: 1e308, step: 1,
        rowCount: 1)),
    .parametric(
      ParametricMarginal(
        family: .studentT, parameters: [1e-8, 0, 1], minimum: -1e300, maximum: 1e300, step: 0,
        rowCount: 1)),
  ])
  func oddContentIsHarmless(content: Marginal.Content) throws {
    let marginal = try Marginal(content: content)
    for value in [-1e308, -1, 0, 0.5, 1, 7, 1e308, .nan, .infinity] {
      #expect(!marginal.score(value).isNaN)
      #expect((0...1).contains(marginal.cdf(value)))
      #expect((0...1).contains(marginal.cdfBelow(value)))
    }
    for probability in [-1, 0, 1e-300, 0.5, 1, 2, .nan, .infinity] {
      let value = marginal.quantile(probability)
      #expect(value >= marginal.minimum && value <= marginal.maximum)
    }
    _ = marginal.hermite
    #expect(!marginal.description.isEmpty)
  }

  @Test func labelsFollowTheLatentOrder() throws {
    let marginal = Marginal.categorical(counts: [10, 0, 30, 60], order: [3, 0, 2, 1])
    #expect(abs(marginal.cdf(3) - 0.6) < 1e-12 && marginal.cdfBelow(0) == marginal.cdf(3))
    #expect(abs(marginal.cdf(0) - 0.7) < 1e-12)
    #expect(marginal.quantile(0) == 3 && marginal.quantile(0.65) == 0)
    #expect(marginal.quantile(0.71) == 2 && marginal.quantile(1) == 2)
    #expect(marginal.score(3) < marginal.score(0) && marginal.score(0) < marginal.score(2))
    #expect(
      abs(marginal.score(3) - Normal.meanBetween(-.infinity, Normal.quantile(0.6))) < 1e-12)
    #expect(marginal.score(1).isFinite && marginal.score(99).isFinite)
    #expect(try Marginal(content: marginal.content) == marginal)
    // Scores have mean zero by construction.
    let mean = 0.1 * marginal.score(0) + 0.3 * marginal.score(2) + 0.6 * marginal.score(3)
    #expect(abs(mean) < 1e-9)
  }

  @Test func unusableCountsAreHarmless() {
    #expect(Marginal.categorical(counts: [], order: []).quantile(0.5) == 0)
    #expect(Marginal.categorical(counts: [0, 0], order: [5, 1, 1]).quantile(0.2) == 1)
    #expect(Marginal.categorical(counts: [-1, .nan, 1e308, 1e308], order: []).quantile(0.7) == 3)
  }
}
