import KindredStatistics
import Testing

/// Distances of neighbours, and groups that follow them.
@Suite struct StepDistributionTests {
  @Test func usualDistancesAreLearnedAndOthersAreNot() throws {
    func distances(_ usual: [Double]) -> [(distance: Double, entity: Int32)] {
      usual.enumerated().map { ($1, Int32($0)) }
    }
    let yearly = distances((0..<1000).map { $0 % 10 == 0 ? 0 : $0 % 10 == 1 ? 2 : 1 })
    let steps = try #require(StepDistribution(yearly, minimumEntities: 10))
    #expect(steps.steps == [0, 1, 2])
    #expect(zip(steps.shares, [0.1, 0.8, 0.1]).allSatisfy { abs($0 - $1) < 1e-6 })
    // No distance is usual, or too few entities have any.
    #expect(
      StepDistribution(distances((0..<1000).map { Double($0 % 97) }), minimumEntities: 10) == nil)
    #expect(
      StepDistribution(yearly.map { ($0.distance, $0.entity % 5) }, minimumEntities: 10) == nil)
    #expect(StepDistribution([], minimumEntities: 10) == nil)
  }

  @Test func nonsenseIsAnError() {
    #expect(throws: StatisticsError.self) { try StepDistribution(steps: [], shares: []) }
    #expect(throws: StatisticsError.self) {
      try StepDistribution(steps: [1, 0], shares: [0.5, 0.5])
    }
    #expect(throws: StatisticsError.self) {
      try StepDistribution(steps: [0, 1], shares: [0.5, 0.4])
    }
    #expect(throws: StatisticsError.self) { try StepDistribution(steps: [-1], shares: [1]) }
  }

  /// Groups of five rows: years one apart, about where they were drawn.
  @Test func rowsAreAStepApart() throws {
    let sample = TreeSamples(seed: 24, rows: 2000)
    let values = sample.uniforms(0).map { (1900 + 100 * $0).rounded() }
    let model = try TreeSequence.fit(targets: [.numbers(values, step: 1)])
    let rows = (0..<2000).map { Int32($0) }
    let starts = (0...400).map { $0 * 5 }
    func drawn(_ kind: GroupTarget.Kind, _ steps: StepDistribution?) throws -> [Double] {
      var drawing = try TreeDrawing(model, context: [], rows: 2000, random: treeRandom)
      let targets = Array(repeating: 1.0, count: 400)
      return numbers(
        drawing.next([
          GroupTarget(kind: kind, rows: rows, starts: starts, targets: targets, steps: steps)
        ]))
    }
    let steps = try StepDistribution(steps: [1, 3], shares: [0.75, 0.25])
    let free = try drawn(.ascending, nil)
    for (kind, sign) in [(GroupTarget.Kind.ascending, 1.0), (.descending, -1)] {
      let led = try drawn(kind, steps)
      var threes = 0
      for group in 0..<400 {
        let own = Array(led[group * 5..<group * 5 + 5])
        for (before, after) in zip(own, own.dropFirst()) {
          #expect([1, 3].contains(sign * (after - before)))
          if sign * (after - before) == 3 { threes += 1 }
        }
        // The mean stays, up to half a year, but for groups at the ends of the range.
        let mean = free[group * 5..<group * 5 + 5].reduce(0, +) / 5
        let edge = min(mean - 1900, 2000 - mean)
        if edge > 12 { #expect(abs(own.reduce(0, +) / 5 - mean) <= 0.5 + 1e-9) }
        #expect(own.allSatisfy { (1900...2000).contains($0) })
      }
      // 1,600 distances, a quarter of them threes: 400 with a standard deviation of 17; four of them.
      #expect(abs(threes - 400) < 70, "\(threes)")
    }
  }

  /// Counts of groups add up to what is wanted, and else come as their leaf has them.
  @Test(arguments: [1, 3]) func countsAddUp(threads: Int) throws {
    let sample = TreeSamples(seed: 25, rows: 4000)
    let values = sample.uniforms(0).map { $0 < 0.1 ? 0.0 : $0 < 0.8 ? 1 : $0 < 0.95 ? 2 : 3 }
    let model = try TreeSequence.fit(targets: [.numbers(values, step: 1)])
    let wanted = (0..<1000).map { Double(2 + $0 % 5) }
    var drawing = try TreeDrawing(
      model, context: [], rows: 4000, random: treeRandom, threads: threads)
    let drawn = numbers(
      drawing.next([
        GroupTarget(
          kind: .total, rows: (0..<4000).map { Int32($0) }, starts: (0...1000).map { $0 * 4 },
          targets: wanted)
      ]))
    for (group, total) in wanted.enumerated() {
      #expect(drawn[group * 4..<group * 4 + 4].reduce(0, +) == total)
    }
    // Of four numbers that sum to 4, those of ones alone have .7^4 = .2401 against all ways to 4:
    // 12 orders of 0, 1, 1, 2 (.1 .7 .7 .15), 6 of 0, 0, 2, 2, and 12 of 0, 0, 1, 3: .7193 of them.
    let ones = stride(from: 2, to: 1000, by: 5).count { group in
      drawn[group * 4..<group * 4 + 4].allSatisfy { $0 == 1 }
    }
    // 200 groups: a standard deviation of .032; four of them.
    #expect(abs(Double(ones) / 200 - 0.7193) < 0.13, "\(ones)")
  }
}
