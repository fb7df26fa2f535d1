import KindredStatistics
import Testing

/// Evenly spread values are those of evenly spread probabilities.
@Suite struct MarginalStrataTests {
  private static let random = CounterRandom(seed: 12, stream: CounterRandom.stream("strata"))

  private static func marginal(_ kind: Int) throws -> Marginal {
    var options = MarginalOptions()
    switch kind {
    case 0: return Marginal.categorical(counts: [3, 0, 40, 7], order: [2, 0, 3, 1])
    case 1:
      options.isInteger = true
      return try Marginal.fit(
        (0..<3000).map { (random.normal(row: UInt64($0)) * 4).rounded() }, options: options)
    case 2: options.family = .gamma
    default: break
    }
    // A third of the rows are one value.
    return try Marginal.fit(
      (0..<3000).map { $0 % 3 == 0 ? 1.5 : abs(random.normal(row: UInt64($0))) },
      options: options)
  }

  @Test(arguments: 0..<4, [1, 2, 7, 1000])
  func areQuantiles(kind: Int, count: Int) throws {
    let marginal = try Self.marginal(kind)
    for shift in [0, 0.3, 1] {
      let values = marginal.strata(count: count, shift: shift)
      #expect(values.count == count)
      for (row, value) in values.enumerated() {
        let probability = (Double(row) + shift) / Double(count)
        // Where a cell ends, rounding decides which one a probability is in.
        let near = [-1e-12, 0, 1e-12].map { marginal.quantile(probability + $0) }
        #expect(
          near.contains { abs($0 - value) <= 1e-9 * max(1, abs(value)) }, "\(probability)")
      }
    }
  }

  @Test func noRows() throws {
    #expect(try Self.marginal(3).strata(count: 0, shift: 0.5).isEmpty)
    #expect(try Self.marginal(3).strata(count: -1, shift: 0.5).isEmpty)
  }
}
