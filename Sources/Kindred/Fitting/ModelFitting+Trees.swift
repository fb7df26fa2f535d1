import KindredData
import KindredStatistics

// Conditional trees beside the latents.

extension ModelFitting {
  /// A table of fewer rows is left to the copula: too little to learn a tree from.
  static let fewestTreeRows = 50
  /// The same where the model is chosen: below, cells that enough entities share are too coarse for the
  /// columns' shapes.
  private static let fewestChosenRows = 200

  /// Settles how tables are modelled, as far as the options leave it open.
  /// - Returns: per table, whether trees draw it.
  mutating func chooseModels() throws -> [Bool] {
    choices = metadata.tables.map { _ in ModelChoice(reason: .asked) }
    guard options.model != .copula else { return metadata.tables.map { _ in false } }
    let fewest = options.model == .auto ? Self.fewestChosenRows : Self.fewestTreeRows
    let all = treeFeatures { rowCount($0) >= fewest }
    var hasTrees = all.hasTrees.indices.map { all.hasTrees[$0] && !all.drawn($0).isEmpty }
    for table in hasTrees.indices where !hasTrees[table] {
      choices[table] = ModelChoice(reason: .small)
    }
    guard options.model == .auto else { return hasTrees }
    for table in hasTrees.indices where hasTrees[table] && hasFamily(table) {
      choices[table] = ModelChoice(reason: .asked)
      hasTrees[table] = false
    }
    let outcomes = try ModelChoosing(fitting: self, features: all).choices(among: hasTrees)
    for table in hasTrees.indices where hasTrees[table] {
      choices[table] = outcomes[table].choice
      hasTrees[table] = outcomes[table].hasTrees
    }
    notes += outcomes.compactMap(\.note)
    return hasTrees
  }

  /// Gives tables their trees.
  mutating func learnTrees(where isWanted: (Int) -> Bool) throws {
    let features = treeFeatures(where: isWanted)
    let values = try metadata.tables.indices.map { table in
      try progress.checkpoint()
      return columns[table].indices.map { column in
        columns[table][column].treeColumn(readings[table][column])
      }
    }
    var fitting = TreeFitting(
      features: features, forest: forest, parentRows: parentRows,
      rowCounts: metadata.tables.indices.map(rowCount), values: values,
      options: options.treeOptions(threads: parallel.threads))
    // Parents draw what trees of their children leave open.
    for table in forest.bottomUp {
      try progress.checkpoint()
      tables[table]?.trees = try fitting.learn(table)
    }
  }

  /// What trees know and draw when these tables have some.
  func treeFeatures(where hasTrees: (Int) -> Bool) -> TreeFeatures {
    TreeFeatures(
      forest: forest, columns: columns,
      varying: metadata.tables.indices.map(varyingColumns(of:)), metadata: metadata,
      groupSizes: groupSizes,
      implied: Set(relationships.indices.filter { relationships[$0].isImplied }),
      hasTrees: metadata.tables.indices.map(hasTrees),
      latent: columnDimensions.map { list in
        Set(
          list.dimensions.compactMap { dimension -> Int? in
            if case .value(let column) = dimension { column } else { nil }
          })
      })
  }

  /// Whether a family of marginals was asked for in a table or one below, whose rows would not know
  /// what trees draw above them. Trees know no families.
  private func hasFamily(_ table: Int) -> Bool {
    let schema = metadata.tables[table]
    return schema.columns.contains {
      [.numerical, .datetime].contains($0.sdtype)
        && options.family(table: schema.name, column: $0.name) != .empirical
    }
      || forest.outgoing[table].contains {
        forest.extendsParent[$0] && hasFamily(forest.children[$0])
      }
  }

  /// Columns whose values or nulls are a dimension of the table. Of code lists, with few rows for
  /// most labels, trees would know too little.
  private func varyingColumns(of table: Int) -> Set<Int> {
    // Parts of keys are drawn with the rows.
    var keys = Set(uniqueKeys(of: table).flatMap { $0 })
    for relationship in metadata.relationships
    where relationship.parentTable == metadata.tables[table].name {
      for key in relationship.parentKey {
        if let column = columns[table].firstIndex(where: { $0.name == key }) { keys.insert(column) }
      }
    }
    let varying = columnDimensions[table].dimensions.compactMap { dimension -> Int? in
      switch dimension {
      case .value(let column), .null(let column):
        isCovered(columns[table][column], rows: rowCount(table)) ? column : nil
      default: nil
      }
    }
    return Set(varying).subtracting(keys)
  }

  /// Whether labels of enough rows make up nine tenths of a column.
  private func isCovered(_ column: ColumnModel, rows: Int) -> Bool {
    guard case .categorical(let marginal, _) = column.content,
      case .categorical(let codes) = marginal.content, codes.probabilities.count > 2
    else { return true }
    let present = Double(rows) * (1 - column.nullShare)
    // Half a row for what rounding does to shares.
    let least = Double(min(options.minimumCount, rows / 50)) - 0.5
    let covered = codes.probabilities.reduce(0) { $0 + ($1 * present >= least ? $1 : 0) }
    return covered >= 0.9
  }
}
