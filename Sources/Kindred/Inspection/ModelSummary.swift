/// What a fitted model holds, in words and numbers for people (and as JSON for programs): every
/// real value it keeps is in here.
public struct ModelSummary: Sendable, Equatable, Codable {
  /// The format version of model files that this program writes.
  public var formatVersion: Int
  /// The seed of the fit.
  public var seed: UInt64
  /// Rows that a knot, an atom or a label stands for at least.
  public var minimumCount: Int
  /// In the order of the metadata.
  public var tables: [TableSummary]
  /// In the order of the metadata.
  public var relationships: [RelationshipSummary]
  /// What was dropped, folded or guessed while fitting.
  public var notes: [String]

  /// A table of the model.
  public struct TableSummary: Sendable, Equatable, Codable {
    /// The name.
    public var name: String
    /// Rows the table had when it was fitted.
    public var rowCount: Int
    /// Rows of keys that sample calls have used up.
    public var consumedKeys: Int
    /// The columns of the primary key.
    public var primaryKey: [String]
    /// Columns of the extended table: values, nulls, numbers of children and children's effects.
    public var dimensionCount: Int
    /// Covariances that are kept.
    public var covarianceCount: Int
    /// How rows are modelled: `copula`, `trees`, or `kept` where the table is kept as it is.
    public var model: String
    /// Why, in words.
    public var modelReason: String
    /// The accuracy with which a classifier told rows of the copula from held-out ones; 0.5 is a
    /// guess. Nil where it was not measured.
    public var copulaAccuracy: Double?
    /// The same for rows of trees.
    public var treeAccuracy: Double?
    /// In the order of the metadata.
    public var columns: [ColumnSummary]
  }

  /// A column of the model.
  public struct ColumnSummary: Sendable, Equatable, Codable {
    /// The name.
    public var name: String
    /// The semantic type.
    public var sdtype: String
    /// How values come about, such as "distribution", "key", "foreign key", "generated".
    public var source: String
    /// A line about the distribution, pattern or origin.
    public var detail: String
    /// Share of null rows, 0 to 1.
    public var nullShare: Double
    /// Values of the data that are kept and can be generated as they are: labels, values with a
    /// probability of their own, the smallest and the largest value; as they are spelled in files.
    public var keptValues: [String]
    /// Number of quantiles of the data that are kept as the ends of segments.
    public var knotCount: Int
  }

  /// A relationship of the model.
  public struct RelationshipSummary: Sendable, Equatable, Codable {
    /// The table referred to.
    public var parentTable: String
    /// The table that refers.
    public var childTable: String
    /// The referring columns.
    public var foreignKey: [String]
    /// Whether the child's rows are generated under this parent's rows.
    public var drivesTheChild: Bool
    /// Children per parent row.
    public var meanCardinality: Double
    /// The fewest children a parent row may get.
    public var smallestCardinality: Int
    /// The most children a parent row may get.
    public var largestCardinality: Int
    /// Share of child rows without a parent, 0 to 1.
    public var nullShare: Double
  }
}
