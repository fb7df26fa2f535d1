import KindredData
import KindredStatistics

// What the children of one parent are to each other: different in a column, and in its order.

extension TreeFitting {
  /// Pairs of siblings that would agree by chance, at least, and the share of them that may.
  private static let leastPairs = 20.0
  private static let mostAgreement = 0.01

  /// The columns whose numbers or labels differ between the children of one parent, where chance would have
  /// many of them agree: one row per day and store, numbered lines.
  /// - Complexity: O(rows * columns).
  func separations(in table: Int) -> [TreeModel.Separation] {
    let told = separatingColumns(of: table)
    // What rows of other tables refer to by columns, the last of these to be drawn tells apart.
    let referred = forest.outgoing[table].compactMap { relationship -> TreeModel.Separation? in
      guard let driver = forest.drivers[table],
        let reference = features.metadata.implicitRelationships[relationship]
      else { return nil }
      let names = Set(reference.columns.map(\.referredColumn))
      let drawn = features.drawn(table).filter { names.contains(features.columns[table][$0].name) }
      let first = order(in: table).map(\.column).flatMap { drawn.contains($0) ? $0 : nil }
      let ordered = (first.map { [$0] } ?? []) + drawn.filter { $0 != first }
      guard let last = ordered.last, ordered.count > 1 else { return nil }
      return TreeModel.Separation(
        relationship: driver, column: last, within: Array(ordered.dropLast()))
    }
    return told + Set(referred).sorted { $0.column < $1.column }
  }

  private func separatingColumns(of table: Int) -> [TreeModel.Separation] {
    features.upward(table).filter { !forest.references.contains(forest.parents[$0]) }.flatMap {
      relationship -> [TreeModel.Separation] in
      let groups = RowGroups(
        parents: parentRows[relationship], parentCount: rowCounts[forest.parents[relationship]])
      return features.drawn(table).filter {
        switch values[table][$0] {
        case .numbers(let numbers, let step): step > 0 && Self.separates(numbers, groups)
        // Of two labels, groups of three have one twice.
        case .labels(let codes, let count):
          count > 2 && Self.separates(codes.map { $0 < 0 ? .nan : Double($0) }, groups)
        case nil: false
        }
      }.map { TreeModel.Separation(relationship: relationship, column: $0) }
    }
  }

  private static func separates(_ numbers: [Double], _ groups: RowGroups) -> Bool {
    // Of all pairs of siblings, more than chance may say.
    let most = (0..<groups.parentCount).reduce(0.0) {
      let size = Double(groups.starts[$1 + 1] - groups.starts[$1])
      return $0 + size * (size - 1) / 2
    }
    var (pairs, agreeing) = (0.0, 0.0)
    var all: [Double] = []
    for parent in 0..<groups.parentCount {
      let own = groups.rows(of: parent).map { numbers[Int($0)] }.filter(\.isFinite)
      agreeing += agreement(own.sorted())
      guard agreeing <= mostAgreement * most else { return false }
      pairs += Double(own.count) * Double(own.count - 1) / 2
      all += own
    }
    let count = Double(all.count)
    guard count > 1 else { return false }
    let chance = agreement(all.sorted()) / (count * (count - 1) / 2) * pairs
    return chance >= leastPairs && agreeing <= mostAgreement * chance
  }

  /// Pairs of equal numbers.
  private static func agreement(_ sorted: [Double]) -> Double {
    var (pairs, equal) = (0.0, 0.0)
    for (before, value) in zip(sorted, sorted.dropFirst()) {
      equal = value == before ? equal + 1 : 0
      pairs += equal
    }
    return pairs
  }

  /// Of neighbours that differ, those that may be out of order; of all, those that must differ.
  private static let mostExceptions = 0.005
  private static let leastSteps = 0.2

  /// The column, times before other numbers, that the children of one driving parent row are in the
  /// order of.
  /// - Complexity: O(rows * columns).
  func order(in table: Int) -> TreeModel.Order? {
    guard let driver = forest.drivers[table] else { return nil }
    let groups = RowGroups(
      parents: parentRows[driver], parentCount: rowCounts[forest.parents[driver]])
    // Drawn columns come with the times first.
    for column in features.drawn(table) {
      guard case .numbers(let numbers, _)? = values[table][column] else { continue }
      if let isDescending = Self.isDescending(numbers, groups) {
        return TreeModel.Order(
          column: column, isDescending: isDescending,
          steps: steps(numbers, groups, table, column))
      }
    }
    return nil
  }

  /// The usual distances of neighbours; nil where rows are told apart by the column anyway.
  private func steps(
    _ numbers: [Double], _ groups: RowGroups, _ table: Int, _ column: Int
  ) -> StepDistribution? {
    guard case .numbers(_, let step)? = values[table][column], step > 0,
      !Self.separates(numbers, groups)
    else { return nil }
    let entities = entities(of: table)
    var distances: [(distance: Double, entity: Int32)] = []
    for parent in 0..<groups.parentCount {
      for place in (groups.starts[parent]..<groups.starts[parent + 1]).dropFirst() {
        let (before, own) = (groups.row(at: place - 1), groups.row(at: place))
        let distance = abs(numbers[Int(own)] - numbers[Int(before)])
        guard distance.isFinite else { continue }
        distances.append((distance, entities?[Int(own)] ?? own))
      }
    }
    return StepDistribution(distances, minimumEntities: options.minimumEntities)
  }

  /// Nil where numbers neither rise nor fall from row to row, or more than a hundredth is null.
  private static func isDescending(_ numbers: [Double], _ groups: RowGroups) -> Bool? {
    guard numbers.count(where: { !$0.isFinite }) * 100 <= numbers.count else { return nil }
    var (rising, falling, all) = (0.0, 0.0, 0.0)
    for parent in 0..<groups.parentCount {
      for place in (groups.starts[parent]..<groups.starts[parent + 1]).dropFirst() {
        let (before, own) = (
          numbers[Int(groups.row(at: place - 1))], numbers[Int(groups.row(at: place))]
        )
        all += 1
        if own > before { rising += 1 } else if own < before { falling += 1 }
      }
    }
    guard rising + falling >= max(1, leastSteps * all),
      min(rising, falling) <= mostExceptions * (rising + falling)
    else { return nil }
    return falling > rising
  }
}
