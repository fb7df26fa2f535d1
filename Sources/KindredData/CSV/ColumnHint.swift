/// What a column of text is to be read as.
public enum ColumnHint: Sendable, Equatable {
  /// Integers, else decimals, else booleans (True/False, true/false or TRUE/FALSE), else strings:
  /// the first that fits every value. Numbers with leading zeros or a plus sign stay strings.
  case infer
  /// Integers of 64 bits.
  case integer
  /// Integers when every value is integer text, else decimals.
  case number
  case string
  /// True/False, T/F, Yes/No, Y/N in upper, lower or title case, or 1/0.
  case boolean
  /// By a strptime-style format; nil for the first common unambiguous format that fits every value.
  case timestamp(format: String?)
  /// Integers when every value is canonical integer text (no leading zero, no plus), else strings.
  case key

  /// How a column of that semantic type is stored.
  public init(_ column: ColumnMetadata) {
    switch column.sdtype {
    case .numerical: self = .number
    case .boolean: self = .boolean
    case .datetime: self = .timestamp(format: column.datetimeFormat)
    case .id: self = .key
    default: self = .string
    }
  }
}

/// The spellings of true and false that are known.
enum BooleanSpelling {
  static let pairs: [(true: String, false: String)] = [
    ("True", "False"), ("true", "false"), ("TRUE", "FALSE"), ("T", "F"), ("t", "f"),
    ("Yes", "No"), ("yes", "no"), ("YES", "NO"), ("Y", "N"), ("y", "n"), ("1", "0"),
  ]

  /// The pairs recognised without a hint.
  static let inferred = 0..<3

  /// The pair and the truth of a text.
  @inline(__always)
  static func parse(_ text: UnsafePointer<UInt8>, _ length: Int) -> (pair: Int, value: Bool)? {
    let first = length > 0 ? text[0] : 0
    switch length {
    case 1:
      switch first {
      case UInt8(ascii: "1"): return (10, true)
      case UInt8(ascii: "0"): return (10, false)
      case UInt8(ascii: "T"): return (3, true)
      case UInt8(ascii: "F"): return (3, false)
      case UInt8(ascii: "t"): return (4, true)
      case UInt8(ascii: "f"): return (4, false)
      case UInt8(ascii: "Y"): return (8, true)
      case UInt8(ascii: "N"): return (8, false)
      case UInt8(ascii: "y"): return (9, true)
      case UInt8(ascii: "n"): return (9, false)
      default: return nil
      }
    case 2: return word(text, "No", pair: 5, value: false)
    case 3: return word(text, "Yes", pair: 5, value: true)
    case 4: return word(text, "True", pair: 0, value: true)
    case 5: return word(text, "False", pair: 0, value: false)
    default: return nil
    }
  }

  /// Compares with a word in title case, lower case and upper case.
  @inline(__always)
  private static func word(
    _ text: UnsafePointer<UInt8>, _ word: StaticString, pair: Int, value: Bool
  ) -> (pair: Int, value: Bool)? {
    let expected = word.utf8Start
    let length = word.utf8CodeUnitCount
    var (title, lower, upper) = (true, true, true)
    for offset in 0..<length {
      let byte = text[offset]
      title = title && byte == expected[offset]
      lower = lower && byte == expected[offset] | 0x20
      upper = upper && byte == expected[offset] & 0xDF
    }
    return title ? (pair, value) : lower ? (pair + 1, value) : upper ? (pair + 2, value) : nil
  }
}
