import KindredStatistics

// The children of one parent: what they have in common is drawn, column by column, before they are,
// and then known as it turned out.

extension TreeValues {
  /// The children of one parent, in a relationship.
  struct Groups {
    let relationship: Int
    /// The parent row of every row.
    let parents: [Int32]
    let rows: RowGroups
    /// What parents without trees tell.
    let told: [TreeModel.Attribute: TreeColumn]

    /// Children of the parents that have any, on average.
    var size: Double {
      let counts = rows.counts().filter { $0 > 0 }
      return counts.isEmpty ? 0 : Double(counts.reduce(0, +)) / Double(counts.count)
    }
  }

  /// Draws what a parent's trees tell about its children, as far as a feature asks.
  mutating func summarize(_ feature: TreeModel.Feature) {
    guard feature.path.count == 1, feature.attribute.isSummary else { return }
    summarize(feature.attribute, of: forest.parents[feature.path[0]])
  }

  /// Draws what parents' trees tell about a column of their children.
  mutating func summarize(_ target: TreeModel.Attribute, _ groups: [Groups]) {
    for (parent, place) in summaries(of: target, groups) {
      guard let attribute = model.tables[parent].trees?.targets[place] else { continue }
      summarize(attribute, of: parent)
    }
  }

  private mutating func summarize(_ attribute: TreeModel.Attribute, of table: Int) {
    guard let targets = model.tables[table].trees?.targets,
      let place = targets.firstIndex(of: attribute), var sequence = drawings[table]
    else { return }
    drawings[table] = nil
    while sequence.drawnCount <= place {
      let target = targets[sequence.drawnCount]
      drawn[table]?[target] = sequence.next()
    }
    drawings[table] = sequence
  }

  /// Tells parents how a column of their children turned out.
  mutating func settle(
    _ target: TreeModel.Attribute, _ column: TreeColumn, _ groups: [Groups]
  ) throws {
    for (parent, place) in summaries(of: target, groups) {
      guard let attribute = model.tables[parent].trees?.targets[place],
        case .summary(let relationship, _, let kind) = attribute,
        let own = groups.first(where: { $0.relationship == relationship })
      else { continue }
      let summary = TreeFitting.summary(
        kind == .residual ? .mean : kind, of: column, parents: own.parents,
        parentCount: own.rows.parentCount)
      guard kind != .residual else {
        try tell(parent, relationship, of: target, summary)
        continue
      }
      drawn[parent]?[attribute] = summary
      try drawings[parent]?.replace(place, with: summary)
    }
  }

  /// Tells a parent the mean of its children, where it has drawn only what they leave open.
  private mutating func tell(
    _ parent: Int, _ relationship: Int, of target: TreeModel.Attribute, _ mean: TreeColumn
  ) throws {
    guard case .value(let column) = target else { return }
    let attribute = TreeModel.Attribute.summary(
      relationship: relationship, column: column, kind: .mean)
    drawn[parent]?[attribute] = mean
    let feature = TreeModel.Feature(path: [], attribute: attribute)
    if let place = model.tables[parent].trees?.context.firstIndex(of: feature) {
      try drawings[parent]?.tell(mean, at: place)
    }
  }

  /// The parents, and the places among their targets, of what is told about a column of children.
  private func summaries(
    of target: TreeModel.Attribute, _ groups: [Groups]
  ) -> [(parent: Int, place: Int)] {
    guard case .value(let column) = target else { return [] }
    return groups.flatMap { groups -> [(parent: Int, place: Int)] in
      let parent = forest.parents[groups.relationship]
      guard drawings[parent] != nil, let targets = model.tables[parent].trees?.targets else {
        return []
      }
      return targets.indices.filter {
        if case .summary(groups.relationship, column, _) = targets[$0] { true } else { false }
      }.map { (parent, $0) }
    }
  }

  private func summary(_ attribute: TreeModel.Attribute, of groups: Groups) -> TreeColumn? {
    drawn[forest.parents[groups.relationship]]?[attribute] ?? groups.told[attribute]
  }

  /// Relationships whose parents have drawn what a table's rows have in common, those of the
  /// largest groups last.
  func groups(
    of table: Int, by trees: TreeModel, in structure: SampledStructure,
    told: [TreeModel.Attribute: TreeColumn]
  ) -> [Groups] {
    let driver = forest.drivers[table]
    let groups = forest.incoming[table].compactMap { relationship -> Groups? in
      let parent = forest.parents[relationship]
      let isOrdered = relationship == driver && trees.order != nil
      let isSeparate = trees.separations.contains { $0.relationship == relationship }
      guard drawn[parent] != nil || !told.isEmpty || isOrdered || isSeparate,
        structure.parents[relationship].count == structure.rowCounts[table]
      else { return nil }
      return Groups(
        relationship: relationship, parents: structure.parents[relationship],
        rows: RowGroups(
          parents: structure.parents[relationship], parentCount: structure.rowCounts[parent]),
        told: drawn[parent] == nil ? told : [:])
    }
    return groups.sorted {
      ($0.size, $0.relationship == driver ? 1 : 0, -$0.relationship)
        < ($1.size, $1.relationship == driver ? 1 : 0, -$1.relationship)
    }
  }

  /// Where rows of a table beside this one belong to its rows, there are as many as their common
  /// parent has.
  private func references(
    _ relationship: Int, of table: Int, groups: [Groups]
  ) -> [GroupTarget] {
    guard forest.implicit.contains(relationship),
      let beside = forest.drivers[forest.children[relationship]], let counts = counts(in: beside),
      let own = groups.first(where: { $0.relationship == forest.drivers[table] })
    else { return [] }
    return [
      GroupTarget(
        kind: .total, rows: own.rows.ordered(), starts: own.rows.starts.array,
        targets: counts.map(Double.init))
    ]
  }

  func targets(
    of target: TreeModel.Attribute, _ table: Int, _ trees: TreeModel, groups: [Groups]
  ) -> [GroupTarget] {
    if case .childCount(let relationship) = target {
      return references(relationship, of: table, groups: groups)
    }
    guard case .value(let column) = target else { return [] }
    let led = groups.flatMap { groups -> [GroupTarget] in
      let kinds: [(TreeModel.SummaryKind, GroupTarget.Kind)] = [
        (.residual, .residual), (.mean, .mean), (.distinct, .distinct),
      ]
      return kinds.compactMap {
        kind, told -> GroupTarget? in
        guard
          case .numbers(let targets, _) = summary(
            .summary(relationship: groups.relationship, column: column, kind: kind), of: groups)
        else { return nil }
        return GroupTarget(
          kind: told, rows: groups.rows.ordered(), starts: groups.rows.starts.array,
          targets: targets)
      }
    }
    func wanted(_ kind: GroupTarget.Kind, _ rows: RowGroups) -> GroupTarget {
      GroupTarget(
        kind: kind, rows: rows.ordered(), starts: rows.starts.array,
        targets: Array(repeating: 1, count: rows.parentCount), steps: trees.order?.steps)
    }
    // Rows that are led may agree: they are told apart after it, and put in order at last.
    let separate = groups.flatMap { groups in
      trees.separations.filter {
        $0.relationship == groups.relationship && $0.column == column
      }.map { wanted(.separate, rows(of: groups, agreeingIn: $0.within, of: table)) }
    }
    guard let order = trees.order, order.column == column,
      let driven = groups.first(where: { $0.relationship == forest.drivers[table] })
    else { return led + separate }
    return led + separate + [wanted(order.isDescending ? .descending : .ascending, driven.rows)]
  }

  /// The rows of groups, divided into those that agree in columns drawn before.
  private func rows(of groups: Groups, agreeingIn columns: [Int], of table: Int) -> RowGroups {
    guard !columns.isEmpty else { return groups.rows }
    var parents = groups.parents
    for column in columns {
      var numbers = PairNumbers()
      let codes = drawn[table]?[.value(column: column)]?.codes ?? []
      guard codes.count == parents.count else { continue }
      parents = zip(parents, codes).map { numbers.number(of: $0, $1) }
    }
    return RowGroups(parents: parents, parentCount: Int((parents.max() ?? -1) + 1))
  }
}

extension TreeColumn {
  /// A number per row for its value; -1 for nulls.
  fileprivate var codes: [Int32] {
    switch self {
    case .labels(let codes, _): return codes
    case .numbers(let values, _):
      var known: [Double: Int32] = [:]
      return values.map { value in
        guard value.isFinite else { return -1 }
        if let code = known[value] { return code }
        let code = Int32(known.count)
        known[value] = code
        return code
      }
    }
  }
}
