import KindredStatistics
import Testing

/// A grid gives what a marginal gives.
@Suite struct ScoreGridTests {
  private static let random = CounterRandom(seed: 9, stream: CounterRandom.stream("grid"))

  private static func marginal(places: Int, count: Int) throws -> Marginal {
    var options = MarginalOptions()
    options.decimalPlaces = places
    let scale = [1.0, 10, 100][places]
    return try Marginal.fit(
      (0..<count).map { (random.normal(row: UInt64($0)) * 30 * scale).rounded() / scale },
      options: options)
  }

  @Test(arguments: [0, 1, 2], [200, 20_000])
  func scoresAsTheMarginal(places: Int, count: Int) throws {
    let marginal = try Self.marginal(places: places, count: count)
    let grid = try #require(ScoreGrid(marginal, limit: 1 << 18))
    let scale = [1.0, 10, 100][places]
    var values = (-20_000...20_000).map { Double($0) / scale }
    values += [.nan, 0.001234, -.infinity, .infinity, marginal.minimum, marginal.maximum, -0.0]
    var found = [Double](repeating: -9, count: 2 * values.count)
    values.withUnsafeBufferPointer { values in
      found.withUnsafeMutableBufferPointer { found in
        if let target = found.baseAddress { grid.scores(of: values, into: target, stride: 2) }
      }
    }
    for (index, value) in values.enumerated() {
      #expect(found[2 * index] == marginal.score(value), "\(value)")
      #expect(found[2 * index + 1] == -9)
    }
  }

  @Test func needsFewPoints() throws {
    let marginal = try Self.marginal(places: 2, count: 20_000)
    #expect(ScoreGrid(marginal, limit: 1000) == nil)
    #expect(ScoreGrid(try Marginal.fit([0.5, 0.25, 7.125]), limit: 1 << 18) == nil)
    #expect(ScoreGrid(Marginal.categorical(counts: [2, 3], order: [0, 1]), limit: 9) == nil)
  }
}
