import KindredData
import KindredStatistics

// Conditional trees beside the latents.

extension ModelFitting {
  /// A table of fewer rows is left to the copula: too little to learn a tree from.
  private static let fewestTreeRows = 50

  /// Gives tables their trees, where the options ask for them.
  mutating func learnTrees() throws {
    guard options.model != .copula else { return }
    let values = try metadata.tables.indices.map { table in
      try progress.checkpoint()
      return columns[table].indices.map { column in
        columns[table][column].treeColumn(readings[table][column])
      }
    }
    let features = TreeFeatures(
      forest: forest, columns: columns,
      varying: metadata.tables.indices.map { varyingColumns(of: $0, values[$0]) },
      metadata: metadata, groupSizes: relationships.indices.map(groupSize),
      implied: Set(relationships.indices.filter { relationships[$0].isImplied }),
      isLearned: metadata.tables.indices.map { rowCount($0) >= Self.fewestTreeRows })
    let fitting = TreeFitting(
      features: features, forest: forest, parentRows: parentRows,
      rowCounts: metadata.tables.indices.map(rowCount), values: values,
      options: TreeOptions(
        minimumEntities: options.minimumCount, entitiesPerCell: 100, seed: options.seed,
        threads: parallel.threads))
    for table in metadata.tables.indices {
      try progress.checkpoint()
      tables[table]?.trees = try fitting.learn(table)
    }
  }

  /// Children of the parents that have any, on average.
  private func groupSize(_ relationship: Int) -> Double {
    let counts = childCounts(relationship).filter { $0 > 0 }
    return counts.isEmpty ? 0 : counts.reduce(0) { $0 + Double($1) } / Double(counts.count)
  }

  /// Columns whose values or nulls are a dimension of the table. Of code lists, with few rows for
  /// most labels, trees would know too little.
  private func varyingColumns(of table: Int, _ values: [TreeColumn?]) -> Set<Int> {
    // Parts of keys are drawn with the rows.
    var keys = Set(tables[table]?.uniqueKeys.flatMap { $0 } ?? [])
    for relationship in metadata.relationships
    where relationship.parentTable == metadata.tables[table].name {
      for key in relationship.parentKey {
        if let column = columns[table].firstIndex(where: { $0.name == key }) { keys.insert(column) }
      }
    }
    let varying = (tables[table]?.dimensions ?? []).compactMap { dimension -> Int? in
      switch dimension {
      case .value(let column), .null(let column):
        values[column].map(isCovered) ?? false ? column : nil
      default: nil
      }
    }
    return Set(varying).subtracting(keys)
  }

  /// Whether labels of enough rows make up nine tenths of a column.
  private func isCovered(_ column: TreeColumn) -> Bool {
    guard case .labels(let codes, let count) = column, count > 2 else { return true }
    var counts = [Int](repeating: 0, count: count)
    for code in codes where code >= 0 { counts[Int(code)] += 1 }
    let least = min(options.minimumCount, codes.count / 50)
    let covered = counts.reduce(0) { $0 + ($1 >= least ? $1 : 0) }
    return Double(covered) >= 0.9 * Double(counts.reduce(0, +))
  }
}
