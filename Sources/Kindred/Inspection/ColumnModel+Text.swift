import Foundation
import KindredData
import KindredGenerators
import KindredStatistics

// Columns in the words of `inspect`.

extension ColumnModel {
  /// The family and range of a numerical or datetime distribution.
  var distributionText: String {
    guard let summary = marginal?.summary else { return "" }
    var range = "\(spelled(summary.minimum)) to \(spelled(summary.maximum))"
    if case .elapsed = content { range += " after" }
    if case .clocked(_, let clock) = content { range += ", \(clock.text)" }
    if !summary.parameters.isEmpty {
      let parameters = summary.parameters.map { String(format: "%.4g", $0) }
      return "\(summary.family)(\(parameters.joined(separator: ", "))), \(range)"
    }
    return "\(summary.family), \(range)"
  }

  /// Values of the data that are kept and can be generated as they are.
  var keptValues: [String] {
    switch content {
    case .categorical(_, let labels): labels
    case .boolean: ["false", "true"]
    case .kept(let column): column.distinctTexts
    default: marginal?.summary.keptValues.map(spelled) ?? []
    }
  }

  /// A value of the marginal as files spell it.
  private func spelled(_ value: Double) -> String {
    switch content {
    case .timestamp(_, let unit):
      return spelledMoment((value / Double(unit)).rounded() * Double(unit))
    case .clocked(_, let clock): return spelledMoment(clock.moment(showing: value))
    case .elapsed(let time): return time.text(value)
    case .decimal(_, let places?): return String(format: "%.\(places)f", value)
    default: return Int64(exactly: value).map { "\($0)" } ?? "\(value)"
    }
  }

  private func spelledMoment(_ moment: Double) -> String {
    guard let microseconds = Int64(exactly: moment) else { return "\(moment)" }
    let text: String? =
      if case .timestamp(let format) = format {
        try? TimestampFormat(format).string(from: microseconds)
      } else { nil }
    return text ?? "\(microseconds) µs"
  }
}

extension EventClock {
  /// When it runs, in words.
  var text: String {
    switch parts {
    case .daysOfWeek:
      // 1970-01-01 was a Thursday.
      let names = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
      let order = [4, 5, 6, 0, 1, 2, 3].filter { rates[$0] > 0 }
      return "on " + order.map { names[$0] }.joined(separator: ", ")
    case .hoursOfDay: return "by the hour of the day"
    case .hoursOfWeek: return "by the hour of the week"
    }
  }
}

extension ElapsedTime {
  /// The unit in which times are written: the largest that the longest of them reaches.
  var writtenUnit: (length: Double, name: String) {
    let longest = max(marginal.minimum.magnitude, marginal.maximum.magnitude)
    return Self.units.first { $0.length <= longest } ?? (1, "µs")
  }

  private static let units: [(length: Double, name: String)] = [
    (86_400_000_000, "d"), (3_600_000_000, "h"), (60_000_000, "min"), (1_000_000, "s"),
    (1_000, "ms"),
  ]

  /// So many microseconds, such as "2.5 d".
  fileprivate func text(_ value: Double) -> String {
    String(format: "%.6g ", value / writtenUnit.length) + writtenUnit.name
  }
}

extension Column {
  /// Every value once, as files spell it, in the order of the rows.
  fileprivate var distinctTexts: [String] {
    var seen: Set<String> = []
    return (0..<count).compactMap { text(at: $0) }.filter { seen.insert($0).inserted }
  }
}

extension Relationship {
  /// Where a part of the foreign key comes from, such as "users.user_id".
  func origin(ofPart part: Int) -> String { "\(parentTable).\(parentKey[part])" }
}

extension TextShape {
  /// Characters of a text in the middle.
  var typicalLength: Int { lengths.isEmpty ? 0 : lengths[lengths.count / 2] }
}

/// A share as a percentage with one digit.
func percent(_ share: Double) -> String { String(format: "%.1f %%", 100 * share) }
