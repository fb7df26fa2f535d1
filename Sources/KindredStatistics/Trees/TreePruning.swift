import Glibc

/// Cuts a grown tree back to the size at which held-out entities are likeliest: weakest links
/// first (Breiman et al. 1984, chapter 3), with likelihoods of classes in place of impurities.
struct TreePruning {
  /// Rows of every class in every node.
  typealias Counts = [Float]

  private let tree: ConditionalTree
  private let classCount: Int
  /// Log-likelihood of the growth rows and of the held-out rows were the node a leaf.
  private var growthFit: [Double]
  private var heldOutFit: [Double]
  private let heldOutRows: Double

  /// A class of a node has this many rows of its parent's shares besides its own.
  private static let priorRows: Float = 5

  /// - Parameter growth, heldOut: rows of every class in every node, `nodes * classes` of them.
  init(
    _ tree: ConditionalTree, growth: Counts, heldOut: Counts, classCount: Int, isOrdered: Bool
  ) {
    self.tree = tree
    self.classCount = classCount
    let nodes = tree.nodes.count
    growthFit = [Double](repeating: 0, count: nodes)
    heldOutFit = growthFit
    heldOutRows = heldOut.prefix(classCount).reduce(0) { $0 + Double($1) }
    var shares = [Float](repeating: 0, count: nodes * classCount)
    for node in 0..<nodes {
      let own = growth[node * classCount..<(node + 1) * classCount]
      let counts = isOrdered ? Self.spread(Array(own)) : Array(own)
      let sum = own.reduce(0, +)
      let parent = Int(tree.nodes[node].parent)
      for index in 0..<classCount {
        let prior =
          parent < 0 ? 1 / Float(classCount) : shares[parent * classCount + index]
        let share = (counts[index] + Self.priorRows * prior) / (sum + Self.priorRows)
        let place = node * classCount + index
        shares[place] = share
        let (inGrowth, inHeldOut) = (growth[place], heldOut[place])
        guard inGrowth > 0 || inHeldOut > 0 else { continue }
        let information = log(Double(share))
        growthFit[node] += Double(inGrowth) * information
        heldOutFit[node] += Double(inHeldOut) * information
      }
    }
  }

  /// Neighbouring classes of numbers lend each other a quarter of their rows; the null (class 0)
  /// has no neighbour.
  private static func spread(_ counts: [Float]) -> [Float] {
    guard counts.count > 3 else { return counts }
    var result = counts
    for index in 1..<counts.count {
      let below = max(1, index - 1)
      let above = min(counts.count - 1, index + 1)
      result[index] = counts[index] / 2 + counts[below] / 4 + counts[above] / 4
    }
    return result
  }

  /// What was chosen.
  struct Result {
    var tree: ConditionalTree
    /// Log-likelihood in nats per held-out row, of the tree and of the root alone.
    var score: Double
    var rootScore: Double
  }

  /// - Parameter fallbackCost: nats that a leaf must bring where no entities are held out.
  func pruned(fallbackCost: Double) -> Result {
    let nodes = tree.nodes
    var leaves = [Int](repeating: 1, count: nodes.count)
    var growth = growthFit
    var heldOut = heldOutFit
    for node in nodes.indices.reversed() where !nodes[node].isLeaf {
      let left = Int(nodes[node].left)
      leaves[node] = leaves[left] + leaves[left + 1]
      growth[node] = growth[left] + growth[left + 1]
      heldOut[node] = heldOut[left] + heldOut[left + 1]
    }
    // The cost of a leaf at which each node would be cut, raised until it grows towards the root.
    var isCut = [Bool](repeating: false, count: nodes.count)
    var best = (score: heldOut[0], cuts: 0)
    var cuts: [Int] = []
    var cost = 0.0
    var order = WeakestLinks(count: nodes.count)
    for node in nodes.indices where !nodes[node].isLeaf {
      order.push(node, gain(node, growth, leaves))
    }
    while let (node, value) = order.pop() {
      guard !isBelow(node, isCut) else { continue }
      let now = gain(node, growth, leaves)
      // Stale entries are put back with what became of them.
      if now > value + 1e-12 * abs(value) {
        order.push(node, now)
        continue
      }
      cost = max(cost, now)
      if heldOutRows < 30, cost > fallbackCost { break }
      let change = (
        leaves: 1 - leaves[node], growth: growthFit[node] - growth[node],
        heldOut: heldOutFit[node] - heldOut[node]
      )
      isCut[node] = true
      cuts.append(node)
      var above = node
      while above >= 0 {
        leaves[above] += change.leaves
        growth[above] += change.growth
        heldOut[above] += change.heldOut
        if above != node, leaves[above] > 1 { order.push(above, gain(above, growth, leaves)) }
        above = Int(nodes[above].parent)
      }
      if heldOutRows < 30 || heldOut[0] >= best.score { best = (heldOut[0], cuts.count) }
    }
    let rows = max(1, heldOutRows)
    return Result(
      tree: tree.cut(at: Set(cuts.prefix(best.cuts))), score: best.score / rows,
      rootScore: heldOutFit[0] / rows)
  }

  /// Whether the node or one above it is cut.
  private func isBelow(_ node: Int, _ isCut: [Bool]) -> Bool {
    var above = node
    while above >= 0 {
      if isCut[above] { return true }
      above = Int(tree.nodes[above].parent)
    }
    return false
  }

  /// What the leaves below a node bring in likelihood, each.
  private func gain(_ node: Int, _ growth: [Double], _ leaves: [Int]) -> Double {
    (growth[node] - growthFit[node]) / Double(max(1, leaves[node] - 1))
  }
}

/// A heap of nodes by their gain, smallest first.
private struct WeakestLinks {
  private var heap: [(gain: Double, node: Int)] = []

  init(count: Int) { heap.reserveCapacity(count) }

  mutating func push(_ node: Int, _ gain: Double) {
    heap.append((gain, node))
    var place = heap.count - 1
    while place > 0, heap[place] < heap[(place - 1) / 2] {
      heap.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  mutating func pop() -> (node: Int, gain: Double)? {
    guard let top = heap.first else { return nil }
    let last = heap.removeLast()
    guard !heap.isEmpty else { return (top.node, top.gain) }
    heap[0] = last
    var place = 0
    while 2 * place + 1 < heap.count {
      var child = 2 * place + 1
      if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
      guard heap[child] < heap[place] else { break }
      heap.swapAt(child, place)
      place = child
    }
    return (top.node, top.gain)
  }
}

extension ConditionalTree {
  /// The tree with some nodes turned into leaves; nodes below them are gone, and predictors that
  /// are no longer asked.
  func cut(at cuts: Set<Int>) -> ConditionalTree {
    var result = ConditionalTree(predictors: [], nodes: [nodes[0]])
    var sources = [0]
    var used: [Int32: Int32] = [:]
    var next = 0
    while next < sources.count {
      let source = sources[next]
      var node = nodes[source]
      node.parent = result.nodes[next].parent
      if node.isLeaf || cuts.contains(source) {
        node.predictor = -1
        node.goesLeft = BinSet()
        node.left = Int32(truncatingIfNeeded: next)
      } else {
        let fresh = Int32(truncatingIfNeeded: result.predictors.count)
        if used[node.predictor] == nil {
          used[node.predictor] = fresh
          result.predictors.append(predictors[Int(node.predictor)])
        }
        let left = Int(node.left)
        node.predictor = used[node.predictor] ?? fresh
        node.left = Int32(truncatingIfNeeded: result.nodes.count)
        for child in [left, left + 1] {
          var copy = nodes[child]
          copy.parent = Int32(truncatingIfNeeded: next)
          result.nodes.append(copy)
          sources.append(child)
        }
      }
      result.nodes[next] = node
      next += 1
    }
    return result
  }
}
