extension PersonalGenerator {
  func writeTime(_ kind: PersonalKind, _ value: inout FieldValue) {
    switch kind {
    case .dateOfBirth:
      // From 1940 to the end of 2007.
      writeDate(value.choice(below: 24_837), from: 1940, &value)
    case .date:
      // From 1995 to the end of 2024.
      writeDate(value.choice(below: 10_958), from: 1995, &value)
    case .time: writeClock(value.choice(below: 86_400), &value)
    case .dateTime:
      let second = value.choice(below: 10_958 * 86_400)
      writeDate(second / 86_400, from: 1995, &value)
      value.write("T")
      writeClock(second % 86_400, &value)
    case .year: value.write(value.choice(below: 55) + 1_970)
    case .month: value.write(value.choice(below: 12) + 1, digits: 2)
    case .monthName: value.writeChoice(of: CodeWords.months)
    case .dayOfMonth: value.write(value.choice(below: 28) + 1, digits: 2)
    default: value.writeChoice(of: CodeWords.weekdays)
    }
  }

  private func writeClock(_ second: UInt64, _ value: inout FieldValue) {
    value.write(second / 3_600, digits: 2)
    value.write(":")
    value.write(second / 60 % 60, digits: 2)
    value.write(":")
    value.write(second % 60, digits: 2)
  }

  /// The date a number of days after the first of January, between 1901 and 2099.
  private func writeDate(_ days: UInt64, from year: UInt64, _ value: inout FieldValue) {
    var year = year
    var day = days
    while day >= (year % 4 == 0 ? 366 : 365) {
      day -= year % 4 == 0 ? 366 : 365
      year += 1
    }
    var month: UInt64 = 1
    for length: UInt64 in [31, year % 4 == 0 ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30] {
      guard day >= length else { break }
      day -= length
      month += 1
    }
    day += 1
    let layout = shape.layouts.choose(&value.draw)
    guard let layout else {
      value.write(year)
      value.write("-")
      value.write(month, digits: 2)
      value.write("-")
      value.write(day, digits: 2)
      return
    }
    let start = value.bytes.count
    value.write(layout)
    let isYearFirst = layout.prefix { $0 == UInt8(ascii: "0") }.count > 2
    let digits =
      isYearFirst ? year * 10_000 + month * 100 + day : month * 1_000_000 + day * 10_000 + year
    // In Europe the day comes first, and its separator is the full stop.
    let isDayFirst = !isYearFirst && layout.contains(UInt8(ascii: "."))
    Self.replaceDigits(
      in: &value.bytes, from: start,
      by: isDayFirst ? day * 1_000_000 + month * 10_000 + year : digits)
  }
}
