/// A model of a table's columns, drawn one after another: each from the leaf of a tree that asks
/// the columns given from outside (the context) and the columns drawn before.
///
/// It holds no row: trees hold thresholds between at least k entities, leaves shares of at least
/// k, cells of columns (``ColumnScale``) stand for at least k.
public struct TreeSequence: Sendable, Equatable {
  /// A drawn column.
  public struct Column: Sendable, Equatable {
    /// What its values are counted in.
    public var scale: ColumnScale
    /// Asks the context's columns (0, 1...) and then the columns before this one.
    public var tree: ConditionalTree
    /// The distribution in every node of the tree.
    public var leaves: [LeafDistribution]
    /// How numbers follow others within every node that is a leaf; empty when none does.
    public var slopes: [LeafSlope]
    /// Log-likelihood of held-out entities in nats per row, and what it would be without the tree.
    public var score: Double
    /// The score of the column's shares alone, without a tree.
    public var rootScore: Double

    /// A column as given.
    public init(
      scale: ColumnScale, tree: ConditionalTree, leaves: [LeafDistribution],
      slopes: [LeafSlope] = [], score: Double, rootScore: Double
    ) {
      self.scale = scale
      self.tree = tree
      self.leaves = leaves
      self.slopes = slopes
      self.score = score
      self.rootScore = rootScore
    }
  }

  /// What the columns given from outside are counted in.
  public let context: [ColumnScale]
  /// Per column of the context, how many columns are drawn before it is known: it may follow from
  /// them, as a weekday follows from a date.
  public let stages: [Int]
  /// The drawn columns, in the order of drawing.
  public let columns: [Column]
  /// Leaves as they are drawn from.
  let tables: [LeafTable]

  /// Two sequences are equal when they hold the same content.
  public static func == (first: TreeSequence, second: TreeSequence) -> Bool {
    first.context == second.context && first.stages == second.stages
      && first.columns == second.columns
  }

  /// Rebuilds a sequence, as from a model file.
  /// - Parameter stages: empty when all of the context is known before anything is drawn.
  /// - Throws: ``StatisticsError`` when trees or leaves are not valid.
  public init(context: [ColumnScale], stages: [Int] = [], columns: [Column]) throws {
    let stages = stages.isEmpty ? context.map { _ in 0 } : stages
    guard stages.count == context.count, stages.allSatisfy({ 0...columns.count ~= $0 }) else {
      throw StatisticsError("it is not clear when the context of trees is known")
    }
    for (place, column) in columns.enumerated() {
      func isOffered(_ asked: Int) -> Bool {
        stages.indices.contains(asked)
          ? stages[asked] <= place : (0..<context.count + place).contains(asked)
      }
      try column.tree.validate(isOffered: isOffered)
      guard column.leaves.count == column.tree.nodes.count else {
        throw StatisticsError("a tree has not one distribution for every node")
      }
      guard column.slopes.isEmpty || column.slopes.count == column.leaves.count else {
        throw StatisticsError("a tree has not one slope for every node")
      }
      for slope in column.slopes { try slope.validate(isOffered: isOffered) }
      for leaf in column.leaves { try leaf.validate(cells: column.scale.cellCount) }
      guard let root = column.leaves.first, root.rest < 1e-3 else {
        throw StatisticsError("the root of a tree has no distribution")
      }
    }
    self.init(valid: context, stages: stages, columns: columns)
  }

  init(valid context: [ColumnScale], stages: [Int], columns: [Column]) {
    self.context = context
    self.stages = stages
    self.columns = columns
    tables = columns.map { LeafTable($0.tree, $0.leaves) }
  }

  /// Held-out log-likelihood in nats per row of all columns together beyond that of independent
  /// columns: what the trees know. Comparable to the log-density of a copula.
  public var scoreGain: Double { columns.reduce(0) { $0 + $1.score - $1.rootScore } }

  /// The size in bytes of a compact encoding. Of the nodes that are not leaves, only the
  /// distributions that some leaf's rest comes from are counted.
  public var byteCount: Int {
    let labels = context.map(\.content.isLabels) + columns.map(\.scale.content.isLabels)
    let columnBytes = columns.reduce(0) { bytes, column in
      bytes + column.scale.content.byteCount + column.tree.byteCount { labels[$0] }
        + column.leaves.reduce(0) { $0 + $1.byteCount }
    }
    return context.reduce(columnBytes) { $0 + $1.content.byteCount }
  }
}

/// Leaves in arrays, for drawing.
struct LeafTable: Sendable {
  /// The groups of node n are `starts[n]..<starts[n + 1]`.
  private var starts: [Int32] = [0]
  private var firsts: [UInt16] = []
  private var lasts: [UInt16] = []
  /// Sums of shares up to and with each group of its node.
  private var upTo: [Float] = []
  private var parents: [Int32]

  init(_ tree: ConditionalTree, _ leaves: [LeafDistribution]) {
    parents = tree.nodes.map(\.parent)
    for leaf in leaves {
      var sum: Float = 0
      for group in leaf.groups {
        sum += group.share
        firsts.append(group.first)
        lasts.append(group.last)
        upTo.append(sum)
      }
      starts.append(Int32(truncatingIfNeeded: firsts.count))
    }
  }

  /// The cell, and the place inside it, that a probability in 0..<1 leads to in a node: ascending
  /// within the node's own groups, the rest above them.
  /// - Complexity: O(log groups), times the nodes above that are asked.
  func draw(node: Int, uniform: Double, scale: ColumnScale) -> (cell: Int, fraction: Double) {
    var (node, uniform) = (node, uniform)
    while true {
      var (low, high) = (Int(starts[node]), Int(starts[node + 1]))
      let (first, end) = (low, high)
      let own = first < end ? Double(upTo[end - 1]) : 0
      let parent = Int(parents[node])
      if parent >= 0, uniform >= own {
        // At a rest of nothing that rounding left, the division would be by zero.
        uniform = own < 1 ? min((uniform - own) / (1 - own), 0x1.fffffffffffffp-1) : 0.5
        node = parent
        continue
      }
      guard first < end else { return (0, 0) }
      while low < high {
        let middle = (low + high) / 2
        if Double(upTo[middle]) <= uniform { low = middle + 1 } else { high = middle }
      }
      let group = min(low, end - 1)
      let before = group > first ? Double(upTo[group - 1]) : 0
      let share = Double(upTo[group]) - before
      let fraction =
        share > 0 ? min(max((uniform - before) / share, 0), 0x1.fffffffffffffp-1) : 0.5
      return scale.place(first: Int(firsts[group]), last: Int(lasts[group]), fraction: fraction)
    }
  }

  func range(of node: Int) -> Range<Int> { Int(starts[node])..<Int(starts[node + 1]) }
  func parent(of node: Int) -> Int { Int(parents[node]) }
  func first(of group: Int) -> Int { Int(firsts[group]) }
  func last(of group: Int) -> Int { Int(lasts[group]) }

  /// The shares of all groups together.
  func own(of groups: Range<Int>) -> Double { groups.isEmpty ? 0 : Double(upTo[groups.last ?? 0]) }

  func share(of group: Int, in groups: Range<Int>) -> Double {
    Double(upTo[group]) - (group > groups.lowerBound ? Double(upTo[group - 1]) : 0)
  }
}
