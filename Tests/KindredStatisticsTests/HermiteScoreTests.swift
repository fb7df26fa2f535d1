import KindredStatistics
import Testing

struct HermiteScoreTests {
  typealias Cells = [(lower: Double, upper: Double, score: Double?)]

  static let inf = Double.infinity
  static let shapes: [Cells] = [
    [(-inf, 0, -0.8), (0, inf, 0.8)],
    [(-inf, 1.7, -0.1), (1.7, inf, 2.1)],
    [(-inf, -0.5, -1.1), (-0.5, 0.9, 0.2), (0.9, inf, 1.5)],
    // Cells without any width, among them at the ends.
    [(-inf, -inf, 9), (-inf, 0.3, -0.6), (0.3, 0.3, 7), (0.3, inf, 1), (inf, inf, -9)],
    // An atom below a continuous part, and one inside.
    [(-inf, -0.2, -1), (-0.2, inf, nil)],
    [(-inf, -1, nil), (-1, 0.4, -0.3), (0.4, inf, nil)],
    // Not the cells' means, and far in the tails.
    [(-inf, -3.5, -10), (-3.5, 3, 0), (3, inf, 4)],
  ]

  /// E[s(Z) he_k(Z)] by Simpson's rule over each cell.
  private func integral(_ cells: Cells, order: Int) -> Double {
    var sum = 0.0
    for cell in cells where cell.lower < cell.upper {
      let (start, end) = (max(cell.lower, -12), min(cell.upper, 12))
      let steps = 4000
      let width = (end - start) / Double(steps)
      for index in 0...steps {
        let z = start + Double(index) * width
        let weight = index == 0 || index == steps ? 1.0 : (index % 2 == 1 ? 4 : 2)
        sum += weight * width / 3 * (cell.score ?? z) * polynomial(order, z) * Normal.density(z)
      }
    }
    return sum
  }

  /// The probabilists' Hermite polynomial divided by √k!.
  private func polynomial(_ order: Int, _ z: Double) -> Double {
    var (previous, current) = (0.0, 1.0)
    for k in 0..<order {
      let next =
        (z * current - Double(k).squareRoot() * previous) / Double(k + 1).squareRoot()
      (previous, current) = (current, next)
    }
    return current
  }

  @Test(arguments: shapes.indices)
  func coefficientsAreIntegrals(shape: Int) {
    let cells = Self.shapes[shape]
    let score = HermiteScore(cells: cells)
    #expect(score.coefficients.count == HermiteScore.order)
    for k in [1, 2, 3, 4, 7, 12, 23, 24] {
      let expected = integral(cells, order: k)
      #expect(abs(score.coefficients[k - 1] - expected) < 1e-9, "order \(k)")
    }
    let squares = score.coefficients.reduce(0) { $0 + $1 * $1 }
    #expect(abs(score.variance - squares) < 1e-12)
  }

  /// The polynomials leave out some of the variance of a jump, none of a smooth score's.
  @Test func varianceIsThatOfTheScoreOrLess() {
    let half = CutLatent(thresholds: [0]).score
    let whole = 2 / Double.pi
    #expect(half.variance < whole && half.variance > 0.89 * whole)
    let many = CutLatent(thresholds: (-30...30).map { Double($0) / 10 }).score
    #expect(many.variance < 1 && many.variance > 0.99)
    #expect(abs(HermiteScore.identity.variance - 1) < 1e-15)
  }

  /// The latent itself, in one cell or in many.
  @Test func continuousScoresAreTheIdentity() {
    for cells in [
      [(-Self.inf, Self.inf, nil)], [(-Self.inf, -1, nil), (-1, 0.5, nil), (0.5, Self.inf, nil)],
    ] as [Cells] {
      let score = HermiteScore(cells: cells)
      for (one, other) in zip(score.coefficients, HermiteScore.identity.coefficients) {
        #expect(abs(one - other) < 1e-14)
      }
    }
    #expect(HermiteScore(cells: [(-Self.inf, Self.inf, nil)]) == .identity)
  }

  @Test func constantAndEmptyScoresDoNotVary() {
    let none: [Cells] = [
      [], [(-Self.inf, Self.inf, 3)], [(-Self.inf, 0, 2), (0, Self.inf, 2)], [(1, 1, 5)],
      [(2, 1, 5)], [(.nan, 1, 5)],
    ]
    for cells in none { #expect(HermiteScore(cells: cells).variance < 1e-24) }
  }
}
