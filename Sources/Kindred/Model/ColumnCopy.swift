import KindredStatistics

/// How the values of a column follow a column of a parent: the billing address of an invoice is the
/// customer's, most of the time.
struct ColumnCopy: Sendable, Equatable {
  /// Leads to the parent.
  var relationship: Int
  /// Of the parent table.
  var column: Int
  /// Share of the rows with a parent that have its value, in 0...1.
  var share: Double
  /// How the other rows get their values; nil when there are too few to tell, so that they are as
  /// all rows are.
  var remainder: Remainder?

  struct Remainder: Sendable, Equatable {
    /// On the scale of the column's marginal; nil for columns that are generated.
    var marginal: Marginal?
    /// Share of null rows.
    var nullShare: Double
  }

  /// Whether hardly a row has a value of its own.
  var isWhole: Bool { share >= 0.995 }
}
