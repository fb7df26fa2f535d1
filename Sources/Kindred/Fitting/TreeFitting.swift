import KindredData
import KindredStatistics

/// Learns the conditional trees of tables from the rows of a dataset.
struct TreeFitting {
  let features: TreeFeatures
  let forest: SchemaForest
  /// Per relationship, the parent row of every child row; negative without one.
  let parentRows: [[Int32]]
  /// Rows per table.
  let rowCounts: [Int]
  /// Per table, columns as trees take them; nil where they are not known.
  let values: [[TreeColumn?]]
  let options: TreeOptions
  /// What is left open of children's columns, on average for every parent row: of the tables learned.
  private var residuals: [TreeModel.Attribute: TreeColumn] = [:]

  init(
    features: TreeFeatures, forest: SchemaForest, parentRows: [[Int32]], rowCounts: [Int],
    values: [[TreeColumn?]], options: TreeOptions
  ) {
    self.features = features
    self.forest = forest
    self.parentRows = parentRows
    self.rowCounts = rowCounts
    self.values = values
    self.options = options
  }

  /// The trees of a table, after those of its children; nil when it has none.
  /// - Throws: `StatisticsError` when columns differ in length.
  mutating func learn(_ table: Int) throws -> TreeModel? {
    let order = order(in: table)
    var targets = features.targets(table)
    if let first = order.map({ TreeModel.Attribute.value(column: $0.column) }) {
      // Before what depends on it: its numbers are dealt to the rows again.
      targets = [first] + targets.filter { $0 != first }
    }
    guard !targets.isEmpty, features.hasTrees[table] else { return nil }
    let context = features.context(table).compactMap { feature in
      column(feature, of: table).map { (feature: feature, column: $0) }
    }
    let drawn = targets.compactMap { target in
      column(target, of: table).map { column in
        (target: target, column: target.relative(column, to: forest) { self.column($0, of: table) })
      }
    }
    let told = features.upward(table).flatMap { relationship in
      drawn.indices.compactMap { place -> (place: Int, attribute: TreeModel.Attribute)? in
        guard case .value(let column) = drawn[place].target,
          features.tellsResidual(relationship, column)
        else { return nil }
        return (place, .summary(relationship: relationship, column: column, kind: .residual))
      }
    }
    let (sequence, open) = try TreeSequence.learn(
      context: context.map(\.column),
      stages: context.map {
        $0.feature.stage(among: drawn.map(\.target), isTold: features.tellsResidual)
      },
      targets: drawn.map(\.column),
      guides: Set(drawn.indices.filter { drawn[$0].target.isSummary }),
      counts: Set(drawn.indices.filter { drawn[$0].target.isChildCount }),
      open: Set(told.map(\.place)), entities: entities(of: table),
      options: options(for: rowCounts[table]))
    for (place, attribute) in told {
      guard case .summary(let relationship, _, _) = attribute, let values = open[place] else {
        continue
      }
      residuals[attribute] = Self.summary(
        .mean, of: .numbers(values, step: 0), parents: parentRows[relationship],
        parentCount: rowCounts[forest.parents[relationship]])
    }
    let learned = TreeModel(
      context: context.map(\.feature), targets: drawn.map(\.target),
      sequence: try withoutNeedlessShares(sequence, context.map(\.feature)),
      separations: separations(in: table), order: order)
    // As a model file would give it back: saving and loading changes nothing.
    return try StoredTrees(learned).model()
  }

  /// Of columns that are only asked, shares matter where means of children are drawn from them:
  /// under parents without trees.
  private func withoutNeedlessShares(
    _ sequence: TreeSequence, _ context: [TreeModel.Feature]
  ) throws -> TreeSequence {
    let scales = try zip(context, sequence.context).map { feature, scale in
      if feature.attribute.isSummary, let relationship = feature.path.first,
        !features.hasTrees[forest.parents[relationship]]
      {
        return scale
      }
      var content = scale.content
      content.shares = content.shares.map { _ in 1 / Double(content.shares.count) }
      return try ColumnScale(content: content)
    }
    return try TreeSequence(context: scales, stages: sequence.stages, columns: sequence.columns)
  }

  /// Numbers of large tables have larger leaves: rows follow slopes within them.
  private func options(for rows: Int) -> TreeOptions {
    var options = options
    options.minimumSlopedLeafRows = min(rows / 500, 200)
    return options
  }

  /// The root row that every row hangs on, numbered through all tables; nil for root tables.
  func entities(of table: Int) -> [Int32]? {
    guard forest.drivers[table] != nil else { return nil }
    var rows = Array(0..<Int32(rowCounts[table]))
    // Rows whose driving key is null are entities of their own, on any level.
    var result = [Int32](repeating: -1, count: rows.count)
    var first: Int32 = 0
    var current = table
    while true {
      let driver = forest.drivers[current]
      for row in rows.indices where result[row] < 0 {
        let isTop = driver.map { parentRows[$0][Int(rows[row])] < 0 } ?? true
        if isTop { result[row] = first &+ rows[row] }
      }
      guard let driver else { return result }
      first &+= Int32(truncatingIfNeeded: rowCounts[current])
      for row in rows.indices where result[row] < 0 {
        rows[row] = parentRows[driver][Int(rows[row])]
      }
      current = forest.parents[driver]
    }
  }

  // MARK: - What is known of the rows

  /// An attribute of a table's rows or of rows above them; nil where it is not known.
  func column(_ feature: TreeModel.Feature, of table: Int) -> TreeColumn? {
    guard let first = feature.path.first else { return column(feature.attribute, of: table) }
    var rows = parentRows[first]
    var top = forest.parents[first]
    for relationship in feature.path.dropFirst() {
      rows = rows.map { $0 < 0 ? -1 : parentRows[relationship][Int($0)] }
      top = forest.parents[relationship]
    }
    return column(feature.attribute, of: top)?.gathered(rows)
  }

  private func column(_ attribute: TreeModel.Attribute, of table: Int) -> TreeColumn? {
    switch attribute {
    case .value(let column): return values[table][column]
    case .datePart(let column, let part):
      guard case .numbers(let times, _)? = values[table][column] else { return nil }
      let moments = features.columns[table][column].moments(of: times)
      return .numbers(part.column(of: moments), step: 1)
    case .childCount(let relationship):
      return .numbers(
        Self.childCounts(parentRows[relationship], parentCount: rowCounts[table]), step: 1)
    case .summary(_, _, .residual): return residuals[attribute]
    case .summary(let relationship, let column, let kind):
      guard let children = values[forest.children[relationship]][column] else { return nil }
      return Self.summary(
        kind, of: children, parents: parentRows[relationship], parentCount: rowCounts[table])
    }
  }

  /// Number of children per parent row.
  static func childCounts(_ parents: [Int32], parentCount: Int) -> [Double] {
    var counts = [Double](repeating: 0, count: parentCount)
    for parent in parents where parent >= 0 { counts[Int(parent)] += 1 }
    return counts
  }

  /// What the children of every parent row have in common in one column; NaN without any.
  static func summary(
    _ kind: TreeModel.SummaryKind, of children: TreeColumn, parents: [Int32], parentCount: Int
  ) -> TreeColumn {
    switch (kind, children) {
    case (.mean, .numbers(let values, _)):
      return .numbers(means(values, parents: parents, parentCount: parentCount), step: 0)
    case (.mean, .labels(let codes, let count)):
      let values = codes.map { $0 < 0 || Int($0) >= count ? Double.nan : Double($0) }
      return .numbers(means(values, parents: parents, parentCount: parentCount), step: 0)
    case (.distinct, .labels(let codes, _)):
      return .numbers(distinct(codes, parents: parents, parentCount: parentCount), step: 1)
    case (.share(let label), .labels(let codes, _)):
      let values = codes.map { $0 < 0 ? Double.nan : Int($0) == label ? 1 : 0 }
      return .numbers(means(values, parents: parents, parentCount: parentCount), step: 0)
    case (.distinct, .numbers), (.share, .numbers), (.residual, _):
      return .numbers(Array(repeating: .nan, count: parentCount), step: 1)
    }
  }

  private static func means(
    _ values: [Double], parents: [Int32], parentCount: Int
  ) -> [Double] {
    var sums = [Double](repeating: 0, count: parentCount)
    var counts = sums
    for (row, parent) in parents.enumerated() where parent >= 0 && values[row].isFinite {
      sums[Int(parent)] += values[row]
      counts[Int(parent)] += 1
    }
    return zip(sums, counts).map { $1 > 0 ? $0 / $1 : .nan }
  }

  private static func distinct(
    _ codes: [Int32], parents: [Int32], parentCount: Int
  ) -> [Double] {
    let groups = RowGroups(parents: parents, parentCount: parentCount)
    var seen: Set<Int32> = []
    return (0..<parentCount).map { parent in
      let rows = groups.rows(of: parent)
      guard !rows.isEmpty else { return .nan }
      seen.removeAll(keepingCapacity: true)
      for row in rows where codes[Int(row)] != -1 { seen.insert(codes[Int(row)]) }
      return seen.isEmpty ? .nan : Double(seen.count)
    }
  }
}
