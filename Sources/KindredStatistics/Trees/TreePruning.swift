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

  /// A class, or group of them, has this many rows of its parent's shares besides its own.
  private static let priorRows: Float = 5
  /// Neighbouring classes of numbers are counted together until so many rows are expected.
  private static let groupRows: Float = 16

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
      let places = node * classCount..<(node + 1) * classCount
      let parent = Int(tree.nodes[node].parent)
      let above =
        parent < 0
        ? [Float](repeating: 1 / Float(classCount), count: classCount)
        : Array(shares[parent * classCount..<(parent + 1) * classCount])
      let own = Self.shares(Array(growth[places]), above: above, isOrdered: isOrdered)
      shares.replaceSubrange(places, with: own)
      for (place, share) in zip(places, own) where growth[place] > 0 || heldOut[place] > 0 {
        let information = log(Double(max(share, 1e-9)))
        growthFit[node] += Double(growth[place]) * information
        heldOutFit[node] += Double(heldOut[place]) * information
      }
    }
  }

  /// A node's shares of classes: those of its parent times what the node's own rows say about
  /// each class, or about groups of neighbouring ones.
  private static func shares(_ counts: [Float], above: [Float], isOrdered: Bool) -> [Float] {
    let sum = counts.reduce(0, +)
    var result = above
    var start = 0
    var (rows, expected) = (Float(0), Float(0))
    for index in counts.indices {
      rows += counts[index]
      expected += sum * above[index]
      let isLast = index + 1 == counts.count
      // The null (class 0) and classes of many rows stand alone.
      let isNextHeavy = !isLast && sum * above[index + 1] >= groupRows && expected >= priorRows
      guard !isOrdered || index == 0 || isLast || isNextHeavy || expected >= groupRows else {
        continue
      }
      let ratio = (rows + priorRows) / (expected + priorRows)
      for place in start...index { result[place] = above[place] * ratio }
      start = index + 1
      (rows, expected) = (0, 0)
    }
    let total = result.reduce(0, +)
    return total > 0 ? result.map { $0 / total } : above
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
