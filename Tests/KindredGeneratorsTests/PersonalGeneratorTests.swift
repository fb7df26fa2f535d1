import KindredData
import KindredGenerators
import KindredStatistics
import Testing

/// Values of one personal column.
struct PersonalColumn {
  var sdtype: String
  var shape = TextShape()
  var isUnique = false
  var seed: UInt64 = 1
  var consumed: UInt64 = 0

  func values(_ rows: Range<UInt64>) -> [String] {
    let generator = PersonalGenerator(
      sdtype: sdtype, shape: shape, isUnique: isUnique, consumed: consumed)
    let person = CounterRandom(seed: seed, stream: CounterRandom.stream("person", "users"))
    let field = CounterRandom(seed: seed, stream: CounterRandom.stream("field", "users", sdtype))
    var bytes: [UInt8] = []
    return rows.map { row in
      bytes.removeAll(keepingCapacity: true)
      generator.append(row: row, person: person, field: field, to: &bytes)
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  /// The shape of 60 values, made by replacing every `#` in the layouts by a digit.
  static func shape(_ layouts: String...) -> TextShape {
    TextShape.learn(
      from: StringPool(
        (0..<60).map { row in
          String(layouts[row % layouts.count].map { $0 == "#" ? Character("\(row % 10)") : $0 })
        }))
  }
}

/// Personal fields: known types, agreement of columns, uniqueness.
struct PersonalGeneratorTests {
  private static let sdtypes = [
    "name", "first_name", "last_name", "prefix", "suffix", "email", "user_name", "phone_number",
    "ssn", "address", "street_address", "street_name", "building_number", "secondary_address",
    "city", "state", "state_abbr", "administrative_unit", "country", "country_code", "postcode",
    "zipcode", "latitude", "longitude", "company", "job", "url", "domain_name", "ipv4_address",
    "ipv6_address", "mac_address", "user_agent_string", "credit_card_number", "iban", "swift",
    "swift8", "swift11", "license_plate", "vin", "uuid", "uuid4", "date_of_birth", "color",
    "color_name", "currency_code", "language", "text", "sentence", "paragraph", "word", "words",
    "password", "bban", "ein", "passport_number", "isbn13", "ean13", "slug", "md5", "sha1",
    "sha256", "file_name", "file_path", "mime_type", "time", "date", "date_time", "timezone",
    "latlng", "hex_color", "catch_phrase", "company_suffix", "month_name", "day_of_week",
    "credit_card_provider", "credit_card_expire", "credit_card_security_code", "gender",
    "country_calling_code", "currency_name", "language_code", "year", "month", "day_of_month",
    "domain_word", "unheard_of",
  ]

  @Test(arguments: sdtypes)
  func valuesAreTextAndReproducible(sdtype: String) {
    let column = PersonalColumn(sdtype: sdtype)
    let generator = PersonalGenerator(sdtype: sdtype, shape: TextShape(), isUnique: false)
    #expect(generator.isKnown == (sdtype != "unheard_of"))
    let values = column.values(0..<300)
    #expect(values.allSatisfy { !$0.isEmpty && !$0.contains("\u{FFFD}") })
    #expect(values == column.values(0..<300))
    #expect(Array(values[100..<200]) == column.values(100..<200))
    // Even sexes and suffixes repeat only so often.
    #expect(Set(values).count > 1)
    var other = column
    other.seed = 2
    #expect(other.values(0..<300) != values)
  }

  private static let common: Set<String> = [
    "name", "email", "user_name", "phone_number", "ssn", "uuid4", "credit_card_number",
    "unheard_of",
  ]

  /// Values that must not repeat do not, for more rows than many kinds have values.
  @Test(arguments: sdtypes)
  func uniqueValuesDiffer(sdtype: String) {
    let isLong = ["text", "paragraph", "sentence", "catch_phrase"].contains(sdtype)
    let rows: UInt64 = Self.common.contains(sdtype) ? 100_000 : isLong ? 500 : 2_000
    var column = PersonalColumn(sdtype: sdtype, isUnique: true)
    var values = Set(column.values(0..<rows / 2))
    // A later call with another seed goes on.
    column.seed = 9
    column.consumed = rows / 2
    values.formUnion(column.values(0..<rows / 2))
    #expect(values.count == Int(rows))
  }

  @Test func uniqueLayoutsDiffer() {
    let layouts = [
      ("phone_number", "###-####"), ("phone_number", "(###) ###-####"),
      ("phone_number", "+## ### ####"),
      ("phone_number", "#####"), ("phone_number", "## ## ## ## ##"), ("postcode", "AB# #CD"),
      ("postcode", "####"), ("license_plate", "AB-#"), ("ssn", "#########"),
      ("credit_card_number", "#### #### #### ####"), ("date_of_birth", "##/##/####"),
    ]
    for (sdtype, layout) in layouts {
      let column = PersonalColumn(
        sdtype: sdtype, shape: PersonalColumn.shape(layout), isUnique: true)
      let values = column.values(0..<5_000)
      #expect(Set(values).count == values.count, "\(sdtype) \(layout)")
    }
  }

  @Test func columnsOfARowAgree() {
    func values(_ sdtype: String) -> [String] { PersonalColumn(sdtype: sdtype).values(0..<2_000) }
    let names = values("name")
    let (first, last) = (values("first_name"), values("last_name"))
    let (email, user) = (values("email"), values("user_name"))
    let (prefix, gender) = (values("prefix"), values("gender"))
    let unique = PersonalColumn(sdtype: "email", isUnique: true).values(0..<2_000)
    for row in names.indices {
      #expect(names[row] == "\(first[row]) \(last[row])")
      #expect(email[row].hasPrefix(user[row] + "@example."))
      let letters = user[row].filter(\.isLetter)
      #expect(letters.first == first[row].lowercased().first)
      let initial = last[row].lowercased().prefix(1)
      #expect(letters.hasSuffix(last[row].lowercased()) || letters.hasSuffix(initial))
      #expect(unique[row].hasPrefix(letters.prefix(1)))
      #expect(
        ["Mr.": "Male", "Ms.": "Female", "Mrs.": "Female"][prefix[row], default: gender[row]]
          == gender[row])
    }
    // About 400 first names: 2,000 draws meet nearly all, and certainly more than half.
    #expect(Set(first).count > 200)
    #expect(Set(last).count > 250)

    let (address, street, city) = (values("address"), values("street_address"), values("city"))
    let (code, zip) = (values("state_abbr"), values("postcode"))
    for row in address.indices {
      #expect(address[row] == "\(street[row]), \(city[row]), \(code[row]) \(zip[row])")
    }
  }

  /// A later call with the same seed speaks of the same people, with new unique values.
  @Test func columnsAgreeInLaterCalls() {
    let first = PersonalColumn(sdtype: "first_name").values(0..<500)
    let early = PersonalColumn(sdtype: "email", isUnique: true).values(0..<500)
    let late = PersonalColumn(sdtype: "email", isUnique: true, consumed: 500).values(0..<500)
    #expect(Set(early).isDisjoint(with: late))
    for row in first.indices {
      let letters = late[row].prefix { $0.isLetter || $0 == "." || $0 == "_" }
      #expect(early[row].hasPrefix(letters))
      #expect(letters.first == first[row].lowercased().first)
    }
  }

  @Test func letterCaseFollowsTheRealValues() {
    let real = StringPool((0..<40).map { _ in "JOHN SMITH" })
    let upper = PersonalColumn(sdtype: "name", shape: TextShape.learn(from: real)).values(0..<50)
    #expect(upper.allSatisfy { $0 == $0.uppercased() })
    let small = StringPool((0..<40).map { _ in "oslo" })
    let lower = PersonalColumn(sdtype: "city", shape: TextShape.learn(from: small)).values(0..<50)
    #expect(lower.allSatisfy { $0 == $0.lowercased() })
  }

  /// Shapes from a damaged model file: odd numbers everywhere.
  @Test func hostileShapes() {
    let shapes = [
      TextShape(
        lengths: [.min, .max], wordCounts: [.max], digitShare: .nan, upperShare: .infinity),
      TextShape(
        lengths: [-5], digitShare: .infinity, capitalizedShare: -.infinity, sentenceShare: .nan),
      TextShape(
        lengths: [3],
        layouts: [
          "", "\0", "0", "+", "a", "aaaaaa0000000", "é0", "00000000000000000000000000000000",
        ],
        layoutShares: [.nan, 1, 1, 0.5, 1e300, .infinity, 1]),
      TextShape(
        lengths: [5, 5], digitShare: 1,
        layouts: [
          String(repeating: "0", count: 39), String(repeating: "A0", count: 30),
          String(repeating: "0", count: 100_000),
        ],
        layoutShares: [1, 1, 1]),
      TextShape(
        layouts: ["+0", "+00 0", "+000000", "a00000", "00000a"], layoutShares: [1, 1, 1, 1, 1]),
    ]
    for shape in shapes {
      for sdtype in Self.sdtypes {
        for isUnique in [false, true] {
          // Texts of the largest length are long: few rows.
          let column = PersonalColumn(sdtype: sdtype, shape: shape, isUnique: isUnique)
          #expect(column.values(0..<4).allSatisfy { $0.utf8.count < 200_000 })
        }
      }
    }
  }

  @Test func hugeRows() {
    for sdtype in Self.sdtypes where sdtype != "text" {
      let column = PersonalColumn(sdtype: sdtype, isUnique: true)
      let rows = UInt64(1) << 59
      #expect(Set(column.values(rows..<rows + 100)).count == 100)
      _ = column.values(.max - 1 ..< .max)
    }
  }
}
