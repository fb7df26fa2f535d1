import KindredData

/// Shares of synthetic values that would be possible in the real data.
enum Adherence {
  /// The share of synthetic numbers within the real range. Nulls are invalid where the real data
  /// have none, and left out otherwise. Nil when there is nothing to judge.
  /// - Complexity: O(rows).
  static func toBounds(of real: NumberValues, _ synthetic: NumberValues) -> Double? {
    let extent = real.extent(of: nil)
    var within = 0
    var present = 0
    synthetic.forEach(0..<synthetic.count, of: nil) { _, number in
      guard let number else { return }
      present += 1
      if number >= extent.least, number <= extent.most { within += 1 }
    }
    let judged = extent.count < real.count ? present : synthetic.count
    return judged > 0 ? Double(within) / Double(judged) : nil
  }

  /// The share of synthetic labels, null being one, that the real data have.
  /// - Complexity: O(rows + labels).
  static func toLabels(of pair: CategoryPair) -> Double? {
    guard pair.synthetic.count > 0 else { return nil }
    let known = zip(pair.real.counts(), pair.synthetic.counts())
      .reduce(0) { $0 + ($1.0 > 0 ? $1.1 : 0) }
    return Double(known) / Double(pair.synthetic.count)
  }

  /// The share of synthetic foreign keys that a parent row has. Null keys are left out where the real
  /// key, of one column, has nulls.
  static func referentialIntegrity(_ comparison: RelationshipComparison) -> Double? {
    let groups = comparison.synthetic
    let leavesNullsOut =
      comparison.relationship.childKey.count == 1 && comparison.real.nullChildren > 0
    guard leavesNullsOut, let name = comparison.relationship.childKey.first,
      let key = comparison.child.synthetic[column: name]
    else {
      let found = groups.children.count { $0 >= 0 }
      return groups.children.isEmpty ? nil : Double(found) / Double(groups.children.count)
    }
    let found = groups.children.indices.count { groups.children[$0] >= 0 && key.isValid($0) }
    let present = groups.children.count - groups.nullChildren
    return present > 0 ? Double(found) / Double(present) : nil
  }

  /// The share of synthetic parents whose number of children lies between the real extremes.
  static func cardinality(_ real: [Int64], _ synthetic: [Int64]) -> Double? {
    guard !synthetic.isEmpty else { return nil }
    guard let least = real.min(), let most = real.max() else { return 0 }
    return Double(synthetic.count { $0 >= least && $0 <= most }) / Double(synthetic.count)
  }
}
