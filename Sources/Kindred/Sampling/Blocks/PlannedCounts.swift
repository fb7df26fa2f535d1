/// How many rows every table of a block has, where that follows from the model and the plan without
/// drawing any: numbers of children are changed by ones until they have the learned mean (see
/// `LatentDrawing.counts`), so their sums are known, unless a limit may cut single ones.
struct PlannedCounts {
  private let plan: SamplePlan
  private let model: FittedModel
  private let forest: SchemaForest
  private let rounding: RowRounding
  private var counts: [Int]
  private var isDrawn: [Bool]

  /// Rows per table, including those that are only referred to; nil when only drawing them tells.
  static func counts(
    of plan: SamplePlan, model: FittedModel, forest: SchemaForest, rounding: RowRounding
  ) -> [Int]? {
    guard plan.given.isEmpty else { return nil }
    var planned = PlannedCounts(plan, model, forest, rounding)
    return planned.count() ? planned.counts : nil
  }

  private init(
    _ plan: SamplePlan, _ model: FittedModel, _ forest: SchemaForest, _ rounding: RowRounding
  ) {
    self.plan = plan
    self.model = model
    self.forest = forest
    self.rounding = rounding
    counts = Array(repeating: 0, count: model.tables.count)
    isDrawn = Array(repeating: false, count: model.tables.count)
    for table in forest.references { counts[table] = model.tables[table].rowCount }
  }

  /// - Returns: whether all numbers are known.
  private mutating func count() -> Bool {
    var runs: [Int: Int] = [:]
    for run in plan.runs { runs[run.table] = run.rows }
    for table in forest.parentsFirst {
      if let wanted = runs[table] {
        counts[table] =
          plan.orphaned == table ? wanted : min(wanted, limits(of: table, driver: nil).total)
        isDrawn[table] = true
      } else if let driver = forest.drivers[table], plan.drawn.contains(driver),
        isDrawn[forest.parents[driver]]
      {
        guard let rows = children(driver) else { return false }
        counts[table] = rows
        isDrawn[table] = true
      }
    }
    let drawn = isDrawn
    _ = model.addHiddenRows(
      to: &counts, orphaned: plan.orphaned, forest: forest, isDrawn: { drawn[$0] })
    return true
  }

  /// Rows of a child table, those without a parent included.
  private func children(_ relationship: Int) -> Int? {
    let learned = model.relationships[relationship]
    let parent = forest.parents[relationship]
    let parentRows = counts[parent]
    guard parentRows <= LatentDrawing.mostRankedRows, learned.isDriver else { return nil }
    var linked = 0
    if let marginal = learned.cardinality,
      model.tables[parent].dimensions.contains(.cardinality(relationship: relationship))
    {
      let bounds = Cardinality.bounds(of: marginal)
      let (least, most) = (Int(bounds.lowerBound), Int(bounds.upperBound))
      let limits = limits(of: forest.children[relationship], driver: relationship)
      if let allowed = plan.mostChildren[relationship], allowed < most { return nil }
      guard limits.perParent >= most else { return nil }
      let wanted = rounding(learned.meanCardinality * Double(parentRows), of: relationship)
      linked = min(max(wanted, least * parentRows), most * parentRows, limits.total)
    } else if model.tables[parent].trees?.drawsCounts == true {
      return nil
    }
    return linked
      + model.rowsWithoutParent(
        relationship, linked: linked, parentRows: parentRows, forest, rounding)
  }

  private func limits(of table: Int, driver: Int?) -> RowLimits {
    RowLimits(of: table, driver: driver, model: model, forest: forest) { relationship in
      let parent = forest.parents[relationship]
      return isDrawn[parent] || forest.references.contains(parent) ? counts[parent] : nil
    }
  }
}
