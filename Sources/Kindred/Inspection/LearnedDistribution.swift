public import KindredStatistics

/// A distribution that a model holds, as plain numbers: what pictures of it are drawn from.
public struct LearnedDistribution: Sendable, Equatable {
  /// Share of nulls, 0 ... 1.
  public var nullShare: Double
  /// The values that are not null.
  public var content: Content

  /// What the values are.
  public enum Content: Sendable, Equatable {
    /// Numbers: cells in ascending order, whose values are spread evenly and rounded to multiples of
    /// `step` (0: not rounded).
    case numbers([MarginalCell], step: Double)
    /// Microseconds since 1970-01-01, likewise.
    case dates([MarginalCell], step: Double)
    /// Labels, the most frequent first.
    case labels([Label])
  }

  /// A label and its share.
  public struct Label: Sendable, Equatable {
    /// The label as files spell it.
    public var text: String
    /// Of the rows with a value, 0 ... 1.
    public var share: Double
  }
}

/// The dependence between the columns of a table that a model holds: their correlations on the normal
/// scale of the copula.
public struct LearnedDependence: Sendable, Equatable {
  /// The columns with a distribution.
  public var columns: [String]
  /// A row per column, each with the correlations with all columns, -1 ... 1.
  public var correlations: [[Double]]
}
