/// A part of a date that rows may depend on where the date as a number says little: wages come on
/// the same day of every month, shops are closed on the same day of every week.
public enum CalendarPart: Int, Sendable, CaseIterable {
  /// 1...31.
  case dayOfMonth
  /// Days left until the month ends, 0...30.
  case daysLeftInMonth
  /// 0...6, from Monday.
  case weekday
  /// 1...12.
  case month
  /// Hours of the day, 0...23.
  case hour

  /// The bin that trees see of a time, in ticks since 1970-01-01: the part, plus 1; 0 for nulls.
  /// Days and months are those of the Gregorian calendar, without time zones.
  func bin(of time: Double, ticksPerDay: Double) -> UInt8 {
    guard time.isFinite, ticksPerDay > 0, (time / ticksPerDay).magnitude < 1e9 else { return 0 }
    let day = Int((time / ticksPerDay).rounded(.down))
    switch self {
    case .dayOfMonth: return UInt8(1 + Self.date(day).day)
    case .daysLeftInMonth:
      let date = Self.date(day)
      return UInt8(1 + Self.length(of: date.month, year: date.year) - date.day)
    // 1970-01-01 was a Thursday.
    case .weekday: return UInt8(1 + (((day + 3) % 7) + 7) % 7)
    case .month: return UInt8(1 + Self.date(day).month)
    case .hour:
      let inside = time / ticksPerDay - Double(day)
      return UInt8(1 + min(23, max(0, Int(inside * 24 + 1e-9))))
    }
  }

  /// The parts that differ among times of this distance.
  static func parts(ticksPerDay: Double, step: Double) -> [CalendarPart] {
    guard ticksPerDay > 0 else { return [] }
    return allCases.filter { $0 != .hour || step < ticksPerDay }
  }

  /// The date of a day since 1970-01-01. Years are counted from March, so that the day that leap
  /// years add is their last one.
  private static func date(_ day: Int) -> (year: Int, month: Int, day: Int) {
    // Days since 0000-03-01, and cycles of 400 years.
    let shifted = day + 719_468
    let cycle = Int((Double(shifted) / 146_097).rounded(.down))
    let inCycle = shifted - cycle * 146_097
    let year = (inCycle - inCycle / 1460 + inCycle / 36_524 - inCycle / 146_096) / 365
    let inYear = inCycle - (365 * year + year / 4 - year / 100)
    // Months of 31, 30, 31, 30, 31 days, again and again.
    let month = (5 * inYear + 2) / 153
    let first = (153 * month + 2) / 5
    let isNextYear = month >= 10
    return (
      year + cycle * 400 + (isNextYear ? 1 : 0), isNextYear ? month - 9 : month + 3,
      inYear - first + 1
    )
  }

  private static func length(of month: Int, year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
