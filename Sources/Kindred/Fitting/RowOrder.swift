import KindredStatistics

/// The column that the rows of a parent are in the order of: a time, or numbers that rise or fall
/// from row to row.
struct RowOrder {
  /// A column that rows may be in the order of.
  struct Candidate {
    var column: Int
    var values: TreeColumn
    var isTime: Bool
  }

  let column: Int
  /// 1 when it rises, -1 when it falls.
  let direction: Int
  /// Rows in that order; all rows of the table.
  let groups: OrderedGroups

  /// Of the pairs of neighbours, those that may be out of order.
  private static let mostExceptions = 0.005
  /// And those that must differ.
  private static let leastSteps = 0.2

  /// The first column, times before numbers, that rows follow as they stand; else the first time
  /// that differs, by which they are then sorted. Nil when there is none.
  /// - Complexity: O(rows * columns), and O(rows log rows) to sort.
  init?(of candidates: [Candidate], groups: RowGroups?) {
    guard let groups else { return nil }
    var fallback: Int?
    let byKind = candidates.filter(\.isTime) + candidates.filter { !$0.isTime }
    for candidate in byKind {
      guard case .numbers(let values, _) = candidate.values,
        let steps = Steps(values, groups)
      else { continue }
      let differing = steps.up + steps.down
      guard differing >= Self.leastSteps * steps.all else { continue }
      let most = Self.mostExceptions * differing
      if min(steps.up, steps.down) <= most {
        self.init(candidate.column, values, groups, isAscending: steps.up >= steps.down)
        return
      }
      if candidate.isTime, fallback == nil { fallback = candidate.column }
    }
    guard let fallback, let candidate = candidates.first(where: { $0.column == fallback }),
      case .numbers(let values, _) = candidate.values
    else { return nil }
    self.init(fallback, values, groups, isAscending: true)
  }

  private init?(_ column: Int, _ values: [Double], _ groups: RowGroups, isAscending: Bool) {
    self.column = column
    direction = isAscending ? 1 : -1
    var rows = Array(groups.rows[..<groups.starts[groups.parentCount]])
    for parent in 0..<groups.parentCount {
      let range = groups.starts[parent]..<groups.starts[parent + 1]
      // Nulls come first; rows of one time stay as they are.
      let keys = rows[range].map { row -> Double in
        let value = values[Int(row)]
        return value.isFinite ? (isAscending ? value : -value) : -.infinity
      }
      if zip(keys, keys.dropFirst()).allSatisfy({ $0 <= $1 }) { continue }
      let own = Array(rows[range])
      let order = own.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
      rows.replaceSubrange(range, with: order.map { own[$0] })
    }
    guard
      let ordered = try? OrderedGroups(
        rows: rows, starts: groups.starts.array, rowCount: groups.rows.count)
    else { return nil }
    self.groups = ordered
  }

  /// How a column changes between neighbours.
  private struct Steps {
    var up = 0.0
    var down = 0.0
    var all = 0.0

    /// Nil where more than a hundredth of the values is null.
    init?(_ values: [Double], _ groups: RowGroups) {
      guard values.count(where: { !$0.isFinite }) * 100 <= values.count else { return nil }
      for parent in 0..<groups.parentCount {
        for place in (groups.starts[parent]..<groups.starts[parent + 1]).dropFirst() {
          let (before, own) = (
            values[Int(groups.rows[place - 1])], values[Int(groups.rows[place])]
          )
          all += 1
          if own > before { up += 1 } else if own < before { down += 1 }
        }
      }
      guard all > 0 else { return nil }
    }
  }
}
