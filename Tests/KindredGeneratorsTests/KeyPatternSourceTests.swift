import KindredData
import KindredGenerators
import Testing

/// Patterns as text in a model file.
struct KeyPatternSourceTests {
  @Test func regexRoundTrip() throws {
    for regex in ["[A-Z]{3}-\\d{2,4}", "(a|bc)?x+", "[\\]\\n -]\\.é", "\\x41 \r\n"] {
      let pattern = try KeyPattern(regex: regex)
      let again = try KeyPattern(source: pattern.source)
      #expect(again == pattern)
      #expect(again.source == pattern.source)
      #expect(again.capacity == pattern.capacity)
      for index: UInt64 in 0..<50 { #expect(again.string(at: index) == pattern.string(at: index)) }
    }
  }

  @Test(arguments: [
    [], ["ALFKI", "BONAP"], (1...500).map { "K\($0)" },
    (1...90).map { "A-\($0)/[x] ^\($0 % 7)\\|" },
    (1...99).map { "é\n\t\u{7F}\($0)" }, ["漢字1", "かな2", "كتاب"],
    (0..<60).map { "\($0 * 7)-\(String($0 * 991, radix: 36))-\($0 % 3 == 0 ? "x" : "YY")" },
  ])
  func learnedRoundTrip(keys: [String]) throws {
    let pattern = KeyPattern.learn(from: StringPool(keys))
    let again = try KeyPattern(source: pattern.source)
    #expect(again == pattern)
    #expect(again.capacity == pattern.capacity)
    let indices = min(200, pattern.capacity)
    for index in 0..<indices { #expect(again.string(at: index) == pattern.string(at: index)) }
  }

  @Test(arguments: [
    "", "regex", "regex\n", "regex\n(", "learned\n", "learned", "learned\n64", "learned\n64 ",
    "learned\n-1 [a-z]", "learned\n99999999999999999999 [a-z]", "learned\n9999 [a-z]",
    "learned\n1 a|b", "learned\n1 a?", "learned\n1 [a-z]{1,2}", "learned\n1 (ab){2}",
    "learned\n1 [a-z]{9999}", "learned\n1 [a-z]{999999999}", "learned\n1 [a-z]\n1 [a-c]",
    "learned\n1 [a-z]\n\n1 [0-9]", "other\n1 [a-z]", "LEARNED\n1 [a-z]", "\u{301}learned\n1 a",
  ])
  func brokenSourcesAreErrors(source: String) {
    #expect(throws: KindredError.self) { try KeyPattern(source: source) }
  }

  @Test func hugeSourcesAreErrors() {
    let lines = (0..<500).map { "1 \($0)x" }.joined(separator: "\n")
    #expect(throws: KindredError.self) { try KeyPattern(source: "learned\n" + lines) }
    let long = "learned\n1 " + String(repeating: "a", count: 300_000)
    #expect(throws: KindredError.self) { try KeyPattern(source: long) }
  }

  /// Sources with single characters changed: an error or a pattern that works.
  @Test func damagedSources() {
    let source = KeyPattern.learn(from: StringPool((1...500).map { "AB\($0)-x\($0 % 9)" })).source
    let replacements: [Character] = ["0", "9", "[", "}", "\\", "\n", "-", "|", "é", " "]
    for place in source.indices {
      for replacement in replacements {
        var damaged = source
        damaged.replaceSubrange(place...place, with: [replacement])
        guard let pattern = try? KeyPattern(source: damaged) else { continue }
        #expect(pattern.capacity > 0)
        _ = pattern.string(at: 0)
        _ = pattern.string(at: pattern.capacity - 1)
        _ = pattern.string(at: .max)
      }
    }
  }

  /// Many forms of one string each, all weights: every index still has its own string.
  @Test func smallFormsAreUsedUp() throws {
    let lines = (0..<26).map {
      "\($0 * 3) \(["a", "b", "c"][$0 % 3])\(String(repeating: "x", count: $0))"
    }
    let pattern = try KeyPattern(source: "learned\n" + lines.joined(separator: "\n"))
    #expect(pattern.capacity == 26)
    #expect(Set((0..<26).map { pattern.string(at: $0) }).count == 26)
  }
}
