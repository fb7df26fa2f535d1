public import KindredData

/// How well a column, or a key of several columns, is reproduced.
public struct ColumnScore: Sendable, Equatable {
  /// The table.
  public var table: String
  /// The column; several for a composite key.
  public var columns: [String]
  /// What was measured.
  public var metric: Metric
  /// 0 ... 1, 1 is best; nil when it cannot be computed.
  public var score: Double?
  /// Why there is no score; nil when there is one, or the metric does not apply.
  public var error: String?
}

/// How well a table as a whole is reproduced.
public struct TableScore: Sendable, Equatable {
  /// The table.
  public var table: String
  /// What was measured.
  public var metric: Metric
  /// 0 ... 1, 1 is best; nil when neither table has columns.
  public var score: Double?
}

/// How well a relationship is reproduced.
public struct RelationshipScore: Sendable, Equatable {
  /// The relationship.
  public var relationship: Relationship
  /// What was measured.
  public var metric: Metric
  /// 0 ... 1, 1 is best; nil when it cannot be computed.
  public var score: Double?
  /// Why there is no score.
  public var error: String?
}

/// The score of a group of metrics: the mean of those of its rows that have one.
public struct PropertyScore: Sendable, Equatable {
  /// The name in SDMetrics, such as "Column Shapes".
  public var name: String
  /// 0 ... 1, 1 is best; nil when no row has a score.
  public var score: Double?
}

/// The mean of the scores there are; nil when there is none.
func meanScore(_ scores: some Sequence<Double?>) -> Double? {
  var (sum, count) = (0.0, 0)
  for case let score? in scores where !score.isNaN {
    sum += score
    count += 1
  }
  return count > 0 ? sum / Double(count) : nil
}
