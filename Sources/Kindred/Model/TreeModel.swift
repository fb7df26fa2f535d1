import KindredStatistics

/// Conditional trees of a table: its columns, and what its rows' children have in common, drawn one
/// after another, each from a tree that asks what is known of the row and what was drawn before.
struct TreeModel: Sendable, Equatable {
  /// What is known of a row before its columns are drawn.
  var context: [Feature]
  /// What is drawn, in this order.
  var targets: [Attribute]
  /// One column of its context per feature, one column drawn per target.
  var sequence: TreeSequence

  /// Whether numbers of children are drawn with the columns, and not before.
  var drawsCounts: Bool {
    targets.contains { if case .childCount = $0 { true } else { false } }
  }

  /// Whether columns follow the rows before, in the groups of the driving parent.
  var followsRows: Bool {
    sequence.derived.contains { if case .calendar = $0 { false } else { true } }
  }

  /// Something to know about a row of a table.
  enum Attribute: Sendable, Equatable, Hashable {
    /// A column's value.
    case value(column: Int)
    /// Number of children in a relationship.
    case childCount(relationship: Int)
    /// The children in a relationship together.
    case summary(relationship: Int, column: Int, kind: SummaryKind)
    /// Rows before this one in the group of the driving parent.
    case position
    /// Rows after it.
    case rowsLeft

    /// Whether it is drawn for the children only.
    var isSummary: Bool { if case .summary = self { true } else { false } }
  }

  /// What is told about the values that a column has in the children of one parent.
  enum SummaryKind: Sendable, Equatable, Hashable {
    /// The mean of numbers and times; of two labels, the share of the second.
    case mean
    /// The number of distinct labels.
    case distinct
    /// The share of a label.
    case share(label: Int)
  }

  /// An attribute of the row or of a row above it.
  struct Feature: Sendable, Equatable, Hashable {
    /// Relationships from the row upwards; empty for the row itself.
    var path: [Int]
    var attribute: Attribute
  }
}
