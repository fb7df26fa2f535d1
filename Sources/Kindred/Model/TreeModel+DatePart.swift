import KindredData

extension TreeModel.DatePart {
  /// The part of a time in microseconds since 1970-01-01; NaN for nulls and impossible times.
  func value(of time: Double) -> Double {
    let perDay = Double(CivilDate.microsecondsPerDay)
    let days = (time / perDay).rounded(.down)
    guard time.isFinite,
      CivilDate.representableDays.contains(Int(exactly: days) ?? .max)
    else { return .nan }
    let day = Int(days)
    let date = CivilDate(daysSince1970: day)
    switch self {
    case .dayOfMonth: return Double(date.day)
    case .daysLeft:
      return Double(CivilDate.daysIn(month: date.month, year: date.year) - date.day)
    // 1970-01-01 was a Thursday.
    case .weekday: return Double((((day + 3) % 7) + 7) % 7)
    case .month: return Double(date.month)
    case .hour: return ((time - days * perDay) / perDay * 24).rounded(.down)
    }
  }

  /// The part of every row of a column of times.
  func column(of times: [Double]) -> [Double] { times.map(value(of:)) }

  /// The parts that differ among times which lie so many microseconds apart.
  static func parts(step: Double) -> [TreeModel.DatePart] {
    allCases.filter { $0 != .hour || step < Double(CivilDate.microsecondsPerDay) }
  }
}
