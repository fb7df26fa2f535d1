/// Finds out what a column without a declared type can be: a set of candidates that every value
/// narrows down.
struct CSVSurvey {
  /// Bit per candidate.
  private(set) var candidates: UInt32
  private(set) var hasValues = false
  private let formats: [TimestampFormat]

  private static let integer: UInt32 = 1
  private static let decimal: UInt32 = 2
  /// Bits 2...4: the inferred pairs of boolean spellings.
  private static let firstBoolean = 2

  /// A survey for `.infer` (no formats) or for timestamps of one of some formats.
  init(formats: [TimestampFormat]) {
    self.formats = formats
    candidates = formats.isEmpty ? 0b11111 : UInt32((UInt64(1) << UInt64(formats.count)) - 1)
  }

  /// Unambiguous formats in wide use, tried in this order.
  static let commonFormats: [TimestampFormat] = [
    "%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S.%f",
    "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%d %H:%M:%S%z", "%Y-%m-%dT%H:%M:%S%z",
    "%Y-%m-%d %H:%M:%S.%f%z", "%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M",
    "%Y/%m/%d", "%Y/%m/%d %H:%M:%S", "%Y%m%d", "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y",
  ].compactMap { try? TimestampFormat($0) }

  mutating func merge(_ other: CSVSurvey) {
    candidates &= other.candidates
    hasValues = hasValues || other.hasValues
  }

  /// Narrows the candidates by a column of a chunk.
  mutating func note(
    _ text: UnsafePointer<UInt8>, _ fields: UnsafePointer<CSVField>, stride: Int, rows: Int
  ) {
    for row in 0..<rows {
      guard candidates != 0 else { return }
      let field = fields[row * stride]
      let (base, length) = (text + Int(field.start), field.length)
      if formats.isEmpty {
        if field.isNull || MissingMark.matches(base, length) { continue }
        hasValues = true
        candidates &= Self.types(base, length)
      } else if length > 0, !MissingMark.matches(base, length) {
        hasValues = true
        noteTimestamp(UnsafeBufferPointer(start: base, count: length))
      }
    }
  }

  private mutating func noteTimestamp(_ bytes: UnsafeBufferPointer<UInt8>) {
    for (bit, format) in formats.enumerated()
    where candidates >> UInt32(bit) & 1 != 0 && format.parse(bytes) == nil {
      candidates &= ~(1 << UInt32(bit))
    }
  }

  private static func types(_ base: UnsafePointer<UInt8>, _ length: Int) -> UInt32 {
    guard length > 0 else { return 0 }
    if let boolean = BooleanSpelling.parse(base, length),
      BooleanSpelling.inferred.contains(boolean.pair)
    {
      return 1 << UInt32(firstBoolean + boolean.pair)
    }
    switch IntegerText.parse(base, length) {
    case .value where IntegerText.isCanonical(base, length): return integer | decimal
    // Digits with leading zeros, or too many of them, are names rather than numbers.
    case .value, .overflow: return 0
    case .malformed: break
    }
    let sign = base[0] == UInt8(ascii: "-") ? 1 : 0
    let hasLeadingZero =
      length > sign + 1 && base[sign] == 0x30 && base[sign + 1] &- 0x30 <= 9
    guard base[0] != UInt8(ascii: "+"), !hasLeadingZero else { return 0 }
    return DecimalText.powersOfTen.withUnsafeBufferPointer { powers in
      guard let powers = powers.baseAddress,
        case .value = DecimalText.parse(base, length, powers: powers)
      else { return 0 }
      return decimal
    }
  }

  /// The hint to read the column by.
  var hint: ColumnHint {
    guard hasValues else {
      return formats.first.map { .timestamp(format: $0.text) } ?? .string
    }
    guard formats.isEmpty else {
      let bit = candidates.trailingZeroBitCount
      return .timestamp(format: formats.indices.contains(bit) ? formats[bit].text : nil)
    }
    if candidates & Self.integer != 0 { return .integer }
    if candidates & Self.decimal != 0 { return .number }
    return candidates != 0 ? .boolean : .string
  }
}
