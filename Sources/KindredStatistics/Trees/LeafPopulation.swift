/// Fills the nodes of a tree with distributions, from all rows.
struct LeafPopulation {
  /// The cells of a node before the rest is shared out.
  private struct Count {
    var groups: [LeafDistribution.Group] = []
    var rows = 0
    var entities = 0
  }

  private let scale: ColumnScale
  private let k: Int
  /// Groups of numbers hold at least this share of a node's rows, unless they are single cells.
  private static let leastGroupShare = 1.0 / 64
  private var counter: EntityCounter

  init(scale: ColumnScale, entities: EntityIndex, k: Int) {
    self.scale = scale
    self.k = k
    counter = EntityCounter(entities)
  }

  /// The tree, cut where a node has fewer than k entities, and the distribution of every node.
  /// - Parameters:
  ///   - leaves: the leaf of every row.
  ///   - cells: the cell of every row.
  /// - Complexity: O(rows * depth).
  mutating func fill(
    _ tree: ConditionalTree, leaves: [Int32], cells: [UInt16]
  ) -> (tree: ConditionalTree, leaves: [LeafDistribution]) {
    let counts = count(tree, leaves: leaves, cells: cells)
    var cuts = Set<Int>()
    for (node, count) in counts.enumerated() where node > 0 && count.entities < k {
      cuts.insert(Int(tree.nodes[node].parent))
    }
    guard cuts.isEmpty else {
      // Where rows go now: to the topmost cut above them.
      let smaller = tree.cut(at: cuts)
      let moved = tree.leavesAfterCut(at: cuts, to: smaller)
      return fill(smaller, leaves: leaves.map { moved[Int($0)] }, cells: cells)
    }
    return (tree, shared(tree, counts))
  }

  private mutating func count(
    _ tree: ConditionalTree, leaves: [Int32], cells: [UInt16]
  ) -> [Count] {
    let nodes = tree.nodes
    // Rows by leaf, leaves from left to right, so that the rows of every node lie together; in a
    // leaf by cell.
    let groups = RowGroups(
      cells.map { Int32($0 == ColumnScale.noCell ? UInt16(scale.cellCount) : $0) },
      count: scale.cellCount + 1)
    var rowsOfLeaf = [Int](repeating: 0, count: nodes.count)
    for row in leaves.indices where cells[row] != ColumnScale.noCell {
      rowsOfLeaf[Int(leaves[row])] += 1
    }
    var ranges = [Range<Int>](repeating: 0..<0, count: nodes.count)
    var stack = [0]
    var next = 0
    while let node = stack.popLast() {
      if nodes[node].isLeaf {
        ranges[node] = next..<next + rowsOfLeaf[node]
        next += rowsOfLeaf[node]
      } else {
        stack.append(Int(nodes[node].left) + 1)
        stack.append(Int(nodes[node].left))
      }
    }
    var order = [Int32](repeating: 0, count: next)
    var places = ranges.map(\.lowerBound)
    for cell in 0..<scale.cellCount {
      for row in groups.rows(of: cell) {
        let leaf = Int(leaves[Int(row)])
        order[places[leaf]] = row
        places[leaf] += 1
      }
    }
    var counts = [Count](repeating: Count(), count: nodes.count)
    var buffer = order
    for node in nodes.indices.reversed() {
      if !nodes[node].isLeaf {
        let (left, right) = (ranges[Int(nodes[node].left)], ranges[Int(nodes[node].left) + 1])
        ranges[node] = left.lowerBound..<right.upperBound
        Self.merge(&order, left, right, by: cells, buffer: &buffer)
      }
      counts[node] = count(order[ranges[node]], cells: cells)
    }
    return counts
  }

  private static func merge(
    _ order: inout [Int32], _ left: Range<Int>, _ right: Range<Int>, by cells: [UInt16],
    buffer: inout [Int32]
  ) {
    order.withUnsafeMutableBufferPointer { order in
      buffer.withUnsafeMutableBufferPointer { buffer in
        cells.withUnsafeBufferPointer { cells in
          var (i, j) = (left.lowerBound, right.lowerBound)
          for place in left.lowerBound..<right.upperBound {
            let takesLeft =
              j == right.upperBound
              || (i < left.upperBound && cells[Int(order[i])] <= cells[Int(order[j])])
            buffer[place] = takesLeft ? order[i] : order[j]
            if takesLeft { i += 1 } else { j += 1 }
          }
          for place in left.lowerBound..<right.upperBound { order[place] = buffer[place] }
        }
      }
    }
  }

  /// Groups of a node: single cells of at least k entities; of numbers, neighbouring cells between
  /// two of those that together have as many. What is left over belongs to no group.
  private mutating func count(_ rows: ArraySlice<Int32>, cells: [UInt16]) -> Count {
    var result = Count(rows: rows.count)
    counter.begin()
    for row in rows { counter.add(row: Int(row)) }
    result.entities = counter.distinct
    let wanted = Int(Double(rows.count) * Self.leastGroupShare)
    let total = Float(max(1, rows.count))
    /// Cells that wait for company, and the group they would extend if none comes.
    var pending: Range<Int> = rows.startIndex..<rows.startIndex
    var extends = false
    func append(_ range: Range<Int>) {
      result.groups.append(
        LeafDistribution.Group(
          first: cells[Int(rows[range.lowerBound])], last: cells[Int(rows[range.upperBound - 1])],
          share: Float(range.count) / total))
    }
    func close() {
      if !pending.isEmpty, extends, let last = result.groups.indices.last {
        result.groups[last].last = cells[Int(rows[pending.upperBound - 1])]
        result.groups[last].share += Float(pending.count) / total
      } else if !extends, !pending.isEmpty, distinct(rows[pending]) >= k {
        append(pending)
      }
      extends = false
    }
    var start = rows.startIndex
    while start < rows.endIndex {
      var end = start + 1
      while end < rows.endIndex, cells[Int(rows[end])] == cells[Int(rows[start])] { end += 1 }
      let cell = cells[Int(rows[start])]
      let isNumber = cell > 0 && !scale.content.isLabels
      let isSegment = isNumber && scale.isSegment(cell)
      if distinct(rows[start..<end]) >= k, !isNumber || end - start >= wanted {
        if isSegment, !extends, !pending.isEmpty, distinct(rows[pending]) < k {
          append(pending.lowerBound..<end)
        } else {
          close()
          append(start..<end)
        }
        pending = end..<end
        extends = isSegment
      } else if isNumber {
        pending = pending.lowerBound..<end
        if pending.count >= max(wanted, k), distinct(rows[pending]) >= k {
          append(pending)
          pending = end..<end
          extends = true
        }
      } else {
        pending = end..<end
      }
      start = end
    }
    close()
    return result
  }

  private mutating func distinct(_ rows: ArraySlice<Int32>) -> Int {
    counter.begin()
    for row in rows {
      counter.add(row: Int(row))
      if counter.distinct >= k { break }
    }
    return counter.distinct
  }

  /// Gives every node the rest that makes its groups' probabilities the counted shares.
  private func shared(_ tree: ConditionalTree, _ counts: [Count]) -> [LeafDistribution] {
    var result: [LeafDistribution] = []
    var probabilities = [[Double]](repeating: [], count: counts.count)
    for (node, count) in counts.enumerated() {
      let parent = Int(tree.nodes[node].parent)
      let kept = count.groups.reduce(0) { $0 + Double($1.share) }
      var leaf = LeafDistribution(groups: count.groups, rest: 0, rows: Double(count.rows))
      if parent < 0 {
        // The column as a whole.
        let last = UInt16(truncatingIfNeeded: scale.cellCount - 1)
        leaf.groups = [LeafDistribution.Group(first: 0, last: last, share: 1)]
      } else if kept < 1 - 1e-6 {
        leaf.takeRest(from: probabilities[parent])
      }
      if !tree.nodes[node].isLeaf {
        probabilities[node] = leaf.probabilities(
          scale: scale, above: parent < 0 ? [] : probabilities[parent])
      }
      result.append(leaf)
    }
    return result
  }
}

extension LeafDistribution {
  /// The share left over comes from the distribution above, which brings some of the groups' cells
  /// as well: groups keep the difference.
  fileprivate mutating func takeRest(from above: [Double]) {
    var passed = [0.0]
    for share in above { passed.append((passed.last ?? 0) + share) }
    let expected = groups.map { passed[Int($0.last) + 1] - passed[Int($0.first)] }
    var isActive = [Bool](repeating: true, count: groups.count)
    var rest = 1.0
    // Groups that the rest alone fills are given up, which lowers the rest: at most all of them.
    while true {
      var (kept, filled) = (0.0, 0.0)
      for group in groups.indices where isActive[group] {
        kept += Double(groups[group].share)
        filled += expected[group]
      }
      rest = filled < 1 - 1e-9 ? min(1, max(0, (1 - kept) / (1 - filled))) : max(0, 1 - kept)
      let given = groups.indices.filter {
        isActive[$0] && Double(groups[$0].share) <= rest * expected[$0]
      }
      if given.isEmpty { break }
      for group in given { isActive[group] = false }
    }
    var own: [Group] = []
    for group in groups.indices where isActive[group] {
      var copy = groups[group]
      copy.share = Float(Double(copy.share) - rest * expected[group])
      own.append(copy)
    }
    groups = own
    self.rest = Float(max(0, 1 - own.reduce(0) { $0 + Double($1.share) }))
  }
}

extension ConditionalTree {
  /// The node of the cut tree where the rows of every node are.
  func leavesAfterCut(at cuts: Set<Int>, to smaller: ConditionalTree) -> [Int32] {
    var result = [Int32](repeating: 0, count: nodes.count)
    for (node, own) in nodes.enumerated() where !own.isLeaf {
      let isGone = smaller.nodes[Int(result[node])].isLeaf
      for side in 0..<2 {
        let child = Int(own.left) + side
        let target = smaller.nodes[Int(result[node])]
        result[child] = isGone ? result[node] : target.left + Int32(side)
      }
    }
    return result
  }
}
