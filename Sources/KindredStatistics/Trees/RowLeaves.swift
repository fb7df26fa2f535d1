/// A column's tree and leaves, to draw from row by row, where what is known of a row includes what was
/// drawn for the row before.
struct RowLeaves: Sendable {
  /// What is known of a row's own column before it is drawn: the bins of the value before, of the
  /// mean that the rest of the group needs, and of the labels to come.
  typealias Known = SIMD4<UInt8>

  let column: TreeSequence.Column
  private let table: LeafTable
  private let quantiles: LeafQuantiles?
  /// Per predictor of the tree: its bins, or none where it is part of `Known`.
  private let codes: [[UInt8]]
  /// Per predictor of the tree: its place in `Known`, or -1.
  private let own: [Int]
  /// The same, per node and term of its slope.
  private let slopes: [[SlopeTerm]]

  private struct SlopeTerm {
    var codes: [UInt8]
    var own: Int
    var term: LeafSlope.Term
  }

  /// - Parameters:
  ///   - bins: by place, of all that is known for whole columns.
  ///   - known: the place in `Known` of the predictors that are not; nil for others.
  init(_ column: TreeSequence.Column, bins: [[UInt8]], known: (_ place: Int) -> Int?) {
    self.column = column
    table = LeafTable(column.tree, column.leaves)
    let nodes = column.tree.nodes
    quantiles = LeafQuantiles(
      column, leaves: nodes.indices.filter { nodes[$0].isLeaf }.map { Int32($0) })
    own = column.tree.predictors.map { known($0) ?? -1 }
    codes = column.tree.predictors.map { known($0) == nil ? bins[$0] : [] }
    slopes = column.slopes.map { slope in
      slope.terms.map {
        SlopeTerm(
          codes: known($0.column) == nil ? bins[$0.column] : [], own: known($0.column) ?? -1,
          term: $0)
      }
    }
  }

  /// The leaf of a row.
  /// - Complexity: O(depth).
  func leaf(of row: Int, _ known: Known) -> Int {
    var place = 0
    while true {
      let predictor = Int(column.tree.nodes[place].predictor)
      if predictor < 0 { return place }
      let bin = own[predictor] < 0 ? codes[predictor][row] : known[own[predictor]]
      let isLeft = column.tree.nodes[place].goesLeft.contains(bin)
      place = Int(column.tree.nodes[place].left) + (isLeft ? 0 : 1)
    }
  }

  /// The cell, and the place inside it, that a probability leads to.
  /// - Parameter excluded: a cell that is not to be drawn, or 0.
  func place(
    leaf: Int, row: Int, _ known: Known, uniform: Double, excluding excluded: UInt16
  ) -> (cell: Int, fraction: Double) {
    guard let quantiles else {
      return table.draw(node: leaf, uniform: uniform, scale: column.scale)
    }
    let leaf32 = Int32(truncatingIfNeeded: leaf)
    var uniform = uniform
    if excluded > 0, Int(excluded) < quantiles.cellCount {
      let share = quantiles.probability(leaf: leaf32, cell: Int(excluded))
      let before = quantiles.probability(leaf: leaf32, below: Int(excluded))
      if share < 1 - 1e-9 {
        uniform *= 1 - share
        if uniform >= before { uniform += share }
      }
    }
    if leaf < slopes.count, !slopes[leaf].isEmpty {
      uniform = followed(leaf, leaf32, row, known, uniform, quantiles)
    }
    return quantiles.place(leaf: leaf32, uniform: min(uniform, 0x1.fffffffffffffp-1))
  }

  /// A probability that follows the slope of its leaf; nulls stay.
  private func followed(
    _ leaf: Int, _ leaf32: Int32, _ row: Int, _ known: Known, _ uniform: Double,
    _ quantiles: LeafQuantiles
  ) -> Double {
    let nulls = quantiles.nullShare(leaf: leaf32)
    guard uniform >= nulls, nulls < 1 else { return uniform }
    let inner = (uniform - nulls) / (1 - nulls)
    var key =
      Double(column.slopes[leaf].noise) * Normal.quantile(min(max(inner, 1e-12), 1 - 1e-12))
    for slope in slopes[leaf] {
      let bin = slope.own < 0 ? slope.codes[row] : known[slope.own]
      guard bin > 0 else { continue }
      key +=
        Double(slope.term.weight) * (Double(bin) - Double(slope.term.mean))
        / Double(slope.term.deviation)
    }
    return nulls + min(max(column.slopes[leaf].probability(of: key), 1e-12), 1 - 1e-12)
      * (1 - nulls)
  }
}
