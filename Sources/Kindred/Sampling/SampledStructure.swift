import KindredData
import KindredStatistics

/// Which rows a call has and how they refer to each other; everything but the values.
struct SampledStructure: Sendable {
  /// Latents of the rows drawn, per table; nil for tables that are not drawn.
  private(set) var rows: [LatentRows?]
  /// Rows per table, including those that are only referred to.
  private(set) var rowCounts: [Int]
  /// Per relationship, the parent row of every child row; -1 for null, empty where not drawn.
  var parents: [[Int32]]

  /// Tables up to this size follow the learned distributions without sampling noise.
  static let stratifiedRows = 300_000

  init(
    plan: SamplePlan, model: FittedModel, forest: SchemaForest, drawing: inout LatentDrawing,
    parallel: Parallel, progress: Progress
  ) throws {
    rows = Array(repeating: nil, count: model.tables.count)
    rowCounts = Array(repeating: 0, count: model.tables.count)
    parents = Array(repeating: [], count: model.relationships.count)
    for table in forest.references { rowCounts[table] = model.tables[table].rowCount }
    try drawRows(plan, model, forest, &drawing, parallel, progress)
    addHiddenParents(plan, model, forest)
    // Ways to implied parents go up: the tables above have theirs first.
    for table in forest.topDown where rows[table] != nil {
      for relationship in forest.choices[table] {
        try progress.checkpoint()
        choose(relationship, model: model, forest: forest, drawing: drawing)
      }
      for relationship in forest.incoming[table] where parents[relationship].isEmpty {
        try progress.checkpoint()
        link(relationship, model: model, forest: forest, drawing: drawing)
      }
    }
  }

  private mutating func drawRows(
    _ plan: SamplePlan, _ model: FittedModel, _ forest: SchemaForest,
    _ drawing: inout LatentDrawing, _ parallel: Parallel, _ progress: Progress
  ) throws {
    var isCalibrated = false
    var memory = SampleMemory()
    for run in plan.runs {
      try memory.reserve(Double(run.rows), of: model.tables[run.table])
      rows[run.table] = drawing.rows(of: run.table, first: 0, count: run.rows, parallel: parallel)
    }
    for table in forest.topDown {
      try progress.checkpoint()
      guard let drawn = rows[table] else { continue }
      rowCounts[table] = drawn.count
      if drawn.isPooled, drawn.count > Self.stratifiedRows, !isCalibrated {
        try CalibrationSample(model: model, forest: forest, parallel: parallel)
          .calibrate(&drawing, checkpoint: progress.checkpoint)
        isCalibrated = true
      }
      for relationship in forest.outgoing[table] where plan.drawn.contains(relationship) {
        let child = forest.children[relationship]
        let counts = drawing.counts(
          of: drawn, in: relationship, isStratified: drawn.count <= Self.stratifiedRows,
          model: model)
        let linked = counts.reduce(0) { $0 + Int($1) }
        let missing = Self.rowsWithoutParent(
          relationship, linked: linked, drawn.count, model, forest)
        try memory.reserve(Double(linked) + missing, of: model.tables[child])
        var children = drawing.children(
          of: drawn, in: relationship, counts: counts, first: 0, parallel: parallel)
        if missing > 0 {
          children.append(
            drawing.rows(
              of: child, first: children.count, count: Int(missing), parallel: parallel))
        }
        parents[relationship] = children.parents
        rows[child] = children
      }
    }
  }

  /// Rows of the child whose driving foreign key is null, in proportion to those drawn.
  private static func rowsWithoutParent(
    _ relationship: Int, linked: Int, _ parentRows: Int, _ model: FittedModel,
    _ forest: SchemaForest
  ) -> Double {
    let share = model.relationships[relationship].nullShare
    guard share > 0 else { return 0 }
    if share < 1 { return (Double(linked) * share / (1 - share)).rounded() }
    let fitted = model.tables[forest.parents[relationship]].rowCount
    let childRows = Double(model.tables[forest.children[relationship]].rowCount)
    return fitted == 0 ? childRows : (childRows * Double(parentRows) / Double(fitted)).rounded()
  }

  /// Parents that are referred to but not drawn get rows that consume keys and are not returned.
  private mutating func addHiddenParents(
    _ plan: SamplePlan, _ model: FittedModel, _ forest: SchemaForest
  ) {
    var open = model.tables.indices.filter { rows[$0] != nil }
    var seen = Set(open)
    while let child = open.popLast() {
      for relationship in forest.incoming[child] {
        let parent = forest.parents[relationship]
        guard rows[parent] == nil, model.relationships[relationship].nullShare < 1 else { continue }
        let isDirect = rows[child] == nil || child == plan.orphaned
        let ratio =
          model.tables[child].rowCount == 0
          ? 1 : Double(model.tables[parent].rowCount) / Double(model.tables[child].rowCount)
        let needed =
          isDirect ? rowCounts[child] : Int((Double(rowCounts[child]) * ratio).rounded(.up))
        rowCounts[parent] = max(rowCounts[parent], needed)
        if isDirect, forest.drivers[child] == relationship {
          parents[relationship] = Array(0..<Int32(rowCounts[child]))
        }
        if seen.insert(parent).inserted { open.append(parent) }
      }
    }
  }
}

extension LatentRows {
  /// Adds rows of the same table that have no driving parent.
  mutating func append(_ others: LatentRows) {
    self = LatentRows(
      table: table, firstRow: firstRow, count: count + others.count, dimension: dimension,
      latents: latents + others.latents, parents: parents + others.parents, isPooled: isPooled)
  }
}
