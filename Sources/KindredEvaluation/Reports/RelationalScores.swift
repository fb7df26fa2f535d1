public import KindredData

/// How well the share of nulls of a column is reproduced.
public struct NullScore: Sendable, Equatable {
  /// The table.
  public var table: String
  /// The column.
  public var column: String
  /// The share of real rows that are null, 0 ... 1.
  public var realShare: Double
  /// The share of synthetic rows that are null, 0 ... 1.
  public var syntheticShare: Double

  /// 1 less the difference.
  public var score: Double { 1 - abs(realShare - syntheticShare) }
}

/// How well the dependence between the ends of a path of relationships is reproduced.
public struct HopTrends: Sendable, Equatable {
  /// The tables of the path, the ancestor first.
  public var tables: [String]
  /// A row per column of the ancestor and column of the descendant.
  public var pairs: [PairScore]
}

/// How well something that shows only among the children of one parent is reproduced.
public struct ChildScore: Sendable, Equatable {
  /// Which children.
  public var relationship: Relationship
  /// The column of the child table.
  public var column: String
  /// The parent's column that it is compared with, if any.
  public var parentColumn: String?
  /// What was measured.
  public var metric: Metric
  /// The measure itself: an intraclass correlation, a share, or the median gap in seconds.
  public var real: Double?
  /// The same in the synthetic data.
  public var synthetic: Double?
  /// 0 ... 1, 1 is best; nil when it cannot be computed.
  public var score: Double?
}
