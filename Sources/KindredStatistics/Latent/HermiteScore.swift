/// A function of a standard normal latent by its coefficients in the normalised Hermite
/// polynomials, which turn latent correlations into covariances of scores:
/// Cov(s(X), t(Y)) = Σ h_k(s) h_k(t) ρᵏ for latents X and Y with correlation ρ.
public struct HermiteScore: Sendable, Equatable {
  /// Polynomials used. Those above hold what jumps leave: a tenth of the variance of a two-valued
  /// score, which matters to correlations beyond 0.5 and is added from `jumps` there.
  public static let order = 24

  /// h_1 ... h_order: E[s(Z) He_k(Z)] / √k!.
  public let coefficients: [Double]
  /// Σ over the coefficients' squares: the variance but for the polynomials above.
  public let variance: Double
  /// The greatest jumps of the score, those below 0.1 left out.
  let jumps: [Jump]
  /// The coefficients of these jumps alone.
  let jumpCoefficients: [Double]

  /// Where on the latent scale a score leaps, and how far.
  struct Jump: Sendable, Equatable {
    let latent: Double
    let height: Double
  }

  /// The latent itself.
  public static let identity = HermiteScore(
    coefficients: [1] + Array(repeating: 0, count: order - 1))

  init(coefficients: [Double], jumps: [Jump] = []) {
    self.coefficients = coefficients
    self.jumps = jumps
    variance = coefficients.reduce(0) { $0 + $1 * $1 }
    var sums = [Double](repeating: 0, count: Self.order)
    for jump in jumps {
      let below = Self.primitives(at: jump.latent)
      for k in 1...Self.order { sums[k - 1] -= jump.height * below[k] }
    }
    jumpCoefficients = sums
  }

  /// The score that is constant, or the latent itself, on each cell of the latent scale.
  /// - Parameter cells: in ascending order without gaps; bounds, -inf and inf included, and
  ///   scores; nil for the latent itself. Those without any width are left out.
  /// - Complexity: O(cells * order).
  public init(cells: [(lower: Double, upper: Double, score: Double?)]) {
    var sums = [Double](repeating: 0, count: Self.order)
    for cell in cells where cell.lower < cell.upper {
      let below = Self.primitives(at: cell.lower)
      let above = Self.primitives(at: cell.upper)
      for k in 1...Self.order {
        if let score = cell.score {
          sums[k - 1] += score * (above[k] - below[k])
        } else {
          // z He_k = He_{k+1} + k He_{k-1}
          sums[k - 1] +=
            (above[k + 1] - below[k + 1]) * Double(k + 1).squareRoot()
            + (above[k - 1] - below[k - 1]) * Double(k).squareRoot()
        }
      }
    }
    self.init(coefficients: sums, jumps: Self.jumps(between: cells.filter { $0.lower < $0.upper }))
  }

  /// Up to 16 jumps of at least 0.1; smaller ones have next to no share in high polynomials.
  private static func jumps(
    between cells: [(lower: Double, upper: Double, score: Double?)]
  ) -> [Jump] {
    let all = zip(cells, cells.dropFirst()).map { below, above in
      Jump(
        latent: above.lower, height: (above.score ?? above.lower) - (below.score ?? below.upper))
    }
    let great = all.filter { $0.latent.isFinite && $0.height.isFinite && abs($0.height) >= 0.1 }
    guard great.count > 16 else { return great }
    return Array(great.sorted { abs($0.height) > abs($1.height) }.prefix(16))
  }

  /// ∫ He_k φ / √k! from -inf to `z`, for k = 0 ... order + 1: -He_{k-1}(z) φ(z) / √k!.
  private static func primitives(at z: Double) -> [Double] {
    var result = [Double](repeating: 0, count: order + 2)
    result[0] = Normal.cdf(z)
    guard z.isFinite else { return result }
    let density = Normal.density(z)
    // Normalised: he_k = He_k / √k! with he_{k+1} = (z he_k - √k he_{k-1}) / √(k+1).
    var previous = 0.0
    var current = 1.0
    for k in 1...order + 1 {
      result[k] = -density * current / Double(k).squareRoot()
      let next = (z * current - Double(k - 1).squareRoot() * previous) / Double(k).squareRoot()
      (previous, current) = (current, next)
    }
    return result
  }
}
