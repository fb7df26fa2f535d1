import KindredStatistics

// Rows that choose among reference rows, and parents that follow from others.

extension SampledStructure {
  /// Gives the rows of a table the reference rows they refer to.
  mutating func choose(
    _ relationship: Int, known: [Int], model: FittedModel, forest: SchemaForest,
    drawing: LatentDrawing
  ) {
    let child = forest.children[relationship]
    let learned = model.relationships[relationship]
    let count = rowCounts[forest.parents[relationship]]
    guard let childRows = rows[child] else { return }
    guard !model.tables[child].columns.isDetermined(relationship, model.metadata) else {
      determine(relationship, model: model, forest: forest)
      return
    }
    guard case .choice(let marginal) = learned.finding, count > 0 else {
      parents[relationship] = Array(repeating: -1, count: childRows.count)
      return
    }
    let random = CounterRandom(
      seed: drawing.seed, stream: CounterRandom.stream("choice", "\(relationship)"))
    let linking = linking(
      relationship, of: childRows, known: known, model: model, forest: forest, drawing: drawing,
      random: random)
    let linked = linking.isLinked.indices.filter { linking.isLinked[$0] }.map { Int32($0) }

    var values: [Double]
    if let dimension = model.tables[child].dimensions.firstIndex(
      of: .choice(relationship: relationship))
    {
      if childRows.count <= drawing.rankedRows {
        values = drawing.stratifiedProbabilities(dimension, of: childRows, among: linked)
      } else {
        let all = drawing.probabilities(dimension, of: childRows, in: 0..<childRows.count)
        values = linked.map { all[Int($0)] }
      }
    } else {
      values = linked.map { random.uniform(row: UInt64($0)) }
    }
    values.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress {
        marginal.quantiles(of: UnsafeBufferPointer(buffer), into: base)
      }
    }
    var chosen = [Int32](repeating: -1, count: childRows.count)
    for (row, value) in zip(linked, values) {
      chosen[Int(row)] = Int32(max(0, min(value.rounded(), Double(count - 1))))
    }
    // A sample of about the fitted size has no reference row used more or less than it ever was.
    let fitted = Double(model.tables[child].rowCount)
    let isWhole = drawing.rounding.block == nil
    if isWhole, let cardinality = learned.cardinality,
      abs(Double(childRows.count) - fitted) <= 0.05 * fitted
    {
      linking.keep(&chosen, within: bounds(of: relationship, cardinality), parentCount: count)
    } else if let most = mostChildren[relationship] {
      linking.keep(&chosen, within: 0...most, parentCount: count)
    }
    linking.blocks?.choose(&chosen, by: marginal, random: random)
    linking.separate(&chosen, order: linked, parentCount: count)
    parents[relationship] = chosen
  }

  /// Gives rows the parents at the end of a way.
  /// - Returns: false when a table on the way is not drawn.
  mutating func follow(
    _ path: [Int], to relationship: Int, linking: Linking, bounds: ClosedRange<Int32>,
    parentCount: Int
  ) -> Bool {
    guard path.allSatisfy({ !parents[$0].isEmpty }) else { return false }
    var reached = (0..<Int32(linking.isLinked.count)).map { linking.isLinked[Int($0)] ? $0 : -1 }
    for step in path {
      let next = parents[step]
      for row in reached.indices where reached[row] >= 0 { reached[row] = next[Int(reached[row])] }
    }
    linking.keep(&reached, within: bounds, parentCount: parentCount)
    parents[relationship] = reached
    return true
  }
}

extension Linking {
  /// Moves rows from parents that have too many to others, and gives a parent to linked rows that
  /// have none.
  func keep(_ parents: inout [Int32], within bounds: ClosedRange<Int32>, parentCount: Int) {
    var counts = [Int32](repeating: 0, count: parentCount)
    var missing = 0
    for row in isLinked.indices where isLinked[row] {
      if parents[row] >= 0 { counts[Int(parents[row])] += 1 } else { missing += 1 }
    }
    let isWithin = counts.allSatisfy { bounds.contains($0) }
    guard missing > 0 || !isWithin, parentCount > 0 else { return }
    let total = counts.reduce(missing) { $0 + Int($1) }
    var room = counts.map { min(max($0, bounds.lowerBound), bounds.upperBound) }
    if room.adjust(toTotal: total, within: bounds, random: random) != 0 {
      room = counts
      room.adjust(toTotal: total, within: 0...Int32.max, random: random)
    }
    var homeless: [Int] = []
    for row in isLinked.indices where isLinked[row] {
      if parents[row] >= 0, room[Int(parents[row])] > 0 {
        room[Int(parents[row])] -= 1
      } else {
        homeless.append(row)
      }
    }
    var next = 0
    for row in homeless {
      while next < room.count, room[next] == 0 { next += 1 }
      guard next < room.count else { return }
      parents[row] = Int32(next)
      room[next] -= 1
    }
  }
}
