import KindredStatistics

// What is mended in drawn columns.

extension TreeValues {
  /// A column with the nulls that as many rows should have, where leaves with hardly any have drawn
  /// none: a column that may be null is another type of column to many a reader.
  func withNulls(
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
  /// - Parameter beside: numbers of the rows that the children belong to without a key: where there are
  ///   none, there are no children.
  func settled(
    _ column: TreeColumn, _ relationship: Int, _ rounding: RowRounding, beside: [Int32]?
  ) -> TreeColumn {
    let learned = model.relationships[relationship]
    guard case .numbers(let values, let step) = column, let marginal = learned.cardinality else {
      return column
    }
    let bounds = Cardinality.bounds(of: marginal)
    var counts = values.map {
      Int32(min(max($0.isNaN ? 0 : $0, Double(bounds.lowerBound)), Double(bounds.upperBound)))
    }
    let places = counts.indices.filter { place in
      beside.map { place < $0.count && $0[place] > 0 } ?? true
    }
    var possible = places.map { counts[$0] }
    if learned.isDriver, counts.count <= LatentDrawing.mostRankedRows {
      let total = rounding(
        learned.meanCardinality * Double(counts.count), of: relationship)
      let random = CounterRandom(
        seed: seed, stream: CounterRandom.stream("total", "\(relationship)"))
      if possible.adjust(toTotal: total, within: bounds, random: random) != 0 {
        // What was planned is drawn: rows that belong to none are better than too few.
        counts.adjust(toTotal: total, within: bounds, random: random)
        return .numbers(counts.map(Double.init), step: step)
      }
    }
    counts = Array(repeating: 0, count: counts.count)
    for (place, count) in zip(places, possible) { counts[place] = count }
    return .numbers(counts.map(Double.init), step: step)
  }
}
