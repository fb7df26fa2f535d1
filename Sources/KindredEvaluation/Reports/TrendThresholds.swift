/// How strong a dependence must be in the real data for a pair of columns to be scored.
///
/// Trends reports leave out pairs that are (nearly) independent in the real data: any two
/// independent columns agree, and hundreds of such pairs would hide the few that matter.
public struct TrendThresholds: Sendable, Hashable {
  /// Least absolute Pearson correlation, 0 ... 1, of a pair of numerical or datetime columns.
  public var correlation: Double
  /// Least association (Cramér's V), 0 ... 1, of a pair with a categorical or boolean column.
  public var association: Double

  /// Thresholds of both kinds of pairs.
  public init(correlation: Double, association: Double) {
    self.correlation = correlation
    self.association = association
  }

  /// What SDMetrics uses since release 0.27.0 (January 2026).
  public static let standard = TrendThresholds(correlation: 0.5, association: 0.3)
  /// Every pair counts, as in older releases.
  public static let legacy = TrendThresholds(correlation: 0, association: 0)
}
