import KindredData
import KindredGenerators
import KindredStatistics
import Testing

/// Made-up text and the shape it follows.
struct TextGeneratorTests {
  private let random = CounterRandom(seed: 3, stream: 8)

  private func texts(_ shape: TextShape, _ rows: UInt64 = 1_000) -> [String] {
    let generator = TextGenerator(shape: shape)
    return (0..<rows).map { row in
      var bytes: [UInt8] = []
      generator.append(row: row, random: random, to: &bytes)
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  @Test func shapeOfTexts() {
    let shape = TextShape.learn(
      from: StringPool((1...100).map { "Word \(String(repeating: "a", count: $0)) 12." }))
    // Lengths 10 to 109: the quantile q lies at 10 + 99 q.
    #expect(shape.lengths == [19, 39, 59, 79, 99])
    #expect(shape.wordCounts == [3, 3, 3, 3, 3])
    #expect(shape.sentenceShare == 1)
    #expect(abs(shape.capitalizedShare - 1 / 3) < 1e-12)
    // 200 digits and 100 stops among 4 + 50.5 + 3 characters a text.
    #expect(abs(shape.digitShare - 200 / 5_750) < 1e-12)
    #expect(abs(shape.punctuationShare - 100 / 5_750) < 1e-12)
    #expect(shape.layouts.isEmpty)
    #expect(TextShape.learn(from: StringPool()) == TextShape())
  }

  @Test func layoutsNeedTenTexts() {
    let pool = StringPool((0..<30).map { $0 < 9 ? "X\($0)-rare" : "AB\($0 % 10)" })
    let shape = TextShape.learn(from: pool)
    #expect(shape.layouts == ["AA0"])
    #expect(shape.layoutShares == [0.7])
  }

  /// Of nine texts only the mean length is kept.
  @Test func fewTexts() {
    let shape = TextShape.learn(from: StringPool((1...9).map { String(repeating: "x", count: $0) }))
    #expect(shape.lengths == [5, 5, 5, 5, 5])
    #expect(shape.layouts.isEmpty)
  }

  @Test func noWordIsKept() {
    let shape = TextShape.learn(from: StringPool((0..<200).map { "Zaphod Beeblebrox \($0 % 3)" }))
    #expect(!"\(shape)".contains("Zaphod"))
    #expect(texts(shape).allSatisfy { !$0.contains("Zaphod") && !$0.contains("Beeblebrox") })
  }

  @Test func lengthsAndHabits() {
    let real = (0..<500).map { row in
      (0...(5 + row % 30)).map { _ in "lorem" }.joined(separator: " ").capitalizedFirst + "."
    }
    let shape = TextShape.learn(from: StringPool(real))
    let made = texts(shape)
    let mean = Double(made.map(\.count).reduce(0, +)) / Double(made.count)
    let expected = Double(real.map(\.count).reduce(0, +)) / Double(real.count)
    // The extremes beyond the quantiles 0.1 and 0.9 are left out: a tenth off at most.
    #expect(abs(mean - expected) < expected / 10)
    #expect(made.allSatisfy { $0.hasSuffix(".") && $0.first?.isUppercase == true })
    #expect(Set(made).count > 900)
    #expect(made == texts(shape))
  }

  @Test func codesKeepTheirLayouts() throws {
    let shape = TextShape.learn(
      from: StringPool((0..<100).map { $0 % 4 == 0 ? "A-\($0 % 10)1" : "\(10 + $0 % 90)/x" }))
    let made = texts(shape)
    let oracle = try Regex("[A-Z]-[0-9]{2}|[0-9]{2}/[a-z]")
    #expect(try made.allSatisfy { try oracle.wholeMatch(in: $0) != nil })
    // A quarter of 1,000: within four standard deviations (14) of 250.
    #expect(abs(made.count { $0.contains("-") } - 250) < 56)
  }

  @Test func capitals() {
    let made = texts(
      TextShape.learn(from: StringPool((0..<50).map { _ in "LOUD WORDS HERE" })), 100)
    #expect(made.allSatisfy { $0 == $0.uppercased() })
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
