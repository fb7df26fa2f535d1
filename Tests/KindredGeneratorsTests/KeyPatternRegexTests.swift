import KindredData
import KindredGenerators
import Testing

/// The strings of a regular expression, their order and number.
struct KeyPatternRegexTests {
  private func strings(_ regex: String, first count: UInt64 = .max) throws -> [String] {
    let pattern = try KeyPattern(regex: regex)
    return (0..<min(count, pattern.capacity)).map { pattern.string(at: $0) }
  }

  @Test func countsLikeTheFieldsTools() throws {
    let pattern = try KeyPattern(regex: "[a-z]{4}")
    #expect(pattern.capacity == 456_976)
    #expect((0..<3).map { pattern.string(at: $0) } == ["aaaa", "aaab", "aaac"])
    #expect(pattern.string(at: 26) == "aaba")
    #expect(pattern.string(at: 456_975) == "zzzz")
    #expect(try strings("ID_[0-9]{3}", first: 2) == ["ID_000", "ID_001"])
    #expect(try strings("[B-DA1]{1}") == ["B", "C", "D", "A", "1"])
    #expect(try strings("\\w", first: 12) == (0..<10).map { "\($0)" } + ["a", "b"])
  }

  @Test func shorterStringsComeFirst() throws {
    #expect(try strings("[ab]{1,2}") == ["a", "b", "aa", "ab", "ba", "bb"])
    #expect(try strings("x|yy|z") == ["x", "z", "yy"])
    #expect(try strings("a?b?") == ["a", "b", "ab"])
  }

  /// A string that matches in two ways is listed once.
  @Test func ambiguousExpressionsListEachStringOnce() throws {
    #expect(try strings("[ab]?[ab]?") == ["a", "b", "aa", "ab", "ba", "bb"])
    #expect(try strings("(a|ab)(c|bc)") == ["ac", "abc", "abbc"])
    #expect(try strings("(a|a|[aa-a])") == ["a"])
  }

  /// Every index below the capacity: distinct, ascending strings that match.
  @Test(arguments: [
    "[a-c]{1,5}", "\\d{3}", "(AB|CD|E)-[0-9]{2}", "[0-9A-F]{3}", "x?[yz]{0,3}(a|bb)+?c{2}",
    "(a|b|ab){1,4}", "[а-я][0-9]{2}", "(?:p|q)(?P<n>[0-3]){2,4}", "a.b", "\\w{2}",
    "[-a]+\\.[b-]{1,3}",
    "(([ab]?c)?d){1,3}", "^A{1,3}B*$",
  ])
  func everyIndexHasItsOwnMatch(regex: String) throws {
    let listed = try strings(regex, first: 20_000)
    #expect(listed.count > 3)
    #expect(Set(listed).count == listed.count)
    let oracle = try Regex(regex)
    for string in listed { #expect(try oracle.wholeMatch(in: string) != nil, "\(string)") }
    let lengths = listed.map(\.unicodeScalars.count)
    #expect(zip(lengths, lengths.dropFirst()).allSatisfy { $0 <= $1 })
  }

  /// Each of the strings over a small alphabet that match is listed: the count is right.
  @Test(arguments: ["[ab]?c?[ab]{1,2}", "(a|ab|abc)(c|bc)?", "a*b?a*", "(ab?){1,3}c?"])
  func everyMatchIsListed(regex: String) throws {
    let oracle = try Regex(regex)
    var all = [""]
    var matching: Set<String> = []
    for _ in 0..<6 {
      all = all.flatMap { prefix in ["a", "b", "c"].map { prefix + $0 } }
      for string in all where try oracle.wholeMatch(in: string) != nil { matching.insert(string) }
    }
    let listed = try strings(regex).filter { $0.count <= 6 }
    #expect(Set(listed) == matching)
    #expect(listed.count == matching.count)
  }

  @Test func capacitySaturates() throws {
    let pattern = try KeyPattern(regex: "[A-Z0-9]{40}")
    #expect(pattern.capacity == .max)
    #expect(pattern.string(at: 0) == String(repeating: "A", count: 40))
    #expect(pattern.string(at: .max).count == 40)
    #expect(pattern.string(at: .max - 1) != pattern.string(at: .max - 2))
    #expect(try KeyPattern(regex: "a*").capacity == 16)
    #expect(try KeyPattern(regex: "a{20,}").capacity == 1)
  }

  @Test func indicesBeyondTheCapacityStartOver() throws {
    let pattern = try KeyPattern(regex: "[0-9]{2}")
    #expect(pattern.string(at: 107) == "07")
  }

  @Test(arguments: [
    "", "^$", "(", ")", "a)", "(a", "[", "[]", "[a", "[^a]", "*", "+a", "?", "{2}", "a**",
    "a{2}{3}",
    "a{3,2}", "a{999999999}", "a{99999999999999999999999}", "a{,999999999999}", "\\", "\\1", "\\b",
    "\\x4", "\\uD800", "[z-a]", "[a-\\d]", "(?=a)", "(?!a)", "(?<=a)", "(?i)a", "(?P=n)", "(?P<n",
    "a^b", "a$b", "x{0}", "(((((a{99}){99}){99}){99}){99}){99}", "(((){9999}){9999}){9999}",
    "(a?){2000}", "[ab]*[bc]{600}", "(a|b)*a(a|b){15}(a|b)*a(a|b){16}",
  ])
  func brokenOrHugeExpressionsAreErrors(regex: String) {
    #expect(throws: KindredError.self) { try KeyPattern(regex: regex) }
  }

  @Test func deepNestingIsAnError() {
    let deep = String(repeating: "(", count: 900) + "a" + String(repeating: ")", count: 900)
    #expect(throws: KindredError.self) { try KeyPattern(regex: deep) }
    #expect(throws: KindredError.self) {
      try KeyPattern(regex: String(repeating: "a", count: 9_999))
    }
  }

  /// Random bytes of the syntax's own characters: an error or a pattern, never a trap.
  @Test func randomExpressions() {
    let characters = Array("ab01[]()|{},?*+-\\dw.^$xuP<>:=é")
    var state: UInt64 = 7
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    var understood = 0
    for _ in 0..<3_000 {
      let regex = String((0..<(1 + next(12))).map { _ in characters[next(characters.count)] })
      guard let pattern = try? KeyPattern(regex: regex) else { continue }
      understood += 1
      #expect(pattern.capacity > 0)
      _ = pattern.string(at: 0)
      _ = pattern.string(at: pattern.capacity - 1)
    }
    #expect(understood > 100)
  }

  @Test func errorsSayWhatAndWhere() {
    let error = #expect(throws: KindredError.self) { try KeyPattern(regex: "ab[^c]") }
    #expect(error?.kind == .argument)
    #expect(error?.value == "ab[^c]")
    #expect(error?.description.contains("negated class") == true)
    #expect(error?.description.contains("character 4") == true)
  }
}
