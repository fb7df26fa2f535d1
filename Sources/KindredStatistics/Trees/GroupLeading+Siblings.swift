// What the rows of a group are to each other: different, and in order.

extension GroupLeading {
  /// Deals the numbers of a group to its rows in order; nulls stay where they are.
  mutating func sort(_ target: GroupTarget, by precedes: (Double, Double) -> Bool) {
    for group in target.targets.indices where target.targets[group] > 0 {
      let rows = target.rows[target.starts[group]..<target.starts[group + 1]].filter {
        !isNull[Int($0)]
      }
      let values = rows.map { moved[$0] ?? value($0) }
      var sorted = values.sorted(by: precedes)
      if let steps = target.steps { sorted = stepped(sorted, steps, rows: rows) }
      for place in rows.indices where sorted[place] != values[place] {
        moved[rows[place]] = sorted[place]
      }
    }
  }

  /// Numbers as far from each other as neighbours usually are, with the mean of those given: which of
  /// the steps come, the rows' probabilities say.
  private func stepped(_ sorted: [Double], _ steps: StepDistribution, rows: [Int32]) -> [Double] {
    guard sorted.count > 1, let first = sorted.first, let last = sorted.last else { return sorted }
    let sign = last < first ? -1.0 : 1.0
    var offsets = [0.0]
    for row in rows.dropFirst() {
      // Digits that the row's place in its leaf does not depend on.
      let digits = uniforms[Int(row)] * 4096
      offsets.append(offsets[offsets.count - 1] + steps.quantile(digits - digits.rounded(.down)))
    }
    let count = Double(sorted.count)
    let mean = sorted.reduce(0, +) / count - sign * offsets.reduce(0, +) / count
    let step = quantiles.scale.content.step
    let start = step > 0 ? (mean / step).rounded() * step : mean
    // The whole group moves into the range of the column.
    let content = quantiles.scale.content
    let cells = 1..<max(1, quantiles.cellCount)
    let (least, most) = (
      cells.map { content.lower[$0] }.min() ?? start, cells.map { content.upper[$0] }.max() ?? start
    )
    let end = start + sign * offsets[offsets.count - 1]
    let below = min(start, end)
    let above = max(start, end)
    guard above - below <= most - least else { return sorted }
    let shift = below < least ? least - below : above > most ? most - above : 0
    return offsets.map { start + shift + sign * $0 }
  }

  private func value(_ row: Int32) -> Double {
    let (cell, fraction) = place(Int(row), uniforms[Int(row)])
    return quantiles.scale.value(cell: cell, fraction: fraction)
  }

  /// Numbers that a row tries before it takes the nearest free one.
  private static let tries = 12
  /// Steps that are looked at on either side.
  private static let mostSteps = 4096

  /// The distance of neighbouring numbers, or codes of labels.
  private var step: Double {
    quantiles.scale.content.isLabels ? 1 : quantiles.scale.content.step
  }

  /// Gives the rows of a group different numbers, or labels: where two have the same, the later one draws again
  /// from its leaf, and at last takes the nearest number that is free.
  mutating func separate(_ target: GroupTarget) {
    guard step > 0 else { return }
    let groups = target.targets.count
    let chunks = (groups + Self.chunk - 1) / Self.chunk
    let changes = WorkQueue.map(chunks, threads: threads) { chunk in
      (chunk * Self.chunk..<min(groups, (chunk + 1) * Self.chunk)).flatMap { group in
        target.targets[group] > 0
          ? separated(target.rows[target.starts[group]..<target.starts[group + 1]]) : []
      }
    }
    for (row, value) in changes.joined() { moved[row] = value }
  }

  /// Rows that get other numbers.
  private func separated(_ rows: ArraySlice<Int32>) -> [(row: Int32, value: Double)] {
    let step = step
    var taken: Set<Double> = []
    var others: [Int32] = []
    for row in rows where !isNull[Int(row)] {
      if !taken.insert(steps(row, uniforms[Int(row)])).inserted { others.append(row) }
    }
    return others.compactMap { row in
      let own = uniforms[Int(row)]
      for number in 1...Self.tries {
        // Multiples of the golden section spread evenly.
        let next = own + Double(number) * 0.618_033_988_749_894_8
        let value = steps(row, next - next.rounded(.down))
        if taken.insert(value).inserted { return (row, value * step) }
      }
      guard let free = nearestFree(row, own, taken) else { return nil }
      taken.insert(free)
      return (row, free * step)
    }
  }

  /// A row's number at a probability, in steps.
  private func steps(_ row: Int32, _ uniform: Double) -> Double {
    let (cell, fraction) = place(Int(row), uniform)
    let value = quantiles.scale.value(cell: cell, fraction: fraction)
    return (value / step).rounded()
  }

  private func nearestFree(_ row: Int32, _ uniform: Double, _ taken: Set<Double>) -> Double? {
    let start = steps(row, uniform)
    // Either side first, by digits that no number depends on.
    let digits = uniform * 1024
    let sign = digits - digits.rounded(.down) < 0.5 ? 1.0 : -1.0
    for distance in 1...Self.mostSteps {
      let offset = sign * Double(distance)
      for steps in [start + offset, start - offset]
      where !taken.contains(steps) && isPossible(row, steps) {
        return steps
      }
    }
    return nil
  }

  /// Whether a row's leaf has a number.
  private func isPossible(_ row: Int32, _ steps: Double) -> Bool {
    let content = quantiles.scale.content
    let value = steps * step
    let cell = Int(quantiles.scale.cell(of: value))
    guard cell > 0, cell < quantiles.cellCount else { return false }
    let near = step / 4
    return content.lower[cell] <= value + near && value - near <= content.upper[cell]
      && quantiles.probability(leaf: leaves[Int(row)], cell: cell) > 0
  }
}
