/// Draws a column whose rows follow the rows before them in their groups: first the first rows of
/// many groups, then the second ones, and so on.
///
/// Groups are drawn in chunks that depend on the groups alone, so that threads change nothing.
struct ChainedDrawing: Sendable {
  /// The column's own leaves, and those that tell how it follows the row before.
  let leaves: RowLeaves
  let follower: RowLeaves?
  let groups: OrderedGroups
  /// What groups shall have, by row: their means, with the scale that trees see them on, and their
  /// numbers of labels; nil where trees do not ask.
  let means: (values: [Double], scale: ColumnScale)?
  let labels: [Double]?
  /// Lanes `lane` and `lane + 1` of a row are used.
  let random: CounterRandom
  let lane: UInt64

  /// Groups that are drawn, and stratified, together.
  private static let chunk = 1024

  private var scale: ColumnScale { leaves.column.scale }

  /// The cells and values of all rows; NaN for nulls.
  func drawn(threads: Int) -> (cells: [UInt16], values: [Double]) {
    let chunks = (groups.count + Self.chunk - 1) / Self.chunk
    let parts = WorkQueue.map(chunks, threads: threads) { index in
      draw(index * Self.chunk..<min(groups.count, (index + 1) * Self.chunk))
    }
    var cells = [UInt16](repeating: 0, count: groups.rowCount)
    var values = [Double](repeating: .nan, count: groups.rowCount)
    var place = 0
    for part in parts {
      for (cell, value) in zip(part.cells, part.values) {
        cells[Int(groups.rows[place])] = cell
        values[Int(groups.rows[place])] = value
        place += 1
      }
    }
    return (cells, values)
  }

  /// A row to draw.
  private struct Turn {
    /// The group's place in its chunk, and the row's among the rows of the chunk.
    var group: Int
    var place: Int
    var row: Int
    var known: RowLeaves.Known
    var leaf = 0
    var low: UInt64 = 0
    var uniform = 0.0
  }

  private func draw(_ range: Range<Int>) -> (cells: [UInt16], values: [Double]) {
    let first = groups.starts[range.lowerBound]
    let count = groups.starts[range.upperBound] - first
    var cells = [UInt16](repeating: 0, count: count)
    var values = [Double](repeating: .nan, count: count)
    let sizes = range.map { groups.starts[$0 + 1] - groups.starts[$0] }
    var progress = range.map { group in
      let size = sizes[group - range.lowerBound]
      let row = size > 0 ? Int(groups.rows[groups.starts[group]]) : -1
      return GroupProgress(
        size: size, mean: row < 0 ? .nan : means?.values[row] ?? .nan,
        labels: row < 0 ? .nan : labels?[row] ?? .nan)
    }
    var active = Array(range.indices.map { $0 - range.lowerBound })
    var wave = 0
    while true {
      active.removeAll { sizes[$0] <= wave }
      if active.isEmpty { return (cells, values) }
      let turns = active.map { group in
        let place = groups.starts[range.lowerBound + group] + wave
        return Turn(
          group: group, place: place - first, row: Int(groups.rows[place]),
          known: known(progress[group]))
      }
      step(turns, &progress, &cells, &values)
      for turn in turns {
        progress[turn.group].pass(cell: cells[turn.place], value: values[turn.place])
      }
      wave += 1
    }
  }

  private func known(_ progress: GroupProgress) -> RowLeaves.Known {
    RowLeaves.Known(
      progress.position > 0 ? scale.content.bins[Int(progress.previousCell)] : 0,
      means.map { $0.scale.bin(of: progress.remainingMean) } ?? 0,
      labels == nil ? 0 : progress.remainingBin, 0)
  }

  /// Draws one row of every group that has it.
  private func step(
    _ turns: [Turn], _ progress: inout [GroupProgress], _ cells: inout [UInt16],
    _ values: inout [Double]
  ) {
    var others = turns
    if let follower, let wave = turns.first.map({ progress[$0.group].position }), wave > 0 {
      let isLabels = scale.content.isLabels
      var following = turns.filter { isLabels || progress[$0.group].previousValue.isFinite }
      others = turns.filter { !isLabels && !progress[$0.group].previousValue.isFinite }
      deal(&following, follower, lane: lane + 1)
      for turn in following {
        let (cell, fraction) = follower.place(
          leaf: turn.leaf, row: turn.row, turn.known, uniform: turn.uniform, excluding: 0)
        let before = progress[turn.group]
        let drawn = follower.column.scale.value(cell: cell, fraction: fraction)
        if !isLabels {
          (cells[turn.place], values[turn.place]) = moved(before.previousValue, by: drawn)
        } else if drawn >= 0.5 {
          (cells[turn.place], values[turn.place]) = (before.previousCell, before.previousValue)
        } else {
          others.append(turn)
        }
      }
    }
    deal(&others, leaves, lane: lane)
    for turn in others {
      let isChange = follower != nil && scale.content.isLabels && progress[turn.group].position > 0
      let (cell, fraction) = leaves.place(
        leaf: turn.leaf, row: turn.row, turn.known, uniform: turn.uniform,
        excluding: isChange ? progress[turn.group].previousCell : 0)
      cells[turn.place] = UInt16(truncatingIfNeeded: cell)
      let value = scale.value(cell: cell, fraction: fraction)
      let step = scale.content.step
      values[turn.place] = step > 0 ? (value / step).rounded() * step : value
    }
  }

  /// A number at a difference from the one before, within the range learned.
  private func moved(_ before: Double, by difference: Double) -> (UInt16, Double) {
    guard difference.isFinite else { return (0, .nan) }
    var value = before + difference
    let content = scale.content
    if content.step > 0 { value = (value / content.step).rounded() * content.step }
    value = min(max(value, scale.range.lowerBound), scale.range.upperBound)
    return (scale.cell(of: value), value)
  }

  /// Finds the leaves of rows, and deals the rows of a leaf over its strata.
  private func deal(_ turns: inout [Turn], _ leaves: RowLeaves, lane: UInt64) {
    for index in turns.indices {
      turns[index].leaf = leaves.leaf(of: turns[index].row, turns[index].known)
      let bits = random.bits(row: UInt64(turns[index].row), lane: lane)
      turns[index].low = bits & 0xFFFF_FFFF
      turns[index].uniform = (Double(bits >> 32) + 0.5) * 0x1p-32
    }
    guard turns.count > 1 else { return }
    turns.sort { ($0.leaf, $0.low, $0.row) < ($1.leaf, $1.low, $1.row) }
    var start = 0
    while start < turns.count {
      var end = start + 1
      while end < turns.count, turns[end].leaf == turns[start].leaf { end += 1 }
      for place in start..<end {
        turns[place].uniform =
          (Double(place - start) + turns[place].uniform) / Double(end - start)
      }
      start = end
    }
  }
}
