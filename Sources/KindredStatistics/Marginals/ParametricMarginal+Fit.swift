import CBoostMath
import Glibc

extension ParametricMarginal {
  /// The number of evenly spaced order statistics that shapes are fitted and families compared on.
  private static let sampleSize = 2048

  /// Fits the family of the options by maximum likelihood, or with `auto` the family with the
  /// smallest Kolmogorov-Smirnov distance; nil when the column is constant or its range is not a
  /// finite number, which no family describes.
  init?(fitting data: ValueCounts, options: MarginalOptions) {
    let bounds = ColumnBounds(data, options: options, reachesDeclared: true)
    guard bounds.maximum - bounds.minimum > 0, (bounds.maximum - bounds.minimum).isFinite else {
      return nil
    }
    let sample = data.evenlySpaced(Self.sampleSize).map {
      min(max($0, bounds.minimum), bounds.maximum)
    }
    let families: [MarginalFamily] =
      options.family == .auto
      ? [.norm, .beta, .truncnorm, .gamma, .uniform, .studentT] : [options.family]
    let fits = families.compactMap { family -> (distribution: Distribution, distance: Double)? in
      guard let fit = Distribution(fitting: family, sample, bounds) else { return nil }
      return (fit, fit.distance(to: sample, step: options.step))
    }
    guard let best = fits.min(by: { $0.distance < $1.distance })?.distribution else { return nil }
    self.init(
      family: best.family, parameters: best.parameters, minimum: bounds.minimum,
      maximum: bounds.maximum, step: options.step, rowCount: Double(data.total))
  }
}

extension Distribution {
  /// The maximum-likelihood member of a family; nil when the family cannot describe the sample.
  /// - Parameter sample: ascending, within the bounds, not constant.
  fileprivate init?(fitting family: MarginalFamily, _ sample: [Double], _ bounds: ColumnBounds) {
    let count = Double(sample.count)
    let range = bounds.maximum - bounds.minimum
    // Fitting happens on [0, 1], where no power overflows.
    let unit = sample.map { ($0 - bounds.minimum) / range }
    let mean = unit.reduce(0, +) / count
    let variance = max(
      unit.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count, 1e-12)
    let fitted: Distribution? =
      switch family {
      case .norm: .norm(location: mean, scale: variance.squareRoot())
      case .uniform: .uniform(location: 0, scale: 1)
      case .truncnorm: Self.truncnorm(mean: mean, variance: variance)
      case .beta: Self.beta(unit, mean: mean, variance: variance)
      case .gamma: Self.gamma(unit, zero: -bounds.minimum / range)
      case .studentT: Self.studentT(unit, variance: variance)
      case .empirical, .auto: nil
      }
    guard let fitted else { return nil }
    var parameters = fitted.parameters
    let location = parameters.count - 2
    parameters[location] = bounds.minimum + parameters[location] * range
    parameters[location + 1] *= range
    self.init(family: family, parameters: parameters)
  }

  /// On [0, 1]; the likelihood depends on the sample through its mean and variance only.
  private static func truncnorm(mean: Double, variance: Double) -> Distribution? {
    let start = [mean, log(variance) / 2]
    let best = Simplex.minimum(from: start, steps: [0.2, 0.4]) { point in
      let (location, scale) = (point[0], exp(point[1]))
      // Beyond these the normal is a straight line or an exponential over the range.
      guard abs(location) < 50, scale < 50 else { return .infinity }
      let inside = Normal.cdf((1 - location) / scale) - Normal.cdf(-location / scale)
      guard inside > 1e-12 else { return .infinity }
      let square = variance + (mean - location) * (mean - location)
      return square / (2 * scale * scale) + log(scale) + log(inside)
    }
    guard let best else { return nil }
    return .truncnorm(location: best[0], scale: exp(best[1]), lower: 0, upper: 1)
  }

  /// On [0, 1]; the ends are drawn in by half a row, where the density may be zero or infinite.
  private static func beta(
    _ unit: [Double], mean: Double, variance: Double
  ) -> Distribution? {
    let count = Double(unit.count)
    var meanLog = 0.0
    var meanLogRest = 0.0
    for value in unit {
      let inside = (value * (count - 1) + 0.5) / count
      meanLog += log(inside) / count
      meanLogRest += log1p(-inside) / count
    }
    let spread = max(mean * (1 - mean) / variance - 1, 1e-3)
    let start = [log(max(mean * spread, 1e-3)), log(max((1 - mean) * spread, 1e-3))]
    let best = Simplex.minimum(from: start, steps: [0.3, 0.3]) { point in
      guard abs(point[0]) < 16, abs(point[1]) < 16 else { return .infinity }
      let (a, b) = (exp(point[0]), exp(point[1]))
      return kindred_log_gamma(a) + kindred_log_gamma(b) - kindred_log_gamma(a + b)
        - (a - 1) * meanLog - (b - 1) * meanLogRest
    }
    guard let best else { return nil }
    return .beta(a: exp(best[0]), b: exp(best[1]), location: 0, scale: 1)
  }

  /// Located at zero where all values are positive, or else (or if likelier) just below the
  /// smallest value.
  private static func gamma(_ unit: [Double], zero: Double) -> Distribution? {
    let count = Double(unit.count)
    let gap = 1 / count * (unit.reduce(0, +) / count)
    var best: (distribution: Distribution, loss: Double)?
    for location in [zero, -gap] where location < 0 {
      var mean = 0.0
      var meanLog = 0.0
      for value in unit {
        mean += (value - location) / count
        meanLog += log(value - location) / count
      }
      // Minka's approximation is within 1.5 % of the maximum; the search settles the rest.
      let s = max(log(mean) - meanLog, 1e-9)
      let start = (3 - s + ((s - 3) * (s - 3) + 24 * s).squareRoot()) / (12 * s)
      let loss = { (shape: Double) in
        kindred_log_gamma(shape) + shape * log(mean / shape) - (shape - 1) * meanLog + shape
      }
      let found = Simplex.minimum(from: [log(start)], steps: [0.05]) { point in
        abs(point[0]) < 25 ? loss(exp(point[0])) : .infinity
      }
      guard let shape = found.map({ exp($0[0]) }) else { continue }
      if best.map({ loss(shape) < $0.loss }) ?? true {
        best = (.gamma(shape: shape, location: location, scale: mean / shape), loss(shape))
      }
    }
    return best?.distribution
  }

  private static func studentT(_ unit: [Double], variance: Double) -> Distribution? {
    let median = unit[unit.count / 2]
    let quartiles = unit[unit.count * 3 / 4] - unit[unit.count / 4]
    let scale = quartiles > 0 ? quartiles / 1.35 : variance.squareRoot()
    let start = [median, log(scale), log(5.0)]
    let best = Simplex.minimum(from: start, steps: [scale / 2, 0.3, 0.7]) { point in
      let (location, scale, df) = (point[0], exp(point[1]), exp(point[2]))
      guard df > 0.2, df < 1e4, scale > 1e-9 else { return .infinity }
      var sum = 0.0
      for value in unit {
        let z = (value - location) / scale
        sum += log1p(z * z / df)
      }
      return (df + 1) / 2 * sum / Double(unit.count) + log(scale) + log(df) / 2
        + kindred_log_gamma(df / 2) - kindred_log_gamma((df + 1) / 2)
    }
    guard let best else { return nil }
    return .studentT(df: exp(best[2]), location: best[0], scale: exp(best[1]))
  }

  /// The Kolmogorov-Smirnov distance to an ascending sample. Rounded values are compared half a
  /// step above, where the rounded distribution has taken them up.
  fileprivate func distance(to sample: [Double], step: Double) -> Double {
    var distance = 0.0
    let count = Double(sample.count)
    var start = 0
    while start < sample.count {
      var end = start + 1
      while end < sample.count, sample[end] == sample[start] { end += 1 }
      let below = cdf(sample[start] - step / 2)
      let upTo = cdf(sample[start] + step / 2)
      distance = max(
        distance, abs(upTo - Double(end) / count), abs(below - Double(start) / count))
      start = end
    }
    return distance
  }
}
