import KindredData
import KindredGenerators
import KindredStatistics
import Testing

/// Patterns learned from keys.
struct KeyPatternLearningTests {
  private let random = CounterRandom(seed: 11, stream: 5)

  /// `count` distinct keys made of one letter of each string.
  private func keys(_ count: Int, _ alphabets: [String], salt: UInt64 = 0) -> [String] {
    var known: Set<String> = []
    var keys: [String] = []
    var row = salt << 32
    while keys.count < count {
      let key = alphabets.enumerated().map { lane, letters in
        let all = Array(letters)
        return String(
          all[Int(random.integer(below: UInt64(all.count), row: row, lane: UInt64(lane)))])
      }.joined()
      row += 1
      if known.insert(key).inserted { keys.append(key) }
    }
    return keys
  }

  private static let upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
  private static let lower = "abcdefghijklmnopqrstuvwxyz"
  private static let digit = "0123456789"

  private func learn(_ keys: [String]) -> KeyPattern { KeyPattern.learn(from: StringPool(keys)) }

  private func sample(_ pattern: KeyPattern, _ count: UInt64 = 1_000) -> [String] {
    (0..<count).map { pattern.string(at: $0) }
  }

  private func allMatch(_ strings: [String], _ regex: String) throws -> Bool {
    let oracle = try Regex(regex)
    return try strings.allSatisfy { try oracle.wholeMatch(in: $0) != nil }
  }

  @Test func customerCodes() throws {
    let pattern = learn(keys(91, Array(repeating: Self.upper, count: 5)))
    // Strings of five letters first; longer ones are there for samples of any scale.
    #expect(pattern.capacity >= 1 << 40)
    #expect(pattern.usualCapacity == 11_881_376)
    #expect(pattern.string(at: 11_881_375).utf8.count == 5)
    #expect(pattern.string(at: 11_881_376).utf8.count == 6)
    let made = sample(pattern)
    #expect(try allMatch(made, "[A-Z]{5}"))
    #expect(Set(made).count == made.count)
    // Scattered: the first letters are not all the same.
    #expect(Set(made.map { $0.prefix(1) }).count == 26)
  }

  @Test func playerCodes() throws {
    let letters = (5...7).flatMap { length in
      keys(
        300, Array(repeating: Self.lower, count: length) + ["0", "123456789"],
        salt: UInt64(length))
    }
    let made = sample(learn(letters), 3_000)
    #expect(try allMatch(made, "[a-z]{5,7}0[1-9]"))
    #expect(Set(made).count == made.count)
    // The lengths keep their shares, a third each.
    for length in 7...9 {
      #expect(abs(made.count { $0.count == length } - 1_000) <= 20)
    }
  }

  @Test func uuids() throws {
    let hexadecimal = "0123456789abcdef"
    let places = Array(repeating: hexadecimal, count: 32).enumerated().flatMap { place, letters in
      let letters = place == 12 ? "4" : place == 16 ? "89ab" : letters
      return [8, 12, 16, 20].contains(place) ? ["-", letters] : [letters]
    }
    let pattern = learn(keys(100, places))
    let made = sample(pattern)
    #expect(
      try allMatch(made, "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"))
    #expect(Set(made).count == made.count)
    #expect(Set(made.map { $0.prefix(4) }).count > 900)
    #expect(pattern.capacity > 1 << 50)
  }

  @Test func prefixesAndPaddingStay() throws {
    let padded = (1...499).map { "CUST-" + String(1_000_000 + $0).dropFirst() }
    let pattern = learn(padded)
    #expect(try allMatch(sample(pattern), "CUST-00[0-9]{4}"))
    #expect(pattern.capacity >= 4_990)

    let two =
      (0..<200).map { "ORD-\(1_000 + $0 * 7 % 9_000)" } + (0..<100).map { "INV-\(2_000 + $0 * 11)" }
    let made = sample(learn(two), 900)
    #expect(try allMatch(made, "(ORD|INV)-[0-9]{4,5}"))
    #expect(abs(made.count { $0.hasPrefix("ORD") } - 600) <= 20)
  }

  @Test func numbersStayWithoutLeadingZeros() throws {
    let pattern = learn((1...830).map { String($0) })
    #expect(pattern.capacity >= 1 << 40)
    let made = sample(pattern, 20_000)
    #expect(Set(made).count == made.count)
    #expect(try allMatch(made, "[1-9][0-9]*"))
    #expect(made.prefix(800).allSatisfy { $0.count <= 3 })
  }

  @Test func narrowFormsGetRoom() throws {
    let pattern = learn(keys(240, [Self.upper, Self.upper]))
    #expect(pattern.capacity >= 1 << 40)
    let made = sample(pattern, 20_000)
    #expect(Set(made).count == made.count)
    #expect(made.prefix(676).allSatisfy { $0.count == 2 })
  }

  @Test func wordsOfManyLengths() throws {
    let slugs = (3...10).flatMap { left in
      (3...10).flatMap { right in
        keys(
          5,
          Array(repeating: Self.lower, count: left) + ["-"]
            + Array(repeating: Self.lower, count: right), salt: UInt64(left * 16 + right))
      }
    }
    let made = sample(learn(slugs))
    #expect(try allMatch(made, "[a-z]{3,10}-[a-z]{3,10}"))
    #expect(Set(made.map(\.count)).count > 5)
    #expect(Set(made).count == made.count)
  }

  @Test func otherScripts() throws {
    let made = sample(learn(keys(200, ["АБВГД", "ЕЖЗИК", Self.digit, Self.digit, "-", "αβγδ"])))
    #expect(try allMatch(made, "[А-Я]{2}[0-9]{2}-[α-ω]"))
    #expect(Set(made).count == made.count)
    // Symbols and other scripts neither trap nor stay empty.
    let odd = learn(["😀1", "漢字", "é", "a\u{301}", "한글", "\u{200D}", "", " "])
    #expect(Set(sample(odd, 50)).count == 50)
  }

  @Test func withoutKeys() {
    for pool in [StringPool(), StringPool(["", ""])] {
      let pattern = KeyPattern.learn(from: pool)
      #expect(pattern.capacity == 100_000_000)
      #expect(pattern.string(at: 0).utf8.count == 8)
    }
  }

  /// Few keys leave nothing of theirs behind but their form.
  @Test func fewKeysAreNotRemembered() {
    for keys in [
      ["SECRET-77"], ["SECRET-77", "SECRET-78"], Array(repeating: "SECRET-77", count: 50),
    ] {
      let pattern = learn(keys)
      #expect(!pattern.source.contains("SECRET"))
      #expect(!pattern.source.contains("77"))
    }
    let long = learn([String(repeating: "x", count: 5_000), "y"])
    #expect(long.capacity >= 20)
  }

  /// A made key is a real one with probability 1,000 / 36^8: below 1e-6 for 1,000 of them.
  @Test func realKeysDoNotComeBack() {
    let real = keys(1_000, Array(repeating: Self.upper + Self.digit, count: 8))
    let made = sample(learn(real))
    #expect(Set(real).isDisjoint(with: made))
  }

  @Test func sameKeysSamePattern() {
    let real = keys(300, [Self.upper, Self.digit, Self.digit, "-", Self.lower])
    #expect(learn(real) == learn(real))
    #expect(sample(learn(real)) == sample(learn(real)))
  }
}
