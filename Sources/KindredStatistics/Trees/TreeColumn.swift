/// A column as trees take and give it.
public enum TreeColumn: Sendable, Equatable {
  /// Numbers; NaN (and the infinities) are nulls. `step` is the distance of neighbouring values
  /// after the caller's rounding (1 for integers), 0 for continuous values.
  case numbers([Double], step: Double)
  /// Codes of `count` labels; other codes are nulls, but for ``leftOut``.
  case labels([Int32], count: Int)

  /// The code of labels that are not to be learned: their rows say nothing about the column.
  public static let leftOut: Int32 = -2

  /// Number of rows.
  public var rowCount: Int {
    switch self {
    case .numbers(let values, _): values.count
    case .labels(let codes, _): codes.count
    }
  }
}

/// How trees are grown, pruned and filled.
public struct TreeOptions: Sendable, Equatable {
  /// The least number of distinct entities (k) behind every leaf, label, atom and knot; see
  /// ``effectiveMinimum(entities:)`` for small tables.
  public var minimumEntities: Int
  /// The number of entities for each of the k that stand behind every label, atom and knot of a
  /// column as a whole: k grows up to `minimumEntities`. Leaves of trees always have the k of
  /// ``effectiveMinimum(entities:)``.
  public var entitiesPerCell: Int
  /// The same for columns that are only asked.
  public var entitiesPerAskedCell: Int
  /// The least number of rows a leaf has in the sample that trees are grown on.
  public var minimumLeafRows: Int
  /// The same for columns of numbers, whose rows follow slopes within leaves: the larger of both.
  public var minimumSlopedLeafRows: Int
  /// The most splits between root and leaf.
  public var maximumDepth: Int
  /// The most rows that trees are grown on. Leaves are filled from all rows.
  public var maximumGrowthRows: Int
  /// The share of entities kept out of growing, on which trees are pruned and scored.
  public var heldOutShare: Double
  /// The most segments of a column of numbers (atoms not counted).
  public var maximumSegments: Int
  /// The same of columns that are only asked: those given, and those drawn for others to ask.
  public var maximumAskedSegments: Int
  /// The most predictors offered to one tree; beyond, those nearest to the target.
  public var maximumPredictors: Int
  /// The seed of the growth sample and of the held-out entities.
  public var seed: UInt64
  /// Number of threads; results do not depend on it.
  public var threads: Int

  /// The same for columns that count things; what marginals of counts have, too.
  private static let entitiesPerCount = 100

  /// The defaults, or as given.
  public init(
    minimumEntities: Int = 10, entitiesPerCell: Int = 5, entitiesPerAskedCell: Int? = nil,
    minimumLeafRows: Int = 20, minimumSlopedLeafRows: Int = 20,
    maximumDepth: Int = 14, maximumGrowthRows: Int = 100_000, heldOutShare: Double = 0.2,
    maximumSegments: Int = 256, maximumAskedSegments: Int = 64, maximumPredictors: Int = 64,
    seed: UInt64 = 0, threads: Int = 1
  ) {
    self.minimumEntities = minimumEntities
    self.entitiesPerCell = entitiesPerCell
    self.entitiesPerAskedCell = entitiesPerAskedCell ?? entitiesPerCell
    self.minimumLeafRows = minimumLeafRows
    self.minimumSlopedLeafRows = minimumSlopedLeafRows
    self.maximumDepth = maximumDepth
    self.maximumGrowthRows = maximumGrowthRows
    self.heldOutShare = heldOutShare
    self.maximumSegments = maximumSegments
    self.maximumAskedSegments = maximumAskedSegments
    self.maximumPredictors = maximumPredictors
    self.seed = seed
    self.threads = threads
  }

  /// The least number of rows of a leaf.
  func minimumRows(isSloped: Bool) -> Int {
    isSloped ? max(minimumLeafRows, minimumSlopedLeafRows) : minimumLeafRows
  }

  /// The k in force: a fifth of the entities, at least 1, at most `minimumEntities`. A table of
  /// fewer than five times k entities would have no shape left otherwise.
  public func effectiveMinimum(entities: Int) -> Int {
    min(max(1, minimumEntities), max(1, entities / 5))
  }

  /// The least number of entities behind a cell of a column.
  func cellMinimum(entities: Int, isAsked: Bool, isCount: Bool) -> Int {
    let share = isAsked ? entitiesPerAskedCell : isCount ? Self.entitiesPerCount : entitiesPerCell
    return min(max(1, minimumEntities), max(1, entities / max(1, share)))
  }
}
