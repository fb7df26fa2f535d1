import Glibc

/// Covariance of two scores whose latents correlate by `rho`, in -1...1.
public func scoreCovariance(
  latentCorrelation rho: Double, _ first: HermiteScore, _ second: HermiteScore
) -> Double {
  ScorePair(first: first, second: second).covariance(min(max(rho, -1), 1)).value
}

/// The latent correlation in -1...1 for which two scores, neither of them falling anywhere, have
/// the given covariance: the nearest there is when the covariance is out of reach, 0 when a score
/// does not vary or the covariance is not finite.
public func latentCorrelation(
  covariance: Double, _ first: HermiteScore, _ second: HermiteScore
) -> Double {
  guard first.variance > 1e-12, second.variance > 1e-12, covariance.isFinite else { return 0 }
  if first == .identity || second == .identity {
    let slope = first.coefficients[0] * second.coefficients[0]
    return abs(slope) < 1e-12 ? 0 : min(max(covariance / slope, -1), 1)
  }
  let pair = ScorePair(first: first, second: second)
  let scale = (first.variance * second.variance).squareRoot()
  let rho = root(of: covariance, from: covariance / scale) { pair.expansion($0) }
  guard pair.isImproved(rho) else { return rho }
  return root(of: covariance, from: rho) { pair.covariance($0) }
}

/// Where in -1...1 a function that does not fall takes a value. Covariance grows with the
/// correlation (Slepian), so a bracketed Newton iteration converges.
private func root(
  of target: Double, from start: Double, _ function: (Double) -> (value: Double, slope: Double)
) -> Double {
  var lower = -1.0
  var upper = 1.0
  if target <= function(lower).value { return lower }
  if target >= function(upper).value { return upper }
  var place = min(max(start, -0.99), 0.99)
  for _ in 0..<60 {
    let (value, slope) = function(place)
    let error = value - target
    if abs(error) < 1e-13 { return place }
    if error > 0 { upper = place } else { lower = place }
    let step = slope > 1e-12 ? place - error / slope : .nan
    let next = step > lower && step < upper ? step : (lower + upper) / 2
    if abs(next - place) < 1e-14 { return next }
    place = next
  }
  return place
}

/// Two scores and the covariance that a latent correlation gives them.
private struct ScorePair {
  let first: HermiteScore
  let second: HermiteScore

  /// Σ h_k(s) h_k(t) ρᵏ up to the order, and its derivative.
  func expansion(_ rho: Double) -> (value: Double, slope: Double) {
    sum(rho) { first.coefficients[$0] * second.coefficients[$0] }
  }

  /// Whether polynomials above the order matter: 0.5^25 is 3e-8.
  func isImproved(_ rho: Double) -> Bool {
    abs(rho) > 0.5 && !first.jumps.isEmpty && !second.jumps.isEmpty
  }

  /// The same sum without end. Its rest is that of the jumps alone, whose covariance is known.
  func covariance(_ rho: Double) -> (value: Double, slope: Double) {
    guard isImproved(rho) else { return expansion(rho) }
    let known = sum(rho) {
      first.coefficients[$0] * second.coefficients[$0]
        - first.jumpCoefficients[$0] * second.jumpCoefficients[$0]
    }
    let jumps = jumpCovariance(rho)
    return (known.value + jumps.value, known.slope + jumps.slope)
  }

  private func sum(
    _ rho: Double, _ products: (Int) -> Double
  ) -> (value: Double, slope: Double) {
    var value = 0.0
    var slope = 0.0
    for k in stride(from: HermiteScore.order - 1, through: 0, by: -1) {
      let product = products(k)
      slope = slope * rho + Double(k + 1) * product
      value = (value + product) * rho
    }
    return (value, slope)
  }

  /// Covariance of the jumps. Its derivative by the correlation is the joint density at the jumps
  /// (R. L. Plackett, "A reduction formula for normal multivariate integrals", 1954), which is
  /// smooth in the correlation's arc sine (Z. Drezner, G. O. Wesolowsky, 1990).
  private func jumpCovariance(_ rho: Double) -> (value: Double, slope: Double) {
    let angle = asin(rho)
    var value = 0.0
    for (place, weight) in Self.nodes { value += weight * density(at: sin(angle * place)) }
    let cosine = max((1 - rho * rho).squareRoot(), 1e-9)
    return (value * angle, density(at: rho) / cosine)
  }

  /// Joint density at the jumps times their heights, for the arc sine of the correlation.
  private func density(at rho: Double) -> Double {
    let sign = rho < 0 ? -1.0 : 1.0
    let spread = max(1 - rho * rho, 1e-300)
    var sum = 0.0
    for one in first.jumps {
      for other in second.jumps {
        let latent = sign * other.latent
        let distance = one.latent - latent
        let exponent =
          distance * distance / (2 * spread) + one.latent * latent / (1 + abs(rho))
        sum += one.height * other.height * exp(-exponent)
      }
    }
    return sum / (2 * .pi)
  }

  /// Gauss-Legendre nodes and weights on 0...1: covariances are right to 1e-15 up to correlations of
  /// 0.9, 1e-8 at 0.99 and 3e-4 at 1.
  private static let nodes: [(place: Double, weight: Double)] = [
    (0.005299532504175031, 0.013576229705877088), (0.0277124884633837, 0.031126761969323728),
    (0.06718439880608412, 0.0475792558412463), (0.1222977958224985, 0.062314485627767036),
    (0.19106187779867811, 0.07479799440828835), (0.2709916111713863, 0.08457825969750132),
    (0.35919822461037054, 0.09130170752246182), (0.4524937450811813, 0.09472530522753432),
    (0.5475062549188188, 0.09472530522753432), (0.6408017753896295, 0.09130170752246182),
    (0.7290083888286136, 0.08457825969750132), (0.8089381222013219, 0.07479799440828835),
    (0.8777022041775016, 0.062314485627767036), (0.9328156011939159, 0.0475792558412463),
    (0.9722875115366163, 0.031126761969323728), (0.994700467495825, 0.013576229705877088),
  ]
}
