import CKindredNumerics

/// The search for the records closest to one after the other.
///
/// Nodes are visited nearest first and passed by when their box is farther than the best record
/// so far.
struct RecordSearch {
  private struct Step {
    var node: Int32
    /// No record of the node is nearer.
    var bound: Float
  }

  private let tree: RecordTree
  private let dimensions: [Int]
  private let scales: [RecordScale]
  private let boxes: UnsafeBufferPointer<Float>
  private let blocks: UnsafeBufferPointer<Float>
  /// The records row by row, in the order of the tree.
  private let values: UnsafeBufferPointer<Double>
  private var asked: [Double]
  private var point: [Float]
  private var steps: [Step] = []
  private var near: [UInt32]
  private var sums: [Float]
  /// The place of the record found last.
  private var last = 0

  init(
    tree: RecordTree, dimensions: [Int], scales: [RecordScale], boxes: UnsafeBufferPointer<Float>,
    blocks: UnsafeBufferPointer<Float>, values: UnsafeBufferPointer<Double>
  ) {
    self.tree = tree
    self.dimensions = dimensions
    self.scales = scales
    self.boxes = boxes
    self.blocks = blocks
    self.values = values
    asked = [Double](repeating: 0, count: scales.count)
    point = [Float](repeating: 0, count: scales.count)
    near = [UInt32](repeating: 0, count: RecordTree.leafSize)
    sums = [Float](repeating: 0, count: RecordTree.leafSize)
  }

  /// The distance of a record to the closest one.
  /// - Parameter leavingOut: the record that does not count, negative for none.
  mutating func distance(
    of records: [RecordColumn], row: Int, leavingOut: Int32
  ) -> Double {
    setPoint(records, row)
    var best = Double(scales.count)
    if tree.order[last] != leavingOut { best = min(best, sum(to: last, below: best)) }
    var limit = self.limit(best)
    steps.removeAll(keepingCapacity: true)
    steps.append(Step(node: 0, bound: 0))
    while best > 0, let step = steps.popLast() {
      if step.bound > limit { continue }
      let node = tree.nodes[Int(step.node)]
      if node.children > 0 {
        push(node.children, limit)
      } else {
        improve(&best, &limit, scan(node, limit), node, leavingOut: leavingOut)
      }
    }
    return best / Double(scales.count)
  }

  /// The leaf that is nearest at every step downwards.
  mutating func leaf(of records: [RecordColumn], row: Int) -> Int32 {
    setPoint(records, row)
    var node: Int32 = 0
    while tree.nodes[Int(node)].children > 0 {
      let children = tree.nodes[Int(node)].children
      let bounds = bounds(children)
      node = bounds.0 <= bounds.1 ? children : children + 1
    }
    return node
  }

  private mutating func setPoint(_ records: [RecordColumn], _ row: Int) {
    for (dimension, index) in dimensions.enumerated() {
      let value = records[index].values[row]
      asked[index] = value
      point[dimension] = scales[index].coordinate(value)
    }
  }

  /// What rounding may add to a sum that is not above the best one.
  private func limit(_ best: Double) -> Float {
    let count = Float(scales.count)
    return Float(best) + count * (4e-7 + 1.2e-7 * Float(best))
  }

  /// The least sums to any place in the boxes of two siblings.
  private func bounds(_ children: Int32) -> (Float, Float) {
    let width = 2 * tree.dimensions
    return point.withUnsafeBufferPointer { point in
      guard let box = boxes.baseAddress, let point = point.baseAddress else { return (0, 0) }
      let first = box + Int(children) * width
      return (
        kindred_box_distance(first, tree.dimensions, point),
        kindred_box_distance(first + width, tree.dimensions, point)
      )
    }
  }

  /// The nearer child is looked at first.
  private mutating func push(_ children: Int32, _ limit: Float) {
    let bounds = bounds(children)
    let left = Step(node: children, bound: bounds.0)
    let right = Step(node: children + 1, bound: bounds.1)
    let (far, near) = left.bound <= right.bound ? (right, left) : (left, right)
    if far.bound <= limit { steps.append(far) }
    if near.bound <= limit { steps.append(near) }
  }

  /// Finds the records of a leaf that may be at least as near as the best one.
  /// - Returns: how many places are in `near`; those beyond the leaf's records are none.
  private mutating func scan(_ node: RecordTree.Node, _ limit: Float) -> Int {
    let count = (Int(node.count) + RecordTree.blockSize - 1) / RecordTree.blockSize
    let rows = count * RecordTree.blockSize
    if near.count < rows {
      near = [UInt32](repeating: 0, count: rows)
      sums = [Float](repeating: 0, count: rows)
    }
    let start = Int(node.block) * RecordTree.blockSize * tree.dimensions
    let (dimensions, blocks) = (tree.dimensions, blocks)
    return point.withUnsafeBufferPointer { point in
      near.withUnsafeMutableBufferPointer { near in
        sums.withUnsafeMutableBufferPointer { sums -> Int in
          guard let first = blocks.baseAddress, let point = point.baseAddress,
            let places = near.baseAddress, let sums = sums.baseAddress
          else { return 0 }
          return kindred_near_rows(first + start, count, dimensions, point, limit, places, sums)
        }
      }
    }
  }

  /// Compares the records found with the best one, in full precision: the one that seems nearest
  /// first, which rules out most of the others.
  private mutating func improve(
    _ best: inout Double, _ limit: inout Float, _ found: Int, _ node: RecordTree.Node,
    leavingOut: Int32
  ) {
    guard found > 0 else { return }
    var nearest = 0
    for index in 1..<max(1, found) where sums[index] < sums[nearest] { nearest = index }
    for step in 0..<found {
      let index = step == 0 ? nearest : step == nearest ? 0 : step
      guard sums[index] <= limit, Int(near[index]) < Int(node.count) else { continue }
      let place = Int(node.first) + Int(near[index])
      if tree.order[place] == leavingOut { continue }
      let sum = sum(to: place, below: best)
      if sum < best {
        best = sum
        limit = self.limit(best)
        last = place
      }
    }
  }

  /// The sum over the columns; stops when it is no longer below `best`.
  private func sum(to place: Int, below best: Double) -> Double {
    let start = place * scales.count
    var total = 0.0
    for index in scales.indices {
      total += scales[index].distance(values[start + index], asked[index])
      if total >= best { return total }
    }
    return total
  }
}
