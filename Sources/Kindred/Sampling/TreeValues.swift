import KindredStatistics

/// The values that trees draw for whole tables, parents before children.
///
/// All rows of a table are drawn whatever batch or shard asks for them: groups of rows are led to
/// what was drawn for their parents, and shares of leaves are met over many rows.
struct TreeValues: Sendable {
  let model: FittedModel
  let forest: SchemaForest
  let seed: UInt64
  private let threads: Int
  /// Per table, what was drawn; nil for tables that trees do not draw, or have not drawn yet.
  var drawn: [[TreeModel.Attribute: TreeColumn]?]
  /// Of the same tables, what is drawn of children when these are: what they have in common.
  var drawings: [TreeDrawing?]

  init(model: FittedModel, forest: SchemaForest, seed: UInt64, threads: Int) {
    self.model = model
    self.forest = forest
    self.seed = seed
    self.threads = threads
    drawn = Array(repeating: nil, count: model.tables.count)
    drawings = Array(repeating: nil, count: model.tables.count)
  }

  /// The values of a column, on the scale of its marginal: NaN where null; nil when trees do not
  /// draw it.
  func values(of column: Int, in table: Int) -> [Double]? {
    switch drawn[table]?[.value(column: column)] {
    case .numbers(let values, _): values
    case .labels(let codes, _): codes.map { $0 < 0 ? .nan : Double($0) }
    case nil: nil
    }
  }

  /// The numbers of children that trees have drawn; nil where they have not.
  func counts(in relationship: Int) -> [Int32]? {
    guard
      case .numbers(let values, _) = drawn[forest.parents[relationship]]?[
        .childCount(relationship: relationship)]
    else { return nil }
    return values.map { Int32(min(max($0, 0), 1e9)) }
  }

  /// Draws a table, when all that its trees ask for is there.
  mutating func draw(
    _ table: Int, in structure: SampledStructure, _ drawing: LatentDrawing,
    checkpoint: () throws -> Void
  ) throws {
    guard drawn[table] == nil, let trees = model.tables[table].trees,
      let rows = structure.rows[table]
    else { return }
    try checkpoint()
    var known = TreeContext(
      model: model, forest: forest, structure: structure, drawing: drawing, drawn: drawn)
    known.addEffectMeans(of: trees)
    let stages = trees.sequence.stages
    /// What is known at a stage; nil for the rest of the context.
    func context(at stage: Int) -> [TreeColumn?] {
      let wanted = stages.indices.filter { stages[$0] == stage }
      for index in wanted { summarize(trees.context[index]) }
      known.drawn = drawn
      var columns = [TreeColumn?](repeating: nil, count: stages.count)
      for index in wanted { columns[index] = known.column(trees.context[index], of: table) }
      return columns
    }
    let given = context(at: 0)
    // Parents that are only referred to have no values: the copula draws such tables.
    guard zip(given, stages).allSatisfy({ $0 != nil || $1 > 0 }) else { return }
    let random = CounterRandom(
      seed: seed, stream: CounterRandom.stream("trees", model.tables[table].name))
    var sequence = try TreeDrawing(
      trees.sequence, context: given, rows: rows.count, random: random, threads: threads)
    let groups = groups(of: table, by: trees, in: structure, told: known.told)
    drawn[table] = [:]
    for (place, target) in trees.targets.enumerated() {
      // What children have in common is drawn with them.
      if target.isSummary { break }
      try checkpoint()
      if place > 0 {
        for (index, column) in context(at: place).enumerated() {
          if let column { try sequence.tell(column, at: index) }
        }
      }
      summarize(target, groups)
      let isValue = if case .value = target { true } else { false }
      var column = withNulls(
        sequence.next(
          targets(of: target, table, trees, groups: groups), reachesEnds: isValue), target, table,
        drawing.rounding)
      if case .childCount(let relationship) = target {
        let known = drawn[table] ?? [:]
        column = settled(
          target.absolute(column, to: forest) { known[$0] }, relationship, drawing.rounding,
          beside: forest.companion(of: relationship).flatMap(counts))
        try sequence.replace(place, with: target.relative(column, to: forest) { known[$0] })
      }
      drawn[table]?[target] = column
      try settle(target, column, groups)
    }
    drawings[table] = sequence
  }
}
