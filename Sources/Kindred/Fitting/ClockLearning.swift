import KindredData

/// Learns the clock of a column of moments, where things happen by the hour or on some days only.
struct ClockLearning {
  /// Hours with fewer rows run alike.
  let minimumCount: Int

  /// Least share of the rows that would have to happen at another hour for all hours to be alike.
  private static let leastShare = 0.15
  /// Rows per hour, on average, that rates are told from: chance alone moves a share of a tenth.
  private static let rowsPerPart = 20
  /// Most rows, as a share, on days of the week that are taken to have none.
  private static let mostOnFreeDays = 0.001
  private static let fewestDatedRows = 100
  /// Rows that are looked at, about: a thousand and more for each hour of the week.
  private static let mostRows = 1 << 18
  /// Days that the moments span: several of all parts.
  private static let fewestDays = 56.0

  /// Nil where moments are spread evenly, as far as can be told.
  /// - Parameter unit: what all moments are multiples of.
  func clock(of values: [Int64], in column: Column, unit: Int64) -> EventClock? {
    let rows = stride(from: 0, to: values.count, by: 1 + values.count / Self.mostRows)
    let valid = rows.filter(column.isValid).map { values[$0] }
    guard let first = valid.min(), let last = valid.max(),
      Double(last) - Double(first) >= Self.fewestDays * EventClock.day
    else { return nil }
    if Double(unit) == EventClock.day { return workingDays(of: valid, unit: unit) }
    let parts = [EventClock.Parts.hoursOfWeek, .hoursOfDay].first {
      valid.count >= Self.rowsPerPart * $0.rawValue
    }
    return parts.flatMap { hours(of: valid, $0, unit: unit) }
  }

  private func workingDays(of moments: [Int64], unit: Int64) -> EventClock? {
    guard moments.count >= Self.fewestDatedRows else { return nil }
    let counts = counts(of: moments, .daysOfWeek)
    var free: Set<Int> = []
    var onFree = 0.0
    for (day, count) in counts.enumerated().sorted(by: { ($0.1, $0.0) < ($1.1, $1.0) }) {
      guard onFree + count <= Self.mostOnFreeDays * Double(moments.count) else { break }
      onFree += count
      free.insert(day)
    }
    guard !free.isEmpty else { return nil }
    return EventClock(rates: counts.indices.map { free.contains($0) ? 0 : 1 }, unit: unit)
  }

  private func hours(
    of moments: [Int64], _ parts: EventClock.Parts, unit: Int64
  ) -> EventClock? {
    var counts = counts(of: moments, parts)
    let even = Double(moments.count) / Double(counts.count)
    let excess = counts.reduce(0) { $0 + max(0, $1 - even) }
    guard excess >= Self.leastShare * Double(moments.count) else { return nil }
    let rare = counts.indices.filter { counts[$0] < Double(minimumCount) }
    let mean = rare.reduce(0) { $0 + counts[$1] } / Double(max(1, rare.count))
    for part in rare { counts[part] = mean }
    return EventClock(rates: counts.map { Float($0 / even) }, unit: unit)
  }

  private func counts(of moments: [Int64], _ parts: EventClock.Parts) -> [Double] {
    var counts = [Double](repeating: 0, count: parts.rawValue)
    let length = Int64(parts.length)
    let count = Int64(parts.rawValue)
    for moment in moments {
      let (whole, rest) = moment.quotientAndRemainder(dividingBy: length)
      let part = rest < 0 ? whole - 1 : whole
      counts[Int(((part % count) + count) % count)] += 1
    }
    return counts
  }
}
