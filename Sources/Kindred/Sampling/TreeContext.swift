import KindredStatistics

/// What is known of sampled rows before trees draw their columns.
struct TreeContext {
  let model: FittedModel
  let forest: SchemaForest
  let structure: SampledStructure
  let drawing: LatentDrawing
  /// Per table, what trees have drawn.
  var drawn: [[TreeModel.Attribute: TreeColumn]?]
  /// What the effects of parents without trees tell about their children.
  var told: [TreeModel.Attribute: TreeColumn] = [:]

  /// A feature of a table's rows; nil when it is not known.
  func column(_ feature: TreeModel.Feature, of table: Int) -> TreeColumn? {
    guard let first = feature.path.first else { return column(feature.attribute, of: table) }
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

  private func column(_ attribute: TreeModel.Attribute, of table: Int) -> TreeColumn? {
    switch attribute {
    case .value(let column):
      if let known = drawn[table]?[attribute] { return known }
      let learned = model.tables[table].columns[column]
      if case .kept = learned.content { return learned.treeColumn(nil) }
      return structure.rows[table].flatMap { copula($0, column) }
    case .datePart(let column, let part):
      guard case .numbers(let times, _)? = self.column(.value(column: column), of: table) else {
        return nil
      }
      let moments = model.tables[table].columns[column].moments(of: times)
      return .numbers(part.column(of: moments), step: 1)
    case .childCount(let relationship): return childCounts(relationship, of: table)
    case .summary: return drawn[table]?[attribute] ?? told[attribute]
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
    let known = drawn[table]?[.childCount(relationship: relationship)]
    if parents.isEmpty, let known { return known }
    guard parents.isEmpty, let rows = structure.rows[table] else {
      return .numbers(
        TreeFitting.childCounts(parents, parentCount: structure.rowCounts[table]), step: 1)
    }
    let counts = drawing.counts(
      of: rows, in: relationship, isStratified: rows.count <= drawing.rankedRows,
      model: model)
    return .numbers(counts.map(Double.init), step: 1)
  }
}
