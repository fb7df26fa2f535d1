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
  /// Columns in which the children of one parent never have the same number.
  var separations: [Separation] = []
  /// The column that the children of one driving parent row are in the order of.
  var order: Order?

  /// Whether numbers of children are drawn with the columns, and not before.
  var drawsCounts: Bool {
    targets.contains { if case .childCount = $0 { true } else { false } }
  }

  /// Something to know about a row of a table.
  enum Attribute: Sendable, Equatable, Hashable {
    /// A column's value.
    case value(column: Int)
    /// Number of children in a relationship.
    case childCount(relationship: Int)
    /// The children in a relationship together.
    case summary(relationship: Int, column: Int, kind: SummaryKind)
    /// A part of a column's date. Of the row itself, it is known once the date is drawn.
    case datePart(column: Int, part: DatePart)

    /// Whether it is drawn for the children only.
    var isSummary: Bool { if case .summary = self { true } else { false } }
    var isChildCount: Bool { if case .childCount = self { true } else { false } }
  }

  /// What is told about the values that a column has in the children of one parent.
  enum SummaryKind: Sendable, Equatable, Hashable {
    /// The mean of numbers and times; of two labels, the share of the second.
    case mean
    /// The mean of what trees and slopes leave open of numbers, in standard deviations.
    case residual
    /// The number of distinct labels.
    case distinct
    /// The share of a label.
    case share(label: Int)
  }

  /// A part of a date that says what the date as a number does not: wages come on the same day of
  /// every month, shops are closed on the same day of every week.
  enum DatePart: Int, Sendable, Hashable, CaseIterable {
    /// 1...31
    case dayOfMonth
    /// Days until the month ends, 0...30.
    case daysLeft
    /// 0...6, from Monday.
    case weekday
    /// 1...12
    case month
    /// 0...23
    case hour
  }

  /// A column that tells the children of one parent apart.
  struct Separation: Sendable, Equatable, Hashable {
    var relationship: Int
    var column: Int
    /// Columns drawn before: only rows that agree in these are told apart.
    var within: [Int] = []
  }

  /// A column whose numbers rise or fall from row to row.
  struct Order: Sendable, Equatable {
    var column: Int
    var isDescending: Bool
    /// Distances of neighbours where few are usual, as between yearly rows; else nil.
    var steps: StepDistribution?
  }

  /// An attribute of the row or of a row above it.
  struct Feature: Sendable, Equatable, Hashable {
    /// Relationships from the row upwards; empty for the row itself.
    var path: [Int]
    var attribute: Attribute

    /// The column that it is, or that it is a part of; nil for what is no column's.
    var column: Feature? {
      switch attribute {
      case .value: self
      case .datePart(let column, _): Feature(path: path, attribute: .value(column: column))
      case .childCount, .summary: nil
      }
    }

    /// Whether it follows from what the row draws: parts of its dates, means of its children.
    var followsDrawn: Bool {
      switch attribute {
      case .datePart, .summary(_, _, .mean): path.isEmpty
      default: false
      }
    }

    /// How many of a row's targets are drawn before it is known: parts of its dates after these, and
    /// what it has in common with its siblings in a column just before the column itself.
    /// - Parameter isTold: whether a parent tells what is left open of a column, and knows the mean
    ///   only after it.
    func stage(
      among targets: [Attribute], isTold: (_ relationship: Int, _ column: Int) -> Bool
    ) -> Int {
      switch attribute {
      case .datePart(let column, _) where path.isEmpty:
        (targets.firstIndex(of: .value(column: column)) ?? targets.count - 1) + 1
      case .summary(let relationship, let column, .mean) where path.isEmpty:
        (targets.firstIndex(
          of: .summary(relationship: relationship, column: column, kind: .residual))
          ?? targets.count - 1) + 1
      case .summary(let relationship, let column, let kind) where path == [relationship]:
        (targets.firstIndex(of: .value(column: column)) ?? 0)
          + (kind == .mean && isTold(relationship, column) ? 1 : 0)
      default: 0
      }
    }
  }
}
