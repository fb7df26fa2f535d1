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

  /// The trees of a table; nil when it has none.
  /// - Throws: `StatisticsError` when columns differ in length.
  func learn(_ table: Int) throws -> TreeModel? {
    var targets = features.targets(table)
    guard !targets.isEmpty, features.hasTrees[table] else { return nil }
    let order = RowOrder(
      of: features.drawn(table).compactMap { column in
        values[table][column].map {
          RowOrder.Candidate(column: column, values: $0, isTime: ticksPerDay(column, table) > 0)
        }
      }, groups: groups(of: table))
    if let order {
      // Everything else may ask for the time.
      targets.removeAll { $0 == .value(column: order.column) }
      targets.insert(.value(column: order.column), at: 0)
    }
    let context = features.context(table, isOrdered: order != nil).compactMap { feature in
      column(feature, of: table, order?.groups).map { (feature: feature, column: $0) }
    }
    let drawn = targets.compactMap { target in
      column(target, of: table).map { (target: target, column: $0) }
    }
    let sequence = try TreeSequence.fit(
      context: context.map(\.column), targets: drawn.map(\.column),
      traits: drawn.map {
        traits(of: $0.target, table, context: context.map(\.feature), order: order)
      },
      guides: Set(drawn.indices.filter { drawn[$0].target.isSummary }),
      entities: entities(of: table), groups: order?.groups, options: options(for: rowCounts[table]))
    let learned = TreeModel(
      context: context.map(\.feature), targets: drawn.map(\.target),
      sequence: try withoutNeedlessShares(sequence, context.map(\.feature)))
    // As a model file would give it back: saving and loading changes nothing.
    return try StoredTrees(learned).model()
  }

  /// The children of every driving parent row, as long as they are groups; nil for other tables.
  private func groups(of table: Int) -> RowGroups? {
    guard let driver = forest.drivers[table], features.groupSizes[driver] >= Self.leastGroup else {
      return nil
    }
    return RowGroups(
      parents: parentRows[driver], parentCount: rowCounts[forest.parents[driver]])
  }

  /// Children on average of a parent whose children follow one another.
  private static let leastGroup = 1.5

  private func ticksPerDay(_ column: Int, _ table: Int) -> Double {
    if case .timestamp = features.columns[table][column].content { 86_400_000_000 } else { 0 }
  }

  private func traits(
    of target: TreeModel.Attribute, _ table: Int, context: [TreeModel.Feature], order: RowOrder?
  ) -> TargetTraits {
    guard case .value(let column) = target else { return TargetTraits() }
    var traits = TargetTraits(ticksPerDay: ticksPerDay(column, table))
    if column == order?.column {
      traits.direction = order?.direction ?? 0
    } else if case .numbers? = values[table][column] {
      // Numbers that go up and down are led to what their group shall have instead.
      traits.isFollowed = false
    }
    guard let driver = forest.drivers[table] else { return traits }
    func place(_ kind: TreeModel.SummaryKind) -> Int? {
      context.firstIndex(
        of: TreeModel.Feature(
          path: [driver],
          attribute: .summary(relationship: driver, column: column, kind: kind)))
    }
    (traits.groupMean, traits.groupLabels) = (place(.mean), place(.distinct))
    return traits
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
    return try TreeSequence(
      context: scales, columns: sequence.columns, derived: sequence.derived,
      ticksPerDay: sequence.ticksPerDay, directions: sequence.directions)
  }

  /// Leaves of large tables are larger: rows follow slopes within them.
  private func options(for rows: Int) -> TreeOptions {
    var options = options
    options.minimumLeafRows = min(max(options.minimumLeafRows, rows / 500), 100)
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
  /// - Parameter groups: the table's rows in the order in which they follow one another.
  func column(
    _ feature: TreeModel.Feature, of table: Int, _ groups: OrderedGroups? = nil
  ) -> TreeColumn? {
    guard let first = feature.path.first else {
      switch feature.attribute {
      case .position: return groups.map { Self.places($0).before }
      case .rowsLeft: return groups.map { Self.places($0).after }
      default: return column(feature.attribute, of: table)
      }
    }
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
    case .position, .rowsLeft: return nil
    case .value(let column): return values[table][column]
    case .childCount(let relationship):
      return .numbers(
        Self.childCounts(parentRows[relationship], parentCount: rowCounts[table]), step: 1)
    case .summary(let relationship, let column, let kind):
      guard let children = values[forest.children[relationship]][column] else { return nil }
      return Self.summary(
        kind, of: children, parents: parentRows[relationship], parentCount: rowCounts[table])
    }
  }

  /// Rows before and after every row in its group.
  static func places(_ groups: OrderedGroups) -> (before: TreeColumn, after: TreeColumn) {
    var before = [Double](repeating: 0, count: groups.rowCount)
    var after = before
    for group in 0..<groups.count {
      let rows = groups[group]
      for (place, row) in rows.enumerated() {
        before[Int(row)] = Double(place)
        after[Int(row)] = Double(rows.count - 1 - place)
      }
    }
    return (.numbers(before, step: 1), .numbers(after, step: 1))
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
    case (.distinct, .numbers), (.share, .numbers):
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
      let rows = groups.rows[groups.starts[parent]..<groups.starts[parent + 1]]
      guard !rows.isEmpty else { return .nan }
      seen.removeAll(keepingCapacity: true)
      for row in rows where codes[Int(row)] != -1 { seen.insert(codes[Int(row)]) }
      return seen.isEmpty ? .nan : Double(seen.count)
    }
  }
}
