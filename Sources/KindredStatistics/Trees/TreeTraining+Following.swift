import Glibc

// How columns follow the row before in its group.

extension TreeTraining {
  /// A column of labels: whether they are repeated, and what comes where they are not.
  func learnRepeats(
    _ column: Int, _ target: TreeTarget, _ offered: [TreeGrowth.Predictor], previous: [Int32]
  ) -> TreeSequence.Column {
    let own = cells[column]
    var (repeats, others) = ([Int32](repeating: TreeColumn.leftOut, count: own.count), own)
    for (row, before) in previous.enumerated() where before >= 0 {
      let isRepeated = own[row] == own[Int(before)]
      repeats[row] = isRepeated ? 1 : 0
      if isRepeated { others[row] = ColumnScale.noCell }
    }
    let scale = ColumnScale.fit(
      .labels(repeats, count: 2), entities: entities, minimumEntities: k, maximumSegments: 2)
    // Too few that repeat, or too few that do not: nothing to tell apart.
    guard scale.cellCount == 3 else {
      return learn(target, scales[column], cells: own, offered, isPart: false)
    }
    var result = learn(target, scales[column], cells: others, offered, isPart: true)
    result.following = [
      learn(
        TreeTarget(scale), scale, cells: scale.cells(of: .labels(repeats, count: 2)), offered,
        isPart: true)
    ]
    return result
  }

  /// Difference must bring so many nats per row.
  private static let leastGain = 0.02

  /// One step of so many may go in the other direction.
  private static let mostTurns = 200

  /// A column of numbers that rise, or fall, by its differences from the row before; nil when they
  /// tell less than the values do.
  func learnDifferences(
    _ column: Int, _ target: TreeTarget, _ offered: [TreeGrowth.Predictor], previous: [Int32],
    value: TreeSequence.Column
  ) -> TreeSequence.Column? {
    guard case .numbers(let values, let step) = columns[column] else { return nil }
    var differences = [Double](repeating: .nan, count: values.count)
    var isFollowing = [Bool](repeating: false, count: values.count)
    var (up, down) = (0, 0)
    for (row, before) in previous.enumerated() where before >= 0 {
      let known = values[Int(before)]
      guard known.isFinite else { continue }
      isFollowing[row] = true
      let difference = values[row] - known
      guard difference.isFinite else { continue }
      differences[row] = step > 0 ? (difference / step).rounded() * step : difference
      if difference > 0 { up += 1 } else if difference < 0 { down += 1 }
    }
    // Of numbers that go up and down, errors of differences would add up from row to row.
    guard up + down >= 2 * k, min(up, down) * Self.mostTurns <= up + down else { return nil }
    let scale = ColumnScale.fit(
      .numbers(differences, step: step), entities: entities,
      minimumEntities: options.cellMinimum(entities: entities.count, isAsked: false),
      maximumSegments: options.maximumSegments
    ).withNulls(
      values.indices.count { isFollowing[$0] && differences[$0].isNaN }, k: k,
      of: isFollowing.count { $0 })
    var own = scale.cells(of: .numbers(differences, step: step))
    for row in own.indices where !isFollowing[row] { own[row] = ColumnScale.noCell }
    let follower = learn(TreeTarget(scale), scale, cells: own, offered, isPart: true)
    let judged = (sample.heldOut.isEmpty ? sample.growth : sample.heldOut).filter {
      isFollowing[Int($0)]
    }
    let gain =
      density(of: follower, cells: own, rows: judged)
      - density(of: value, cells: cells[column], rows: judged)
    guard gain > Self.leastGain else { return nil }
    var first = cells[column]
    for row in first.indices where isFollowing[row] { first[row] = ColumnScale.noCell }
    var result = learn(target, scales[column], cells: first, offered, isPart: true)
    (result.score, result.rootScore) = (value.score + gain, value.rootScore)
    result.following = [follower]
    return result
  }

  /// The mean log-density of rows in their leaves, in nats per row and step.
  private func density(
    of column: TreeSequence.Column, cells: [UInt16], rows: [Int32]
  ) -> Double {
    let leaves = findLeaves(column.tree, rows: rows)
    let table = LeafTable(column.tree, column.leaves)
    let content = column.scale.content
    let range = (content.upper.max() ?? 0) - (content.lower.min() ?? 0)
    // Atoms of columns without a step are as wide as a ten-thousandth of the range.
    let least = content.step > 0 ? content.step : max(range * 1e-4, .leastNormalMagnitude)
    var sum = 0.0
    for (place, row) in rows.enumerated() {
      let cell = Int(cells[Int(row)])
      guard cell < column.scale.cellCount else { continue }
      let width = cell == 0 ? least : max(least, content.upper[cell] - content.lower[cell])
      let probability = table.probability(
        of: cell, node: Int(leaves[place]), scale: column.scale)
      sum += log(max(1e-9, probability)) - log(width)
    }
    return rows.isEmpty ? 0 : sum / Double(rows.count)
  }
}

extension ColumnScale {
  /// The scale with another number of nulls; of fewer than k, none.
  fileprivate func withNulls(_ nulls: Int, k: Int, of rows: Int) -> ColumnScale {
    var content = content
    let share = nulls < k || rows == 0 ? 0 : Double(nulls) / Double(rows)
    let others = content.shares.dropFirst().reduce(0, +)
    for cell in content.shares.indices.dropFirst() where others > 0 {
      content.shares[cell] *= (1 - share) / others
    }
    content.shares[0] = others > 0 ? share : 1
    return ColumnScale(valid: content)
  }
}
