/// How well a classifier tells synthetic rows of one table from real ones.
public struct DetectionTest: Sendable, Equatable {
  /// The table.
  public var table: String
  /// Whether the rows carry what their children add up to.
  public var isAggregated: Bool
  /// Rows of each side that the classifiers saw.
  public var rowsPerSide: Int
  /// Boosted trees; nil when they could not be tested.
  public var trees: ClassifierScores?
  /// Logistic regression: what can be told without combining any two columns.
  public var logistic: ClassifierScores?
  /// What the trees split on, the most telling first; their shares add up to 1 (to 0 without any).
  public var giveaways: [Giveaway]
  /// Why there are no scores.
  public var error: String?

  /// 2 (1 - max(1/2, AUC)) of the trees: 1 when they do no better than guessing, 0 when they rank
  /// every real row before every synthetic one. SDMetrics' score of its detection metrics.
  public var score: Double? { trees.map { 2 * (1 - max(0.5, $0.auc)) } }
}

/// What a classifier of two classes achieved on rows that it had not seen.
public struct ClassifierScores: Sendable, Equatable {
  /// The share of all rows that were classified rightly, 0 ... 1; 1/2 is guessing.
  public var accuracy: Double
  /// Of the accuracy.
  public var accuracyStandardError: Double
  /// The area under the ROC curve, 0 ... 1, the mean of the folds; 1/2 is guessing.
  public var auc: Double
  /// Of the area under the curve, after DeLong.
  public var aucStandardError: Double
  /// The probability that guessing is at least as accurate (one-sided binomial test): small when the
  /// rows can be told apart.
  public var pValue: Double
  /// The probability that guessing is at most as accurate: small when synthetic rows repeat real
  /// ones.
  public var copyingPValue: Double
}

/// A property of the rows by which synthetic ones were recognised.
public struct Giveaway: Sendable, Equatable {
  /// What of the column was seen.
  public enum Measure: String, Sendable, CaseIterable {
    /// The value itself.
    case value
    /// Parts of a date or time.
    case year, month, day, hour, minute, second, microsecond
    /// The number of children; there is no column.
    case count
    /// The mean over the children.
    case mean
    /// The number of distinct labels among the children.
    case distinctCount
  }

  /// The table of the column: the tested one, or the child.
  public var table: String
  /// The column; nil for the number of children.
  public var column: String?
  /// What of it was seen.
  public var measure: Measure
  /// The foreign key by which the children belong to the rows; empty for the tested table itself.
  public var foreignKey: [String]
  /// Its share of what all splits gained, 0 ... 1.
  public var share: Double

  /// In words, such as "batting.year, mean by playerID".
  public var name: String {
    let column = column.map { "\(table).\($0)" } ?? table
    let key = foreignKey.joined(separator: "+")
    return switch measure {
    case .value: column
    case .year, .month, .day, .hour, .minute, .second, .microsecond:
      "\(column), \(measure.rawValue)"
    case .count: "\(column), number of rows by \(key)"
    case .mean: "\(column), mean by \(key)"
    case .distinctCount: "\(column), distinct labels by \(key)"
    }
  }
}
