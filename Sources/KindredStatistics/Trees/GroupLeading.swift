/// Leads the rows of groups to what was drawn for the group, each row within the distribution of
/// its leaf.
///
/// For a mean, the odds of all the group's probabilities are multiplied by one factor, found by
/// bisection: every row moves in the same direction, none leaves the distribution it is drawn from,
/// and the order of the rows stays. Nulls stay nulls.
struct GroupLeading {
  let quantiles: LeafQuantiles
  let leaves: [Int32]
  let threads: Int
  let isNull: [Bool]
  /// Probabilities among the values that are not null.
  private(set) var uniforms: [Double]
  /// Cells that were settled one by one; -1 where the probability says.
  private var settled: [Int32]
  /// Numbers that rows got because others of their group have theirs.
  var moved: [Int32: Double] = [:]

  init(quantiles: LeafQuantiles, leaves: [Int32], uniforms: [Double], threads: Int) {
    self.quantiles = quantiles
    self.leaves = leaves
    self.threads = threads
    var isNull = [Bool](repeating: false, count: leaves.count)
    var inner = uniforms
    for row in leaves.indices {
      let share = quantiles.nullShare(leaf: leaves[row])
      isNull[row] = uniforms[row] < share
      if !isNull[row] { inner[row] = (uniforms[row] - share) / max(1 - share, 1e-12) }
    }
    self.isNull = isNull
    self.uniforms = inner
    settled = [Int32](repeating: -1, count: leaves.count)
  }

  /// Leads groups to their targets.
  mutating func follow(_ target: GroupTarget) {
    guard target.rows.count <= leaves.count, target.starts.count == target.targets.count + 1 else {
      return
    }
    switch target.kind {
    case .mean: followMeans(target)
    // Rows follow it before groups are led.
    case .residual: break
    case .distinct: followDistinct(target)
    case .total: followTotals(target)
    case .separate: separate(target)
    case .ascending: sort(target, by: <)
    case .descending: sort(target, by: >)
    }
  }

  /// The cells and values of all rows.
  func drawn() -> (cells: [UInt16], values: [Double]) {
    var cells = [UInt16](repeating: 0, count: leaves.count)
    var values = [Double](repeating: .nan, count: leaves.count)
    for row in leaves.indices where !isNull[row] {
      let (cell, fraction) = place(row, uniforms[row])
      cells[row] = UInt16(truncatingIfNeeded: cell)
      values[row] = quantiles.scale.value(cell: cell, fraction: fraction)
    }
    for (row, value) in moved {
      cells[Int(row)] = quantiles.scale.cell(of: value)
      values[Int(row)] = value
    }
    return (cells, values)
  }

  func place(_ row: Int, _ uniform: Double) -> (cell: Int, fraction: Double) {
    if settled[row] >= 0 { return (Int(settled[row]), 0.5) }
    let share = quantiles.nullShare(leaf: leaves[row])
    return quantiles.place(leaf: leaves[row], uniform: share + uniform * (1 - share))
  }

  // MARK: - Means

  static let chunk = 256
  /// Halvings of the range of factors.
  private static let steps = 10

  private mutating func followMeans(_ target: GroupTarget) {
    let groups = target.targets.count
    let chunks = (groups + Self.chunk - 1) / Self.chunk
    let factors = WorkQueue.map(chunks, threads: threads) { chunk in
      (chunk * Self.chunk..<min(groups, (chunk + 1) * Self.chunk)).map { group in
        factor(
          target.rows[target.starts[group]..<target.starts[group + 1]],
          mean: target.targets[group])
      }
    }.flatMap { $0 }
    for group in 0..<groups where factors[group] != 1 {
      for row in target.rows[target.starts[group]..<target.starts[group + 1]] {
        uniforms[Int(row)] = Self.tilted(uniforms[Int(row)], factors[group])
      }
    }
  }

  private static func tilted(_ uniform: Double, _ factor: Double) -> Double {
    let odds = factor * uniform
    return odds / (1 - uniform + odds)
  }

  /// The factor on the odds that brings the rows' mean nearest to the target.
  private func factor(_ rows: ArraySlice<Int32>, mean: Double) -> Double {
    let present = rows.filter { !isNull[Int($0)] }
    guard mean.isFinite, !present.isEmpty else { return 1 }
    let step = quantiles.scale.content.step
    func error(_ factor: Double) -> Double {
      var sum = 0.0
      for row in present {
        let (cell, fraction) = place(Int(row), Self.tilted(uniforms[Int(row)], factor))
        let value = quantiles.scale.value(cell: cell, fraction: fraction)
        sum += step > 0 ? (value / step).rounded() * step : value
      }
      return sum / Double(present.count) - mean
    }
    var best = (factor: 1.0, error: error(1))
    guard best.error != 0 else { return 1 }
    // Exponents of the square root of two, halved: no function that differs between machines.
    var (low, high) = (-Self.widest, Self.widest)
    if best.error > 0 { high = 0 } else { low = 0 }
    for _ in 0..<Self.steps where low < high {
      let middle = low + (high - low) / 2
      let factor = Self.factors[middle + Self.widest]
      let error = error(factor)
      if abs(error) < abs(best.error) { best = (factor, error) }
      if error == 0 { break }
      if error > 0 { high = middle } else { low = middle + 1 }
    }
    return best.factor
  }

  /// Exponents in 64ths: 2^(e / 64) for e in -widest...widest. What needs more is a mean that does not
  /// go with the rows, and would draw them from the ends of their leaves.
  private static let widest = 2 * 64
  private static let factors: [Double] = {
    var root = 2.0
    for _ in 0..<6 { root = root.squareRoot() }
    var up = [1.0]
    for exponent in 1...widest {
      // Whole powers are exact, so that errors do not add up.
      up.append(
        exponent % 64 == 0
          ? (0..<exponent / 64).reduce(1.0) { result, _ in result * 2 } : up[exponent - 1] * root)
    }
    return up.dropFirst().reversed().map { 1 / $0 } + up
  }()

  // MARK: - Numbers of labels

  private mutating func followDistinct(_ target: GroupTarget) {
    guard quantiles.scale.content.isLabels else { return }
    let groups = target.targets.count
    let chunks = (groups + Self.chunk - 1) / Self.chunk
    let changes = WorkQueue.map(chunks, threads: threads) { chunk in
      (chunk * Self.chunk..<min(groups, (chunk + 1) * Self.chunk)).flatMap { group in
        distinctChanges(
          target.rows[target.starts[group]..<target.starts[group + 1]],
          target: target.targets[group])
      }
    }
    for (row, cell) in changes.joined() { settled[Int(row)] = Int32(cell) }
  }

  /// Rows that get another label so that the group has as many as it should.
  private func distinctChanges(
    _ rows: ArraySlice<Int32>, target: Double
  ) -> [(row: Int32, cell: Int)] {
    let present = rows.filter { !isNull[Int($0)] }
    guard target.isFinite, !present.isEmpty else { return [] }
    let wanted = Int(min(max(1, target.rounded()), Double(present.count)))
    var cells = present.map { place(Int($0), uniforms[Int($0)]).cell }
    let original = cells
    var counts: [Int: Int] = [:]
    for cell in cells { counts[cell, default: 0] += 1 }
    var kinds = counts.keys.sorted()
    while kinds.count > wanted {
      // The rarest label and another one become one; of equals, the one of the last row.
      guard
        let rarest = present.indices.min(by: {
          (counts[cells[$0]] ?? 0, -$0) < (counts[cells[$1]] ?? 0, -$1)
        }).map({ cells[$0] })
      else { break }
      guard let first = present.indices.first(where: { cells[$0] == rarest }) else { break }
      let others = kinds.filter { $0 != rarest }
      let other = pick(others, for: Int(present[first]), or: counts)
      // Each stays with the share that it has in both: labels keep their shares on average, where
      // rare ones would lose theirs if they always went.
      let (few, many) = (Double(counts[rarest] ?? 0), Double(counts[other] ?? 0))
      let digits = fraction(Int(present[first])) * 4096
      let (gone, kept) =
        digits - digits.rounded(.down) < few / (few + many)
          && canBe(rarest, rowsOf: other, present, cells) ? (other, rarest) : (rarest, other)
      kinds.removeAll { $0 == gone }
      counts[gone] = nil
      for index in present.indices where cells[index] == gone {
        let row = Int(present[index])
        let isPossible = quantiles.probability(leaf: leaves[row], cell: kept) > Self.leastShare
        cells[index] = isPossible ? kept : pick(kinds, for: row, or: counts)
        counts[cells[index], default: 0] += 1
      }
    }
    var index = present.count - 1
    while kinds.count < wanted, index >= 0 {
      defer { index -= 1 }
      guard (counts[cells[index]] ?? 0) > 1 else { continue }
      let row = Int(present[index])
      let others = (1..<quantiles.cellCount).filter { counts[$0] == nil }
      let weights = others.map { quantiles.probability(leaf: leaves[row], cell: $0) }
      guard weights.contains(where: { $0 > 1e-9 }) else { continue }
      counts[cells[index], default: 1] -= 1
      cells[index] = Self.pick(others, weights, uniform: fraction(row), or: counts)
      counts[cells[index]] = 1
      kinds.append(cells[index])
    }
    return present.indices.filter { cells[$0] != original[$0] }.map { (present[$0], cells[$0]) }
  }

  /// A label of less than this share in a leaf is none of it.
  private static let leastShare = 1e-4

  /// Whether all rows of a label may have another one.
  private func canBe(
    _ cell: Int, rowsOf other: Int, _ rows: [Int32], _ cells: [Int]
  ) -> Bool {
    zip(rows, cells).allSatisfy {
      $1 != other || quantiles.probability(leaf: leaves[Int($0)], cell: cell) > Self.leastShare
    }
  }

  private func pick(_ cells: [Int], for row: Int, or counts: [Int: Int]) -> Int {
    Self.pick(
      cells, cells.map { quantiles.probability(leaf: leaves[row], cell: $0) },
      uniform: fraction(row), or: counts)
  }

  /// A number in 0..<1 of a row that its label does not depend on much: its place within the label.
  private func fraction(_ row: Int) -> Double { place(row, uniforms[row]).fraction }

  private static func pick(
    _ cells: [Int], _ weights: [Double], uniform: Double, or counts: [Int: Int]
  ) -> Int {
    var weights = weights
    var total = weights.reduce(0, +)
    if total <= 1e-12 {
      weights = cells.map { Double(counts[$0] ?? 0) }
      total = weights.reduce(0, +)
    }
    var target = uniform * total
    for (cell, weight) in zip(cells, weights) {
      if target < weight { return cell }
      target -= weight
    }
    return cells.last ?? 0
  }
}
