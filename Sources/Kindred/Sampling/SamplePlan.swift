import KindredData
import KindredStatistics

/// Which rows a request draws: runs of rows without a driving parent, whose descendants follow.
struct SamplePlan: Sendable {
  /// Rows of one table that are drawn on their own.
  struct Run: Sendable {
    let table: Int
    let rows: Int
  }

  var runs: [Run] = []
  /// Rows that are there already.
  let given: GivenRows
  /// The most children a parent may get, per relationship that has such a limit.
  let mostChildren: [Int: Int32]
  /// Tables whose rows are returned.
  private(set) var visible: Set<Int>
  /// Relationships whose children are drawn.
  let drawn: Set<Int>
  /// The table that was asked for, when it has a driving parent: its parents are not returned.
  let orphaned: Int?

  init(_ request: SampleRequest, model: FittedModel, forest: SchemaForest) throws {
    func scaled(_ rows: Int) throws -> Int {
      let scaled = (Double(rows) * request.scale).rounded()
      guard scaled <= Double(SampleRequest.mostRows) else {
        throw KindredError(
          .argument, "The scale asks for too many rows", value: "\(request.scale)",
          remedy: "Tables may have at most \(SampleRequest.mostRows) rows.")
      }
      return rows == 0 ? 0 : max(1, Int(scaled))
    }
    var mostChildren: [Int: Int32] = [:]
    for (index, relationship) in model.metadata.relationships.enumerated() {
      mostChildren[index] = request.maximumChildren[relationship.foreignKeyText]
        .map { Int32(clamping: $0) }
    }
    self.mostChildren = mostChildren
    given = try GivenRows(request.parents, model: model, forest: forest)
    guard let name = request.table,
      let table = model.metadata.tableNames.firstIndex(of: name)
    else {
      for (table, rows) in given.tables.enumerated() {
        if let rows { runs.append(Run(table: table, rows: rows.rowCount)) }
      }
      let given = given
      for root in forest.roots where given.tables[root] == nil {
        let learned = model.tables[root]
        let rows = request.rootRows[learned.name] ?? request.rows ?? learned.rowCount
        runs.append(Run(table: root, rows: try scaled(rows)))
      }
      visible = Set(model.tables.indices)
      drawn = Set(
        model.relationships.indices.filter {
          forest.isDriver($0) && given.tables[forest.children[$0]] == nil
        })
      orphaned = nil
      return
    }
    if !forest.references.contains(table) {
      runs = [Run(table: table, rows: try scaled(request.rows ?? model.tables[table].rowCount))]
    }
    var tables: Set<Int> = [table]
    var relationships: Set<Int> = []
    if request.includingChildren {
      for next in forest.topDown {
        guard let driver = forest.drivers[next], tables.contains(forest.parents[driver]),
          next != table
        else { continue }
        tables.insert(next)
        relationships.insert(driver)
      }
    }
    visible = tables
    drawn = relationships
    orphaned = forest.drivers[table] == nil ? nil : table
  }

  /// The plan of a part of the rows.
  /// - Parameter tables: those of the part that may be returned.
  func part(runs: [Run], tables: Set<Int>) -> SamplePlan {
    var part = self
    part.runs = runs
    part.visible.formIntersection(tables)
    return part
  }

  /// Rows that the plan gives on average, over all tables that are returned.
  func expectedRows(model: FittedModel, forest: SchemaForest) -> Int {
    let expected = expectedRowsByTable(model: model, forest: forest)
    return Int(min(visible.reduce(0) { $0 + expected[$1] }, 1e15))
  }

  /// Rows per table that the plan gives on average; those that are only referred to not included.
  func expectedRowsByTable(model: FittedModel, forest: SchemaForest) -> [Double] {
    var expected = [Double](repeating: 0, count: model.tables.count)
    for table in forest.references { expected[table] = Double(model.tables[table].rowCount) }
    for run in runs { expected[run.table] = Double(run.rows) }
    for table in forest.topDown {
      for relationship in forest.outgoing[table] where drawn.contains(relationship) {
        let learned = model.relationships[relationship]
        let linked = expected[table] * learned.meanCardinality
        expected[forest.children[relationship]] += linked / max(0.001, 1 - learned.nullShare)
      }
    }
    return expected
  }
}
