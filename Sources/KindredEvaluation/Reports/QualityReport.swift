import KindredData

/// How much synthetic data resemble the real: the quality report of SDMetrics, figure by figure.
///
/// Four properties, each the mean over its rows: column shapes, column pair trends and, in datasets of
/// several tables, cardinality and intertable trends. Nothing is subsampled unless asked for.
/// Source: SDMetrics 0.32 (`sdmetrics.reports.QualityReport`).
public struct QualityReport: Sendable, Equatable {
  /// Marginals, one row per numerical, datetime, categorical and boolean column.
  public let columnShapes: [ColumnScore]
  /// Dependence within tables, one row per pair of such columns.
  public let columnPairs: [PairScore]
  /// Children per parent, one row per relationship.
  public let cardinalities: [RelationshipScore]
  /// Dependence between parent and child, one row per pair of their columns and relationship. Tables
  /// that refer to themselves are left out.
  public let intertablePairs: [PairScore]
  /// Whether the dataset has more than one table; relationships do not count otherwise.
  public let isMultiTable: Bool
  /// How strong the dependence of a pair must be for it to be scored.
  public var thresholds: TrendThresholds

  /// Measures both datasets.
  /// - Parameters:
  ///   - subsample: the most rows that the contingency of a pair is measured on (SDMetrics: 50,000,
  ///     other ones in every run); nil for all.
  /// - Throws: `KindredError` of kind `data` when a column of the metadata is missing.
  /// - Complexity: O(rows × pairs of columns).
  public init(
    _ comparison: DatasetComparison, thresholds: TrendThresholds = .standard, subsample: Int? = nil
  ) throws {
    try Self.check(comparison)
    self.thresholds = thresholds
    isMultiTable = comparison.tables.count > 1
    columnShapes = comparison.tables.flatMap { $0.columnShapes() }
    columnPairs = comparison.tables.flatMap { $0.pairScores(subsample: subsample) }
    cardinalities = isMultiTable ? comparison.relationships.map { $0.cardinalityScore() } : []
    intertablePairs =
      isMultiTable
      ? comparison.relationships.flatMap { $0.pairScores(subsample: subsample) } : []
  }

  /// The properties with their scores, in the order of SDMetrics.
  public var properties: [PropertyScore] {
    var properties = [
      PropertyScore(name: "Column Shapes", score: meanScore(columnShapes.map(\.score))),
      PropertyScore(
        name: "Column Pair Trends",
        score: meanScore(columnPairs.map { $0.score(at: thresholds) })),
    ]
    if isMultiTable {
      properties += [
        PropertyScore(name: "Cardinality", score: meanScore(cardinalities.map(\.score))),
        PropertyScore(
          name: "Intertable Trends",
          score: meanScore(intertablePairs.map { $0.score(at: thresholds) })),
      ]
    }
    return properties
  }

  /// The mean of the properties that have a score; nil when none has.
  public var score: Double? { meanScore(properties.map(\.score)) }

  private static func check(_ comparison: DatasetComparison) throws {
    for table in comparison.tables {
      for (data, side) in [(table.real, "real"), (table.synthetic, "synthetic")] {
        let present = Set(data.columnNames)
        if let missing = table.metadata.columnNames.first(where: { !present.contains($0) }) {
          throw KindredError(
            .data, "The column is missing from the \(side) data", table: table.name,
            column: missing, remedy: "Add it to the data or remove it from the metadata.")
        }
      }
    }
  }
}

extension TableComparison {
  func columnShapes() -> [ColumnScore] {
    let (columns, name) = (columns, name)
    return parallelMap(columns.count) { index in
      let column = columns[index]
      var row = ColumnScore(
        table: name, columns: [column.name],
        metric: column.isContinuous ? .ksComplement : .tvComplement)
      switch column.content {
      case .numbers(let real, let synthetic):
        row.score = KolmogorovSmirnov.complement(real, synthetic)
      case .categories(let pair):
        row.score = TotalVariation.complement(pair)
      case .failed(let reason):
        row.error = reason
      }
      if row.score == nil, row.error == nil { row.error = "A side has no value but nulls." }
      return row
    }
  }

  func pairScores(subsample: Int?) -> [PairScore] {
    let inputs = columns.map { PairTrends.Input(table: name, column: $0) }
    let pairs = inputs.indices.flatMap { first in
      (first + 1..<max(first + 1, inputs.count)).map { (first, $0) }
    }
    return PairTrends(inputs, pairs: pairs, subsample: subsample).scores()
  }
}

extension RelationshipComparison {
  func cardinalityScore() -> RelationshipScore {
    let score = KolmogorovSmirnov.complement(counts: real.cardinalities, synthetic.cardinalities)
    return RelationshipScore(
      relationship: relationship, metric: .cardinalityShapeSimilarity, score: score,
      error: score == nil ? "A side has no parent rows." : nil)
  }

  func pairScores(subsample: Int?) -> [PairScore] {
    guard relationship.parentTable != relationship.childTable else { return [] }
    let (real, synthetic) = (JoinedRows(real), JoinedRows(synthetic))
    let isTooLarge = real == nil || synthetic == nil
    let inputs = { (table: TableComparison, real: [Int32]?, synthetic: [Int32]?) in
      table.columns.map { column in
        PairTrends.Input(
          table: table.name,
          column: isTooLarge
            ? column.failing("The keys repeat so often that the joined tables are too large.")
            : column, realRows: real, syntheticRows: synthetic)
      }
    }
    let parents = inputs(parent, real?.parents, synthetic?.parents)
    let children = inputs(child, real?.children, synthetic?.children)
    let pairs = parents.indices.flatMap { first in
      children.indices.map { (first, parents.count + $0) }
    }
    return PairTrends(parents + children, pairs: pairs, subsample: subsample).scores().map {
      var score = $0
      score.foreignKey = relationship.childKey
      return score
    }
  }
}
