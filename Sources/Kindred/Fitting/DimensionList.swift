import KindredStatistics

/// Dimensions of a table with what is needed to learn their covariances.
struct DimensionList {
  private(set) var dimensions: [Dimension] = []
  /// Where the scores come from.
  private(set) var sources: [any TableMoments.Source] = []
  /// The score functions.
  private(set) var scores: [HermiteScore] = []

  mutating func append(
    _ dimension: Dimension, _ source: any TableMoments.Source, _ score: HermiteScore
  ) {
    dimensions.append(dimension)
    sources.append(source)
    scores.append(score)
  }

  mutating func append(contentsOf others: DimensionList) {
    dimensions += others.dimensions
    sources += others.sources
    scores += others.scores
  }
}
