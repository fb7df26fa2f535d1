import KindredStatistics

/// How much the children of one parent resemble each other: 1 when siblings are the same, 0 when they
/// are no more alike than any two rows, below 0 when they avoid each other.
///
/// The intraclass correlation, where each row counts once: the covariance of a row and the mean of its
/// siblings, over the variance. Of numbers the ranks are used; of labels the shares of siblings with
/// the same label, (agreement - chance) / (1 - chance), which is the same correlation summed over one
/// indicator per label. Source: R. A. Fisher, Statistical Methods for Research Workers, 1925,
/// chapter 7.
enum SiblingDependence {
  /// Of numbers; nil when no parent has two children with values, or all values are the same.
  /// - Complexity: O(rows).
  static func of(_ values: NumberValues, _ siblings: SiblingRows) -> Double? {
    var members: [Int32] = []
    var ends: [Int] = []
    siblings.forEach { _, children in
      let valid = children.filter { values.isValid(Int($0)) }
      guard valid.count > 1 else { return }
      members += valid
      ends.append(members.count)
    }
    guard !members.isEmpty else { return nil }
    let deviations = rankDeviations(of: members.map { values.number(at: Int($0)) })
    var (between, total, start) = (0.0, 0.0, 0)
    for end in ends {
      let group = deviations[start..<end]
      let sum = group.reduce(0, +)
      let squares = group.reduce(0) { $0 + $1 * $1 }
      between += (sum * sum - squares) / Double(end - start - 1)
      total += squares
      start = end
    }
    return total > 0 ? between / total : nil
  }

  /// Of labels, nulls left out; nil as above.
  /// - Complexity: O(rows + labels).
  static func of(_ codes: Codes, nullCode: Int, _ siblings: SiblingRows) -> Double? {
    let codes = codes.gather(siblings.rows).integers
    var counts = [Int](repeating: 0, count: nullCode + 1)
    var totals = counts
    var (agreement, rows) = (0.0, 0)
    for parent in siblings.starts.indices.dropLast() {
      let group = codes[siblings.starts[parent]..<siblings.starts[parent + 1]]
      let size = group.count { $0 != nullCode }
      guard size > 1 else { continue }
      for code in group where code != nullCode { counts[code] += 1 }
      for code in group where counts[code] > 0 && code != nullCode {
        agreement += Double(counts[code] * (counts[code] - 1)) / Double(size - 1)
        totals[code] += counts[code]
        counts[code] = 0
      }
      rows += size
    }
    guard rows > 0 else { return nil }
    let chance = totals.reduce(0.0) {
      $0 + Double($1) / Double(rows) * Double($1) / Double(rows)
    }
    return chance < 1 ? (agreement / Double(rows) - chance) / (1 - chance) : nil
  }

  /// Ranks less their mean; equal numbers share the mean of their ranks.
  private static func rankDeviations(of numbers: [Double]) -> [Double] {
    guard numbers.count <= Int(Int32.max), let least = numbers.min() else { return [] }
    // Ranks are told apart with the precision of Float, counted from the least number.
    let order = rankOrder(count: numbers.count) { numbers[$0] - least }
    let middle = Double(numbers.count - 1) / 2
    var ranks = [Double](repeating: 0, count: numbers.count)
    var start = 0
    while start < order.count {
      let value = Float(numbers[Int(order[start])] - least)
      var end = start + 1
      while end < order.count, Float(numbers[Int(order[end])] - least) == value { end += 1 }
      let rank = Double(start + end - 1) / 2 - middle
      for place in start..<end { ranks[Int(order[place])] = rank }
      start = end
    }
    return ranks
  }
}

extension Codes {
  fileprivate var integers: [Int] {
    switch storage {
    case .narrow(let codes): codes.map { Int($0) }
    case .wide(let codes): codes.map { Int(truncatingIfNeeded: $0) }
    }
  }
}
