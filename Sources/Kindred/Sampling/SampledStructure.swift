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
  /// The values of tables that are modelled by trees.
  private(set) var trees: TreeValues

  /// Keys that earlier calls consumed, per table.
  let consumed: [Int]
  /// Columns of keys that are learned or made up.
  var keyColumns: [KeyPlace: Column] = [:]
  /// The most children a parent may get, per relationship that has such a limit.
  let mostChildren: [Int: Int32]
  /// Rows that were given, per table; nil for tables that are drawn.
  let given: [Table?]
  /// Places of rows among those that agree in the rest of a key, from 0.
  var numbers: [KeyPlace: [Int32]] = [:]

  init(
    plan: SamplePlan, model: FittedModel, forest: SchemaForest, consumed: [Int],
    drawing: inout LatentDrawing, parallel: Parallel, progress: Progress
  ) throws {
    self.consumed = consumed
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
    let missing = Self.rowsWithoutParent(relationship, linked: linked, drawn.count, model, forest)
    try memory.reserve(Double(linked) + missing, of: model.tables[child])
    var children = drawing.children(
      of: drawn, in: relationship, counts: counts, first: 0, parallel: parallel)
    if missing > 0 {
      children.append(
        drawing.rows(of: child, first: children.count, count: Int(missing), parallel: parallel))
    }
    parents[relationship] = children.parents
    rows[child] = children
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
    // Their keys may have parts of other keys.
    for child in model.tables.indices where rows[child] == nil && rowCounts[child] > 0 {
      for relationship in forest.incoming[child] + forest.choices[child]
      where parents[relationship].isEmpty {
        let (count, parentCount) = (rowCounts[child], rowCounts[forest.parents[relationship]])
        guard parentCount > 0, !forest.references.contains(child) else { continue }
        parents[relationship] = (0..<count).map { Int32($0 * parentCount / count) }
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
