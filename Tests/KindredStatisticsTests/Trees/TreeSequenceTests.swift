import Glibc
import KindredStatistics
import Testing

struct TreeSequenceTests {
  /// The label of the exclusive or is noise in each of its parents alone.
  @Test func exclusiveOrIsRecovered() throws {
    let sample = TreeSamples(seed: 1, rows: 8000)
    let (a, b, noise) = (sample.labels(2, 0), sample.labels(2, 1), sample.uniforms(2))
    let c = zip(zip(a, b), noise).map { $0.0 ^ $0.1 ^ ($1 < 0.1 ? 1 : 0) }
    let model = try TreeSequence.fit(
      targets: [a, b, c].map { .labels($0, count: 2) })
    let drawn = try model.draw(rows: 8000, random: treeRandom).map(codes)
    let agreeing = (0..<8000).count { drawn[2][$0] == drawn[0][$0] ^ drawn[1][$0] }
    // Both shares, learned and drawn, have the standard error .0034: four of their sum's.
    #expect(abs(Double(agreeing) / 8000 - 0.9) < 4 * 0.0048)
    #expect(model.scoreGain > 0.3)
  }

  @Test func associationOfLabelsIsRecovered() throws {
    let sample = TreeSamples(seed: 2, rows: 20_000)
    let a = sample.labels(6, 0)
    let (other, keep) = (sample.labels(6, 1), sample.uniforms(2))
    // Pairs of labels go together, in no order of codes.
    let b = a.indices.map { keep[$0] < 0.5 ? (a[$0] * 5 + 2) % 6 : other[$0] }
    let model = try TreeSequence.fit(targets: [.labels(a, count: 6), .labels(b, count: 6)])
    let drawn = try model.draw(rows: 20_000, random: treeRandom).map(codes)
    let (real, synthetic) = (cramersV(a, b, 6, 6), cramersV(drawn[0], drawn[1], 6, 6))
    // The standard error of V is at most 1 / sqrt(rows): two samples, four deviations.
    #expect(abs(real - synthetic) < 4 * (2 / 20_000.0).squareRoot(), "\(real) \(synthetic)")
  }

  @Test func monotoneDependenceIsRecovered() throws {
    let sample = TreeSamples(seed: 3, rows: 20_000)
    let (x, e) = (sample.normals(0), sample.normals(1))
    let y = zip(x, e).map { exp(0.8 * $0 + 0.6 * $1) }
    let model = try TreeSequence.fit(targets: [.numbers(x, step: 0), .numbers(y, step: 0)])
    let drawn = try model.draw(rows: 20_000, random: treeRandom).map(numbers)
    // Four standard errors of the difference, sqrt(2 / rows) each at most, and the leaves' width.
    let difference = rankCorrelation(x, y) - rankCorrelation(drawn[0], drawn[1])
    #expect(abs(difference) < 4 * (2 / 20_000.0).squareRoot() + 0.01, "\(difference)")
  }

  @Test func spreadFollowsAPredictor() throws {
    let sample = TreeSamples(seed: 4, rows: 10_000)
    let flag = sample.labels(2, 0)
    let y = zip(sample.normals(1), flag).map { $0 * ($1 == 1 ? 5 : 1) }
    let model = try TreeSequence.fit(targets: [.labels(flag, count: 2), .numbers(y, step: 0)])
    let drawn = try model.draw(rows: 10_000, random: treeRandom)
    for value in Int32(0)..<2 {
      let own = zip(codes(drawn[0]), numbers(drawn[1])).filter { $0.0 == value }.map(\.1)
      let square = own.reduce(0) { $0 + $1 * $1 } / Double(own.count)
      let expected = value == 1 ? 5.0 : 1.0
      // The standard error of a deviation is sigma / sqrt(2 n), n = 5,000: five of two, and one
      // hundredth for tails that are cut.
      #expect(abs(square.squareRoot() / expected - 1) < 0.08, "\(square)")
    }
  }

  @Test func zerosAndNullsFollowAFlag() throws {
    let sample = TreeSamples(seed: 5, rows: 10_000)
    let flag = sample.labels(3, 0)
    let y = zip(sample.normals(1), flag).map { $1 == 0 ? 0 : $1 == 1 ? .nan : exp($0) }
    let model = try TreeSequence.fit(targets: [.labels(flag, count: 3), .numbers(y, step: 0)])
    let drawn = try model.draw(rows: 10_000, random: treeRandom)
    for (label, value) in zip(codes(drawn[0]), numbers(drawn[1])) {
      switch label {
      case 0: #expect(value == 0)
      case 1: #expect(value.isNaN)
      default: #expect(value > 0)
      }
    }
  }

  @Test func contextIsFollowed() throws {
    let sample = TreeSamples(seed: 6, rows: 10_000)
    let (x, e) = (sample.uniforms(0), sample.uniforms(1))
    let y = zip(x, e).map { abs($0 - 0.5) + 0.1 * $1 }
    let context = [TreeColumn.numbers(x, step: 0)]
    let model = try TreeSequence.fit(context: context, targets: [.numbers(y, step: 0)])
    let drawn = try model.draw(context: context, rows: 10_000, random: treeRandom).map(numbers)
    let error = zip(drawn[0], y).reduce(0) { $0 + abs($1.0 - $1.1) } / 10_000
    // Two uniforms of width .1 differ by a thirtieth on average; leaves add as much at most.
    #expect(error < 2 * 0.1 / 3, "\(error)")
    #expect(throws: StatisticsError.self) { try model.draw(rows: 10, random: treeRandom) }
    #expect(throws: StatisticsError.self) {
      try TreeSequence.fit(context: context, targets: [.numbers([1], step: 0)])
    }
  }

  @Test func threadsAndRepetitionsChangeNothing() throws {
    let sample = TreeSamples(seed: 7, rows: 40_000)
    let targets: [TreeColumn] = [
      .labels(sample.labels(5, 0), count: 5), .numbers(sample.normals(1), step: 0),
      .numbers(zip(sample.normals(1), sample.uniforms(2)).map { ($0 + $1).rounded() }, step: 1),
    ]
    let entities = sample.labels(3000, 3)
    var options = TreeOptions(maximumGrowthRows: 5000)
    let first = try TreeSequence.fit(targets: targets, entities: entities, options: options)
    let drawn = try first.draw(rows: 40_000, random: treeRandom, threads: 1)
    for threads in [2, 7] {
      options.threads = threads
      let again = try TreeSequence.fit(targets: targets, entities: entities, options: options)
      #expect(again == first)
      #expect(try again.draw(rows: 40_000, random: treeRandom, threads: threads) == drawn)
    }
    // Without strata, a draw may be taken up anywhere.
    let whole = try first.draw(rows: 20_000, random: treeRandom, isStratified: false)
    let part = try first.draw(
      rows: 100, random: treeRandom, firstRow: 17_000, isStratified: false)
    #expect(Array(numbers(whole[2])[17_000..<17_100]) == numbers(part[2]))
  }

  @Test func contentGivesTheSequenceBack() throws {
    let sample = TreeSamples(seed: 8, rows: 3000)
    let targets: [TreeColumn] = [
      .numbers(sample.normals(0), step: 0), .labels(sample.labels(4, 1), count: 4),
    ]
    let model = try TreeSequence.fit(targets: targets)
    let columns = try model.columns.map { column in
      var copy = column
      copy.scale = try ColumnScale(content: column.scale.content)
      return copy
    }
    #expect(try TreeSequence(context: [], columns: columns) == model)
    var broken = columns
    broken[1].tree.nodes[0].left = 99
    broken[1].tree.nodes[0].predictor = 0
    #expect(throws: StatisticsError.self) { try TreeSequence(context: [], columns: broken) }
    broken = columns
    broken[0].leaves[0].groups[0].share = 2
    #expect(throws: StatisticsError.self) { try TreeSequence(context: [], columns: broken) }
  }
}
