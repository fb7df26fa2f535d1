import KindredStatistics
import Testing

@Suite struct AreaUnderCurveTests {
  @Test func isTheShareOfPairsInOrder() throws {
    let curve = try #require(
      AreaUnderCurve(positives: [3, 1, 2, 2], negatives: [2, 0, 5]))
    // 12 pairs: 2 + 1 + (1 + 1/2) twice.
    #expect(abs(curve.value - 6.0 / 12) < 1e-15)
    let reversed = try #require(
      AreaUnderCurve(positives: [2, 0, 5], negatives: [3, 1, 2, 2]))
    #expect(abs(reversed.value + curve.value - 1) < 1e-15)
    #expect(reversed.standardError == curve.standardError)
  }

  @Test func standardErrorIsDeLongs() throws {
    let curve = try #require(AreaUnderCurve(positives: [1, 2, 4], negatives: [0, 3]))
    // Shares below the positives 1/2, 1/2, 1; above the negatives 1, 1/3.
    let above = (2 * (1.0 / 6) * (1.0 / 6) + (1.0 / 3) * (1.0 / 3)) / 2
    let below = (1.0 / 3) * (1.0 / 3) * 2
    #expect(abs(curve.value - 2.0 / 3) < 1e-15)
    #expect(abs(curve.standardError - (above / 3 + below / 2).squareRoot()) < 1e-15)
  }

  @Test func tiesAndEmptyClasses() throws {
    let ties = try #require(
      AreaUnderCurve(positives: [1, 1, 1], negatives: [1, 1]))
    #expect(ties.value == 0.5 && ties.standardError == 0)
    #expect(AreaUnderCurve(positives: [], negatives: [1]) == nil)
    #expect(AreaUnderCurve(positives: [1], negatives: []) == nil)
  }
}
