/// What the real values tell about how values are written.
struct FieldShape: Sendable {
  enum LetterCase { case mixed, upper, lower }

  let letterCase: LetterCase
  let layouts: LayoutChoice
  let text: TextGenerator
  /// Whether there were real values.
  let isKnown: Bool

  init(_ shape: TextShape, kind: PersonalKind?) {
    isKnown = !shape.lengths.isEmpty
    text = TextGenerator(shape: isKnown ? shape : kind?.usualText ?? TextShape())
    layouts = LayoutChoice(shape) { layout in kind?.suits(layout: Array(layout.utf8)) ?? false }
    let hasLetters = isKnown && shape.digitShare + shape.punctuationShare < 0.9
    if hasLetters, kind?.followsCase == true, shape.upperShare > 0.9 {
      letterCase = .upper
    } else if hasLetters, kind?.followsCase == true, shape.upperShare == 0 {
      letterCase = .lower
    } else {
      letterCase = .mixed
    }
  }

  func apply(to bytes: inout [UInt8], from start: Int) {
    guard letterCase != .mixed else { return }
    let first: UInt8 = letterCase == .upper ? 0x61 : 0x41
    for place in start..<bytes.count where (first...first + 25).contains(bytes[place]) {
      bytes[place] ^= 0x20
    }
  }
}

extension PersonalKind {
  /// The shape of texts when no real value is known.
  fileprivate var usualText: TextShape {
    switch self {
    case .words: TextShape(lengths: [12, 24])
    case .catchPhrase: TextShape(lengths: [20, 40], capitalizedShare: 1)
    case .sentence: TextShape(lengths: [30, 80], sentenceShare: 1)
    case .paragraph: TextShape(lengths: [150, 300], sentenceShare: 1)
    default: TextShape(lengths: [80, 200], sentenceShare: 1)
    }
  }

  /// Whether the column is written in capitals, or in small letters, when the real values are.
  var followsCase: Bool {
    switch self {
    case .name, .firstName, .lastName, .prefix, .suffix, .gender, .email, .userName, .address,
      .streetAddress, .streetName, .secondaryAddress, .city, .state, .stateAbbreviation, .country,
      .countryCode, .company, .companySuffix, .job, .catchPhrase, .colorName, .languageName,
      .currencyName, .monthName, .dayOfWeek, .uuid, .hexColor, .macAddress, .md5, .sha1, .sha256:
      true
    default: false
    }
  }

  /// Whether values of this kind can be written in a layout of real values.
  func suits(layout: [UInt8]) -> Bool {
    let digits = layout.count { $0 == UInt8(ascii: "0") }
    let letters = layout.count { $0 | 0x20 == UInt8(ascii: "a") }
    switch self {
    case .phoneNumber: return digits >= 5 && letters <= 3
    case .ssn: return digits == 9 && letters == 0
    case .ein: return digits == 9 && letters == 0
    case .cardNumber: return (13...19).contains(digits) && letters == 0
    case .postcode, .licensePlate, .passportNumber: return digits + letters > 2 && digits > 0
    case .buildingNumber: return digits > 0 && letters <= 1
    case .dateOfBirth, .date: return digits == 8 && letters == 0 && Self.isDate(layout)
    default: return false
    }
  }

  /// Whether a layout is 00/00/0000 or 0000-00-00, with any separators or none.
  private static func isDate(_ layout: [UInt8]) -> Bool {
    let runs = layout.split { $0 != UInt8(ascii: "0") }.map(\.count)
    return runs == [8] || runs == [4, 2, 2] || runs == [2, 2, 4]
  }
}
