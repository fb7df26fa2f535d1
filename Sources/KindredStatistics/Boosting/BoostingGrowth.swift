/// Grows one tree after the other on the same rows, level by level.
///
/// Works on sums per bin instead of sorted rows; the larger child of a node gets its parent's sums
/// less those of its sibling (as LightGBM and XGBoost's "hist" do).
struct BoostingGrowth {
  private struct Open {
    var node: Int
    var rows: Range<Int>
    var depth: Int
    var total: GradientSum
    var sums: [Double]
  }

  private let features: [BinnedFeature]
  private let options: BoostingOptions
  /// Where the sums of each feature begin; the last entry is their number.
  private let offsets: [Int]
  /// The training rows, ascending.
  private let rows: [Int32]
  /// The same; those of a node stand side by side, in ascending order.
  private var order: [Int32]
  private var spare: [Int32]
  /// Gradient and weight of the rows of a node, alternating.
  private var gathered: [Double]
  private var freeSums: [[Double]] = []
  /// The bins of all features row by row, where their sums fit into a cache: adding a row to all of them
  /// at once is twice as fast as going through the rows for each. Nil otherwise.
  private let rowBins: RowBins?
  /// What the splits on each feature have won.
  private(set) var gains: [Double]

  /// Less than this is not worth a second thread.
  private static let leastParallelWork = 200_000

  /// Sums, two for every bin, that a cache holds.
  private static let mostCachedSums = 32_768

  init(_ features: [BinnedFeature], rows: [Int32], _ options: BoostingOptions) {
    self.features = features
    self.options = options
    offsets = features.reduce(into: [0]) { $0.append(($0.last ?? 0) + 2 * $1.binCount) }
    self.rows = rows.sorted()
    order = rows
    spare = rows
    gathered = [Double](repeating: 0, count: 2 * rows.count)
    gains = [Double](repeating: 0, count: features.count)
    let isCached = options.threads <= 1 && (offsets.last ?? 0) <= Self.mostCachedSums
    rowBins = isCached ? RowBins(features) : nil
  }

  /// Grows a tree.
  /// - Parameters:
  ///   - gradients: gradient and weight, alternating, of every row of the features.
  ///   - leaf: called with the rows and the value of every leaf.
  mutating func tree(
    _ gradients: [Double], leaf: (_ rows: ArraySlice<Int32>, _ value: Double) -> Void
  ) -> BoostedTree {
    order = rows
    let total = order.reduce(into: GradientSum()) { sum, row in
      sum.gradient += gradients[2 * Int(row)]
      sum.weight += gradients[2 * Int(row) + 1]
    }
    var tree = BoostedTree()
    var leaves = 1
    var queue = [
      Open(
        node: 0, rows: 0..<order.count, depth: 0, total: total,
        sums: options.depth > 0 ? sums(0..<order.count, gradients) : [])
    ]
    var next = 0
    while next < queue.count {
      var open = queue[next]
      queue[next].sums = []
      next += 1
      var best = SplitCandidate(of: open.total, options)
      if open.depth < options.depth, leaves < options.leaves ?? .max {
        search(&best, open.sums)
      }
      guard best.feature >= 0 else {
        let value =
          -open.total.gradient / (open.total.weight + options.lambda) * options.learningRate
        tree.nodes[open.node].value = value.isFinite ? value : 0
        leaf(order[open.rows], tree.nodes[open.node].value)
        if !open.sums.isEmpty { freeSums.append(open.sums) }
        continue
      }
      leaves += 1
      gains[best.feature] += best.gain
      let left = tree.nodes.count
      tree.nodes[open.node].part(by: best, left: left)
      tree.nodes += [BoostedTree.Node(at: left), BoostedTree.Node(at: left + 1)]
      tree.depth = open.depth + 1
      let middle = part(open.rows, tree.nodes[open.node])
      var children = [
        Open(
          node: left, rows: open.rows.lowerBound..<middle, depth: open.depth + 1,
          total: best.left, sums: []),
        Open(
          node: left + 1, rows: middle..<open.rows.upperBound, depth: open.depth + 1,
          total: best.right, sums: []),
      ]
      if open.depth + 1 < options.depth {
        let small = children[0].rows.count <= children[1].rows.count ? 0 : 1
        children[small].sums = sums(children[small].rows, gradients)
        let smaller = children[small].sums
        for index in smaller.indices { open.sums[index] -= smaller[index] }
        children[1 - small].sums = open.sums
      } else {
        freeSums.append(open.sums)
      }
      queue += children
    }
    return tree
  }

  /// The best split over all features; the first one among equals.
  private func search(_ best: inout SplitCandidate, _ sums: [Double]) {
    sums.withUnsafeBufferPointer { sums in
      guard let base = sums.baseAddress else { return }
      for (index, feature) in features.enumerated() {
        best.search(
          feature.kind, feature: index, base + offsets[index], binCount: feature.binCount)
      }
    }
  }

  /// Gradient and weight per bin of every feature over a node's rows.
  private mutating func sums(_ rows: Range<Int>, _ gradients: [Double]) -> [Double] {
    var result = freeSums.popLast() ?? []
    let count = offsets.last ?? 0
    if result.count == count {
      result.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
    } else {
      result = [Double](repeating: 0, count: count)
    }
    gather(rows, gradients)
    let threads = rows.count * features.count < Self.leastParallelWork ? 1 : options.threads
    let (features, offsets, rowBins) = (features, offsets, rowBins)
    result.withUnsafeMutableBufferPointer { result in
      order.withUnsafeBufferPointer { order in
        gathered.withUnsafeBufferPointer { gathered in
          guard let sums = result.baseAddress, let gathered = gathered.baseAddress,
            let order = order.baseAddress.map({ $0 + rows.lowerBound })
          else { return }
          if let rowBins {
            return Self.accumulate(rowBins.bins, offsets, order, rows.count, gathered, sums)
          }
          WorkQueue.run(features.count, threads: threads) { index in
            features[index].bins.withUnsafeBufferPointer { bins in
              guard let bins = bins.baseAddress else { return }
              Self.accumulate(
                bins, order, rows.count, gathered, sums + offsets[index],
                features[index].binCount)
            }
          }
        }
      }
    }
    return result
  }

  private static func accumulate(
    _ rowBins: [UInt8], _ offsets: [Int], _ order: UnsafePointer<Int32>, _ count: Int,
    _ gathered: UnsafePointer<Double>, _ sums: UnsafeMutablePointer<Double>
  ) {
    let width = offsets.count - 1
    let starts = offsets.map { $0 / 2 }
    sums.withMemoryRebound(to: SIMD2<Double>.self, capacity: starts[width]) { sums in
      gathered.withMemoryRebound(to: SIMD2<Double>.self, capacity: count) { gathered in
        rowBins.withUnsafeBufferPointer { bins in
          starts.withUnsafeBufferPointer { starts in
            for index in 0..<count {
              let (values, first) = (gathered[index], Int(order[index]) &* width)
              for feature in 0..<width {
                sums[starts[feature] &+ Int(bins[first &+ feature])] += values
              }
            }
          }
        }
      }
    }
  }

  private static func accumulate(
    _ bins: UnsafePointer<UInt8>, _ order: UnsafePointer<Int32>, _ count: Int,
    _ gathered: UnsafePointer<Double>, _ sums: UnsafeMutablePointer<Double>, _ binCount: Int
  ) {
    // Gradient and weight are added in one operation; arrays are aligned for that.
    sums.withMemoryRebound(to: SIMD2<Double>.self, capacity: binCount) { sums in
      gathered.withMemoryRebound(to: SIMD2<Double>.self, capacity: count) { gathered in
        var index = 0
        while index < count {
          sums[Int(bins[Int(order[index])])] += gathered[index]
          index &+= 1
        }
      }
    }
  }

  /// Copies the gradients of a node's rows side by side: every feature reads them again.
  private mutating func gather(_ rows: Range<Int>, _ gradients: [Double]) {
    gathered.withUnsafeMutableBufferPointer { target in
      order.withUnsafeBufferPointer { order in
        gradients.withUnsafeBufferPointer { gradients in
          var position = 0
          for index in rows {
            let row = 2 * Int(order[index])
            target[position] = gradients[row]
            target[position + 1] = gradients[row + 1]
            position += 2
          }
        }
      }
    }
  }

  /// Moves the rows that go left to the front, keeping the order of both parts.
  /// - Returns: where those that go right begin.
  private mutating func part(_ rows: Range<Int>, _ node: BoostedTree.Node) -> Int {
    let bins = features[Int(node.feature)].bins
    return bins.withUnsafeBufferPointer { bins in
      order.withUnsafeMutableBufferPointer { order in
        spare.withUnsafeMutableBufferPointer { spare in
          var (left, right) = (rows.lowerBound, 0)
          for index in rows {
            let row = order[index]
            let goesRight = node.goesRight(bins[Int(row)])
            order[left] = row
            spare[right] = row
            left += goesRight ? 0 : 1
            right += goesRight ? 1 : 0
          }
          for index in 0..<right { order[left + index] = spare[index] }
          return left
        }
      }
    }
  }
}
