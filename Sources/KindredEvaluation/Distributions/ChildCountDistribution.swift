public import KindredData

/// How many children the parent rows of a relationship have, in real and synthetic data.
public struct ChildCountDistribution: Sendable, Equatable {
  /// The relationship.
  public var relationship: Relationship
  /// Bins of numbers of children; nil when no side has parent rows.
  public var edges: BinEdges?
  /// Real parent rows per bin.
  public var real: BinCounts
  /// Synthetic parent rows per bin.
  public var synthetic: BinCounts
  /// Children per real parent row; nil without any.
  public var realMean: Double?
  /// Children per synthetic parent row; nil without any.
  public var syntheticMean: Double?
}

extension RelationshipComparison {
  func childCountDistribution() -> ChildCountDistribution {
    let sides = [real.cardinalities, synthetic.cardinalities]
    let values = sides.map { NumberValues(Column("", .integers($0))) }.compactMap { $0 }
    let edges = BinEdges(spanning: values)
    let counts = sides.map { edges?.counts(of: $0) ?? BinCounts(bins: []) }
    let means = sides.map { $0.isEmpty ? nil : Double($0.reduce(0, +)) / Double($0.count) }
    return ChildCountDistribution(
      relationship: relationship, edges: edges, real: counts[0], synthetic: counts[1],
      realMean: means[0], syntheticMean: means[1])
  }
}
