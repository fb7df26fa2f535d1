import KindredData

/// The rows of a block: drawn and counted first, then linked and ready to be rendered.
struct SampledBlock: Sendable {
  private(set) var structure: SampledStructure
  private let drawing: LatentDrawing
  private let plan: SamplePlan
  private let model: FittedModel
  private let forest: SchemaForest
  private let progress: Progress
  private var rendering: TableRendering?

  /// Draws the rows of all tables.
  init(
    _ block: Int, of division: BlockDivision, model: FittedModel, forest: SchemaForest,
    seed: UInt64, parallel: Parallel, progress: Progress
  ) throws {
    try self.init(
      plan: division.plan(of: block, references: forest.references), model: model, forest: forest,
      seed: division.seed(of: block, seed), rounding: division.rounding(of: block),
      parallel: parallel, progress: progress)
  }

  init(
    plan: SamplePlan, model: FittedModel, forest: SchemaForest, seed: UInt64,
    rounding: RowRounding, parallel: Parallel, progress: Progress
  ) throws {
    self.plan = plan
    self.model = model
    self.forest = forest
    self.progress = progress
    var drawing = LatentDrawing(model: model, forest: forest, seed: seed)
    drawing.rounding = rounding
    if !plan.given.isEmpty { drawing.rankedRows = 0 }
    structure = try SampledStructure(
      plan: plan, model: model, forest: forest, drawing: &drawing, parallel: parallel,
      progress: progress)
    self.drawing = drawing
  }

  /// Rows per table that use up keys: also those that are only referred to. Reference tables have the
  /// same keys always, given ones their own.
  var keysUsed: [Int] {
    structure.rowCounts.enumerated().map { table, rows in
      forest.references.contains(table) || structure.given[table] != nil ? 0 : rows
    }
  }

  /// Finds all parents, and what other values depend on.
  /// - Parameter consumed: keys used up before, per table.
  /// - Throws: `KindredError` of kind `exhausted` when there are too few keys.
  mutating func link(consumed: [Int]) throws {
    try structure.link(
      consumed: consumed, model: model, forest: forest, drawing: drawing, progress: progress)
    let keys = KeyRendering(model: model, structure: structure, consumed: consumed)
    try keys.checkCapacity()
    var rendering = TableRendering(
      model: model, structure: structure, drawing: drawing, keys: keys,
      parentTables: forest.parents)
    rendering.prepare(for: plan.visible, forest: forest)
    self.rendering = rendering
  }

  /// Tables that are returned, in the order of the metadata.
  var tables: [Int] { model.tables.indices.filter(plan.visible.contains) }

  /// Rows of a table, once they are linked.
  func table(_ table: Int, rows: Range<Int>, parallel: Parallel) throws -> Table {
    guard let rendering else { return try Table(model.tables[table].name, columns: []) }
    return try rendering.table(table, rows: rows, parallel: parallel)
  }
}
