import KindredData
import KindredStatistics
import SwiftProtobuf

// Moments that are counted from others, and what a file has to show about them.

extension StoredElapsed {
  init(_ time: ElapsedTime) {
    self.init()
    distribution = StoredDistribution(time.marginal)
    unit = UInt64(clamping: time.unit)
    start = UInt32(clamping: time.start)
    earliest = time.range.lowerBound
    latest = time.range.upperBound
  }

  /// - Throws: `MalformedModel` or `StatisticsError`.
  func time(_ column: String) throws -> ElapsedTime {
    guard let unit = Int64(exactly: unit), unit > 0 else {
      throw MalformedModel("column '\(column)' has no unit of time")
    }
    let years = TimestampFormat.representable
    guard years.contains(earliest), years.contains(latest), earliest <= latest else {
      throw MalformedModel("column '\(column)' has moments that cannot be written")
    }
    return ElapsedTime(
      marginal: try distribution.marginal(), unit: unit, start: Int(start),
      range: earliest...latest)
  }
}

extension FittedModel {
  /// Time is counted from moments of the same table that do not wait for the column themselves.
  func checkElapsedTimes() throws {
    for table in tables {
      for (index, column) in table.columns.enumerated() {
        guard let start = column.start else { continue }
        guard table.columns.indices.contains(start), !table.columns.waits(start, for: index) else {
          throw MalformedModel("column '\(column.name)' is counted from nothing")
        }
        switch table.columns[start].content {
        case .timestamp, .clocked, .elapsed: continue
        default: throw MalformedModel("column '\(column.name)' is counted from no moment")
        }
      }
    }
  }
}
