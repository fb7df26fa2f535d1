/// Order and gaps of the dates of children of one parent.
enum DatedChildren {
  /// The time between each child and the next one of the same parent, in the unit of the dates.
  /// - Complexity: O(rows log(children per parent)).
  static func gaps(_ dates: [Int64], _ values: NumberValues, _ siblings: SiblingRows) -> [Int64] {
    var gaps: [Int64] = []
    siblings.forEach { _, children in
      let ordered = children.lazy.map { Int($0) }.filter { values.isValid($0) }
        .map { dates[$0] }.sorted()
      for (earlier, later) in zip(ordered, ordered.dropFirst()) { gaps.append(later &- earlier) }
    }
    return gaps
  }

  /// The share of children, those with a date, that are not dated before the one that precedes them
  /// in the table; nil when no parent has two.
  static func ascendingShare(
    _ dates: [Int64], _ values: NumberValues, _ siblings: SiblingRows
  ) -> Double? {
    var (ascending, count) = (0, 0)
    siblings.forEach { _, children in
      let dated = children.lazy.map { Int($0) }.filter { values.isValid($0) }.map { dates[$0] }
      for (earlier, later) in zip(dated, dated.dropFirst()) {
        count += 1
        if later >= earlier { ascending += 1 }
      }
    }
    return count > 0 ? Double(ascending) / Double(count) : nil
  }

  /// The share of children that are not dated before their parent; nil when none has both dates.
  static func afterParentShare(
    _ dates: NumberValues, _ parentDates: NumberValues, _ groups: KeyGroups
  ) -> Double? {
    var (after, count) = (0, 0)
    for (row, parent) in groups.children.enumerated()
    where parent >= 0 && dates.isValid(row) && parentDates.isValid(Int(parent)) {
      count += 1
      if dates.number(at: row) >= parentDates.number(at: Int(parent)) { after += 1 }
    }
    return count > 0 ? Double(after) / Double(count) : nil
  }
}
