import KindredData

/// Collects the values of one column from binary fields.
struct BinaryColumnBuilder {
  let name: String
  private let form: BinaryForm
  private var count = 0
  private var nulls: [Int] = []

  // Only the storage of the form is in use. Separate arrays stay unshared while they grow.
  private var integers: [Int64] = []
  private var decimals: [Double] = []
  private var booleans: [Bool] = []
  private var codes: [Int32] = []
  private var encoder = StringEncoder()
  /// Whether a timestamp has a fraction of a second, and how fine.
  private var fractionDigits = 0

  init(_ column: BinaryColumn) {
    name = column.name
    form = column.form
  }

  /// Bytes of the values collected.
  var bytes: Int {
    integers.count * 8 + decimals.count * 8 + booleans.count + codes.count * 4
      + encoder.pool.bytes.count
  }

  mutating func appendNull() {
    nulls.append(count)
    appendFiller()
  }

  private mutating func appendFiller() {
    count += 1
    switch form {
    case .boolean: booleans.append(false)
    case .integer16, .integer32, .integer64, .wholeNumeric, .date, .timestamp, .time:
      integers.append(0)
    case .float32, .float64, .numeric: decimals.append(0)
    case .text, .uuid, .numericText, .nothing: codes.append(0)
    }
  }

  /// Appends what a field says.
  mutating func append(_ field: UnsafeRawBufferPointer) throws(BinaryFault) {
    switch form {
    case .boolean:
      try check(field, bytes: 1)
      booleans.append(field[0] != 0)
    case .integer16:
      try check(field, bytes: 2)
      integers.append(Int64(field.bigEndian(at: 0, as: Int16.self)))
    case .integer32:
      try check(field, bytes: 4)
      integers.append(Int64(field.bigEndian(at: 0, as: Int32.self)))
    case .integer64:
      try check(field, bytes: 8)
      integers.append(field.bigEndian(at: 0, as: Int64.self))
    case .float32:
      try check(field, bytes: 4)
      // The shortest decimal is meant, not the nearest binary fraction: 0.1, not 0.10000000149.
      let value = Float(bitPattern: field.bigEndian(at: 0, as: UInt32.self))
      try appendDecimal(value.isFinite ? Double(value.description) ?? Double(value) : .nan)
    case .float64:
      try check(field, bytes: 8)
      try appendDecimal(Double(bitPattern: field.bigEndian(at: 0, as: UInt64.self)))
    case .wholeNumeric, .numeric, .numericText: try appendNumeric(field)
    case .text: try appendText(field)
    case .uuid:
      try check(field, bytes: 16)
      try appendUUID(field)
    case .date:
      try check(field, bytes: 4)
      try appendDate(field.bigEndian(at: 0, as: Int32.self))
    case .timestamp:
      try check(field, bytes: 8)
      try appendTimestamp(field.bigEndian(at: 0, as: Int64.self))
    case .time:
      try check(field, bytes: 8)
      let time = field.bigEndian(at: 0, as: Int64.self)
      guard 0...ServerEpoch.microsecondsPerDay ~= time else { throw .farDate }
      integers.append(ServerEpoch.dayOfTimes + time)
      if fractionDigits < 6 { noteFraction(time) }
    case .nothing:
      appendNull()
      return
    }
    count += 1
  }

  /// The column so far; the builder begins anew.
  mutating func take() throws(BinaryFault) -> Column {
    defer { self = BinaryColumnBuilder(BinaryColumn(name: name, form: form)) }
    var validity: Bitmap?
    if !nulls.isEmpty {
      var bits = Bitmap(repeating: true, count: count)
      for row in nulls { bits[row] = false }
      validity = bits
    }
    switch form {
    case .boolean: return Column(name, .booleans(booleans), validity: validity)
    case .integer16, .integer32, .integer64, .wholeNumeric:
      return Column(name, .integers(integers), validity: validity)
    case .float32, .float64:
      return Column(name, .decimals(decimals), validity: validity, format: .decimal(places: nil))
    case .numeric(let places):
      return Column(
        name, .decimals(decimals), validity: validity, format: .decimal(places: places))
    case .text, .uuid, .numericText, .nothing:
      try checkText()
      return Column(
        name, .strings(StringColumn(codes: codes, dictionary: encoder.pool)), validity: validity)
    case .date:
      return Column(
        name, .timestamps(integers), validity: validity, format: .timestamp(TimestampText.date))
    case .timestamp(let isZoned):
      let format = TimestampText.format(fractionDigits: fractionDigits, isZoned: isZoned)
      return Column(name, .timestamps(integers), validity: validity, format: .timestamp(format))
    case .time:
      let format = TimestampText.time(fractionDigits: fractionDigits)
      return Column(name, .timestamps(integers), validity: validity, format: .timestamp(format))
    }
  }
}

// MARK: - Values

extension BinaryColumnBuilder {
  @inline(__always)
  private func check(_ field: UnsafeRawBufferPointer, bytes: Int) throws(BinaryFault) {
    guard field.count == bytes else {
      throw BinaryFault(
        problem: "The server sent \(field.count) bytes for a value of \(bytes)",
        remedy: "Check that the URL leads to a PostgreSQL server, and try again.",
        isOfServer: true)
    }
  }

  @inline(__always)
  private mutating func appendDecimal(_ value: Double) throws(BinaryFault) {
    guard value.isFinite else { throw .notFinite }
    decimals.append(value)
  }

  private mutating func appendNumeric(_ field: UnsafeRawBufferPointer) throws(BinaryFault) {
    switch BinaryNumeric.read(field) {
    case .notFinite: throw .notFinite
    case .malformed:
      throw BinaryFault(
        problem: "The server sent a malformed numeric",
        remedy: "Check that the URL leads to a PostgreSQL server, and try again.",
        isOfServer: true)
    case .value(let number):
      switch form {
      case .wholeNumeric:
        guard let integer = number.integer else { throw tooLarge(number) }
        integers.append(integer)
      case .numericText:
        try append(text: number.text)
      default:
        guard let value = number.double else { throw tooLarge(number) }
        decimals.append(value)
      }
    }
  }

  private func tooLarge(_ number: BinaryNumeric) -> BinaryFault {
    BinaryFault(
      problem: "The number is too large", value: number.text,
      remedy: "Read the column as text, from a copy of the table where it has type text.")
  }

  private mutating func appendText(_ field: UnsafeRawBufferPointer) throws(BinaryFault) {
    var empty: UInt8 = 0
    let code =
      field.baseAddress.map {
        encoder.code(of: $0.assumingMemoryBound(to: UInt8.self), field.count)
      } ?? encoder.code(of: &empty, 0)
    guard let code else {
      throw BinaryFault(
        problem: "The column has more than 2,147,483,647 distinct texts",
        remedy: "Split the table.")
    }
    codes.append(code)
  }

  private mutating func append(text: String) throws(BinaryFault) {
    var bytes = Array(text.utf8)
    guard let code = encoder.code(of: &bytes, bytes.count) else { return }
    codes.append(code)
  }

  private mutating func appendUUID(_ field: UnsafeRawBufferPointer) throws(BinaryFault) {
    func digit(_ value: UInt8) -> UInt8 { value < 10 ? value + 0x30 : value - 10 + 0x61 }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(36)
    for (index, byte) in field.enumerated() {
      if [4, 6, 8, 10].contains(index) { bytes.append(UInt8(ascii: "-")) }
      bytes.append(digit(byte >> 4))
      bytes.append(digit(byte & 0xF))
    }
    guard let code = encoder.code(of: &bytes, bytes.count) else { return }
    codes.append(code)
  }

  private mutating func appendDate(_ days: Int32) throws(BinaryFault) {
    guard days != .max, days != .min else { throw .infiniteDate }
    let (moment, overflow) = (Int64(days) + ServerEpoch.days)
      .multipliedReportingOverflow(by: ServerEpoch.microsecondsPerDay)
    guard !overflow, TimestampFormat.representable.contains(moment) else { throw .farDate }
    integers.append(moment)
  }

  private mutating func appendTimestamp(_ microseconds: Int64) throws(BinaryFault) {
    guard microseconds != .max, microseconds != .min else { throw .infiniteDate }
    let (moment, overflow) = microseconds.addingReportingOverflow(ServerEpoch.microseconds)
    guard !overflow, TimestampFormat.representable.contains(moment) else { throw .farDate }
    integers.append(moment)
    if fractionDigits < 6 { noteFraction(moment) }
  }

  @inline(__always)
  private mutating func noteFraction(_ moment: Int64) {
    guard moment % 1_000_000 != 0 else { return }
    fractionDigits = max(fractionDigits, moment % 1000 == 0 ? 3 : 6)
  }

  /// Servers with the encoding SQL_ASCII send any bytes.
  private func checkText() throws(BinaryFault) {
    guard let index = encoder.pool.firstMalformedIndex else { return }
    throw BinaryFault(
      problem: "The text is not UTF-8", value: encoder.pool[index],
      remedy: "Correct it, or the encoding of the database.")
  }
}

extension BinaryFault {
  static let notFinite = BinaryFault(
    problem: "The number is not finite (NaN or infinity)",
    remedy: "Make it null or a number in the database.")
  static let infiniteDate = BinaryFault(
    problem: "The date is infinite", value: "infinity",
    remedy: "Make it null or a date in the database.")
  static let farDate = BinaryFault(
    problem: "The date lies outside the years 1 to 9999",
    remedy: "Make it null or a date within these years in the database.")
}

/// How moments are spelled as text.
enum TimestampText {
  static let date = "%Y-%m-%d"

  /// - Parameter fractionDigits: 0...6.
  static func format(fractionDigits: Int, isZoned: Bool) -> String {
    "\(date) \(time(fractionDigits: fractionDigits))\(isZoned ? "+0000" : "")"
  }

  /// - Parameter fractionDigits: 0...6.
  static func time(fractionDigits: Int) -> String {
    let text = "%H:%M:%S"
    guard fractionDigits > 0 else { return text }
    return text + (fractionDigits == 6 ? ".%f" : ".%\(fractionDigits)f")
  }
}
