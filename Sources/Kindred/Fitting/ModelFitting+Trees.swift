import KindredData
import KindredStatistics

// Conditional trees beside the latents.

extension ModelFitting {
  /// Gives tables their trees, where the options ask for them.
  mutating func learnTrees() throws {
    guard options.model != .copula else { return }
    let values = try metadata.tables.indices.map { table in
      let data = try dataset.table(named: metadata.tables[table].name)
      return columns[table].indices.map { column in
        columns[table][column].treeColumn(
          readings[table][column], validity: data[column: columns[table][column].name]?.validity)
      }
    }
    let features = TreeFeatures(
      forest: forest, columns: columns,
      varying: metadata.tables.indices.map { varyingColumns(of: $0, values[$0]) },
      metadata: metadata)
    let fitting = TreeFitting(
      features: features, forest: forest, parentRows: parentRows,
      rowCounts: metadata.tables.indices.map(rowCount), values: values,
      options: TreeOptions(
        minimumEntities: options.minimumCount, seed: options.seed, threads: parallel.threads))
    for table in metadata.tables.indices {
      try progress.checkpoint()
      tables[table]?.trees = try fitting.learn(table)
    }
  }

  /// Columns whose values or nulls are a dimension of the table. Of code lists, with few rows for
  /// most labels, trees would know too little.
  private func varyingColumns(of table: Int, _ values: [TreeColumn?]) -> Set<Int> {
    Set(
      (tables[table]?.dimensions ?? []).compactMap { dimension in
        switch dimension {
        case .value(let column), .null(let column):
          values[column].map(isCovered) ?? false ? column : nil
        default: nil
        }
      })
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
