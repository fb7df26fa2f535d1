import CBoostMath
import Glibc

/// A parametric distribution: probability, quantile and density by formula.
enum Distribution: Sendable, Equatable {
  case norm(location: Double, scale: Double)
  case uniform(location: Double, scale: Double)
  /// A normal cut to [lower, upper].
  case truncnorm(location: Double, scale: Double, lower: Double, upper: Double)
  case beta(a: Double, b: Double, location: Double, scale: Double)
  case gamma(shape: Double, location: Double, scale: Double)
  case studentT(df: Double, location: Double, scale: Double)

  /// Shapes beyond are those of no sample, and formulas would take minutes.
  private static let shapes = 1e-12...1e12

  /// Parameters in scipy's order (truncnorm: a and b in units of the scale around the location);
  /// nil when they do not belong to the family.
  init?(family: MarginalFamily, parameters p: [Double]) {
    guard p.allSatisfy(\.isFinite), let scale = p.last, scale > 0, p.count >= 2 else { return nil }
    let location = p[p.count - 2]
    func isShape(_ value: Double) -> Bool { Self.shapes.contains(value) }
    switch (family, p.count) {
    case (.norm, 2): self = .norm(location: location, scale: scale)
    case (.uniform, 2): self = .uniform(location: location, scale: scale)
    case (.truncnorm, 4) where p[0] < p[1]:
      self = .truncnorm(
        location: location, scale: scale, lower: location + p[0] * scale,
        upper: location + p[1] * scale)
    case (.beta, 4) where isShape(p[0]) && isShape(p[1]):
      self = .beta(a: p[0], b: p[1], location: location, scale: scale)
    case (.gamma, 3) where isShape(p[0]):
      self = .gamma(shape: p[0], location: location, scale: scale)
    case (.studentT, 3) where isShape(p[0]):
      self = .studentT(df: p[0], location: location, scale: scale)
    default: return nil
    }
  }

  /// The family's parameters in scipy's order.
  var parameters: [Double] {
    switch self {
    case .norm(let location, let scale), .uniform(let location, let scale): [location, scale]
    case .truncnorm(let location, let scale, let lower, let upper):
      [(lower - location) / scale, (upper - location) / scale, location, scale]
    case .beta(let a, let b, let location, let scale): [a, b, location, scale]
    case .gamma(let shape, let location, let scale): [shape, location, scale]
    case .studentT(let df, let location, let scale): [df, location, scale]
    }
  }

  var family: MarginalFamily {
    switch self {
    case .norm: .norm
    case .uniform: .uniform
    case .truncnorm: .truncnorm
    case .beta: .beta
    case .gamma: .gamma
    case .studentT: .studentT
    }
  }

  /// P(X <= x), in [0, 1].
  func cdf(_ x: Double) -> Double {
    let probability =
      switch self {
      case .norm(let location, let scale): Normal.cdf((x - location) / scale)
      case .uniform(let location, let scale): (x - location) / scale
      case .truncnorm(let location, let scale, let lower, let upper):
        Self.truncated(x, location, scale, lower, upper)
      case .beta(let a, let b, let location, let scale):
        kindred_beta_cdf(a, b, (x - location) / scale)
      case .gamma(let shape, let location, let scale):
        kindred_gamma_cdf(shape, (x - location) / scale)
      case .studentT(let df, let location, let scale):
        kindred_student_cdf(df, (x - location) / scale)
      }
    return probability.isNaN ? 0.5 : min(1, max(0, probability))
  }

  private static func truncated(
    _ x: Double, _ location: Double, _ scale: Double, _ lower: Double, _ upper: Double
  ) -> Double {
    if x <= lower { return 0 }
    if x >= upper { return 1 }
    // The upper tail loses digits next to 1: far to the right, the mirror image is used.
    let sign = (lower - location) + (upper - location) > 0 ? -1.0 : 1.0
    let start = Normal.cdf(sign * ((sign > 0 ? lower : upper) - location) / scale)
    let end = Normal.cdf(sign * ((sign > 0 ? upper : lower) - location) / scale)
    let inside = Normal.cdf(sign * (x - location) / scale)
    guard end > start else { return (x - lower) / (upper - lower) }
    let probability = (inside - start) / (end - start)
    return sign > 0 ? probability : 1 - probability
  }

  /// The x with P(X <= x) = probability.
  func quantile(_ probability: Double) -> Double {
    switch self {
    case .norm(let location, let scale): return location + scale * Normal.quantile(probability)
    case .uniform(let location, let scale): return location + scale * probability
    case .truncnorm(let location, let scale, let lower, let upper):
      let sign = (lower - location) + (upper - location) > 0 ? -1.0 : 1.0
      let start = Normal.cdf(sign * ((sign > 0 ? lower : upper) - location) / scale)
      let end = Normal.cdf(sign * ((sign > 0 ? upper : lower) - location) / scale)
      let share = sign > 0 ? probability : 1 - probability
      guard end > start else { return lower + probability * (upper - lower) }
      let x = location + sign * scale * Normal.quantile(start + share * (end - start))
      return min(upper, max(lower, x))
    case .beta(let a, let b, let location, let scale):
      return location + scale * kindred_beta_quantile(a, b, probability)
    case .gamma(let shape, let location, let scale):
      return location + scale * kindred_gamma_quantile(shape, probability)
    case .studentT(let df, let location, let scale):
      return location + scale * kindred_student_quantile(df, probability)
    }
  }
}
