/// A decision tree over binned predictors that leads rows to leaves: plain data.
public struct ConditionalTree: Sendable, Equatable {
  /// A split or a leaf.
  public struct Node: Sendable, Equatable {
    /// The predictor asked, a place among the tree's ``predictors``; -1 at a leaf.
    public var predictor: Int32
    /// The bins that go to the left child.
    public var goesLeft: BinSet
    /// The left child; the right child is the node after it. A leaf's own place at a leaf.
    public var left: Int32
    /// The node above; -1 at the root.
    public var parent: Int32

    /// A node as given.
    public init(predictor: Int32, goesLeft: BinSet, left: Int32, parent: Int32) {
      self.predictor = predictor
      self.goesLeft = goesLeft
      self.left = left
      self.parent = parent
    }

    /// Whether the node has no children.
    public var isLeaf: Bool { predictor < 0 }
  }

  /// The columns asked, as places among all columns offered.
  public var predictors: [Int]
  /// Nodes; the root first, children after their parents.
  public var nodes: [Node]

  /// The tree without a split.
  public static let root = ConditionalTree(
    predictors: [], nodes: [Node(predictor: -1, goesLeft: BinSet(), left: 0, parent: -1)])

  /// A tree as given; see ``validate(isOffered:)``.
  public init(predictors: [Int], nodes: [Node]) {
    self.predictors = predictors
    self.nodes = nodes
  }

  /// Checks a tree from outside.
  /// - Throws: ``StatisticsError`` when nodes do not form a tree, or ask columns that are not
  ///   offered.
  public func validate(isOffered: (_ column: Int) -> Bool) throws {
    guard !nodes.isEmpty, nodes[0].parent == -1, nodes.count < Int(Int32.max),
      predictors.allSatisfy(isOffered)
    else { throw StatisticsError("a tree asks for a column that there is not") }
    var isChild = [Bool](repeating: false, count: nodes.count)
    for (place, node) in nodes.enumerated() {
      if node.isLeaf {
        guard Int(node.left) == place else { throw StatisticsError("a tree's leaf has children") }
        continue
      }
      let left = Int(node.left)
      guard Int(node.predictor) < predictors.count, left > place, left + 1 < nodes.count,
        !isChild[left], !isChild[left + 1], Int(nodes[left].parent) == place,
        Int(nodes[left + 1].parent) == place
      else { throw StatisticsError("the nodes of a tree do not form a tree") }
      isChild[left] = true
      isChild[left + 1] = true
    }
    guard isChild.dropFirst().allSatisfy({ $0 }) else {
      throw StatisticsError("the nodes of a tree do not form a tree")
    }
  }

  /// Number of leaves.
  public var leafCount: Int { nodes.count { $0.isLeaf } }

  /// The most splits between root and leaf.
  public var depth: Int {
    var depths = [Int](repeating: 0, count: nodes.count)
    for (place, node) in nodes.enumerated() where node.parent >= 0 {
      depths[place] = depths[Int(node.parent)] + 1
    }
    return depths.max() ?? 0
  }

  /// The size in bytes of a compact encoding: a threshold takes one byte, a set of labels its bins.
  public func byteCount(isLabels: (_ column: Int) -> Bool) -> Int {
    nodes.reduce(2 * predictors.count) { bytes, node in
      guard !node.isLeaf else { return bytes + 1 }
      guard isLabels(predictors[Int(node.predictor)]) else { return bytes + 4 }
      return bytes + 4 + min(32, node.goesLeft.count, node.goesLeft.complement.count)
    }
  }

  /// Leads rows to their leaves.
  /// - Parameters:
  ///   - bins: of every column offered, `count` bins.
  ///   - leaves: receives the leaf of every row.
  /// - Complexity: O(rows * depth). Rows take every step together, without a branch.
  func findLeaves(
    bins: [UnsafePointer<UInt8>], count: Int, into leaves: UnsafeMutablePointer<Int32>
  ) {
    leaves.update(repeating: 0, count: count)
    guard nodes.count > 1 else { return }
    let codes = predictors.map { bins[$0] }
    let depth = depth
    nodes.withUnsafeBufferPointer { nodes in
      codes.withUnsafeBufferPointer { codes in
        for _ in 0..<depth {
          for row in 0..<count {
            let node = nodes[Int(leaves[row])]
            // A leaf leads to itself: it asks the first predictor and all bins go to its left.
            let bin = codes[max(0, Int(node.predictor))][row]
            let goesRight = node.predictor >= 0 && !node.goesLeft.contains(bin)
            leaves[row] = node.left + (goesRight ? 1 : 0)
          }
        }
      }
    }
  }

  /// The leaves of rows.
  /// - Parameter bins: of every column offered, at least as many as rows.
  /// - Complexity: O(rows * depth).
  func leaves(bins: [[UInt8]], rows: Int) -> [Int32] {
    [Int32](unsafeUninitializedCapacity: rows) { leaves, initialized in
      guard let target = leaves.baseAddress else { return }
      target.initialize(repeating: 0, count: rows)
      initialized = rows
      // Blocks whose bins stay in the cache over all steps.
      var start = 0
      while start < rows {
        let count = min(4096, rows - start)
        withPointers(to: bins, from: start) {
          findLeaves(bins: $0, count: count, into: target + start)
        }
        start += count
      }
    }
  }

  private func withPointers(
    to bins: [[UInt8]], from start: Int, _ body: ([UnsafePointer<UInt8>]) -> Void
  ) {
    func collect(_ index: Int, _ pointers: [UnsafePointer<UInt8>]) {
      guard index < bins.count else { return body(pointers) }
      bins[index].withUnsafeBufferPointer { buffer in
        // A column without rows is never asked.
        guard let base = buffer.baseAddress else { return }
        collect(index + 1, pointers + [base + start])
      }
    }
    collect(0, [])
  }
}
