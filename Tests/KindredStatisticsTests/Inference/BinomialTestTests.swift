import KindredStatistics
import Testing

@Suite struct BinomialTestTests {
  @Test func sumsOfTenGuesses() {
    let ways = [1.0, 10, 45, 120, 210, 252, 210, 120, 45, 10, 1]
    for right in 0...10 {
      let test = BinomialTest(right: right, of: 10)
      #expect(abs(test.atLeast - ways[right...].reduce(0, +) / 1024) < 1e-13)
      #expect(abs(test.atMost - ways[...right].reduce(0, +) / 1024) < 1e-13)
    }
  }

  @Test func manyGuesses() {
    let all = BinomialTest(right: 400_000, of: 400_000)
    #expect(all.atLeast == 0 && all.atMost == 1)
    let half = BinomialTest(right: 200_000, of: 400_000)
    // Half, and half of the probability of exactly so many, 1 / sqrt(pi n / 2).
    #expect(abs(half.atLeast - 0.5 - 0.5 * 0.00126157) < 1e-7)
    #expect(BinomialTest(right: 0, of: 0).atLeast == 1)
  }
}
