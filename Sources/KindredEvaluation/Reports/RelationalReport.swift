import KindredData

/// What the quality report does not see of a database: shares of nulls, dependence over several
/// relationships, likeness of siblings, order and gaps of dated children.
public struct RelationalReport: Sendable, Equatable {
  /// A row per column that is no part of the primary key.
  public let nullShares: [NullScore]
  /// The paths of two relationships, of three, and so on, as long as the schema has any.
  public let hops: [[HopTrends]]
  /// A row per relationship and modelled column of the child.
  public let siblings: [ChildScore]
  /// Rows per relationship and datetime column of the child: gaps between siblings, their order in the
  /// table, and for each datetime column of the parent whether they come after it.
  public let dates: [ChildScore]

  /// Longer paths are not followed: their number may double with every relationship.
  private static let longestPath = 8

  /// Measures both datasets.
  /// - Parameters:
  ///   - subsample: as in `QualityReport`, for paths.
  /// - Complexity: O(rows × (columns + pairs of columns at the ends of paths)).
  public init(_ comparison: DatasetComparison, subsample: Int? = nil) {
    nullShares = comparison.tables.flatMap { $0.nullScores() }
    let relationships = comparison.relationships
    let tables = comparison.tables.map(\.name)
    var hops: [[HopTrends]] = []
    for length in 2...Self.longestPath {
      let paths = HopPaths.all(ofLength: length, relationships, tables: tables)
      if paths.isEmpty { break }
      hops.append(
        paths.map { path in
          path.map { relationships[$0] }.hopTrends(subsample: subsample)
        })
    }
    self.hops = hops
    let children = relationships.map { $0.childScores() }
    siblings = children.flatMap { $0.siblings }
    dates = children.flatMap { $0.dates }
  }

  /// The properties with their scores. Null shares are averaged over the columns with nulls. Paths are
  /// averaged over all pairs of columns at their ends, those that cannot be measured counting 0, as
  /// in SyntheRela and ClavaDDPM.
  public var properties: [PropertyScore] {
    let nullable = nullShares.filter { $0.realShare > 0 || $0.syntheticShare > 0 }
    return [PropertyScore(name: "Null Shares", score: meanScore(nullable.map(\.score)))]
      + hops.indices.map { index in
        let pairs = hops[index].flatMap(\.pairs)
        return PropertyScore(
          name: "\(index + 2)-Hop Trends", score: meanScore(pairs.map { $0.similarity ?? 0 }))
      } + [
        PropertyScore(name: "Sibling Dependence", score: meanScore(siblings.map(\.score))),
        PropertyScore(name: "Dates of Children", score: meanScore(dates.map(\.score))),
      ]
  }

  /// The mean of the properties that have a score; nil when none has.
  public var score: Double? { meanScore(properties.map(\.score)) }
}

extension TableComparison {
  fileprivate func nullScores() -> [NullScore] {
    metadata.columnNames.compactMap { column in
      guard !metadata.primaryKey.contains(column), let first = real[column: column],
        let second = synthetic[column: column], first.count > 0, second.count > 0
      else { return nil }
      return NullScore(
        table: name, column: column,
        realShare: Double(first.nullCount) / Double(first.count),
        syntheticShare: Double(second.nullCount) / Double(second.count))
    }
  }
}

extension [RelationshipComparison] {
  /// The dependence between the first parent and the last child of a path.
  fileprivate func hopTrends(subsample: Int?) -> HopTrends {
    guard let first, let last else { return HopTrends(tables: [], pairs: []) }
    let tables = [first.parent.name] + map(\.child.name)
    let real = HopPaths.topRows(map(\.real))
    let synthetic = HopPaths.topRows(map(\.synthetic))
    let top = first.parent.columns.map {
      PairTrends.Input(
        table: first.parent.name, column: $0, realRows: real, syntheticRows: synthetic)
    }
    let bottom = last.child.columns.map { PairTrends.Input(table: last.child.name, column: $0) }
    let pairs = top.indices.flatMap { first in
      bottom.indices.map { (first, top.count + $0) }
    }
    return HopTrends(
      tables: tables,
      pairs: PairTrends(top + bottom, pairs: pairs, subsample: subsample).scores())
  }
}
