import KindredStatistics

/// How far a model goes towards its data. Levels differ in small tables above all: in a table of a
/// thousand rows `minimumCount` of them stand behind everything that is kept, at all levels.
public enum PrivacyLevel: String, Sendable, CaseIterable {
  /// Values of tables below 50 rows are pooled as far as possible, and three times `minimumCount`
  /// root entities stand behind every leaf of a tree.
  case strict
  /// Neighbouring values of small tables are pooled, so that no row is remembered: `minimumCount` of
  /// them from 100 rows on.
  case balanced
  /// Small tables keep single values: a sample is nearer to them, and so to the people in them.
  case fidelity

  /// Rows for each of the k rows that stand behind a knot or an atom, up to `minimumCount`; of
  /// trees, root entities for each of those behind a cell.
  var rowsPerCount: Int {
    switch self {
    case .strict: 5
    case .balanced: 10
    case .fidelity: 100
    }
  }

  /// The same for what trees only ask: the columns of parents, numbers and summaries.
  var entitiesPerAskedCell: Int {
    switch self {
    case .strict: 5
    case .balanced: 10
    case .fidelity: 100
    }
  }

  /// Factor on `minimumCount` for the root entities of a leaf, and on its least rows.
  var leafFactor: Int { self == .strict ? 3 : 1 }
}

extension FitOptions {
  /// How trees are learned.
  func treeOptions(threads: Int) -> TreeOptions {
    TreeOptions(
      minimumEntities: minimumCount * privacy.leafFactor, entitiesPerCell: privacy.rowsPerCount,
      entitiesPerAskedCell: privacy.entitiesPerAskedCell,
      minimumLeafRows: 20 * privacy.leafFactor, seed: seed, threads: threads)
  }
}
