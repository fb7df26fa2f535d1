/// How the server sends the values of a column, and what they become.
package enum BinaryForm: Equatable {
  /// One byte.
  case boolean
  /// Big-endian integers of 16, 32 and 64 bits.
  case integer16, integer32, integer64
  /// IEEE 754.
  case float32, float64
  /// A `numeric` that holds whole numbers of at most 18 digits.
  case wholeNumeric
  /// A `numeric` that becomes the nearest double, with that many places; nil for a free scale.
  case numeric(places: Int?)
  /// A `numeric` that becomes its digits: a key, which must stay exact.
  case numericText
  /// UTF-8.
  case text
  /// 16 bytes.
  case uuid
  /// Days since 2000-01-01, 32 bits.
  case date
  /// Microseconds since 2000-01-01, 64 bits; with `isZoned` in universal time.
  case timestamp(isZoned: Bool)
  /// Microseconds since midnight, 64 bits.
  case time
  /// Not read: every row is null.
  case nothing
}

/// What is needed to read a column.
package struct BinaryColumn: Equatable {
  /// The name in the metadata.
  package var name: String
  /// How the values come.
  package var form: BinaryForm

  /// A column of that form.
  package init(name: String, form: BinaryForm) {
    self.name = name
    self.form = form
  }
}

/// Moments that the server counts from 2000-01-01.
enum ServerEpoch {
  static let days: Int64 = 10_957
  static let microseconds: Int64 = 946_684_800_000_000
  static let microsecondsPerDay: Int64 = 86_400_000_000
  /// 1900-01-01, the day that times without a date are of; in microseconds since 1970.
  static let dayOfTimes: Int64 = -2_208_988_800_000_000
}
