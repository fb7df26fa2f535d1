import KindredData

/// Whether synthetic data are valid at all: the diagnostic report of SDMetrics, figure by figure.
///
/// Anything below 1 is a fault of the data, not a lack of resemblance. Left out: SDMetrics'
/// constraints and the `range_...` entries of its newest metadata. Tables without rows have no score
/// where SDMetrics' depends on the types that pandas gives to empty columns.
/// Source: SDMetrics 0.32 (`sdmetrics.reports.DiagnosticReport`).
public struct DiagnosticReport: Sendable, Equatable {
  /// Numbers within bounds, known labels, unique keys: a row per column and metric.
  public let dataValidity: [ColumnScore]
  /// The same columns of the same types, one row per table.
  public let dataStructure: [TableScore]
  /// Foreign keys that lead somewhere, plausible numbers of children: two rows per relationship.
  public let relationshipValidity: [RelationshipScore]
  /// Whether the dataset has more than one table; relationships do not count otherwise.
  public let isMultiTable: Bool

  /// Measures both datasets.
  /// - Complexity: O(rows × columns).
  public init(_ comparison: DatasetComparison) {
    isMultiTable = comparison.tables.count > 1
    dataValidity = comparison.tables.flatMap { $0.validityScores() }
    dataStructure = comparison.tables.map { $0.structureScore() }
    relationshipValidity =
      isMultiTable ? comparison.relationships.flatMap { $0.validityScores() } : []
  }

  /// The properties with their scores, in the order of SDMetrics.
  public var properties: [PropertyScore] {
    var properties = [
      PropertyScore(name: "Data Validity", score: meanScore(dataValidity.map(\.score))),
      PropertyScore(name: "Data Structure", score: meanScore(dataStructure.map(\.score))),
    ]
    if isMultiTable {
      properties.append(
        PropertyScore(
          name: "Relationship Validity", score: meanScore(relationshipValidity.map(\.score))))
    }
    return properties
  }

  /// The mean of the properties that have a score; nil when none has.
  public var score: Double? { meanScore(properties.map(\.score)) }
}
