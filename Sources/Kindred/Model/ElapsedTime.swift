import KindredData
import KindredStatistics

/// The time from one moment of a row to another: a rental comes back some days after it began. What
/// is learned and drawn is the time between them, so that moments keep their order and distance.
struct ElapsedTime: Sendable, Equatable {
  /// Microseconds; values are multiples of `unit`.
  var marginal: Marginal
  var unit: Int64
  /// The column of the same table that time is counted from.
  var start: Int
  /// Where the later moment lies: no row has it outside.
  var range: ClosedRange<Int64>
}

extension ColumnModel {
  /// The column of the same table that time is counted from; nil for columns of other kinds.
  var start: Int? {
    if case .elapsed(let time) = content { time.start } else { nil }
  }

  /// A column's values in the terms of its marginal; nil when the table does not have them.
  func learnable(in table: Table, of columns: [ColumnModel]) -> Column? {
    guard let column = table[column: name] else { return nil }
    switch content {
    case .clocked(_, let clock): return column.shown(on: clock)
    case .elapsed(let time):
      return table[column: columns[time.start].name].flatMap { column.elapsed(since: $0) }
    default: return column
    }
  }
}

extension Column {
  /// The time from the moments of another column to those of this one, in microseconds; null where
  /// one of them is. Nil when they are no moments.
  func elapsed(since start: Column) -> Column? {
    combined(with: start) { own, other in
      let (time, overflow) = own.subtractingReportingOverflow(other)
      return overflow ? nil : time
    }
  }

  /// The moments that lie the times of this column after those of another one. Moments beyond the
  /// range are moved to its end, or are null where the other moment is beyond as well.
  func moments(after start: Column, in range: ClosedRange<Int64>) -> Column? {
    combined(with: start) { time, other in
      let (sum, overflow) = other.addingReportingOverflow(time)
      let moment = overflow ? (time < 0 ? .min : .max) : sum
      if moment > range.upperBound { return other > range.upperBound ? nil : range.upperBound }
      if moment < range.lowerBound {
        return other < range.lowerBound && time < 0 ? nil : range.lowerBound
      }
      return moment
    }
  }

  private func combined(with other: Column, _ value: (Int64, Int64) -> Int64?) -> Column? {
    guard case .timestamps(let own) = values, case .timestamps(let others) = other.values,
      own.count == others.count
    else { return nil }
    var result = self
    var isNull = [Bool](repeating: false, count: own.count)
    let combined = own.indices.map { row -> Int64 in
      guard isValid(row), other.isValid(row), let value = value(own[row], others[row]) else {
        isNull[row] = true
        return 0
      }
      return value
    }
    result.values = .timestamps(combined)
    result.validity = isNull.contains(true) ? Bitmap(opposites: isNull[...]) : nil
    return result
  }
}
