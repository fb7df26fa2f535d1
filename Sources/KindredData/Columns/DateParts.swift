/// A point in time as calendars and clocks have it.
public struct DateParts: Sendable, Equatable {
  /// Of the proleptic Gregorian calendar.
  public let year: Int
  /// 1...12
  public let month: Int
  /// 1...31
  public let day: Int
  /// 0...23
  public let hour: Int
  /// 0...59
  public let minute: Int
  /// 0...59
  public let second: Int
  /// 0..<1,000,000
  public let microsecond: Int

  /// The parts of a timestamp: microseconds since 1970-01-01T00:00:00.
  public init(microseconds: Int64) {
    let perDay = CivilDate.microsecondsPerDay
    var (days, rest) = microseconds.quotientAndRemainder(dividingBy: perDay)
    if rest < 0 { (days, rest) = (days - 1, rest + perDay) }
    let date = CivilDate(daysSince1970: Int(days))
    (year, month, day) = (date.year, date.month, date.day)
    microsecond = Int(rest % 1_000_000)
    let seconds = Int(rest / 1_000_000)
    (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60)
  }
}
