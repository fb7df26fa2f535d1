import KindredStatistics

/// The values that trees draw for whole tables, parents before children.
///
/// All rows of a table are drawn whatever batch or shard asks for them: groups of rows are led to
/// what was drawn for their parents, and shares of leaves are met over many rows.
struct TreeValues: Sendable {
  private let model: FittedModel
  private let forest: SchemaForest
  private let seed: UInt64
  private let threads: Int
  /// Per table, what was drawn; nil for tables that trees do not draw, or have not drawn yet.
  private(set) var drawn: [[TreeModel.Attribute: TreeColumn]?]

  init(model: FittedModel, forest: SchemaForest, seed: UInt64, threads: Int) {
    self.model = model
    self.forest = forest
    self.seed = seed
    self.threads = threads
    drawn = Array(repeating: nil, count: model.tables.count)
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

  /// The numbers of children that trees have drawn; nil where they have not.
  func counts(in relationship: Int) -> [Int32]? {
    guard
      case .numbers(let values, _) = drawn[forest.parents[relationship]]?[
        .childCount(relationship: relationship)]
    else { return nil }
    return values.map { Int32(min(max($0, 0), 1e9)) }
  }

  /// Draws a table, when all that its trees ask for is there.
  mutating func draw(
    _ table: Int, in structure: SampledStructure, _ drawing: LatentDrawing,
    checkpoint: () throws -> Void
  ) throws {
    guard drawn[table] == nil, let trees = model.tables[table].trees,
      let rows = structure.rows[table]
    else { return }
    try checkpoint()
    let known = TreeContext(
      model: model, forest: forest, structure: structure, drawing: drawing, drawn: drawn)
    let context = trees.context.map { known.column($0, of: table) }
    // Parents that are only referred to have no values: the copula draws such tables.
    guard context.allSatisfy({ $0 != nil }) else { return }
    let random = CounterRandom(
      seed: seed, stream: CounterRandom.stream("trees", model.tables[table].name))
    var sequence = try TreeDrawing(
      trees.sequence, context: context.compactMap { $0 }, rows: rows.count, random: random,
      threads: threads)
    let groups = led(table, in: structure)
    var result: [TreeModel.Attribute: TreeColumn] = [:]
    for target in trees.targets {
      try checkpoint()
      result[target] = withNulls(
        sequence.next(targets(of: target, groups: groups)), target, table, drawing.rounding)
      if case .childCount(let relationship) = target, let column = result[target] {
        let counts = settled(column, relationship, drawing.rounding)
        result[target] = counts
        try sequence.replaceLast(with: counts)
      }
    }
    drawn[table] = result
  }

  /// A column with the nulls that as many rows should have, where leaves with hardly any have drawn
  /// none: a column that may be null is another type of column to many a reader.
  private func withNulls(
    _ column: TreeColumn, _ target: TreeModel.Attribute, _ table: Int, _ rounding: RowRounding
  ) -> TreeColumn {
    guard case .value(let index) = target else { return column }
    func wanted(_ count: Int) -> [Int] {
      let learned = model.tables[table].columns[index]
      let nulls = rounding(learned.nullShare * Double(count), of: index)
      guard nulls > 0 else { return [] }
      let random = CounterRandom(
        seed: seed, stream: CounterRandom.stream("null", model.tables[table].name, learned.name))
      let permutation = KeyedPermutation(count: UInt64(count), random: random)
      return (0..<min(nulls, count)).map { Int(permutation(UInt64($0))) }
    }
    switch column {
    case .numbers(var values, let step):
      guard !values.contains(where: \.isNaN) else { return column }
      for row in wanted(values.count) { values[row] = .nan }
      return .numbers(values, step: step)
    case .labels(var codes, let count):
      guard !codes.contains(where: { $0 < 0 }) else { return column }
      for row in wanted(codes.count) { codes[row] = -1 }
      return .labels(codes, count: count)
    }
  }

  /// Numbers of children within what was learned; in a relationship that drives the child, and in
  /// a table that is not large, with their learned mean.
  private func settled(
    _ column: TreeColumn, _ relationship: Int, _ rounding: RowRounding
  ) -> TreeColumn {
    let learned = model.relationships[relationship]
    guard case .numbers(let values, let step) = column, let marginal = learned.cardinality else {
      return column
    }
    let bounds = Cardinality.bounds(of: marginal)
    var counts = values.map {
      Int32(min(max($0.isNaN ? 0 : $0, Double(bounds.lowerBound)), Double(bounds.upperBound)))
    }
    if learned.isDriver, counts.count <= LatentDrawing.mostRankedRows {
      let total = rounding(
        learned.meanCardinality * Double(counts.count), of: relationship)
      let random = CounterRandom(
        seed: seed, stream: CounterRandom.stream("total", "\(relationship)"))
      counts.adjust(toTotal: total, within: bounds, random: random)
    }
    return .numbers(counts.map(Double.init), step: step)
  }

  // MARK: - Groups

  /// The children of one parent, in a relationship.
  private struct Groups {
    let relationship: Int
    let rows: RowGroups
    let drawn: [TreeModel.Attribute: TreeColumn]

    /// Children of the parents that have any, on average.
    var size: Double {
      let counts = rows.counts.filter { $0 > 0 }
      return counts.isEmpty ? 0 : Double(counts.reduce(0, +)) / Double(counts.count)
    }
  }

  /// Relationships whose parents have drawn what a table's rows have in common, those of the
  /// largest groups last.
  private func led(_ table: Int, in structure: SampledStructure) -> [Groups] {
    let driver = forest.drivers[table]
    let groups = forest.incoming[table].compactMap { relationship -> Groups? in
      let parent = forest.parents[relationship]
      guard let drawn = drawn[parent],
        structure.parents[relationship].count == structure.rowCounts[table]
      else { return nil }
      return Groups(
        relationship: relationship,
        rows: RowGroups(
          parents: structure.parents[relationship], parentCount: structure.rowCounts[parent]),
        drawn: drawn)
    }
    return groups.sorted {
      ($0.size, $0.relationship == driver ? 1 : 0, -$0.relationship)
        < ($1.size, $1.relationship == driver ? 1 : 0, -$1.relationship)
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
          kind: told, rows: groups.rows.rows, starts: groups.rows.starts.array, targets: targets)
      }
    }
  }
}
