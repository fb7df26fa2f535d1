import KindredStatistics

/// The values that trees draw for whole tables, parents before children.
///
/// All rows of a table are drawn whatever batch or shard asks for them: groups of rows are led to
/// what was drawn for their parents, and shares of leaves are met over many rows.
struct TreeValues: Sendable {
  private let model: FittedModel
  private let structure: SampledStructure
  private let forest: SchemaForest
  private let drawing: LatentDrawing
  private let threads: Int
  /// Per table, what was drawn; nil for tables that trees do not draw.
  private var drawn: [[TreeModel.Attribute: TreeColumn]?]

  init(
    model: FittedModel, structure: SampledStructure, forest: SchemaForest, drawing: LatentDrawing,
    parallel: Parallel, checkpoint: () throws -> Void
  ) throws {
    self.model = model
    self.structure = structure
    self.forest = forest
    self.drawing = drawing
    threads = parallel.threads
    drawn = Array(repeating: nil, count: model.tables.count)
    guard model.tables.contains(where: { $0.trees != nil }) else { return }
    for table in forest.bottomUp.reversed() {
      guard let trees = model.tables[table].trees, let rows = structure.rows[table] else {
        continue
      }
      try checkpoint()
      let context = trees.context.map { column($0, of: table) }
      // Parents that are only referred to have no values: the copula draws such tables.
      guard context.allSatisfy({ $0 != nil }) else { continue }
      drawn[table] = try draw(
        trees, of: table, context: context.compactMap { $0 }, rows: rows.count,
        checkpoint: checkpoint)
    }
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

  // MARK: - Drawing

  private func draw(
    _ trees: TreeModel, of table: Int, context: [TreeColumn], rows: Int,
    checkpoint: () throws -> Void
  ) throws -> [TreeModel.Attribute: TreeColumn] {
    let random = CounterRandom(
      seed: drawing.seed, stream: CounterRandom.stream("trees", model.tables[table].name))
    var sequence = try TreeDrawing(
      trees.sequence, context: context, rows: rows, random: random, threads: threads)
    let groups = led(table)
    var result: [TreeModel.Attribute: TreeColumn] = [:]
    for target in trees.targets {
      try checkpoint()
      result[target] = sequence.next(targets(of: target, groups: groups))
    }
    return result
  }

  /// The children of one parent, in a relationship.
  private struct Groups {
    let relationship: Int
    let rows: RowGroups
    let drawn: [TreeModel.Attribute: TreeColumn]
  }

  /// Relationships whose parents have drawn what a table's rows have in common, the driving one
  /// last.
  private func led(_ table: Int) -> [Groups] {
    let driver = forest.drivers[table]
    let order = forest.incoming[table].filter { $0 != driver } + (driver.map { [$0] } ?? [])
    return order.compactMap { relationship in
      let parent = forest.parents[relationship]
      guard let drawn = drawn[parent], !structure.parents[relationship].isEmpty else { return nil }
      return Groups(
        relationship: relationship,
        rows: RowGroups(
          parents: structure.parents[relationship], parentCount: structure.rowCounts[parent]),
        drawn: drawn)
    }
  }

  private func targets(
    of target: TreeModel.Attribute, groups: [Groups]
  ) -> [GroupTarget] {
    guard case .value(let column) = target else { return [] }
    return groups.flatMap { groups in
      [(TreeModel.SummaryKind.mean, GroupTarget.Kind.mean), (.distinct, .distinct)].compactMap {
        kind, told -> GroupTarget? in
        guard
          case .numbers(let targets, _) = groups.drawn[
            .summary(relationship: groups.relationship, column: column, kind: kind)]
        else { return nil }
        return GroupTarget(
          kind: told, rows: groups.rows.rows, starts: groups.rows.starts, targets: targets)
      }
    }
  }

  // MARK: - What is known of the rows

  private func column(
    _ feature: TreeModel.Feature, of table: Int
  ) -> TreeColumn? {
    guard let first = feature.path.first else {
      return column(feature.attribute, of: table)
    }
    var rows = structure.parents[first]
    guard rows.count == structure.rowCounts[table] else { return nil }
    var top = forest.parents[first]
    for relationship in feature.path.dropFirst() {
      let next = structure.parents[relationship]
      guard next.count == structure.rowCounts[top] else { return nil }
      rows = rows.map { $0 < 0 ? -1 : next[Int($0)] }
      top = forest.parents[relationship]
    }
    return column(feature.attribute, of: top)?.gathered(rows)
  }

  private func column(
    _ attribute: TreeModel.Attribute, of table: Int
  ) -> TreeColumn? {
    switch attribute {
    case .value(let column):
      if let known = drawn[table]?[attribute] { return known }
      let learned = model.tables[table].columns[column]
      if case .kept = learned.content { return learned.treeColumn(nil, validity: nil) }
      return structure.rows[table].flatMap { copula($0, column) }
    case .childCount(let relationship): return childCounts(relationship, of: table)
    case .summary: return drawn[table]?[attribute]
    }
  }

  /// What latents give a column of a table that has no trees.
  private func copula(_ rows: LatentRows, _ index: Int) -> TreeColumn? {
    let learned = model.tables[rows.table].columns[index]
    guard learned.marginal != nil, model.tables[rows.table].trees == nil else { return nil }
    let range = 0..<rows.count
    let drawn = ColumnDrawing(index, rows, range, model: model, drawing: drawing)
    let nulls = drawn.isNull(in: range)
    let step = learned.treeStep
    let values = zip(drawn.quantiles(in: range), nulls).map { value, isNull in
      isNull ? .nan : step > 0 ? (value / step).rounded() * step : value
    }
    guard learned.treeLabelCount > 0 else { return .numbers(values, step: step) }
    return .labels(
      values.map { $0.isNaN ? -1 : Int32(min(max($0.rounded(), 0), 1e9)) },
      count: learned.treeLabelCount)
  }

  /// Children of every row; where they are not drawn, as many as there would be.
  private func childCounts(_ relationship: Int, of table: Int) -> TreeColumn? {
    let parents = structure.parents[relationship]
    guard parents.isEmpty, let rows = structure.rows[table] else {
      return .numbers(
        TreeFitting.childCounts(parents, parentCount: structure.rowCounts[table]), step: 1)
    }
    let counts = drawing.counts(
      of: rows, in: relationship, isStratified: rows.count <= SampledStructure.stratifiedRows,
      model: model)
    return .numbers(counts.map(Double.init), step: 1)
  }
}
