/// Grows a tree on a sample, greedily and to the limits; pruning follows.
struct TreeGrowth {
  /// A predictor's bins in the rows of the sample.
  struct Predictor {
    /// Its place among all columns.
    var column: Int
    var bins: [UInt8]
    var isLabels: Bool
  }

  private let predictors: [Predictor]
  private let limits: SplitLimits
  private let maximumDepth: Int
  private let entityBits: [UInt64]

  /// - Parameters:
  ///   - entityBits: of the rows of the sample; empty when rows are entities.
  ///   - k: the least number of entities in a leaf. Up to 40 of them are certain by the bits;
  ///     for more, leaves are joined when they are filled.
  ///   - leastRows: of a leaf in the sample.
  init(
    predictors: [Predictor], entityBits: [UInt64], k: Int, leastRows: Int, maximumDepth: Int
  ) {
    self.predictors = predictors
    self.entityBits = entityBits
    limits = SplitLimits(
      rows: max(1, leastRows, k), entityBits: entityBits.isEmpty ? 0 : min(k, 40))
    self.maximumDepth = min(max(0, maximumDepth), 60)
  }

  /// A tree for the cells of a target in the rows of the sample. Rows without a cell are left out.
  /// - Complexity: O(rows * predictors * depth).
  func grow(_ target: TreeTarget, cells: [UInt16]) -> ConditionalTree {
    var tree = ConditionalTree.root
    tree.predictors = predictors.map(\.column)
    guard !predictors.isEmpty else { return tree }
    let order = cells.indices.filter { cells[$0] != ColumnScale.noCell }.map {
      Int32(truncatingIfNeeded: $0)
    }
    guard order.count >= 2 * limits.rows else { return tree }
    switch target.outcome {
    case .vectors(let vectors):
      var search = VectorSplitSearch()
      var labelSearch = LabelSplitSearch()
      let values = cells.map { $0 == ColumnScale.noCell ? .zero : vectors[Int($0)] }
      split(&tree, order) { node, order, bits in
        // Places in space tell many labels apart, and nothing of labels that lie near each other.
        if !target.isOrdered, let few = fewLabels(node, order, cells: cells) {
          return labelSearch.split(
            node, order, bits, labels: few.labels, count: few.count, among: predictors,
            limits: limits)
        }
        return search.split(node, order, bits, values: values, among: predictors, limits: limits)
      }
    case .labels(let count):
      var search = LabelSplitSearch()
      split(&tree, order) { node, order, bits in
        search.split(
          node, order, bits,
          labels: (0..<node.count).map { UInt8(truncatingIfNeeded: cells[Int(order[$0])]) },
          count: count, among: predictors, limits: limits)
      }
    }
    return tree
  }

  /// The labels of a node's rows, numbered among themselves; nil where there are too many for
  /// impurities.
  private func fewLabels(
    _ node: Range<Int>, _ order: UnsafePointer<Int32>, cells: [UInt16]
  ) -> (labels: [UInt8], count: Int)? {
    var numbers: [UInt16: UInt8] = [:]
    var labels: [UInt8] = []
    labels.reserveCapacity(node.count)
    for index in 0..<node.count {
      let cell = cells[Int(order[index])]
      if let number = numbers[cell] {
        labels.append(number)
      } else {
        guard numbers.count < TreeTarget.mostGiniCells else { return nil }
        labels.append(UInt8(numbers.count))
        numbers[cell] = UInt8(numbers.count)
      }
    }
    return (labels, numbers.count)
  }

  /// Splits nodes as long as a search finds where, and keeps every node's rows together.
  private func split(
    _ tree: inout ConditionalTree, _ rows: [Int32],
    choose: (
      _ node: Range<Int>, _ order: UnsafePointer<Int32>, _ entityBits: UnsafePointer<UInt64>?
    ) -> (predictor: Int, split: TreeSplit)?
  ) {
    var order = rows
    var open: [(node: Int, rows: Range<Int>, depth: Int)] = [(0, 0..<rows.count, 0)]
    var next = 0
    while next < open.count {
      let (node, range, depth) = open[next]
      next += 1
      guard depth < maximumDepth, range.count >= 2 * limits.rows else { continue }
      let bits = entityBits.isEmpty ? [] : order[range].map { entityBits[Int($0)] }
      let choice = order.withUnsafeBufferPointer { order in
        bits.withUnsafeBufferPointer { bits in
          order.baseAddress.flatMap { base in
            choose(range, base + range.lowerBound, bits.isEmpty ? nil : bits.baseAddress)
          }
        }
      }
      guard let choice else { continue }
      let bins = predictors[choice.predictor].bins
      let set = choice.split.goesLeft
      // Both sides keep the order of rows.
      let left = order[range].filter { set.contains(bins[Int($0)]) }
      let right = order[range].filter { !set.contains(bins[Int($0)]) }
      guard !left.isEmpty, !right.isEmpty else { continue }
      order.replaceSubrange(range, with: left + right)
      let child = tree.nodes.count
      tree.nodes[node].predictor = Int32(truncatingIfNeeded: choice.predictor)
      tree.nodes[node].goesLeft = set
      tree.nodes[node].left = Int32(truncatingIfNeeded: child)
      for side in 0..<2 {
        tree.nodes.append(
          ConditionalTree.Node(
            predictor: -1, goesLeft: BinSet(), left: Int32(truncatingIfNeeded: child + side),
            parent: Int32(truncatingIfNeeded: node)))
      }
      let middle = range.lowerBound + left.count
      open.append((child, range.lowerBound..<middle, depth + 1))
      open.append((child + 1, middle..<range.upperBound, depth + 1))
    }
  }
}

extension VectorSplitSearch {
  /// The best split of a node among all predictors; the first of equals.
  mutating func split(
    _ node: Range<Int>, _ order: UnsafePointer<Int32>, _ bits: UnsafePointer<UInt64>?,
    values: [SIMD4<Float>], among predictors: [TreeGrowth.Predictor], limits: SplitLimits
  ) -> (predictor: Int, split: TreeSplit)? {
    let rows = NodeRows(order: order, count: node.count, entityBits: bits)
    let own = (0..<node.count).map { values[Int(order[$0])] }
    var (total, squares) = (SIMD4<Double>.zero, 0.0)
    for value in own {
      total += SIMD4<Double>(value)
      squares += Double((value * value).sum())
    }
    // Sums of single precision leave this much by rounding.
    let least = 1e-6 * squares
    guard squares - (total * total).sum() / Double(node.count) > least else { return nil }
    var best: (predictor: Int, split: TreeSplit)?
    own.withUnsafeBufferPointer { own in
      guard let own = own.baseAddress else { return }
      for (place, predictor) in predictors.enumerated() {
        let split = predictor.bins.withUnsafeBufferPointer { codes in
          codes.baseAddress.flatMap {
            self.best(
              rows, codes: $0, isLabels: predictor.isLabels, values: own, total: total,
              limits: limits)
          }
        }
        if let split, split.gain > max(least, best?.split.gain ?? 0) { best = (place, split) }
      }
    }
    return best
  }
}

extension LabelSplitSearch {
  /// The best split of a node among all predictors; the first of equals.
  /// - Parameter labels: of the node's rows, in the node's order; below `count`.
  mutating func split(
    _ node: Range<Int>, _ order: UnsafePointer<Int32>, _ bits: UnsafePointer<UInt64>?,
    labels own: [UInt8], count: Int, among predictors: [TreeGrowth.Predictor], limits: SplitLimits
  ) -> (predictor: Int, split: TreeSplit)? {
    let rows = NodeRows(order: order, count: node.count, entityBits: bits)
    var totals = [Int](repeating: 0, count: count)
    for label in own { totals[Int(label)] += 1 }
    guard (totals.max() ?? 0) < node.count else { return nil }
    var best: (predictor: Int, split: TreeSplit)?
    own.withUnsafeBufferPointer { own in
      guard let own = own.baseAddress else { return }
      for (place, predictor) in predictors.enumerated() {
        let split = predictor.bins.withUnsafeBufferPointer { codes in
          codes.baseAddress.flatMap {
            self.best(
              rows, codes: $0, isLabels: predictor.isLabels, labels: own, totals: totals,
              limits: limits)
          }
        }
        if let split, split.gain > max(1e-9, best?.split.gain ?? 0) { best = (place, split) }
      }
    }
    return best
  }
}
