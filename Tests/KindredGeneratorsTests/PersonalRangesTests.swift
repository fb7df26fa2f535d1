import KindredData
import KindredGenerators
import KindredStatistics
import Testing

/// Numbers and addresses that belong to nobody.
struct PersonalRangesTests {
  private func allMatch(
    _ sdtype: String, _ regex: String, shape: TextShape = TextShape(),
    unique: [Bool] = [false, true]
  ) throws -> Bool {
    let oracle = try Regex(regex)
    return try unique.allSatisfy { isUnique in
      try PersonalColumn(sdtype: sdtype, shape: shape, isUnique: isUnique).values(0..<2_000)
        .allSatisfy { try oracle.wholeMatch(in: $0) != nil }
    }
  }

  @Test func networks() throws {
    #expect(try allMatch("email", "[a-z._]+[0-9]*@example\\.(com|org|net)"))
    #expect(
      try allMatch(
        "ipv4_address", "(192\\.0\\.2|198\\.51\\.100|203\\.0\\.113)\\.[0-9]{1,3}", unique: [false]))
    #expect(try allMatch("ipv4_address", "2[45][0-9](\\.[0-9]{1,3}){3}", unique: [true]))
    #expect(try allMatch("ipv6_address", "2001:db8(:(0|[1-9a-f][0-9a-f]{0,3})){6}"))
    #expect(try allMatch("mac_address", "02(:[0-9a-f]{2}){5}"))
    #expect(try allMatch("url", "https://[a-z0-9-]+\\.example/[a-z]+"))
    #expect(
      try allMatch("uuid4", "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"))
  }

  @Test func telephone() throws {
    #expect(try allMatch("phone_number", "[2-9][0-9]{2}-555-01[0-9]{2}"))
    let layouts = [
      ("(###) ###-####", "\\([2-9][0-9]{2}\\) 555-01[0-9]{2}"),
      ("1-###-###-####", "1-[2-9][0-9]{2}-555-01[0-9]{2}"),
      ("+1 ### ### ####", "\\+1 [2-9][0-9]{2} 555 01[0-9]{2}"),
      ("###.###.####x##", "[2-9][0-9]{2}\\.555\\.01[0-9]{2}x[0-9]{2}"),
      ("+## (##) ####-####", "\\+28 \\([0-9]{2}\\) [0-9]{4}-[0-9]{4}"),
      ("+### ### ###", "\\+999 [0-9]{3} [0-9]{3}"), ("### ####", "555 01[0-9]{2}(-[0-9]+)?"),
      ("## ## ## ## ##", "[2-9][0-9] [0-9]5 55 01 [0-9]{2}"),
    ]
    for (layout, regex) in layouts {
      let shape = PersonalColumn.shape(layout)
      #expect(try allMatch("phone_number", regex, shape: shape), "\(layout)")
    }
  }

  @Test func socialSecurity() throws {
    #expect(try allMatch("ssn", "9[0-9]{2}-(0[1-9]|[1-4][0-9])-[0-9]{4}"))
    #expect(try allMatch("ssn", "9[0-9]{8}", shape: PersonalColumn.shape("#########")))
    #expect(
      try allMatch(
        "ssn", "9[0-9]{2} [0-4][0-9] [0-9]{4}", shape: PersonalColumn.shape("### ## ####")))
  }

  /// The check sum of Luhn, on the prefix for tests.
  @Test func cards() throws {
    for layout in ["", "#### #### #### ####", "#############", "###################"] {
      let shape = layout.isEmpty ? TextShape() : PersonalColumn.shape(layout)
      for isUnique in [false, true] {
        for card in PersonalColumn(sdtype: "credit_card_number", shape: shape, isUnique: isUnique)
          .values(0..<500)
        {
          let digits = card.compactMap(\.wholeNumberValue)
          #expect(Array(digits.prefix(6)) == [4, 0, 0, 0, 0, 0])
          #expect(layout.isEmpty ? digits.count == 16 : card.count == layout.count)
          let sum = digits.reversed().enumerated().reduce(0) { sum, entry in
            let value = entry.offset % 2 == 1 ? entry.element * 2 : entry.element
            return sum + (value > 9 ? value - 9 : value)
          }
          #expect(sum % 10 == 0, "\(card)")
        }
      }
    }
  }

  /// Letters count from 10; the number with its first four characters last is 1 modulo 97.
  @Test func bankAccounts() throws {
    #expect(try allMatch("iban", "GB[0-9]{2}TEST[0-9]{14}"))
    for iban in PersonalColumn(sdtype: "iban").values(0..<500) {
      let turned = iban.dropFirst(4) + iban.prefix(4)
      let remainder = turned.reduce(0) { remainder, character in
        let value = Int(String(character), radix: 36) ?? 0
        return (remainder * (value > 9 ? 100 : 10) + value) % 97
      }
      #expect(remainder == 1, "\(iban)")
    }
    #expect(try allMatch("swift8", "[A-Z]{6}[A-Z]0"))
    #expect(try allMatch("swift", "[A-Z]{6}[A-Z]0[0-9]{3}"))
  }

  /// The check digit of vehicles: a weighted sum modulo 11.
  @Test func vehicles() throws {
    #expect(try allMatch("vin", "0[0-9A-HJ-NPR-Z]{7}[0-9X][0-9A-HJ-NPR-Z]{4}[0-9]{4}"))
    let values: [Character: Int] = [
      "A": 1, "B": 2, "C": 3, "D": 4, "E": 5, "F": 6, "G": 7, "H": 8, "J": 1, "K": 2, "L": 3,
      "M": 4,
      "N": 5, "P": 7, "R": 9, "S": 2, "T": 3, "U": 4, "V": 5, "W": 6, "X": 7, "Y": 8, "Z": 9,
    ]
    let weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]
    for vin in PersonalColumn(sdtype: "vin").values(0..<500) {
      let sum = zip(vin, weights).reduce(0) { sum, entry in
        sum + (entry.0.wholeNumberValue ?? values[entry.0] ?? 0) * entry.1
      }
      let check = sum % 11 == 10 ? "X" : "\(sum % 11)"
      #expect(String(vin.dropFirst(8).prefix(1)) == check, "\(vin)")
    }
  }

  @Test func articleNumbers() {
    for sdtype in ["isbn13", "ean13"] {
      for number in PersonalColumn(sdtype: sdtype).values(0..<200) {
        let digits = number.compactMap(\.wholeNumberValue)
        #expect(digits.count == 13)
        let sum = digits.enumerated().reduce(0) { $0 + $1.element * ($1.offset % 2 == 0 ? 1 : 3) }
        #expect(sum % 10 == 0)
      }
    }
  }

  @Test func dates() throws {
    let month = "(0[1-9]|1[0-2])"
    let day = "(0[1-9]|[12][0-9]|3[01])"
    #expect(try allMatch("date_of_birth", "(19[4-9]|200)[0-9]-\(month)-\(day)", unique: [false]))
    let layouts = [
      ("##/##/####", "\(month)/\(day)/(19|20)[0-9]{2}"),
      ("##.##.####", "\(day)\\.\(month)\\.(19|20)[0-9]{2}"),
      ("####/##/##", "(19|20)[0-9]{2}/\(month)/\(day)"),
    ]
    for (layout, regex) in layouts {
      let shape = PersonalColumn.shape(layout)
      #expect(try allMatch("date_of_birth", regex, shape: shape, unique: [false]), "\(layout)")
    }
    // A unique column meets every day of its range, the last one included.
    let days = PersonalColumn(sdtype: "date_of_birth", isUnique: true).values(0..<24_837)
    #expect(days.min() == "1940-01-01")
    #expect(days.max() == "2007-12-31")
  }

  @Test func layoutsOfCodes() throws {
    #expect(
      try allMatch(
        "postcode", "[A-Z]{2}[0-9] [0-9][A-Z]{2}", shape: PersonalColumn.shape("AB# #CD")))
    #expect(
      try allMatch("license_plate", "[A-Z]{2}-[0-9]{4}", shape: PersonalColumn.shape("AB-####")))
    #expect(try allMatch("latitude", "-?[0-9]{1,2}\\.[0-9]{6}"))
    #expect(try allMatch("longitude", "-?[0-9]{1,3}\\.[0-9]{6}"))
  }
}
