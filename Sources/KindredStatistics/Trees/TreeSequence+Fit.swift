extension TreeSequence {
  /// Learns columns.
  /// - Parameters:
  ///   - context: columns that will be given when drawing.
  ///   - stages: per column of the context, how many targets are drawn before it is known; empty
  ///     when all are known from the beginning.
  ///   - targets: the columns to draw, in the order of drawing.
  ///   - guides: places of targets that are drawn for others to ask only.
  ///   - counts: places of targets that count things. Their rare values (those who have none) decide
  ///     totals, so their cells are as fine as those of a large table at any size.
  ///   - entities: the root entity of every row, any numbers; nil when every row is one.
  /// - Throws: ``StatisticsError`` when columns or entities differ in length, or there are more
  ///   than 2^31 rows.
  /// - Complexity: O(rows * columns * (depth + log cells)) and, for rows of the growth sample,
  ///   O(rows * columns^2 * depth).
  public static func fit(
    context: [TreeColumn] = [], stages: [Int] = [], targets: [TreeColumn],
    guides: Set<Int> = [], counts: Set<Int> = [], entities: [Int32]? = nil,
    options: TreeOptions = TreeOptions()
  ) throws -> TreeSequence {
    try learn(
      context: context, stages: stages, targets: targets, guides: guides, counts: counts,
      entities: entities, options: options
    ).sequence
  }

  /// Learns columns, and what they leave open in the rows learned from.
  /// - Parameter open: places of targets of numbers whose residuals are wanted.
  /// - Returns: the sequence, and by place the residuals of all rows: standard normal in every leaf,
  ///   NaN for nulls.
  /// - Throws: as ``fit(context:stages:targets:guides:counts:entities:options:)``.
  public static func learn(
    context: [TreeColumn] = [], stages: [Int] = [], targets: [TreeColumn],
    guides: Set<Int> = [], counts: Set<Int> = [], open: Set<Int> = [],
    entities: [Int32]? = nil, options: TreeOptions = TreeOptions()
  ) throws -> (sequence: TreeSequence, residuals: [Int: [Double]]) {
    let all = context + targets
    let rows = all.first?.rowCount ?? 0
    guard all.allSatisfy({ $0.rowCount == rows }), entities.map({ $0.count == rows }) ?? true,
      rows < Int(Int32.max)
    else { throw StatisticsError("the columns of a table differ in length") }
    let stages = stages.isEmpty ? context.map { _ in 0 } : stages
    guard stages.count == context.count, stages.allSatisfy({ 0...targets.count ~= $0 }) else {
      throw StatisticsError("it is not clear when the context of trees is known")
    }
    let asked = Set(context.indices).union(guides.map { $0 + context.count })
    let training = TreeTraining(
      all, stages: stages, asked: asked, counts: Set(counts.map { $0 + context.count }),
      entities: entities, options: options)
    let columns = WorkQueue.map(targets.count, threads: options.threads) { index in
      // The last columns have the most predictors: begin with them.
      let target = targets.count - 1 - index
      let column = training.learn(context.count + target)
      return (
        column,
        open.contains(target) ? training.residuals(context.count + target, of: column) : []
      )
    }
    let sequence = TreeSequence(
      valid: Array(training.scales[..<context.count]), stages: stages,
      columns: columns.reversed().map(\.0))
    let residuals = open.map { ($0, columns[targets.count - 1 - $0].1) }
    return (sequence, Dictionary(uniqueKeysWithValues: residuals))
  }
}

/// The columns of a table, prepared to learn trees on.
struct TreeTraining: Sendable {
  let scales: [ColumnScale]
  /// Of the first columns, those of the context.
  private let stages: [Int]
  private let options: TreeOptions
  private let entities: EntityIndex
  private let k: Int
  /// By column, of all rows.
  private let cells: [[UInt16]]
  private let bins: [[UInt8]]
  private let sample: GrowthSample
  /// By column, of the rows to grow on.
  private let sampleBins: [[UInt8]]

  /// - Parameters:
  ///   - asked: columns that are only asked.
  ///   - counts: columns that count things.
  init(
    _ columns: [TreeColumn], stages: [Int], asked: Set<Int>, counts: Set<Int>,
    entities ids: [Int32]?, options: TreeOptions
  ) {
    self.stages = stages
    self.options = options
    let entities = EntityIndex(ids, rowCount: columns.first?.rowCount ?? 0)
    self.entities = entities
    let k = options.effectiveMinimum(entities: entities.count)
    self.k = k
    let sample = GrowthSample(entities: entities, options: options)
    self.sample = sample
    let measured = WorkQueue.map(columns.count, threads: options.threads) { column in
      let scale = ColumnScale.fit(
        columns[column], entities: entities,
        minimumEntities: options.cellMinimum(
          entities: entities.count, isAsked: asked.contains(column),
          isCount: counts.contains(column)),
        maximumSegments: asked.contains(column)
          ? options.maximumAskedSegments : options.maximumSegments)
      let cells = scale.cells(of: columns[column])
      return (scale, cells, scale.bins(ofCells: cells))
    }
    var scales = measured.map(\.0)
    cells = measured.map(\.1)
    var bins = measured.map(\.2)
    var sampleBins = bins.map { bins in sample.growth.map { bins[Int($0)] } }
    // Many labels share bins; let those that are alike in the other columns do so.
    for column in scales.indices where scales[column].isCrowded {
      let places = Self.embedding(
        column, scales: scales, cells: cells[column], sample: sample, bins: sampleBins)
      scales[column] = scales[column].grouped(by: places)
      bins[column] = scales[column].bins(ofCells: cells[column])
      sampleBins[column] = sample.growth.map { bins[column][Int($0)] }
    }
    self.scales = scales
    self.bins = bins
    self.sampleBins = sampleBins
  }

  /// Places for the labels of a column by all others.
  private static func embedding(
    _ column: Int, scales: [ColumnScale], cells: [UInt16], sample: GrowthSample, bins: [[UInt8]]
  ) -> [SIMD4<Float>] {
    var features: [[Float]] = []
    for other in bins.indices where other != column && features.count < 60 {
      features += LabelEmbedding.features(
        of: bins[other], isLabels: scales[other].content.isLabels)
    }
    return LabelEmbedding.places(
      cells: sample.growth.map { cells[Int($0)] }, cellCount: scales[column].cellCount,
      features: features)
  }

  /// Learns one column from those before it.
  func learn(_ column: Int) -> TreeSequence.Column {
    let scale = scales[column]
    let target = outcome(of: column)
    let growthCells = sample.growth.map { cells[column][Int($0)] }
    let offered = predictors(of: column)
    let growth = TreeGrowth(
      predictors: offered, entityBits: sample.entityBits, k: k,
      leastRows: options.minimumRows(isSloped: !scale.content.isLabels),
      maximumDepth: options.maximumDepth)
    let grown = growth.grow(target, cells: growthCells)
    let pruning = TreePruning(
      grown, growth: counts(grown, target, column, rows: sample.growth),
      heldOut: counts(grown, target, column, rows: sample.heldOut),
      classCount: target.classCount, isOrdered: target.isOrdered)
    // Without a holdout, what the information criterion of Schwarz asks of two free shares.
    let fallback = Double(64 - max(1, sample.growth.count).leadingZeroBitCount)
    let pruned = pruning.pruned(fallbackCost: fallback)
    let leaves = findLeaves(pruned.tree, rows: nil)
    var population = LeafPopulation(scale: scale, entities: entities, k: k)
    let filled = population.fill(pruned.tree, leaves: leaves, cells: cells[column])
    var slopes: [LeafSlope] = []
    if !scale.content.isLabels {
      let fit = LeafSlopeFit(predictors: offered.filter { !$0.isLabels })
      slopes = fit.slopes(
        nodes: filled.tree.nodes.count, leaves: findLeaves(filled.tree, rows: sample.growth),
        cells: growthCells)
    }
    return TreeSequence.Column(
      scale: scale, tree: filled.tree, leaves: filled.leaves, slopes: slopes,
      score: pruned.score, rootScore: pruned.rootScore)
  }

  /// What a column's leaves and slopes leave open in every row: the normal score of the row's rank
  /// in its leaf less what it follows, standardized in every leaf. Rows of one cell are ranked at
  /// random, so that the scores are normal where numbers are few, too.
  /// - Complexity: O(rows log rows).
  func residuals(_ column: Int, of learned: TreeSequence.Column) -> [Double] {
    let stream = CounterRandom.stream("tree residuals")
    let random = CounterRandom(seed: options.seed, stream: stream)
    let (cells, lane) = (cells[column], UInt64(column))
    var result = [Double](repeating: .nan, count: cells.count)
    let groups = RowGroups(
      findLeaves(learned.tree, rows: nil), count: learned.tree.nodes.count)
    for node in learned.tree.nodes.indices {
      let rows = groups.rows(of: node).filter {
        cells[Int($0)] > 0 && cells[Int($0)] != ColumnScale.noCell
      }
      guard !rows.isEmpty else { continue }
      let keys = rows.map { row in
        UInt64(cells[Int(row)]) << 48 | random.bits(row: UInt64(row), lane: lane) >> 16
      }
      let slope = learned.slopes.isEmpty ? LeafSlope.none : learned.slopes[node]
      var own = [Double](repeating: 0, count: rows.count)
      for (rank, place) in keys.indices.sorted(by: { (keys[$0], $0) < (keys[$1], $1) }).enumerated()
      {
        let score = Normal.quantile((Double(rank) + 0.5) / Double(rows.count))
        own[place] = score - slope.expected { bins[$0][Int(rows[place])] }
      }
      let mean = own.reduce(0, +) / Double(own.count)
      let square = own.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(own.count)
      let scale = square > 1e-9 ? 1 / square.squareRoot() : 0
      for (place, row) in rows.enumerated() { result[Int(row)] = (own[place] - mean) * scale }
    }
    return result
  }

  private func outcome(of column: Int) -> TreeTarget {
    let scale = scales[column]
    guard scale.content.isLabels, scale.cellCount > TreeTarget.mostGiniCells else {
      return TreeTarget(scale)
    }
    let before = known(before: column)
    let places = Self.embedding(
      before.count, scales: before.map { scales[$0] } + [scale], cells: cells[column],
      sample: sample, bins: before.map { sampleBins[$0] })
    return TreeTarget(scale, embedding: places)
  }

  /// The columns that are known when one is drawn.
  private func known(before column: Int) -> [Int] {
    (0..<column).filter { $0 >= stages.count || stages[$0] <= column - stages.count }
  }

  /// The columns before, where they vary; of too many, those nearest to the column.
  private func predictors(of column: Int) -> [TreeGrowth.Predictor] {
    var offered = known(before: column).filter { scales[$0].cellCount > 1 }
    let most = max(1, options.maximumPredictors)
    if offered.count > most {
      let features = LabelEmbedding.features(
        of: sampleBins[column], isLabels: scales[column].content.isLabels)
      let rows = min(1000, sample.growth.count)
      let nearness = offered.map { other in
        features.reduce(0) { $0 + Self.explained($1, by: sampleBins[other], rows: rows) }
      }
      let order = offered.indices.sorted { (nearness[$1], $0) < (nearness[$0], $1) }
      offered = order.prefix(most).map { offered[$0] }.sorted()
    }
    return offered.map {
      TreeGrowth.Predictor(
        column: $0, bins: sampleBins[$0], isLabels: scales[$0].content.isLabels)
    }
  }

  /// The share of a standardized feature's variance that lies between 16 groups of bins.
  private static func explained(_ feature: [Float], by bins: [UInt8], rows: Int) -> Float {
    var sums = [Float](repeating: 0, count: 16)
    var counts = sums
    let highest = Int(bins.prefix(rows).max() ?? 0) + 1
    for row in 0..<rows {
      let group = Int(bins[row]) * 16 / highest
      sums[group] += feature[row]
      counts[group] += 1
    }
    return zip(sums, counts).reduce(0) { $0 + ($1.1 > 0 ? $1.0 * $1.0 / $1.1 : 0) }
  }

  /// The leaves of some rows, or of all.
  private func findLeaves(_ tree: ConditionalTree, rows: [Int32]?) -> [Int32] {
    let count = rows?.count ?? entities.rowCount
    guard tree.nodes.count > 1 else { return [Int32](repeating: 0, count: count) }
    // Only the predictors that are asked need their bins.
    let codes = tree.predictors.map { column in
      rows.map { $0.map { bins[column][Int($0)] } } ?? bins[column]
    }
    let own = ConditionalTree(predictors: Array(codes.indices), nodes: tree.nodes)
    return own.leaves(bins: codes, rows: count)
  }

  /// Rows of every class in every node.
  private func counts(
    _ tree: ConditionalTree, _ target: TreeTarget, _ column: Int, rows: [Int32]
  ) -> TreePruning.Counts {
    let width = target.classCount
    var counts = TreePruning.Counts(repeating: 0, count: tree.nodes.count * width)
    let leaves = findLeaves(tree, rows: rows)
    for (place, row) in rows.enumerated() {
      let cell = cells[column][Int(row)]
      guard cell != ColumnScale.noCell else { continue }
      counts[Int(leaves[place]) * width + Int(target.classes[Int(cell)])] += 1
    }
    for node in tree.nodes.indices.dropFirst().reversed() {
      let parent = Int(tree.nodes[node].parent)
      for index in 0..<width { counts[parent * width + index] += counts[node * width + index] }
    }
    return counts
  }
}

extension ColumnScale {
  /// Whether labels share bins.
  fileprivate var isCrowded: Bool { content.isLabels && cellCount > 255 }

  /// The scale with labels of neighbouring places in common bins.
  fileprivate func grouped(by places: [SIMD4<Float>]) -> ColumnScale {
    var content = content
    let order = (1..<cellCount).sorted { (places[$0][0], $0) < (places[$1][0], $1) }
    content.bins = Self.binsOfLabels(content.shares, order: order)
    return ColumnScale(valid: content)
  }
}
