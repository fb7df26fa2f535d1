import KindredData
import KindredGenerators
import Testing

struct KeyPatternTests {
  @Test func listsStringsInOrder() throws {
    let pattern = try KeyPattern(regex: "[a-z]{4}")
    #expect(pattern.capacity == 456_976)
    #expect((0..<3).map { pattern.string(at: $0) } == ["aaaa", "aaab", "aaac"])
    #expect(pattern.string(at: 26) == "aaba")
    #expect(pattern.string(at: 456_975) == "zzzz")
  }
}
