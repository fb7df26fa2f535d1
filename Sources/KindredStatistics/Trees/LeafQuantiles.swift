/// The distribution functions of a tree's leaves over the cells of their column, for drawing many
/// times from the same leaf.
struct LeafQuantiles: Sendable {
  let scale: ColumnScale
  let cellCount: Int
  /// Per node, where its sums begin; -1 for nodes that no row is in.
  private let starts: [Int]
  /// Per leaf in use: the probabilities of the cells up to and with each.
  private let sums: [Double]

  /// Most sums that are kept.
  private static let most = 1 << 23

  /// Nil when they would take too much memory.
  init?(_ column: TreeSequence.Column, leaves: [Int32]) {
    scale = column.scale
    cellCount = scale.cellCount
    let nodes = column.tree.nodes
    var isUsed = [Bool](repeating: false, count: nodes.count)
    for leaf in leaves { isUsed[Int(leaf)] = true }
    guard isUsed.count(where: { $0 }) * cellCount <= Self.most else { return nil }
    var starts = [Int](repeating: -1, count: nodes.count)
    var sums: [Double] = []
    for node in nodes.indices where isUsed[node] {
      starts[node] = sums.count
      var sum = 0.0
      for probability in Self.probabilities(of: node, in: column) {
        sum += probability
        sums.append(sum)
      }
    }
    self.starts = starts
    self.sums = sums
  }

  private static func probabilities(of node: Int, in column: TreeSequence.Column) -> [Double] {
    var path = [node]
    while let last = path.last, column.leaves[last].rest > 0, column.tree.nodes[last].parent >= 0 {
      path.append(Int(column.tree.nodes[last].parent))
    }
    return path.reversed().reduce([]) { above, node in
      column.leaves[node].probabilities(scale: column.scale, above: above)
    }
  }

  /// The probability of the null.
  func nullShare(leaf: Int32) -> Double { min(1, sums[starts[Int(leaf)]]) }

  /// The probability of a cell.
  func probability(leaf: Int32, cell: Int) -> Double {
    let start = starts[Int(leaf)]
    return sums[start + cell] - (cell > 0 ? sums[start + cell - 1] : 0)
  }

  /// The probability of all cells below one.
  func probability(leaf: Int32, below cell: Int) -> Double {
    cell > 0 ? sums[starts[Int(leaf)] + cell - 1] : 0
  }

  /// The cell, and the place inside it in 0..<1, at a fraction of the probability.
  /// - Complexity: O(log cells).
  func place(leaf: Int32, uniform: Double) -> (cell: Int, fraction: Double) {
    sums.withUnsafeBufferPointer { sums in
      let start = starts[Int(leaf)]
      let target = uniform * sums[start + cellCount - 1]
      var (low, high) = (0, cellCount - 1)
      while low < high {
        let middle = (low + high) / 2
        if sums[start + middle] <= target { low = middle + 1 } else { high = middle }
      }
      let before = low > 0 ? sums[start + low - 1] : 0
      let share = sums[start + low] - before
      guard share > 0 else { return (low, 0.5) }
      return (low, min(max((target - before) / share, 0), 0x1.fffffffffffffp-1))
    }
  }
}
