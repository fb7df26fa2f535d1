extension TreeSequence {
  /// Learns columns.
  /// - Parameters:
  ///   - context: columns that will be given when drawing.
  ///   - targets: the columns to draw, in the order of drawing.
  ///   - traits: one per target; empty when nothing more is known of them.
  ///   - guides: places of targets that are drawn for others to ask only.
  ///   - entities: the root entity of every row, any numbers; nil when every row is one.
  ///   - groups: the groups in whose order columns follow the rows before; nil when rows have no
  ///     order.
  /// - Throws: ``StatisticsError`` when columns or entities differ in length, or there are more
  ///   than 2^31 rows.
  /// - Complexity: O(rows * columns * (depth + log cells)) and, for rows of the growth sample,
  ///   O(rows * columns^2 * depth).
  public static func fit(
    context: [TreeColumn] = [], targets: [TreeColumn], traits: [TargetTraits] = [],
    guides: Set<Int> = [], entities: [Int32]? = nil, groups: OrderedGroups? = nil,
    options: TreeOptions = TreeOptions()
  ) throws -> TreeSequence {
    let all = context + targets
    let rows = all.first?.rowCount ?? 0
    guard all.allSatisfy({ $0.rowCount == rows }), entities.map({ $0.count == rows }) ?? true,
      rows < Int(Int32.max), groups.map({ $0.rowCount == rows }) ?? true
    else { throw StatisticsError("the columns of a table differ in length") }
    let traits = traits.isEmpty ? targets.map { _ in TargetTraits() } : traits
    guard traits.count == targets.count,
      traits.allSatisfy({
        [$0.groupMean, $0.groupLabels].compactMap { $0 }.allSatisfy {
          context.indices.contains($0) && !context[$0].isLabels
        }
      })
    else { throw StatisticsError("the traits of columns are not those of the columns") }
    let asked = Set(context.indices).union(guides.map { $0 + context.count })
    let training = TreeTraining(
      all, contextCount: context.count, traits: traits, asked: asked, entities: entities,
      groups: groups, options: options)
    let columns = WorkQueue.map(targets.count, threads: options.threads) { index in
      // The last columns have the most predictors: begin with them.
      let target = targets.count - 1 - index
      return training.learn(context.count + target)
    }
    return TreeSequence(
      valid: Array(training.scales[..<context.count]), columns: columns.reversed(),
      derived: training.derived, ticksPerDay: traits.map(\.ticksPerDay),
      directions: traits.map(\.direction))
  }
}

/// The columns of a table, prepared to learn trees on.
struct TreeTraining: Sendable {
  /// By column.
  let scales: [ColumnScale]
  let derived: [DerivedPredictor]
  let columns: [TreeColumn]
  private let contextCount: Int
  /// Per target.
  private let isFollowed: [Bool]
  let options: TreeOptions
  let entities: EntityIndex
  /// The row before every row in its group; nil without groups.
  private let previous: [Int32]?
  let k: Int
  /// By column, of all rows.
  let cells: [[UInt16]]
  /// By column and then by derived predictor.
  private let bins: [[UInt8]]
  let sample: GrowthSample
  /// The same, of the rows to grow on.
  private let sampleBins: [[UInt8]]

  /// - Parameter asked: columns that are only asked.
  init(
    _ columns: [TreeColumn], contextCount: Int, traits: [TargetTraits], asked: Set<Int>,
    entities ids: [Int32]?, groups: OrderedGroups?, options: TreeOptions
  ) {
    self.columns = columns
    self.contextCount = contextCount
    isFollowed = traits.map(\.isFollowed)
    self.options = options
    let entities = EntityIndex(ids, rowCount: columns.first?.rowCount ?? 0)
    self.entities = entities
    previous = groups?.previous
    let k = options.effectiveMinimum(entities: entities.count)
    self.k = k
    let sample = GrowthSample(entities: entities, options: options)
    self.sample = sample
    let measured = WorkQueue.map(columns.count, threads: options.threads) { column in
      let scale = ColumnScale.fit(
        columns[column], entities: entities,
        minimumEntities: options.cellMinimum(
          entities: entities.count, isAsked: asked.contains(column)),
        maximumSegments: asked.contains(column)
          ? options.maximumAskedSegments : options.maximumSegments)
      let cells = scale.cells(of: columns[column])
      return (scale, cells, scale.bins(ofCells: cells))
    }
    var scales = measured.map(\.0)
    let cells = measured.map(\.1)
    self.cells = cells
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
    let finished = scales
    let derivedOf = traits.indices.map {
      traits[$0].derived($0, of: columns[contextCount + $0], isGrouped: groups != nil)
    }
    let told = Set(derivedOf.joined().compactMap(\.context))
    let derivation = DerivedBins(
      groups: groups,
      context: Dictionary(
        uniqueKeysWithValues: told.map { ($0, (columns[$0].numbers, finished[$0])) }),
      rowCount: entities.rowCount)
    let derivedBins = WorkQueue.map(traits.count, threads: options.threads) { target in
      let column = contextCount + target
      return derivation.bins(
        of: derivedOf[target], cells: cells[column], values: columns[column].numbers,
        scale: finished[column], ticksPerDay: traits[target].ticksPerDay)
    }
    derived = derivedOf.flatMap { $0 }
    for own in derivedBins.joined() {
      bins.append(own)
      sampleBins.append(sample.growth.map { own[Int($0)] })
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

  // MARK: - One column

  /// Learns one column from those before it, and from the rows before where there are any.
  func learn(_ column: Int) -> TreeSequence.Column {
    let target = outcome(of: column)
    let offered = predictors(of: column)
    let all = cells[column]
    guard let previous, isFollowed[column - contextCount],
      previous.count(where: { $0 >= 0 }) * 5 >= previous.count
    else {
      return learn(target, scales[column], cells: all, offered, isPart: false)
    }
    if scales[column].content.isLabels {
      return learnRepeats(column, target, offered, previous: previous)
    }
    let value = learn(target, scales[column], cells: all, offered, isPart: false)
    return learnDifferences(column, target, offered, previous: previous, value: value) ?? value
  }

  /// Learns a tree for the rows of a column that have a cell.
  /// - Parameter isPart: whether rows were left out, so that shares of the whole column do not count.
  func learn(
    _ target: TreeTarget, _ scale: ColumnScale, cells: [UInt16],
    _ offered: [TreeGrowth.Predictor], isPart: Bool
  ) -> TreeSequence.Column {
    let growthCells = sample.growth.map { cells[Int($0)] }
    let growth = TreeGrowth(
      predictors: offered, entityBits: sample.entityBits, k: k, options: options)
    let grown = growth.grow(target, cells: growthCells)
    let pruning = TreePruning(
      grown, growth: counts(grown, target, cells, rows: sample.growth),
      heldOut: counts(grown, target, cells, rows: sample.heldOut),
      classCount: target.classCount, isOrdered: target.isOrdered)
    // Without a holdout, what the information criterion of Schwarz asks of two free shares.
    let fallback = Double(64 - max(1, sample.growth.count).leadingZeroBitCount)
    let pruned = pruning.pruned(fallbackCost: fallback)
    let leaves = findLeaves(pruned.tree, rows: nil)
    var population = LeafPopulation(scale: scale, entities: entities, k: k, isPart: isPart)
    let filled = population.fill(pruned.tree, leaves: leaves, cells: cells)
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

  private func outcome(of column: Int) -> TreeTarget {
    let scale = scales[column]
    guard scale.content.isLabels, scale.cellCount > TreeTarget.mostGiniCells else {
      return TreeTarget(scale)
    }
    let before = Array(0..<column)
    let places = Self.embedding(
      column, scales: before.map { scales[$0] } + [scale], cells: cells[column], sample: sample,
      bins: before.map { sampleBins[$0] })
    return TreeTarget(scale, embedding: places)
  }

  /// The columns before and what follows from them, where they vary; of too many, those nearest to
  /// the column.
  private func predictors(of column: Int) -> [TreeGrowth.Predictor] {
    var offered = (0..<column).filter { scales[$0].cellCount > 1 }
    let target = column - contextCount
    for (index, predictor) in derived.enumerated()
    where predictor.target < target || (predictor.target == target && predictor.isKnownBefore) {
      let own = sampleBins[columns.count + index]
      if own.contains(where: { $0 != own[0] }) { offered.append(columns.count + index) }
    }
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
        column: $0, bins: sampleBins[$0], isLabels: isLabels($0))
    }
  }

  private func isLabels(_ place: Int) -> Bool {
    if place < columns.count { return scales[place].content.isLabels }
    guard case .previous(let target) = derived[place - columns.count] else { return false }
    return scales[contextCount + target].content.isLabels
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
  func findLeaves(_ tree: ConditionalTree, rows: [Int32]?) -> [Int32] {
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
    _ tree: ConditionalTree, _ target: TreeTarget, _ cells: [UInt16], rows: [Int32]
  ) -> TreePruning.Counts {
    let width = target.classCount
    var counts = TreePruning.Counts(repeating: 0, count: tree.nodes.count * width)
    let leaves = findLeaves(tree, rows: rows)
    for (place, row) in rows.enumerated() {
      let cell = cells[Int(row)]
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
