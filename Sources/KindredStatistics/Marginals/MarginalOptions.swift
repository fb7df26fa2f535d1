/// The shape a marginal may take.
public enum MarginalFamily: String, Sendable, CaseIterable {
  /// Atoms and segments learned from the data; the default.
  case empirical
  /// The parametric family nearest to the data in Kolmogorov-Smirnov distance.
  case auto
  case norm, beta, truncnorm, gamma, uniform
  case studentT = "student_t"
}

/// What is known about a column before its marginal is fitted.
public struct MarginalOptions: Sendable {
  /// The shape to fit.
  public var family: MarginalFamily
  /// The least number of rows that an atom or a segment may stand for (k); see
  /// ``effectiveMinimumCount(rows:)`` for small tables.
  public var minimumCount: Int
  /// The number of rows for each of the k: tables of fewer rows than `rowsPerCount` times
  /// `minimumCount` have a smaller k.
  public var rowsPerCount: Int
  /// Whether the caller rounds generated values to integers.
  public var isInteger: Bool
  /// Digits after the decimal point the caller rounds to; nil when it does not round.
  public var decimalPlaces: Int?
  /// Declared bounds, used as they are; nil where none is declared.
  public var bounds: (lower: Double?, upper: Double?)
  /// The most segments an empirical marginal may have, unless atoms part it into more.
  public var maximumKnots: Int
  /// Keeps the smallest and the largest value of the data, which may reveal single rows.
  public var exactExtremes: Bool

  /// The defaults, or as given.
  public init(
    family: MarginalFamily = .empirical, minimumCount: Int = 10, rowsPerCount: Int = 100,
    isInteger: Bool = false,
    decimalPlaces: Int? = nil, bounds: (lower: Double?, upper: Double?) = (nil, nil),
    maximumKnots: Int = 512, exactExtremes: Bool = false
  ) {
    self.family = family
    self.minimumCount = minimumCount
    self.rowsPerCount = rowsPerCount
    self.isInteger = isInteger
    self.decimalPlaces = decimalPlaces
    self.bounds = bounds
    self.maximumKnots = maximumKnots
    self.exactExtremes = exactExtremes
  }

  /// The k in force for a number of rows: one for every `rowsPerCount` rows, at least 1, at most
  /// `minimumCount`. Small tables would lose their shape otherwise.
  public func effectiveMinimumCount(rows: Int) -> Int {
    min(max(1, minimumCount), max(1, rows / max(1, rowsPerCount)))
  }

  /// The distance of neighbouring values after the caller's rounding; 0 when it does not round.
  var step: Double {
    if isInteger { return 1 }
    guard let places = decimalPlaces, places >= 0, places <= 15 else { return 0 }
    var power = 1.0
    for _ in 0..<places { power *= 10 }
    return 1 / power
  }
}
