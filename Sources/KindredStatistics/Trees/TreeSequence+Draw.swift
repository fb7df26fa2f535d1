import Glibc

extension TreeSequence {
  /// Rows that are drawn, and stratified, together.
  private static let blockRows = 16_384

  /// Draws rows.
  ///
  /// Stratified draws deal the rows of a leaf in a block over its distribution, one to each of
  /// equal strata in random order, so that shares are met more closely than by chance. Blocks are
  /// counted from the first row of the call: calls that begin elsewhere differ.
  ///
  /// - Parameters:
  ///   - context: the columns given, `rows` rows each.
  ///   - random: its rows `firstRow...`; column c uses lane 4 c.
  /// - Returns: the columns in the order of drawing; numbers on the grid of their step, up to the
  ///   rounding of binary numbers.
  /// - Throws: ``StatisticsError`` when the context is not the one learned with.
  /// - Complexity: O(rows * columns * depth).
  public func draw(
    context given: [TreeColumn] = [], rows: Int, random: CounterRandom, firstRow: UInt64 = 0,
    isStratified: Bool = true, threads: Int = 1
  ) throws -> [TreeColumn] {
    guard given.count == context.count, given.allSatisfy({ $0.rowCount == rows }), rows >= 0 else {
      throw StatisticsError("the context of a draw is not the one learned with")
    }
    guard stages.allSatisfy({ $0 == 0 }) else {
      throw StatisticsError("a context that follows from what is drawn is not known before")
    }
    let givenBins = WorkQueue.map(given.count, threads: threads) { column in
      context[column].bins(ofCells: context[column].cells(of: given[column]))
    }
    let blocks = (rows + Self.blockRows - 1) / Self.blockRows
    let drawn = WorkQueue.map(blocks, threads: threads) { block in
      let start = block * Self.blockRows
      let count = min(Self.blockRows, rows - start)
      return drawBlock(
        givenBins.map { Array($0[start..<start + count]) }, rows: count, random: random,
        firstRow: firstRow &+ UInt64(start), isStratified: isStratified)
    }
    return columns.indices.map { column in
      let content = columns[column].scale.content
      if content.isLabels {
        return .labels(
          drawn.flatMap { $0[column].map { $0.isNaN ? -1 : Int32($0) } },
          count: content.labelCount)
      }
      return .numbers(drawn.flatMap { $0[column] }, step: content.step)
    }
  }

  private func drawBlock(
    _ given: [[UInt8]], rows: Int, random: CounterRandom, firstRow: UInt64, isStratified: Bool
  ) -> [[Double]] {
    var bins = given
    var result: [[Double]] = []
    for (place, column) in columns.enumerated() {
      let tree = column.tree
      let asked = ConditionalTree(predictors: Array(tree.predictors.indices), nodes: tree.nodes)
      let leaves = asked.leaves(bins: tree.predictors.map { bins[$0] }, rows: rows)
      let lane = 4 * UInt64(place)
      let bits = (0..<rows).map { random.bits(row: firstRow &+ UInt64($0), lane: lane) }
      let uniforms =
        isStratified
        ? Self.stratified(bits, leaves: leaves, nodes: tree.nodes.count)
        : bits.map { (Double($0 >> 12) + 0.5) * 0x1p-52 }
      let (scale, table) = (column.scale, tables[place])
      let step = scale.content.step
      var values = [Double](repeating: .nan, count: rows)
      var own = [UInt8](repeating: 0, count: rows)
      for row in 0..<rows {
        let (cell, fraction) = table.draw(
          node: Int(leaves[row]), uniform: uniforms[row], scale: scale)
        own[row] = scale.content.bins[cell]
        let value = scale.value(cell: cell, fraction: fraction)
        values[row] = step > 0 ? (value / step).rounded() * step : value
      }
      bins.append(own)
      result.append(values)
    }
    return result
  }

  /// A number in (0, 1) for every row: the rows of a leaf shuffled, one in each of as many strata.
  static func stratified(_ bits: [UInt64], leaves: [Int32], nodes: Int) -> [Double] {
    let groups = RowGroups(leaves, count: nodes)
    var uniforms = [Double](repeating: 0, count: bits.count)
    for leaf in 0..<nodes {
      let original = Array(groups.rows(of: leaf))
      var rows = original
      let count = rows.count
      for place in stride(from: count - 1, to: 0, by: -1) {
        // The low half of a row's bits shuffles, the high half places it in its stratum. Bits by
        // the original place: each is used once.
        let low = bits[Int(original[place])] & 0xFFFF_FFFF
        rows.swapAt(place, Int((low &* UInt64(place + 1)) >> 32))
      }
      for (stratum, row) in rows.enumerated() {
        let inside = (Double(bits[Int(row)] >> 32) + 0.5) * 0x1p-32
        uniforms[Int(row)] = (Double(stratum) + inside) / Double(count)
      }
    }
    return uniforms
  }

  /// The mean log-likelihood in nats per row of all columns' cells, given rows of the context and
  /// of the columns. Labels without a cell count nothing; a probability below 1e-9 counts as that.
  /// - Throws: ``StatisticsError`` when columns are not those learned, or differ in length.
  public func logLikelihood(
    context given: [TreeColumn] = [], targets: [TreeColumn]
  ) throws -> Double {
    let all = given + targets
    let rows = all.first?.rowCount ?? 0
    guard given.count == context.count, targets.count == columns.count,
      all.allSatisfy({ $0.rowCount == rows })
    else { throw StatisticsError("the columns of a likelihood are not those learned") }
    guard rows > 0 else { return 0 }
    let scales = context + columns.map(\.scale)
    let cells = zip(scales, all).map { $0.cells(of: $1) }
    let bins = zip(scales, cells).map { $0.bins(ofCells: $1) }
    var sum = 0.0
    for (place, column) in columns.enumerated() {
      let tree = column.tree
      let asked = ConditionalTree(predictors: Array(tree.predictors.indices), nodes: tree.nodes)
      let leaves = asked.leaves(bins: tree.predictors.map { bins[$0] }, rows: rows)
      let own = cells[context.count + place]
      for row in 0..<rows where Int(own[row]) < column.scale.cellCount {
        let probability = tables[place].probability(
          of: Int(own[row]), node: Int(leaves[row]), scale: column.scale)
        sum += log(max(1e-9, probability))
      }
    }
    return sum / Double(rows)
  }
}

extension LeafTable {
  /// The probability of a cell in a node.
  /// - Complexity: O(log groups), times the nodes above.
  func probability(of cell: Int, node: Int, scale: ColumnScale) -> Double {
    var (node, weight, sum) = (node, 1.0, 0.0)
    while node >= 0, weight > 0 {
      let groups = range(of: node)
      var (low, high) = (groups.lowerBound, groups.upperBound)
      while low < high {
        let middle = (low + high) / 2
        if last(of: middle) < cell { low = middle + 1 } else { high = middle }
      }
      if low < groups.upperBound, first(of: low) <= cell {
        let cells = first(of: low)..<last(of: low) + 1
        let whole = scale.cumulative[cells.upperBound] - scale.cumulative[cells.lowerBound]
        let part =
          whole > 0 ? scale.content.shares[cell] / whole : 1 / Double(cells.count)
        sum += weight * share(of: low, in: groups) * part
      }
      weight *= max(0, 1 - own(of: groups))
      node = parent(of: node)
    }
    return sum
  }
}
