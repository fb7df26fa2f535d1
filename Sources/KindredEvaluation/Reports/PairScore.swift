/// How well the dependence of two columns, of one table or of a child and its parent, is reproduced.
public struct PairScore: Sendable, Equatable {
  /// The first column's table: the parent for columns of two tables.
  public var firstTable: String
  /// The first column.
  public var firstColumn: String
  /// The second column's table: the child for columns of two tables.
  public var secondTable: String
  /// The second column.
  public var secondColumn: String
  /// The foreign key that joins the two tables; empty for columns of one table.
  public var foreignKey: [String] = []
  /// Correlation similarity for two numerical or datetime columns, else contingency similarity.
  public var metric: Metric
  /// 0 ... 1, 1 is best, whether or not the dependence is strong enough to be scored; nil when it
  /// cannot be computed.
  public var similarity: Double?
  /// The real data's Pearson correlation, -1 ... 1; nil for other metrics and constant columns.
  public var realCorrelation: Double?
  /// The synthetic data's Pearson correlation, likewise.
  public var syntheticCorrelation: Double?
  /// Cramér's V, 0 ... 1, of the real data; nil for correlations, and where one column has no two
  /// values.
  public var realAssociation: Double?
  /// The synthetic data's Cramér's V, likewise.
  public var syntheticAssociation: Double?
  /// Why there is no similarity.
  public var error: String?

  /// Whether the dependence in the real data is strong enough; nil when nothing can be computed.
  public func meets(_ thresholds: TrendThresholds) -> Bool? {
    guard error == nil else { return nil }
    let isCorrelation = metric == .correlationSimilarity
    let threshold = isCorrelation ? thresholds.correlation : thresholds.association
    guard threshold > 0 else { return true }
    let strength = isCorrelation ? realCorrelation.map { abs($0) } : realAssociation
    return strength.map { $0 > threshold } ?? false
  }

  /// The similarity, where the dependence in the real data is strong enough. At a threshold of zero
  /// that is always: SDMetrics leaves out correlations that happen to round to exactly zero.
  public func score(at thresholds: TrendThresholds) -> Double? {
    meets(thresholds) == true ? similarity : nil
  }
}
