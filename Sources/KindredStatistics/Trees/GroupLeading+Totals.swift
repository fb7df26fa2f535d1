// Whole numbers whose sum over a group is known.

extension GroupLeading {
  /// Products that are summed for one group, at most; larger groups are left as they are.
  private static let mostProducts = 1 << 22

  /// Draws the numbers of every group as they come from the rows' leaves given that their sum is the
  /// group's total: forward, the distribution of the sum of the rows up to each; backward, every
  /// row's number given what is left for it and the rows before. Groups whose rows cannot have the
  /// total stay as they are.
  mutating func followTotals(_ target: GroupTarget) {
    let groups = target.targets.count
    let chunks = (groups + Self.chunk - 1) / Self.chunk
    let changes = WorkQueue.map(chunks, threads: threads) { chunk in
      var known: [Int32: [Double]] = [:]
      return (chunk * Self.chunk..<min(groups, (chunk + 1) * Self.chunk)).flatMap { group in
        drawn(
          target.rows[target.starts[group]..<target.starts[group + 1]],
          total: target.targets[group], &known)
      }
    }
    for (row, value) in changes.joined() { moved[row] = value }
  }

  /// - Parameter known: the distributions of leaves seen before.
  private func drawn(
    _ rows: ArraySlice<Int32>, total: Double, _ known: inout [Int32: [Double]]
  ) -> [(row: Int32, value: Double)] {
    let present = rows.filter { !isNull[Int($0)] }
    guard !present.isEmpty, total >= 0, total < 1e6 else { return [] }
    let sum = Int(total.rounded())
    let distributions = present.map { row -> [Double] in
      let leaf = leaves[Int(row)]
      if let shares = known[leaf] { return shares }
      let shares = wholeNumbers(leaf: leaf)
      known[leaf] = shares
      return shares
    }
    let widest = distributions.reduce(0) { max($0, $1.count) }
    guard present.count * (sum + 1) <= Self.mostProducts / max(1, widest) else { return [] }
    // Per row, the shares of what it and those before it sum up to.
    var sums: [[Double]] = [[1] + Array(repeating: 0, count: sum)]
    for shares in distributions {
      let before = sums[sums.count - 1]
      var after = [Double](repeating: 0, count: sum + 1)
      for (value, share) in shares.enumerated() where share > 0 && value <= sum {
        for rest in 0...sum - value { after[rest + value] += share * before[rest] }
      }
      // Scaled, so that long groups do not vanish.
      let most = after.max() ?? 0
      guard most > 0 else { return [] }
      sums.append(after.map { $0 / most })
    }
    guard sums[present.count][sum] > 0 else { return [] }
    var left = sum
    var result: [(row: Int32, value: Double)] = []
    for place in present.indices.reversed() {
      let (shares, before) = (distributions[place], sums[place])
      let weights = (0...min(left, shares.count - 1)).map { shares[$0] * before[left - $0] }
      var rest = uniforms[Int(present[place])] * weights.reduce(0, +)
      var value = weights.lastIndex { $0 > 0 } ?? 0
      for (candidate, weight) in weights.enumerated() where weight > 0 {
        if rest < weight {
          value = candidate
          break
        }
        rest -= weight
      }
      result.append((present[place], Double(value)))
      left -= value
    }
    return result
  }

  /// Largest number that is told apart.
  private static let mostValue = 4095

  /// The probabilities of 0, 1, 2... in a leaf, nulls left out; segments are spread evenly.
  private func wholeNumbers(leaf: Int32) -> [Double] {
    let content = quantiles.scale.content
    var shares: [Double] = [0]
    for cell in 1..<max(1, quantiles.cellCount) {
      let probability = quantiles.probability(leaf: leaf, cell: cell)
      guard probability > 0 else { continue }
      let first = Int(min(max(content.lower[cell].rounded(.up), 0), Double(Self.mostValue)))
      let last = max(
        first, Int(min(max(content.upper[cell].rounded(.down), 0), Double(Self.mostValue))))
      while shares.count <= last { shares.append(0) }
      for value in first...last { shares[value] += probability / Double(last - first + 1) }
    }
    return shares
  }
}
