/// A tree whose leaves hold a share of the log-odds.
struct BoostedTree: Sendable {
  struct Node: Sendable {
    var feature: Int32 = 0
    /// Bins on the right: as many as `count` from this one on, bin 0 following the last one. None in a
    /// leaf.
    private var first: UInt8 = 0
    private var count: UInt16 = 0
    /// The right child comes after it. A leaf is its own child.
    var left: Int32
    /// The value of a leaf, times the learning rate.
    var value = 0.0

    /// A leaf.
    init(at place: Int) { left = Int32(truncatingIfNeeded: place) }

    /// - Parameters:
    ///   - split: its bin is the last one on the left, or the label on the right.
    ///   - left: the place of the left child.
    mutating func part(by split: SplitCandidate, left: Int) {
      feature = Int32(truncatingIfNeeded: split.feature)
      self.left = Int32(truncatingIfNeeded: left)
      if split.isLabel {
        (first, count) = (split.bin, 1)
      } else {
        // Missing numbers, in bin 0, are with the bins on the left or those on the right.
        first = split.bin &+ 1
        count = 255 - UInt16(split.bin) + (split.missingGoesLeft ? 0 : 1)
      }
    }

    @inline(__always)
    func goesRight(_ bin: UInt8) -> Bool { UInt16(bin &- first) < count }
  }

  var nodes = [Node(at: 0)]
  /// Splits on the way to a leaf, at most.
  var depth = 0

  /// Adds the value of each row's leaf to `margins`.
  func add(_ rows: RowBins, to margins: inout [Double]) {
    nodes.withUnsafeBufferPointer { nodes in
      rows.bins.withUnsafeBufferPointer { bins in
        margins.withUnsafeMutableBufferPointer { margins in
          for row in margins.indices {
            // As many steps for every row, without a branch that depends on it: the paths of several
            // rows are followed at once.
            var place = 0
            for _ in 0..<depth {
              let node = nodes[place]
              let goesRight = node.goesRight(bins[row &* rows.width &+ Int(node.feature)])
              place = Int(node.left) &+ (goesRight ? 1 : 0)
            }
            margins[row] += nodes[place].value
          }
        }
      }
    }
  }
}
