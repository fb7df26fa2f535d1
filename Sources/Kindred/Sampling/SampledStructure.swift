import KindredData
import KindredStatistics

/// Which rows a call has and how they refer to each other; everything but the values.
struct SampledStructure: Sendable {
  /// Latents of the rows drawn, per table; nil for tables that are not drawn.
  private(set) var rows: [LatentRows?]
  /// Rows per table, including those that are only referred to.
  var rowCounts: [Int]
  /// Per relationship, the parent row of every child row; -1 for null, empty where not drawn.
  var parents: [[Int32]]
  /// The values of tables that are modelled by trees.
  private(set) var trees: TreeValues

  /// Keys that earlier calls and blocks consumed, per table; known once all rows are counted.
  private(set) var consumed: [Int] = []
  /// Columns of keys that are learned or made up.
  var keyColumns: [KeyPlace: Column] = [:]
  /// The most children a parent may get, per relationship that has such a limit.
  let mostChildren: [Int: Int32]
  /// Rows that were given, per table; nil for tables that are drawn.
  let given: [Table?]
  /// Places of rows among those that agree in the rest of a key, from 0.
  var numbers: [KeyPlace: [Int32]] = [:]

  /// Draws the rows of all tables; `link` gives them their keys and parents.
  init(
    plan: SamplePlan, model: FittedModel, forest: SchemaForest, drawing: inout LatentDrawing,
    parallel: Parallel, progress: Progress
  ) throws {
    given = plan.given.tables
    mostChildren = plan.mostChildren
    rows = Array(repeating: nil, count: model.tables.count)
    rowCounts = Array(repeating: 0, count: model.tables.count)
    parents = Array(repeating: [], count: model.relationships.count)
    for table in forest.references { rowCounts[table] = model.tables[table].rowCount }
    trees = TreeValues(
      model: model, forest: forest, seed: drawing.seed, threads: parallel.threads)
    try drawRows(plan, model, forest, &drawing, parallel, progress)
    addHiddenParents(plan, model, forest)
  }

  /// Draws what keys are made of, finds all parents, and draws with trees what depends on them.
  /// - Parameter consumed: keys that earlier calls and blocks consumed, per table.
  mutating func link(
    consumed: [Int], model: FittedModel, forest: SchemaForest, drawing: LatentDrawing,
    progress: Progress
  ) throws {
    self.consumed = consumed
    for table in model.tables.indices {
      try progress.checkpoint()
      guard given[table] == nil else { continue }
      drawKeyColumns(of: table, model: model, forest: forest, drawing: drawing)
    }
    // Keys of a table have parts of its parents' keys.
    for table in forest.parentsFirst where given[table] == nil {
      var known: [Int] = []
      let order = forest.linkOrder(of: table, model.metadata) {
        model.relationships[$0].isImplied
      }
      for relationship in order {
        defer { known.append(relationship) }
        guard rows[table] != nil, parents[relationship].isEmpty else { continue }
        try progress.checkpoint()
        if forest.choices[table].contains(relationship) {
          choose(relationship, known: known, model: model, forest: forest, drawing: drawing)
        } else {
          link(relationship, known: known, model: model, forest: forest, drawing: drawing)
        }
      }
      separateValues(of: table, model: model, seed: drawing.seed)
      numberRows(of: table, model: model)
    }
    try checkMostChildren(model, forest)
    // Trees that draw numbers of children have done so before.
    for table in forest.bottomUp.reversed()
    where model.tables[table].trees?.drawsCounts == false && given[table] == nil {
      try drawValues(table, drawing, progress)
    }
  }

  private mutating func drawValues(
    _ table: Int, _ drawing: LatentDrawing, _ progress: Progress
  ) throws {
    var values = trees
    try values.draw(table, in: self, drawing, checkpoint: progress.checkpoint)
    trees = values
  }

  private mutating func drawRows(
    _ plan: SamplePlan, _ model: FittedModel, _ forest: SchemaForest,
    _ drawing: inout LatentDrawing, _ parallel: Parallel, _ progress: Progress
  ) throws {
    var isCalibrated = false
    var memory = SampleMemory()
    var runs: [Int: Int] = [:]
    for run in plan.runs { runs[run.table] = run.rows }
    for table in forest.parentsFirst {
      try progress.checkpoint()
      if given[table] != nil {
        rows[table] = plan.given.latents(
          of: table, model: model, forest: forest, seed: drawing.seed)
        for (relationship, known) in plan.given.parents where forest.children[relationship] == table
        {
          parents[relationship] = known
        }
      } else if let wanted = runs[table] {
        var counts = [Int32(clamping: wanted)]
        if plan.orphaned != table { limit(&counts, of: table, nil, model, forest) }
        let count = Int(counts[0])
        try memory.reserve(Double(count), of: model.tables[table])
        rows[table] = drawing.rows(of: table, first: 0, count: count, parallel: parallel)
      } else if let driver = forest.drivers[table], plan.drawn.contains(driver) {
        try drawChildren(driver, model, forest, drawing, &memory, parallel)
      }
      guard let drawn = rows[table] else { continue }
      rowCounts[table] = drawn.count
      if drawn.isPooled, drawn.count > drawing.rankedRows, !isCalibrated {
        try CalibrationSample(model: model, forest: forest, parallel: parallel)
          .calibrate(&drawing, checkpoint: progress.checkpoint)
        isCalibrated = true
      }
      if model.tables[table].trees?.drawsCounts == true, given[table] == nil {
        try drawValues(table, drawing, progress)
      }
    }
  }

  /// Draws the rows of a table under the parents that drive it.
  private mutating func drawChildren(
    _ relationship: Int, _ model: FittedModel, _ forest: SchemaForest, _ drawing: LatentDrawing,
    _ memory: inout SampleMemory, _ parallel: Parallel
  ) throws {
    let child = forest.children[relationship]
    guard let drawn = rows[forest.parents[relationship]] else { return }
    var counts =
      trees.counts(in: relationship)
      ?? drawing.counts(
        of: drawn, in: relationship, isStratified: drawn.count <= drawing.rankedRows, model: model)
    if let most = mostChildren[relationship] { counts = counts.map { min($0, most) } }
    limit(&counts, of: child, relationship, model, forest)
    let linked = counts.reduce(0) { $0 + Int($1) }
    let missing = model.rowsWithoutParent(
      relationship, linked: linked, parentRows: drawn.count, forest, drawing.rounding)
    try memory.reserve(Double(linked + missing), of: model.tables[child])
    var children = drawing.children(
      of: drawn, in: relationship, counts: counts, first: 0, parallel: parallel)
    if missing > 0 {
      children.append(
        drawing.rows(of: child, first: children.count, count: missing, parallel: parallel))
    }
    parents[relationship] = children.parents
    rows[child] = children
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
