// Parents that are referred to but not drawn.

extension SampledStructure {
  /// Gives tables that are referred to but not drawn rows that consume keys and are not returned.
  mutating func addHiddenParents(
    _ plan: SamplePlan, _ model: FittedModel, _ forest: SchemaForest
  ) {
    let isDrawn = rows.map { $0 != nil }
    for relationship in model.addHiddenRows(
      to: &rowCounts, orphaned: plan.orphaned, forest: forest, isDrawn: { isDrawn[$0] })
    {
      parents[relationship] = Array(0..<Int32(rowCounts[forest.children[relationship]]))
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

extension FittedModel {
  /// Adds the numbers of rows of tables that are referred to but not drawn.
  /// - Returns: the relationships in which every row has a parent of its own.
  func addHiddenRows(
    to rowCounts: inout [Int], orphaned: Int?, forest: SchemaForest, isDrawn: (Int) -> Bool
  ) -> [Int] {
    var direct: [Int] = []
    var open = tables.indices.filter(isDrawn)
    var seen = Set(open)
    while let child = open.popLast() {
      for relationship in forest.incoming[child] {
        let parent = forest.parents[relationship]
        guard !isDrawn(parent), relationships[relationship].nullShare < 1 else { continue }
        let isDirect = !isDrawn(child) || child == orphaned
        let ratio =
          tables[child].rowCount == 0
          ? 1 : Double(tables[parent].rowCount) / Double(tables[child].rowCount)
        let needed =
          isDirect ? rowCounts[child] : Int((Double(rowCounts[child]) * ratio).rounded(.up))
        rowCounts[parent] = max(rowCounts[parent], needed)
        if isDirect, forest.drivers[child] == relationship { direct.append(relationship) }
        if seen.insert(parent).inserted { open.append(parent) }
      }
    }
    return direct
  }

  /// Rows of the child whose driving foreign key is null, in proportion to those drawn.
  func rowsWithoutParent(
    _ relationship: Int, linked: Int, parentRows: Int, _ forest: SchemaForest,
    _ rounding: RowRounding
  ) -> Int {
    let share = relationships[relationship].nullShare
    guard share > 0 else { return 0 }
    // Relationships have fractions of their own for their children.
    let place = relationships.count + relationship
    if share < 1 { return rounding(Double(linked) * share / (1 - share), of: place) }
    let fitted = tables[forest.parents[relationship]].rowCount
    let childRows = Double(tables[forest.children[relationship]].rowCount)
    return rounding(
      fitted == 0 ? childRows : childRows * Double(parentRows) / Double(fitted), of: place)
  }
}
