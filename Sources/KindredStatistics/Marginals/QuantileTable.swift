/// A distribution's quantile function on the normal scale, x(z) = F^-1(Phi(z)), with its inverse:
/// tabulated, because beta, gamma and Student quantiles take a microsecond each.
///
/// Between knots both directions are cubic and monotone (Fritsch and Carlson 1980).
struct QuantileTable: Sendable {
  private static let reach = 6.0
  private static let intervals = 1536
  private static let spacing = 2 * reach / Double(intervals)

  private var knots: [Double] = []
  /// dx/dz at the knots.
  private var slopes: [Double] = []
  /// dz/dx at the knots.
  private var inverseSlopes: [Double] = []

  init(_ distribution: Distribution, minimum: Double, maximum: Double) {
    var previous = minimum
    for knot in 0...Self.intervals {
      let x = distribution.quantile(Normal.cdf(Self.latent(knot)))
      previous = min(maximum, max(previous, x.isNaN ? previous : x))
      knots.append(previous)
    }
    let steps = zip(knots.dropFirst(), knots).map { ($0 - $1) / Self.spacing }
    slopes = Self.slopes(steps)
    inverseSlopes = Self.slopes(steps.map { $0 > 0 ? 1 / $0 : 0 })
  }

  private static func latent(_ knot: Int) -> Double { Double(knot) * spacing - reach }

  /// Harmonic means of neighbouring secants: at most three times the smaller one, which keeps the
  /// cubics monotone.
  private static func slopes(_ secants: [Double]) -> [Double] {
    guard let first = secants.first, let last = secants.last else { return [] }
    let inner = zip(secants, secants.dropFirst()).map { left, right in
      left > 0 && right > 0 && left.isFinite && right.isFinite ? 2 / (1 / left + 1 / right) : 0
    }
    return [first.isFinite ? first : 0] + inner + [last.isFinite ? last : 0]
  }

  /// The value at a latent; the ends of the table beyond six standard deviations.
  func value(at latent: Double) -> Double {
    let place = (latent + Self.reach) / Self.spacing
    guard place > 0 else { return knots[0] }
    guard place < Double(Self.intervals) else { return knots[Self.intervals] }
    let knot = min(Int(place), Self.intervals - 1)
    let (low, high) = (knots[knot], knots[knot + 1])
    let x = Self.cubic(
      low, high, slopes[knot] * Self.spacing, slopes[knot + 1] * Self.spacing,
      at: place - Double(knot))
    return min(high, max(low, x))
  }

  /// The latent of a value.
  /// - Complexity: O(log knots)
  func latent(of value: Double) -> Double {
    var first = 0
    var length = knots.count
    knots.withUnsafeBufferPointer { knots in
      while length > 0 {
        let half = length / 2
        let goesRight = knots[first + half] < value
        first = goesRight ? first + half + 1 : first
        length = goesRight ? length - half - 1 : half
      }
    }
    guard first > 0 else { return -Self.reach }
    guard first < knots.count else { return Self.reach }
    let width = knots[first] - knots[first - 1]
    let start = Self.latent(first - 1)
    let end = start + Self.spacing
    let z = Self.cubic(
      start, end, inverseSlopes[first - 1] * width, inverseSlopes[first] * width,
      at: (value - knots[first - 1]) / width)
    return min(end, max(start, z))
  }

  /// Hermite's cubic between two values with given slopes, at t in [0, 1].
  private static func cubic(
    _ low: Double, _ high: Double, _ lowSlope: Double, _ highSlope: Double, at t: Double
  ) -> Double {
    let rise = high - low
    let bend = lowSlope + highSlope - 2 * rise
    return low + t * (lowSlope + t * (3 * rise - 2 * lowSlope - highSlope + t * bend))
  }
}
