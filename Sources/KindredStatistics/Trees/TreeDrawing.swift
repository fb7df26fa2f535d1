/// Draws the columns of a sequence one after another, so that groups of rows (the children of one
/// parent) can be led to means and numbers of labels that were drawn for them.
///
/// Everything drawn is a function of the context, the seed and the row: threads change nothing.
public struct TreeDrawing {
  private let sequence: TreeSequence
  private let rows: Int
  private let random: CounterRandom
  private let threads: Int
  /// The groups in whose order columns follow the rows before.
  private let groups: OrderedGroups?
  private let derivation: DerivedBins
  /// What any tree asks.
  private let asked: Set<Int>
  /// By place: of the context's columns, of those drawn so far, and of what follows from them.
  private var bins: [[UInt8]]
  /// Number of columns drawn.
  public private(set) var drawnCount = 0

  /// Rows whose draws are stratified together.
  private static let blockRows = 16_384

  /// - Parameters:
  ///   - context: the columns given, `rows` rows each.
  ///   - groups: as the sequence was learned with; without them every row is a first one.
  ///   - random: its rows 0, 1...; column c uses lanes 4 c and 4 c + 1.
  /// - Throws: ``StatisticsError`` when the context is not the one learned with.
  public init(
    _ sequence: TreeSequence, context: [TreeColumn], rows: Int, groups: OrderedGroups? = nil,
    random: CounterRandom, threads: Int = 1
  ) throws {
    guard context.count == sequence.context.count, rows >= 0,
      context.allSatisfy({ $0.rowCount == rows }), groups.map({ $0.rowCount == rows }) ?? true
    else { throw StatisticsError("the context of a draw is not the one learned with") }
    self.sequence = sequence
    self.rows = rows
    self.random = random
    self.threads = threads
    self.groups = groups
    asked = Set(
      sequence.columns.flatMap { [$0] + $0.following }.flatMap { column in
        column.tree.predictors + column.slopes.flatMap { $0.terms.map(\.column) }
      })
    let told = Set(sequence.derived.compactMap(\.context))
    derivation = DerivedBins(
      groups: groups,
      context: Dictionary(
        uniqueKeysWithValues: told.map { ($0, (context[$0].numbers, sequence.context[$0])) }),
      rowCount: rows)
    bins = WorkQueue.map(context.count, threads: threads) { column in
      sequence.context[column].bins(ofCells: sequence.context[column].cells(of: context[column]))
    }
    // What is known before a column is drawn: nothing, where rows are all first ones.
    bins += Array(repeating: [], count: sequence.columns.count)
    let firstDerived = bins.count
    bins += sequence.derived.indices.map { index in
      asked.contains(firstDerived + index) ? [UInt8](repeating: 0, count: rows) : []
    }
  }

  /// Draws the next column.
  /// - Parameter targets: what groups of rows are led to, the most important last.
  /// - Complexity: O(rows * depth), and O(rows * log cells) for each kind of target.
  public mutating func next(_ targets: [GroupTarget] = []) -> TreeColumn {
    guard drawnCount < sequence.columns.count else { return .numbers([], step: 0) }
    let place = drawnCount
    let column = sequence.columns[place]
    if let groups, follows(column, place) {
      let drawn = chained(column, place, groups).drawn(threads: threads)
      return finish(place, drawn.cells, drawn.values)
    }
    let leaves = findLeaves(column.tree)
    let uniforms = stratified(leaves, nodes: column.tree.nodes.count, place: place)
    let isSloped = column.slopes.contains { !$0.terms.isEmpty }
    let quantiles = targets.isEmpty && !isSloped ? nil : LeafQuantiles(column, leaves: leaves)
    var drawn: (cells: [UInt16], values: [Double])
    if let quantiles {
      let ordered =
        isSloped ? followed(column, quantiles, leaves: leaves, uniforms: uniforms) : uniforms
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
    return finish(place, drawn.cells, drawn.values)
  }

  private mutating func finish(
    _ place: Int, _ cells: [UInt16], _ values: [Double]
  ) -> TreeColumn {
    let (cells, values) = inOrder(place, cells, values)
    know(place, cells, values)
    drawnCount += 1
    let content = sequence.columns[place].scale.content
    guard content.isLabels else { return .numbers(values, step: content.step) }
    return .labels(values.map { $0.isNaN ? -1 : Int32($0) }, count: content.labelCount)
  }

  /// The draws of every group in the order that its rows have; nulls first.
  private func inOrder(
    _ place: Int, _ cells: [UInt16], _ values: [Double]
  ) -> (cells: [UInt16], values: [Double]) {
    let direction = Double(sequence.directions[place])
    guard direction != 0, let groups else { return (cells, values) }
    var result = (cells: cells, values: values)
    for group in 0..<groups.count {
      let rows = groups[group]
      let keys = rows.map { row in
        let value = values[Int(row)]
        return value.isNaN ? -.infinity : direction * value
      }
      if zip(keys, keys.dropFirst()).allSatisfy({ $0 <= $1 }) { continue }
      let order = keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
      for (row, source) in zip(rows, order) {
        let from = Int(rows[rows.startIndex + source])
        (result.cells[Int(row)], result.values[Int(row)]) = (cells[from], values[from])
      }
    }
    return result
  }

  /// Keeps what later columns ask of a drawn one.
  private mutating func know(_ place: Int, _ cells: [UInt16], _ values: [Double]) {
    let scale = sequence.columns[place].scale
    let firstDerived = sequence.context.count + sequence.columns.count
    bins[sequence.context.count + place] = scale.bins(ofCells: cells)
    let wanted = sequence.derived.indices.filter {
      sequence.derived[$0].target == place && asked.contains(firstDerived + $0)
    }
    let known = derivation.bins(
      of: wanted.map { sequence.derived[$0] }, cells: cells, values: values, scale: scale,
      ticksPerDay: sequence.ticksPerDay[place])
    for (index, own) in zip(wanted, known) { bins[firstDerived + index] = own }
  }

  // MARK: - Columns that follow the rows before

  /// What a place stands for, when it follows from the column about to be drawn.
  private func own(_ place: Int, _ target: Int) -> DerivedPredictor? {
    let index = place - sequence.context.count - sequence.columns.count
    guard sequence.derived.indices.contains(index), sequence.derived[index].target == target else {
      return nil
    }
    return sequence.derived[index]
  }

  private func follows(_ column: TreeSequence.Column, _ place: Int) -> Bool {
    !column.following.isEmpty
      || (column.tree.predictors + column.slopes.flatMap { $0.terms.map(\.column) })
        .contains { own($0, place) != nil }
  }

  private func chained(
    _ column: TreeSequence.Column, _ place: Int, _ groups: OrderedGroups
  ) -> ChainedDrawing {
    func known(_ asked: Int) -> Int? {
      switch own(asked, place) {
      case .previous: 0
      case .remainingMean: 1
      case .remainingLabels: 2
      case .repeats, .calendar, nil: nil
      }
    }
    var means: (values: [Double], scale: ColumnScale)?
    var labels: [Double]?
    for predictor in sequence.derived where predictor.target == place {
      switch predictor {
      case .remainingMean(_, let index): means = derivation.context[index]
      case .remainingLabels(_, let index): labels = derivation.context[index]?.values
      case .previous, .repeats, .calendar: continue
      }
    }
    return ChainedDrawing(
      leaves: RowLeaves(column, bins: bins, known: known),
      follower: column.following.first.map { RowLeaves($0, bins: bins, known: known) },
      groups: groups, means: means, labels: labels, random: random, lane: 4 * UInt64(place))
  }

  /// Replaces the column drawn last, for those that follow.
  /// - Throws: ``StatisticsError`` when no column was drawn, or it has other rows.
  public mutating func replaceLast(with column: TreeColumn) throws {
    guard drawnCount > 0, column.rowCount == rows else {
      throw StatisticsError("a column that was not drawn cannot be replaced")
    }
    know(drawnCount - 1, sequence.columns[drawnCount - 1].scale.cells(of: column), column.numbers)
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
    uniforms: [Double]
  ) -> [Double] {
    let groups = RowGroups(leaves, count: column.tree.nodes.count)
    let nodes = column.tree.nodes.indices.filter { !column.slopes[$0].terms.isEmpty }
    let parts = WorkQueue.map(nodes.count, threads: threads) { index in
      let slope = column.slopes[nodes[index]]
      let rows = Array(groups.rows(of: nodes[index]))
      guard let first = rows.first else { return ([Int32](), [Double]()) }
      let share = quantiles.nullShare(leaf: leaves[Int(first)])
      let present = rows.filter { uniforms[Int($0)] >= share }
      let keys = present.map { row -> Double in
        let inner = (uniforms[Int(row)] - share) / max(1 - share, 1e-12)
        var key =
          Double(slope.noise) * Normal.quantile(min(max(inner, 1e-12), 1 - 1e-12))
        for term in slope.terms {
          let bin = bins[term.column][Int(row)]
          guard bin > 0 else { continue }
          key += Double(term.weight) * (Double(bin) - Double(term.mean)) / Double(term.deviation)
        }
        return key
      }
      var ranks: [Double]
      if present.count >= Self.fewestRanks {
        ranks = keys
        let order = keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
        for (rank, place) in order.enumerated() {
          ranks[place] = (Double(rank) + 0.5) / Double(order.count)
        }
      } else {
        ranks = keys.map { slope.probability(of: $0) }
      }
      return (present, ranks.map { share + min(max($0, 1e-12), 1 - 1e-12) * (1 - share) })
    }
    var result = uniforms
    for (rows, ranks) in parts {
      for (row, rank) in zip(rows, ranks) { result[Int(row)] = rank }
    }
    return result
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
    /// The number of distinct labels.
    case distinct
  }

  /// What the targets are.
  public var kind: Kind
  /// Rows, group after group.
  public var rows: [Int32]
  /// The rows of group g are at `starts[g]..<starts[g + 1]`.
  public var starts: [Int]
  /// One per group; NaN where nothing is known.
  public var targets: [Double]

  /// Targets as given: `targets.count + 1` starts.
  public init(kind: Kind, rows: [Int32], starts: [Int], targets: [Double]) {
    self.kind = kind
    self.rows = rows
    self.starts = starts
    self.targets = targets
  }
}
