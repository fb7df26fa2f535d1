/// Draws the columns of a sequence one after another, so that groups of rows (the children of one
/// parent) can be led to means and numbers of labels that were drawn for them.
///
/// Everything drawn is a function of the context, the seed and the row: threads change nothing.
public struct TreeDrawing: Sendable {
  private let sequence: TreeSequence
  private let rows: Int
  private let random: CounterRandom
  private let threads: Int
  /// Bins of the context's columns and of those drawn so far.
  private var bins: [[UInt8]]
  /// Number of columns drawn.
  public private(set) var drawnCount = 0

  /// Rows whose draws are stratified together.
  private static let blockRows = 16_384

  /// - Parameters:
  ///   - context: the columns given, `rows` rows each; nil for those that ``tell(_:at:)`` brings.
  ///   - random: its rows 0, 1...; column c uses lane 4 c.
  /// - Throws: ``StatisticsError`` when the context is not the one learned with.
  public init(
    _ sequence: TreeSequence, context: [TreeColumn?], rows: Int, random: CounterRandom,
    threads: Int = 1
  ) throws {
    guard context.count == sequence.context.count, rows >= 0,
      zip(context, sequence.stages).allSatisfy({ $0.map { $0.rowCount == rows } ?? ($1 > 0) })
    else { throw StatisticsError("the context of a draw is not the one learned with") }
    self.sequence = sequence
    self.rows = rows
    self.random = random
    self.threads = threads
    bins = WorkQueue.map(context.count, threads: threads) { column in
      context[column].map { sequence.context[column].bins(of: $0) }
        ?? [UInt8](repeating: 0, count: rows)
    }
  }

  /// Brings a column of the context that follows from columns drawn.
  /// - Throws: ``StatisticsError`` when there is no such column, or it has other rows.
  public mutating func tell(_ column: TreeColumn, at place: Int) throws {
    guard sequence.context.indices.contains(place), column.rowCount == rows else {
      throw StatisticsError("the context of a draw is not the one learned with")
    }
    bins[place] = sequence.context[place].bins(of: column)
  }

  /// Draws the next column.
  /// - Parameters:
  ///   - targets: what groups of rows are led to, the most important last.
  ///   - reachesEnds: whether the smallest and the largest of numbers lie at the ends of what was
  ///     learned, where any comes near: see ``reachEnds(of:_:)``.
  /// - Complexity: O(rows * depth), and O(rows * log cells) for each kind of target.
  public mutating func next(
    _ targets: [GroupTarget] = [], reachesEnds: Bool = false
  ) -> TreeColumn {
    guard drawnCount < sequence.columns.count else { return .numbers([], step: 0) }
    let place = drawnCount
    let column = sequence.columns[place]
    let leaves = findLeaves(column.tree)
    let uniforms = stratified(leaves, nodes: column.tree.nodes.count, place: place)
    let residual = targets.first { $0.kind == .residual }
    let isSloped = residual != nil || column.slopes.contains { !$0.terms.isEmpty }
    let quantiles = targets.isEmpty && !isSloped ? nil : LeafQuantiles(column, leaves: leaves)
    var drawn: (cells: [UInt16], values: [Double])
    if let quantiles {
      let ordered =
        isSloped
        ? followed(column, quantiles, leaves: leaves, uniforms: uniforms, residual) : uniforms
      var led = GroupLeading(
        quantiles: quantiles, leaves: leaves, uniforms: ordered, threads: threads)
      for target in targets { led.follow(target) }
      drawn = led.drawn()
    } else {
      drawn = plain(place, leaves: leaves, uniforms: uniforms)
    }
    let content = column.scale.content
    if content.step > 0 {
      for row in 0..<rows {
        drawn.values[row] = (drawn.values[row] / content.step).rounded() * content.step
      }
    }
    if reachesEnds, !content.isLabels { Self.reachEnds(of: content, &drawn) }
    bins.append(column.scale.bins(ofCells: drawn.cells))
    drawnCount += 1
    guard content.isLabels else { return .numbers(drawn.values, step: content.step) }
    return .labels(
      drawn.values.map { $0.isNaN ? -1 : Int32($0) }, count: content.labelCount)
  }

  /// Moves the smallest number of the outermost segment to its end, and likewise the largest: rows that
  /// are drawn evenly from a segment do not reach the end that the data have.
  private static func reachEnds(
    of content: ColumnScale.Content, _ drawn: inout (cells: [UInt16], values: [Double])
  ) {
    let cells = 1..<max(1, content.lower.count)
    guard let lowest = cells.min(by: { content.lower[$0] < content.lower[$1] }),
      let highest = cells.max(by: { content.upper[$0] < content.upper[$1] })
    else { return }
    // On a grid, segments end half a step beside it.
    let margin = content.step / 2
    func move(_ cell: Int, to end: Double, _ isBefore: (Double, Double) -> Bool) {
      guard content.lower[cell] < content.upper[cell],
        let row = drawn.cells.indices.filter({ Int(drawn.cells[$0]) == cell })
          .min(by: { isBefore(drawn.values[$0], drawn.values[$1]) }),
        isBefore(end, drawn.values[row])
      else { return }
      drawn.values[row] = end
    }
    move(lowest, to: content.lower[lowest] + margin, <)
    move(highest, to: content.upper[highest] - margin, >)
  }

  /// Replaces a drawn column, for those that follow.
  /// - Throws: ``StatisticsError`` when it was not drawn, or has other rows.
  public mutating func replace(_ place: Int, with column: TreeColumn) throws {
    guard (0..<drawnCount).contains(place), column.rowCount == rows else {
      throw StatisticsError("a column that was not drawn cannot be replaced")
    }
    bins[sequence.context.count + place] = sequence.columns[place].scale.bins(of: column)
  }

  private var blockCount: Int { (rows + Self.blockRows - 1) / Self.blockRows }

  private func block(_ index: Int) -> Range<Int> {
    index * Self.blockRows..<min(rows, (index + 1) * Self.blockRows)
  }

  private func findLeaves(_ tree: ConditionalTree) -> [Int32] {
    guard tree.nodes.count > 1 else { return [Int32](repeating: 0, count: rows) }
    let asked = ConditionalTree(predictors: Array(tree.predictors.indices), nodes: tree.nodes)
    let codes = tree.predictors.map { bins[$0] }
    return WorkQueue.map(blockCount, threads: threads) { index in
      let range = block(index)
      return asked.leaves(bins: codes.map { Array($0[range]) }, rows: range.count)
    }.flatMap { $0 }
  }

  private func stratified(_ leaves: [Int32], nodes: Int, place: Int) -> [Double] {
    let lane = 4 * UInt64(place)
    return WorkQueue.map(blockCount, threads: threads) { index in
      let range = block(index)
      let bits = range.map { random.bits(row: UInt64($0), lane: lane) }
      return TreeSequence.stratified(bits, leaves: Array(leaves[range]), nodes: nodes)
    }.flatMap { $0 }
  }

  /// Fewest rows of a leaf that follow by their ranks.
  private static let fewestRanks = 20

  /// Probabilities whose order within each leaf follows its slope; nulls stay.
  private func followed(
    _ column: TreeSequence.Column, _ quantiles: LeafQuantiles, leaves: [Int32],
    uniforms: [Double], _ residual: GroupTarget?
  ) -> [Double] {
    let groups = RowGroups(leaves, count: column.tree.nodes.count)
    let open = residual.map { shared($0, quantiles, leaves: leaves, uniforms: uniforms) }
    let slopes = column.slopes
    let nodes = column.tree.nodes.indices.filter {
      residual != nil || !(slopes.isEmpty || slopes[$0].terms.isEmpty)
    }
    let parts = WorkQueue.map(nodes.count, threads: threads) { index in
      let slope = slopes.isEmpty ? LeafSlope.none : slopes[nodes[index]]
      let rows = Array(groups.rows(of: nodes[index]))
      guard let first = rows.first else { return ([Int32](), [Double]()) }
      let share = quantiles.nullShare(leaf: leaves[Int(first)])
      let present = rows.filter { uniforms[Int($0)] >= share }
      let keys = present.map { row -> Double in
        let noise = open?[Int(row)] ?? Self.score(uniforms[Int(row)], above: share)
        return Double(slope.noise) * noise + slope.expected { bins[$0][Int(row)] }
      }
      var ranks: [Double]
      if present.count >= Self.fewestRanks {
        ranks = keys
        let order = keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
        for (rank, place) in order.enumerated() {
          ranks[place] = (Double(rank) + 0.5) / Double(order.count)
        }
      } else {
        ranks = keys.map { Normal.cdf($0) }
      }
      return (present, ranks.map { share + min(max($0, 1e-12), 1 - 1e-12) * (1 - share) })
    }
    var result = uniforms
    for (rows, ranks) in parts {
      for (row, rank) in zip(rows, ranks) { result[Int(row)] = rank }
    }
    return result
  }

  /// The normal score of a probability among those above the null's share.
  private static func score(_ uniform: Double, above share: Double) -> Double {
    let inner = (uniform - share) / max(1 - share, 1e-12)
    return Normal.quantile(min(max(inner, 1e-12), 1 - 1e-12))
  }

  /// Normal scores of rows whose groups have the wanted means, and within them a variance that makes
  /// that of all rows 1.
  private func shared(
    _ target: GroupTarget, _ quantiles: LeafQuantiles, leaves: [Int32], uniforms: [Double]
  ) -> [Double] {
    var scores = [Double](repeating: 0, count: rows)
    var isNull = [Bool](repeating: false, count: rows)
    for row in 0..<rows {
      let share = quantiles.nullShare(leaf: leaves[row])
      isNull[row] = uniforms[row] < share
      scores[row] = isNull[row] ? 0 : Self.score(uniforms[row], above: share)
    }
    var (squares, all, groups) = (0.0, 0.0, 0.0)
    var means = [Double](repeating: 0, count: target.targets.count)
    for (group, wanted) in target.targets.enumerated() where wanted.isFinite {
      var (sum, count) = (0.0, 0.0)
      for row in target.rows[target.starts[group]..<target.starts[group + 1]]
      where !isNull[Int(row)] {
        sum += scores[Int(row)]
        count += 1
      }
      guard count > 0 else { continue }
      means[group] = sum / count
      squares += count * wanted * wanted
      all += count
      groups += 1
    }
    let variance = all > groups ? (all - squares) / (all - groups) : 1
    let deviation = min(max(variance, 0.01), 1).squareRoot()
    for (group, wanted) in target.targets.enumerated() where wanted.isFinite {
      for row in target.rows[target.starts[group]..<target.starts[group + 1]]
      where !isNull[Int(row)] {
        scores[Int(row)] = wanted + deviation * (scores[Int(row)] - means[group])
      }
    }
    return scores
  }

  private func plain(
    _ place: Int, leaves: [Int32], uniforms: [Double]
  ) -> (cells: [UInt16], values: [Double]) {
    let (scale, table) = (sequence.columns[place].scale, sequence.tables[place])
    let parts = WorkQueue.map(blockCount, threads: threads) { index in
      block(index).map { row -> (UInt16, Double) in
        let (cell, fraction) = table.draw(
          node: Int(leaves[row]), uniform: uniforms[row], scale: scale)
        return (UInt16(truncatingIfNeeded: cell), scale.value(cell: cell, fraction: fraction))
      }
    }
    return (parts.flatMap { $0.map(\.0) }, parts.flatMap { $0.map(\.1) })
  }
}

/// What groups of rows are led to in one column.
public struct GroupTarget: Sendable {
  /// What is told about a group.
  public enum Kind: Sendable {
    /// The mean of numbers, or of the codes of labels.
    case mean
    /// The mean of what leaves and slopes leave open, in standard deviations.
    case residual
    /// The number of distinct labels.
    case distinct
    /// The sum of numbers that count something.
    case total
    /// Whether (1) no two rows have the same number or label.
    case separate
    /// Whether (1) numbers rise from row to row.
    case ascending
    /// Whether (1) numbers fall from row to row.
    case descending
  }

  /// What the targets are.
  public var kind: Kind
  /// Rows, group after group.
  public var rows: [Int32]
  /// The rows of group g are at `starts[g]..<starts[g + 1]`.
  public var starts: [Int]
  /// One per group; NaN where nothing is known.
  public var targets: [Double]
  /// Of numbers in order, the distances of neighbours where few are usual.
  public var steps: StepDistribution?

  /// Targets as given: `targets.count + 1` starts.
  public init(
    kind: Kind, rows: [Int32], starts: [Int], targets: [Double], steps: StepDistribution? = nil
  ) {
    self.steps = steps
    self.kind = kind
    self.rows = rows
    self.starts = starts
    self.targets = targets
  }
}
