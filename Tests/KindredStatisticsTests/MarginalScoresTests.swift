import Glibc
import KindredStatistics
import Testing

/// Scores of many values at once are those of single ones, also where cells are unevenly wide.
struct MarginalScoresTests {
  @Test(arguments: [0.0, 1, 8, 300]) func batchesAndSingleValuesAgree(skew: Double) throws {
    var samples = MarginalSamples(seed: 4)
    let values = samples.normals(20_000).map { skew == 0 ? $0 : exp(skew * $0) }
    let some = values.map { $0.rounded() == 0 ? 0 : $0 }.filter(\.isFinite)
    let marginal = try Marginal.fit(some)
    let asked = some.prefix(3000) + [.nan, -.infinity, .infinity, 0, marginal.minimum]
    let scores = [Double](unsafeUninitializedCapacity: asked.count) { buffer, initialized in
      if let target = buffer.baseAddress {
        Array(asked).withUnsafeBufferPointer { marginal.scores(of: $0, into: target) }
      }
      initialized = asked.count
    }
    #expect(zip(asked, scores).allSatisfy { marginal.score($0) == $1 })
    // Scores rise with values, and are normal on the whole.
    let order = asked.indices.filter { !asked[$0].isNaN }.sorted { asked[$0] < asked[$1] }
    #expect(zip(order, order.dropFirst()).allSatisfy { scores[$0] <= scores[$1] })
    #expect(scores.allSatisfy { abs($0) < 5 })
  }
}
