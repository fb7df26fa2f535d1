import KindredStatistics
import Testing

struct ScoreCovarianceTests {
  struct Known: Sendable {
    let first: CutLatent
    let second: CutLatent
    let rho: Double
    let covariance: Double

    init(_ first: [Double], _ second: [Double], _ rho: Double, _ covariance: Double) {
      self.first = CutLatent(thresholds: first)
      self.second = CutLatent(thresholds: second)
      self.rho = rho
      self.covariance = covariance
    }
  }

  /// Plackett's integral of the joint density at the thresholds, by mpmath with 30 digits.
  static let known: [Known] = [
    .init([0], [0], 0.3, 0.12348728140786151),
    .init([0], [0], 0.8, 0.375818596295212),
    .init([0], [0], 0.95, 0.5079173780724379),
    .init([0], [0], 0.99, 0.5792559844902051),
    .init([0], [0], -0.6, -0.26080117607236936),
    .init([0], [0], -0.95, -0.5079173780724379),
    .init([0], [1.0], 0.3, 0.08373488084035784),
    .init([0], [1.0], 0.8, 0.21337321241335516),
    .init([0], [1.0], 0.95, 0.22940243166056828),
    .init([0], [1.0], 0.99, 0.22947157649970806),
    .init([0], [1.0], -0.6, -0.1659393428692225),
    .init([0], [1.0], -0.95, -0.22940243166056828),
    .init([-1.5], [1.5], 0.3, 0.014910678224593778),
    .init([-1.5], [1.5], 0.8, 0.019262360226125805),
    .init([-1.5], [1.5], 0.95, 0.019262594832430067),
    .init([-1.5], [1.5], 0.99, 0.019262594832430067),
    .init([-1.5], [1.5], -0.6, -0.07911456399195847),
    .init([-1.5], [1.5], -0.95, -0.19892271992761343),
    .init([-0.5, 0.8], [0.3], 0.3, 0.1506880672201303),
    .init([-0.5, 0.8], [0.3], 0.8, 0.42343598062878735),
    .init([-0.5, 0.8], [0.3], 0.95, 0.4979509523719113),
    .init([-0.5, 0.8], [0.3], 0.99, 0.5037222580634996),
    .init([-0.5, 0.8], [0.3], -0.6, -0.3055980598932159),
    .init([-0.5, 0.8], [0.3], -0.95, -0.5147841643161469),
    .init([-1, 0, 1], [-1, 0.5, 2], 0.3, 0.2201322919103291),
    .init([-1, 0, 1], [-1, 0.5, 2], 0.8, 0.590713864347928),
    .init([-1, 0, 1], [-1, 0.5, 2], 0.95, 0.704245057580086),
    .init([-1, 0, 1], [-1, 0.5, 2], 0.99, 0.7345164953753808),
    .init([-1, 0, 1], [-1, 0.5, 2], -0.6, -0.4414427916224375),
    .init([-1, 0, 1], [-1, 0.5, 2], -0.95, -0.704245057580086),
  ]

  @Test(arguments: known)
  func covariancesAreExact(known: Known) {
    let covariance = scoreCovariance(
      latentCorrelation: known.rho, known.first.score, known.second.score)
    #expect(abs(covariance - known.covariance) < (abs(known.rho) < 0.99 ? 1e-8 : 1e-7))
    let mirrored = scoreCovariance(
      latentCorrelation: known.rho, known.second.score, known.first.score)
    #expect(abs(mirrored - covariance) < 1e-14)
  }

  static let rhos = [-0.99, -0.97, -0.9, -0.7, -0.51, -0.5, -0.3, -0.01, 0]

  static let same: [CutLatent] = [
    CutLatent(thresholds: [0]), CutLatent(thresholds: [1.5]), CutLatent(thresholds: [-0.4, 0.8]),
    CutLatent(thresholds: [-2, -1, 0, 1, 2]),
    CutLatent(thresholds: (-20...20).map { Double($0) / 8 }),
  ]

  /// Equal cuts tell every correlation of one sign; of the other, lopsided ones say little.
  @Test(arguments: same)
  func correlationsAreRecovered(cut: CutLatent) {
    let score = cut.score
    for rho in Self.rhos {
      let positive = scoreCovariance(latentCorrelation: -rho, score, score)
      #expect(abs(latentCorrelation(covariance: positive, score, score) + rho) < 1e-6, "\(-rho)")
      guard cut.thresholds != [1.5] || rho > -0.75 else { continue }
      let negative = scoreCovariance(latentCorrelation: rho, score, score)
      #expect(abs(latentCorrelation(covariance: negative, score, score) - rho) < 1e-6, "\(rho)")
    }
  }

  /// Whatever the cuts, the correlation found gives the covariance asked for.
  @Test func covariancesAreRecovered() {
    let cuts = Self.same + Self.known.filter { $0.rho == 0.3 }.map(\.second)
    for first in cuts {
      for second in cuts.prefix(7) {
        let (s, t) = (first.score, second.score)
        for rho in Self.rhos.flatMap({ [$0, -$0] }) {
          let covariance = scoreCovariance(latentCorrelation: rho, s, t)
          let found = latentCorrelation(covariance: covariance, s, t)
          let again = scoreCovariance(latentCorrelation: found, s, t)
          // Where covariance hardly grows any more, ends differ by the error of the integral.
          #expect(abs(again - covariance) < 1e-3 && (-1...1).contains(found))
          if abs(rho) < 0.9 { #expect(abs(again - covariance) < 1e-6) }
        }
      }
    }
  }

  @Test func covarianceGrowsWithCorrelation() {
    let rhos = (-199...199).map { Double($0) / 200 }
    for known in Self.known where known.rho == 0.3 {
      let (s, t) = (known.first.score, known.second.score)
      let values = rhos.map { scoreCovariance(latentCorrelation: $0, s, t) }
      #expect(zip(values, values.dropFirst()).allSatisfy { $1 > $0 - 1e-6 })
    }
  }

  static let simulated: [(first: [Double], second: [Double], rho: Double)] = [
    ([0], [0], 0.3), ([0], [0], 0.95), ([0], [0], -0.95), ([0], [1], 0.8), ([0], [1], 0.9),
    ([1.2], [1.2], 0.98), ([-0.5, 0.8], [0.3], 0.95), ([-0.5, 0.8], [0.3], -0.6),
    ([-1, 0, 1], [-1, 0.5, 2], 0.97), ([-1.5], [1.5], -0.9),
    ([0.5], (-20...20).map { Double($0) / 8 }, 0.9),
  ]

  /// Correlations of 200,000 discretised pairs, within 4 standard errors: those of the mean product,
  /// divided by the covariance's slope.
  @Test(arguments: simulated)
  func discretisedNormalsGiveTheirCorrelation(first: [Double], second: [Double], rho: Double) {
    let (one, other) = (CutLatent(thresholds: first), CutLatent(thresholds: second))
    let pairs = correlatedPairs(200_000, rho: rho, seed: 10)
    let n = Double(pairs.count)
    let s = scores(pairs.map(\.x), one)
    let t = scores(pairs.map(\.y), other)
    let means = (s.reduce(0, +) / n, t.reduce(0, +) / n)
    let products = zip(s, t).map { ($0 - means.0) * ($1 - means.1) }
    let covariance = products.reduce(0, +) / n
    let variance = products.reduce(0) { $0 + ($1 - covariance) * ($1 - covariance) } / n
    let (a, b) = (one.score, other.score)
    let slope =
      (scoreCovariance(latentCorrelation: rho + 1e-4, a, b)
        - scoreCovariance(latentCorrelation: rho - 1e-4, a, b)) / 2e-4
    let error = (variance / n).squareRoot() / slope
    #expect(abs(latentCorrelation(covariance: covariance, a, b) - rho) < 4 * error)
  }

  private func scores(_ latents: [Double], _ cut: CutLatent) -> [Double] {
    let values = cut.cells.map { $0.score ?? 0 }
    return latents.map { latent in values[cut.thresholds.count { latent > $0 }] }
  }

  /// With a continuous column the covariance is a straight line.
  @Test func continuousColumnsAreStraightLines() {
    let cut = CutLatent(thresholds: [0.7]).score
    for rho in Self.rhos {
      let covariance = scoreCovariance(latentCorrelation: rho, .identity, cut)
      #expect(abs(covariance - rho * cut.coefficients[0]) < 1e-15)
      #expect(abs(latentCorrelation(covariance: covariance, cut, .identity) - rho) < 1e-14)
      #expect(abs(latentCorrelation(covariance: rho, .identity, .identity) - rho) < 1e-15)
    }
  }

  @Test func endsAndNonsense() {
    let cut = CutLatent(thresholds: [-0.4, 0.8]).score
    let constant = HermiteScore(cells: [(-.infinity, .infinity, 4)])
    #expect(latentCorrelation(covariance: 5, cut, cut) == 1)
    #expect(latentCorrelation(covariance: -5, cut, cut) == -1)
    #expect(latentCorrelation(covariance: 5, cut, .identity) == 1)
    #expect(latentCorrelation(covariance: 0, cut, cut) == 0)
    #expect(latentCorrelation(covariance: 0.1, cut, constant) == 0)
    #expect(latentCorrelation(covariance: 0.1, constant, .identity) == 0)
    for covariance in [.nan, .infinity, -.infinity] as [Double] {
      #expect(latentCorrelation(covariance: covariance, cut, cut) == 0)
    }
    // A cut so rare that nothing is left of its variance.
    let rare = CutLatent(thresholds: [9]).score
    #expect(latentCorrelation(covariance: 1e-20, rare, cut) == 0)
    for rho in [-1, 1, -2, 2] as [Double] {
      #expect(scoreCovariance(latentCorrelation: rho, cut, cut).isFinite)
    }
    // The same column twice: all of its variance.
    let whole = CutLatent(thresholds: [-0.4, 0.8]).cells.reduce(0.0) { sum, cell in
      let score = cell.score ?? 0
      return sum + score * score * (Normal.cdf(cell.upper) - Normal.cdf(cell.lower))
    }
    #expect(abs(scoreCovariance(latentCorrelation: 1, cut, cut) - whole) < 1e-3)
    #expect(latentCorrelation(covariance: whole, cut, cut) > 0.999)
  }

  /// Two columns of many zeros and a continuous rest, from the scores of 200,000 pairs.
  @Test(arguments: [0.5, 0.9, 0.96])
  func partlyContinuousColumnsGiveTheirCorrelation(rho: Double) {
    let atom = Normal.meanBetween(-.infinity, -0.1)
    let cells = [(-Double.infinity, -0.1, atom), (-0.1, .infinity, nil)] as HermiteScoreTests.Cells
    let score = HermiteScore(cells: cells)
    let pairs = correlatedPairs(200_000, rho: rho, seed: 11)
    let products = pairs.map {
      ($0.x <= -0.1 ? atom : $0.x) * ($0.y <= -0.1 ? atom : $0.y)
    }
    let n = Double(pairs.count)
    let mean = products.reduce(0, +) / n
    let variance = products.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
    let slope =
      (scoreCovariance(latentCorrelation: rho + 1e-4, score, score)
        - scoreCovariance(latentCorrelation: rho - 1e-4, score, score)) / 2e-4
    let error = (variance / n).squareRoot() / slope
    #expect(abs(latentCorrelation(covariance: mean, score, score) - rho) < 4 * error)
  }
}
