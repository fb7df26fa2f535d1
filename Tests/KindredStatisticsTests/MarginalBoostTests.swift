import KindredStatistics
import Testing

/// The formulas behind beta, gamma and Student marginals against known values.
struct MarginalBoostTests {
  private func marginal(_ family: MarginalFamily, _ parameters: [Double]) throws -> Marginal {
    try Marginal(
      content: .parametric(
        ParametricMarginal(
          family: family, parameters: parameters, minimum: -1e9, maximum: 1e9, step: 0,
          rowCount: 1e9)))
  }

  /// The beta distribution with integer shapes is a polynomial: I_x(2, 3) = 6x^2 - 8x^3 + 3x^4.
  @Test(arguments: [0.1, 0.25, 0.5, 0.9])
  func beta(x: Double) throws {
    let marginal = try marginal(.beta, [2, 3, 0, 1])
    let expected = 6 * x * x - 8 * x * x * x + 3 * x * x * x * x
    #expect(abs(marginal.cdf(x) - expected) < 1e-14)
    #expect(abs(marginal.quantile(expected) - x) < 1e-7)
  }

  /// P(1, x) = 1 - e^-x, so the median is log 2.
  @Test func gamma() throws {
    let exponential = try marginal(.gamma, [1, 0, 1])
    #expect(abs(exponential.cdf(0.693_147_180_559_945_3) - 0.5) < 1e-15)
    #expect(abs(exponential.quantile(0.5) - 0.693_147_180_559_945_3) < 1e-7)
    // Chi-squared with four degrees of freedom: the 95 % point of every table.
    let chi = try marginal(.gamma, [2, 0, 2])
    #expect(abs(chi.quantile(0.95) - 9.487_729_036_781_158) < 1e-5)
  }

  /// The 97.5 % points of every table of Student's distribution.
  @Test func student() throws {
    #expect(abs(try marginal(.studentT, [1, 0, 1]).quantile(0.75) - 1) < 1e-6)
    #expect(
      abs(try marginal(.studentT, [10, 0, 1]).quantile(0.975) - 2.228_138_851_964_938_6) < 1e-6)
    #expect(abs(try marginal(.studentT, [3, 0, 1]).cdf(3.182_446_305_284_263) - 0.975) < 1e-12)
  }
}
