import CKindredNumerics
import Glibc

/// The standard normal distribution. Distribution function and quantiles have the same bits on
/// every machine.
public enum Normal {
  /// P(Z <= x); absolute error below 1e-15, relative error of lower tails below 1e-14.
  public static func cdf(_ x: Double) -> Double {
    var result = 0.0
    withUnsafePointer(to: x) { kindred_normal_cdf($0, &result, 1) }
    return result
  }

  /// The x with P(Z <= x) = p; -inf at 0, inf at 1, NaN outside of 0...1. Relative error below
  /// 4e-15; probabilities between 0 and 1e-300 count as 1e-300.
  public static func quantile(_ p: Double) -> Double {
    var result = 0.0
    withUnsafePointer(to: p) { kindred_normal_quantile($0, &result, 1) }
    return result
  }

  /// The density at x; NaN at NaN.
  public static func density(_ x: Double) -> Double {
    exp(-0.5 * x * x) * 0.398942280401432677939946
  }

  /// `cdf` of many numbers; source and target may be the same.
  public static func cdf(
    _ xs: UnsafeBufferPointer<Double>, into target: UnsafeMutablePointer<Double>
  ) {
    if let base = xs.baseAddress { kindred_normal_cdf(base, target, xs.count) }
  }

  /// `quantile` of many numbers; source and target may be the same.
  public static func quantile(
    _ ps: UnsafeBufferPointer<Double>, into target: UnsafeMutablePointer<Double>
  ) {
    if let base = ps.baseAddress { kindred_normal_quantile(base, target, ps.count) }
  }

  /// E[Z | a < Z <= b], also far in the tails; a point of the interval where it has no mass.
  public static func meanBetween(_ a: Double, _ b: Double) -> Double {
    guard a < b else { return a.isFinite ? a : (b.isFinite ? b : 0) }
    // In the upper tail both distribution functions round to 1: use the mirror image.
    if a > 0 { return -meanBetween(-b, -a) }
    let mass = cdf(b) - cdf(a)
    guard mass > 1e-280 else {
      return b.isFinite ? (a.isFinite ? (a + b) / 2 : b) : (a.isFinite ? a : 0)
    }
    let mean = (density(a) - density(b)) / mass
    return min(max(mean, a), b)
  }
}
