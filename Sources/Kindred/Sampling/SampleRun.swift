import KindredData

/// One `sample` call.
struct SampleRun {
  private let request: SampleRequest
  private let plan: SamplePlan
  private let model: FittedModel
  private let structure: SampledStructure
  private let rendering: TableRendering
  private let parallel: Parallel
  private let progress: Progress

  /// Keys used up per table: by all rows, those that are only referred to included. Reference
  /// tables have the same keys in every call.
  let consumedRows: [Int]

  init(
    _ request: SampleRequest, model: FittedModel, consumedKeys: [Int], seed: UInt64,
    progress: Progress
  ) throws {
    self.request = request
    self.model = model
    self.progress = progress
    parallel = Parallel(threads: request.threads)
    let forest = try model.forest()
    plan = try SamplePlan(request, model: model, forest: forest)
    var drawing = LatentDrawing(model: model, forest: forest, seed: seed)
    if !plan.given.isEmpty { drawing.rankedRows = 0 }
    structure = try SampledStructure(
      plan: plan, model: model, forest: forest, consumed: consumedKeys, drawing: &drawing,
      parallel: parallel, progress: progress)
    let given = plan.given.tables
    consumedRows = structure.rowCounts.enumerated().map { table, rows in
      forest.references.contains(table) || given[table] != nil ? 0 : rows
    }
    let keys = KeyRendering(model: model, structure: structure, consumed: consumedKeys)
    try keys.checkCapacity()
    var rendering = TableRendering(
      model: model, structure: structure, drawing: drawing, keys: keys,
      parentTables: forest.parents)
    rendering.prepare(for: plan.visible, forest: forest)
    self.rendering = rendering
  }

  /// Hands over the rows of all tables that are returned, in the order of the metadata.
  func render(batchRows: Int, receive: (Table) throws -> Void) throws {
    for table in model.tables.indices where plan.visible.contains(table) {
      let count = structure.rowCounts[table]
      let range = request.shard?.range(of: count) ?? 0..<count
      var first = range.lowerBound
      repeat {
        try progress.checkpoint()
        let last = min(
          range.upperBound,
          first.addingReportingOverflow(batchRows).overflow
            ? range.upperBound : first + batchRows)
        try receive(rendering.table(table, rows: first..<last, parallel: parallel))
        progress.advance(.sampling, by: last - first)
        first = last
      } while first < range.upperBound
    }
  }
}
