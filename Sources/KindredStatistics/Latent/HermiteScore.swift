/// A function of a standard normal latent by its coefficients in the normalised Hermite
/// polynomials, which turn latent correlations into covariances of scores:
/// Cov(s(X), t(Y)) = Σ h_k(s) h_k(t) ρᵏ for latents X and Y with correlation ρ.
public struct HermiteScore: Sendable, Equatable {
  /// Polynomials used; those above add less than 1 % to the variance of a two-valued score.
  public static let order = 24

  /// h_1 ... h_order: E[s(Z) He_k(Z)] / √k!.
  public let coefficients: [Double]
  /// Σ over the coefficients' squares.
  public let variance: Double

  /// The latent itself.
  public static let identity = HermiteScore(
    coefficients: [1] + Array(repeating: 0, count: order - 1))

  init(coefficients: [Double]) {
    self.coefficients = coefficients
    variance = coefficients.reduce(0) { $0 + $1 * $1 }
  }

  /// The score that is constant, or the latent itself, on each cell of the latent scale.
  /// - Parameter cells: bounds, -inf and inf included, and scores; nil for the latent itself.
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
    self.init(coefficients: sums)
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

/// Covariance of two scores whose latents correlate by `rho`.
public func scoreCovariance(
  latentCorrelation rho: Double, _ first: HermiteScore, _ second: HermiteScore
) -> Double {
  var result = 0.0
  for (a, b) in zip(first.coefficients, second.coefficients).reversed() {
    result = (result + a * b) * rho
  }
  return result
}

/// The latent correlation in -1...1 for which two scores have the given covariance: the nearest
/// there is when the covariance is out of reach, 0 when a score does not vary.
public func latentCorrelation(
  covariance: Double, _ first: HermiteScore, _ second: HermiteScore
) -> Double {
  guard first.variance > 1e-12, second.variance > 1e-12, covariance.isFinite else { return 0 }
  if first == .identity || second == .identity {
    let slope = first.coefficients[0] * second.coefficients[0]
    return abs(slope) < 1e-12 ? 0 : min(max(covariance / slope, -1), 1)
  }
  var lower = -1.0
  var upper = 1.0
  if covariance <= scoreCovariance(latentCorrelation: lower, first, second) { return lower }
  if covariance >= scoreCovariance(latentCorrelation: upper, first, second) { return upper }
  // Covariance grows with the correlation (Slepian), so a bracketed Newton iteration converges.
  var rho = min(max(covariance / (first.variance * second.variance).squareRoot(), -0.99), 0.99)
  for _ in 0..<60 {
    var value = 0.0
    var slope = 0.0
    for k in stride(from: HermiteScore.order - 1, through: 0, by: -1) {
      let product = first.coefficients[k] * second.coefficients[k]
      slope = slope * rho + Double(k + 1) * product
      value = (value + product) * rho
    }
    let error = value - covariance
    if abs(error) < 1e-13 { return rho }
    if error > 0 { upper = rho } else { lower = rho }
    let step = slope > 1e-12 ? rho - error / slope : .nan
    let next = step > lower && step < upper ? step : (lower + upper) / 2
    if abs(next - rho) < 1e-14 { return next }
    rho = next
  }
  return rho
}
