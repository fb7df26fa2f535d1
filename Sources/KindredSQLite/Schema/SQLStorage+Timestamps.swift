import KindredData

extension SQLStorage {
  /// How files spell times that are stored like this.
  var timestampFormat: String {
    switch self {
    case .unixSeconds: "%Y-%m-%d %H:%M:%S"
    case .unixFractionalSeconds: "%Y-%m-%d %H:%M:%S.%f"
    case .unixMilliseconds, .julianDays: "%Y-%m-%d %H:%M:%S.%3f"
    }
  }

  /// Microseconds since 1970 of a stored integer; nil beyond the years 1 to 9999.
  func microseconds(_ stored: Int64) -> Int64? {
    switch self {
    case .unixSeconds, .unixFractionalSeconds: Self.scaled(stored, 1_000_000)
    case .unixMilliseconds: Self.scaled(stored, 1000)
    case .julianDays: microseconds(Double(stored))
    }
  }

  /// Microseconds since 1970 of a stored number; nil beyond the years 1 to 9999. Julian days tell
  /// milliseconds apart, as SQLite's own functions do.
  func microseconds(_ stored: Double) -> Int64? {
    let exact =
      switch self {
      case .unixSeconds, .unixFractionalSeconds: (stored * 1e6).rounded()
      case .unixMilliseconds: (stored * 1e3).rounded()
      case .julianDays: ((stored - Self.epochDay) * 86_400_000).rounded() * 1000
      }
    guard let value = Int64(exactly: exact), Self.range.contains(value) else { return nil }
    return value
  }

  /// What stands for a time.
  func stored(_ microseconds: Int64) -> Stored {
    switch self {
    case .unixSeconds: .integer(Self.floored(microseconds, 1_000_000))
    case .unixMilliseconds: .integer(Self.floored(microseconds, 1000))
    case .unixFractionalSeconds: .real(Double(microseconds) / 1e6)
    case .julianDays:
      .real(Double(Self.floored(microseconds, 1000)) / 86_400_000 + Self.epochDay)
    }
  }

  enum Stored {
    case integer(Int64)
    case real(Double)
  }

  /// The Julian day of 1970-01-01T00:00:00.
  private static let epochDay = 2_440_587.5
  /// Microseconds of the years 1 to 9999.
  private static let range = -62_135_596_800_000_000...253_402_300_799_999_999 as ClosedRange<Int64>

  private static func scaled(_ stored: Int64, _ factor: Int64) -> Int64? {
    let (value, overflow) = stored.multipliedReportingOverflow(by: factor)
    return overflow || !range.contains(value) ? nil : value
  }

  private static func floored(_ value: Int64, _ divisor: Int64) -> Int64 {
    value >= 0 ? value / divisor : -((-value + divisor - 1) / divisor)
  }
}
