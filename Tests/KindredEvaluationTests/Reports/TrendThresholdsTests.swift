import KindredEvaluation
import Testing

@Suite struct TrendThresholdsTests {
  @Test func legacyThresholdsLeaveNoPairOut() {
    #expect(TrendThresholds.legacy == TrendThresholds(correlation: 0, association: 0))
  }
}
