import KindredData

/// Finds moments of a row that follow other moments of the same row at distances which vary much less
/// than the moments themselves: such a distance, and not the moment, is what a row has of its own.
struct ElapsedTimeDetection {
  let schema: TableMetadata
  let data: Table
  /// Whether a column is, or belongs to, a key, whose values have other origins.
  let isKeyPart: (Int) -> Bool
  /// Whether a column has to stand for itself.
  let isOwn: (Int) -> Bool

  /// The most that distances may vary, of what the later moments vary.
  private static let mostSpread = 0.5
  /// Rows that are looked at, about, and those that are needed.
  private static let rows = 4096
  private static let fewestRows = 20

  /// Per column, the one that its time is counted from; nil where it stands for itself.
  func starts() -> [Int?] {
    var starts = [Int?](repeating: nil, count: schema.columns.count)
    let moments = schema.columns.indices.compactMap { index -> Moments? in
      guard schema.columns[index].sdtype == .datetime, !isKeyPart(index),
        let column = data[column: schema.columns[index].name],
        case .timestamps(let values) = column.values
      else { return nil }
      return Moments(index: index, values: values, validity: column.validity)
    }
    guard moments.count > 1 else { return starts }
    var ties: [Tie] = []
    for later in moments where !isOwn(later.index) {
      for start in moments where start.index != later.index {
        if let tie = tie(from: start, to: later) { ties.append(tie) }
      }
    }
    ties.sort { ($0.spread, $0.later, $0.start) < ($1.spread, $1.later, $1.start) }
    for tie in ties where starts[tie.later] == nil {
      // Nothing is counted from itself, be it by way of others.
      let way = sequence(first: tie.start) { starts[$0] }
      if !way.contains(tie.later) { starts[tie.later] = tie.start }
    }
    return starts
  }

  private struct Moments {
    let index: Int
    let values: [Int64]
    let validity: Bitmap?
  }

  private struct Tie {
    let start: Int
    let later: Int
    /// How much distances vary, of what the later moments vary.
    let spread: Double
  }

  private func tie(from start: Moments, to later: Moments) -> Tie? {
    guard later.validity.isWithin(start.validity) else { return nil }
    let count = later.values.count
    let rows = stride(from: 0, to: count, by: 1 + count / Self.rows).filter {
      later.validity?[$0] ?? true
    }
    guard rows.count >= Self.fewestRows else { return nil }
    let times = rows.map { Double(later.values[$0]) - Double(start.values[$0]) }
    let (own, distances) = (Spread(rows.map { Double(later.values[$0]) }), Spread(times))
    guard own.deviation > 0, distances.deviation <= Self.mostSpread * own.deviation,
      distances.median > 0 || (distances.median == 0 && start.index < later.index)
    else { return nil }
    return Tie(
      start: start.index, later: later.index, spread: distances.deviation / own.deviation)
  }
}

/// How much numbers vary, whatever a few of them are.
private struct Spread {
  let median: Double
  /// The mean distance from the median.
  let deviation: Double

  /// - Precondition: there are numbers.
  init(_ numbers: [Double]) {
    let median = numbers.sorted()[numbers.count / 2]
    self.median = median
    deviation = numbers.reduce(0) { $0 + abs($1 - median) } / Double(numbers.count)
  }
}

extension Bitmap? {
  /// Whether all bits that are set are set in the other one, too; nil stands for all.
  fileprivate func isWithin(_ other: Bitmap?) -> Bool {
    guard let other else { return true }
    guard let self else { return other.setCount == other.count }
    return zip(self.words, other.words).allSatisfy { $0 & ~$1 == 0 }
  }
}
