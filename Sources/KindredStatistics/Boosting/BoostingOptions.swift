/// How trees are boosted. The defaults are XGBoost's.
public struct BoostingOptions: Sendable, Hashable {
  /// Number of trees, at least 0.
  public var trees = 100
  /// Splits on the way to a leaf, at most.
  public var depth = 6
  /// Leaves of a tree, at most; nil for as many as the depth allows.
  public var leaves: Int?
  /// The share of a tree's proposal that is taken, in (0, 1].
  public var learningRate = 0.3
  /// L2 regularisation of the values of leaves, at least 0.
  public var lambda = 1.0
  /// Sum of p (1 - p) over the rows of a child, at least.
  public var minimumChildWeight = 1.0
  /// What a split must win (twice the loss saved), at least.
  public var minimumGain = 1e-6
  /// Threads of one fit. Results do not depend on it.
  public var threads = 1

  /// XGBoost's defaults.
  public init() {}
}
