/// How often each value of a column occurs in real and synthetic data, coarse enough for a picture.
public struct ColumnDistribution: Sendable, Equatable {
  /// The table.
  public var table: String
  /// The column.
  public var column: String
  /// Rows and nulls of the real data.
  public var real: RowCount
  /// Rows and nulls of the synthetic data.
  public var synthetic: RowCount
  /// The values that are not null.
  public var content: Content

  /// How many rows there are.
  public struct RowCount: Sendable, Equatable {
    /// All rows.
    public var rows: Int
    /// Those without a value.
    public var nulls: Int

    /// Share of null rows, 0 ... 1; nil without rows.
    public var nullShare: Double? { rows > 0 ? Double(nulls) / Double(rows) : nil }
    /// Rows that have a value.
    public var values: Int { rows - nulls }
  }

  /// What the values are.
  public enum Content: Sendable, Equatable {
    /// Numbers or dates in the same bins.
    case numbers(BinEdges, real: BinCounts, synthetic: BinCounts)
    case labels(LabelCounts)
    /// Nothing can be drawn, for this reason.
    case unavailable(String)
  }
}

/// Number of values per bin.
public struct BinCounts: Sendable, Equatable {
  /// One per bin.
  public var bins: [Int]
  /// Values before the first edge.
  public var below = 0
  /// Values from the last edge on.
  public var above = 0

  /// All values.
  public var total: Int { bins.reduce(below + above, +) }
}

/// Number of rows per label.
public struct LabelCounts: Sendable, Equatable {
  /// The frequent labels, the most frequent of the real data first, then those of the synthetic data
  /// alone.
  public var shown: [Label]
  /// The labels that are folded together: rare ones, and those beyond the number of shown ones.
  public var folded: Folded
  /// A label of the real data is shown when so many real rows have it.
  public var leastRows: Int

  /// A label and its rows.
  public struct Label: Sendable, Equatable {
    /// The label as files spell it.
    public var text: String
    /// Real rows.
    public var real: Int
    /// Synthetic rows.
    public var synthetic: Int
  }

  /// Labels without their names.
  public struct Folded: Sendable, Equatable {
    /// How many labels.
    public var labels = 0
    /// Their real rows.
    public var real = 0
    /// Their synthetic rows.
    public var synthetic = 0
  }
}
