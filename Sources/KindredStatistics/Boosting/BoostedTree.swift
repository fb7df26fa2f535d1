/// A tree whose leaves hold a share of the log-odds.
struct BoostedTree: Sendable {
  struct Node: Sendable {
    /// Negative in a leaf.
    var feature: Int32 = -1
    /// The last bin on the left, or the label on the right.
    var bin: UInt8 = 0
    /// Where missing numbers go.
    var missingGoesLeft = false
    var isLabel = false
    /// The right child comes after it.
    var left: Int32 = 0
    /// The value of a leaf, times the learning rate.
    var value = 0.0

    @inline(__always)
    func goesLeft(_ rowBin: UInt8) -> Bool {
      if isLabel { return rowBin != bin }
      return rowBin == 0 ? missingGoesLeft : rowBin <= bin
    }
  }

  var nodes: [Node]

  /// Adds the value of each row's leaf to `margins`.
  func add(
    _ features: [UnsafeBufferPointer<UInt8>], rows: [Int32], to margins: inout [Double]
  ) {
    nodes.withUnsafeBufferPointer { nodes in
      features.withUnsafeBufferPointer { features in
        for (position, row) in rows.enumerated() {
          var node = nodes[0]
          while node.feature >= 0 {
            let bin = features[Int(node.feature)][Int(row)]
            node = nodes[Int(node.left) + (node.goesLeft(bin) ? 0 : 1)]
          }
          margins[position] += node.value
        }
      }
    }
  }
}
