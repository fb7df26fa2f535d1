import KindredStatistics
import Testing

/// What the rows of a group are to each other.
struct TreeGroupTests {
  /// Groups of ten rows have ten of twelve numbers, in every order.
  @Test(arguments: [1, 3]) func separateRowsDiffer(threads: Int) throws {
    let sample = TreeSamples(seed: 22, rows: 3000)
    let keys = sample.uniforms(0)
    var values: [Double] = []
    for group in 0..<300 {
      let own = (0..<12).map { keys[(group * 10 + $0) % 3000] }
      let order = own.indices.sorted { own[$0] < own[$1] }
      values += order.prefix(10).map { Double($0) }
    }
    let entities = (0..<3000).map { Int32($0 / 10) }
    let model = try TreeSequence.fit(targets: [.numbers(values, step: 1)], entities: entities)
    var drawing = try TreeDrawing(
      model, context: [], rows: 3000, random: treeRandom, threads: threads)
    let target = GroupTarget(
      kind: .separate, rows: (0..<3000).map { Int32($0) }, starts: (0...300).map { $0 * 10 },
      targets: Array(repeating: 1, count: 300))
    let drawn = numbers(drawing.next([target]))
    for group in 0..<300 { #expect(Set(drawn[group * 10..<group * 10 + 10]).count == 10) }
    #expect(drawn.allSatisfy { (0..<12).contains($0) })
    // Every number has a twelfth of the rows: of 300 groups, 250 have it, give or take 6.5; five
    // deviations, as the nearest free number may be a little nearer to the middle.
    for number in 0..<12 {
      let count = drawn.count { $0 == Double(number) }
      #expect(abs(count - 250) <= 33, "\(number): \(count)")
    }
  }

  /// Numbers are dealt to the rows of a group in order, and stay those that were drawn.
  @Test func rowsComeInOrder() throws {
    let sample = TreeSamples(seed: 23, rows: 2000)
    let model = try TreeSequence.fit(targets: [.numbers(sample.normals(0), step: 0)])
    func target(_ kind: GroupTarget.Kind) -> GroupTarget {
      GroupTarget(
        kind: kind, rows: (0..<2000).map { Int32($0) }, starts: (0...200).map { $0 * 10 },
        targets: Array(repeating: 1, count: 200))
    }
    func drawn(_ targets: [GroupTarget]) throws -> [Double] {
      var drawing = try TreeDrawing(model, context: [], rows: 2000, random: treeRandom)
      return numbers(drawing.next(targets))
    }
    let (plain, falling) = (try drawn([]), try drawn([target(.descending)]))
    for group in 0..<200 {
      let own = Array(falling[group * 10..<group * 10 + 10])
      let expected = plain[group * 10..<group * 10 + 10].sorted(by: >)
      // Leaves are drawn from in single precision where no group is led.
      #expect(zip(own, expected).allSatisfy { abs($0 - $1) < 1e-4 }, "\(group)")
      #expect(own == own.sorted(by: >))
    }
  }

  /// Groups that have a single label each: rare labels are not the ones that always go.
  @Test func labelsKeepTheirShares() throws {
    let shares = [0.6, 0.3, 0.07, 0.03]
    let labels = TreeSamples(seed: 24, rows: 12_000).uniforms(0).map { uniform -> Int32 in
      uniform < 0.6 ? 0 : uniform < 0.9 ? 1 : uniform < 0.97 ? 2 : 3
    }
    let model = try TreeSequence.fit(targets: [.labels(labels, count: 4)])
    var drawing = try TreeDrawing(model, context: [], rows: 12_000, random: treeRandom)
    let target = GroupTarget(
      kind: .distinct, rows: (0..<12_000).map { Int32($0) }, starts: (0...2000).map { $0 * 6 },
      targets: Array(repeating: 1, count: 2000))
    let drawn = codes(drawing.next([target]))
    for group in 0..<2000 { #expect(Set(drawn[group * 6..<group * 6 + 6]).count == 1) }
    for (label, share) in shares.enumerated() {
      let own = Double(drawn.count { Int($0) == label }) / 12_000
      // Of 2,000 groups: four standard errors, and those of 12,000 labels learned.
      let error = (share * (1 - share) * (1 / 2000 + 1 / 12_000)).squareRoot()
      #expect(abs(own - share) < 4 * error, "\(label): \(own)")
    }
  }

  /// Groups of five rows with an effect of their own: what a leaf leaves open is standard normal, its
  /// means tell the effects, and rows drawn with such means have them in common, each leaf as learned.
  @Test(arguments: [1, 3]) func rowsShareResiduals(threads: Int) throws {
    let (groups, size) = (800, 5)
    let rows = groups * size
    let sample = TreeSamples(seed: 25, rows: rows)
    let (noise, effects) = (sample.normals(0), sample.normals(1))
    let values = (0..<rows).map { 0.6 * effects[$0 / size] + 0.8 * noise[$0] }
    let learned = try TreeSequence.learn(
      targets: [.numbers(values, step: 0)], open: [0],
      entities: (0..<rows).map { Int32($0 / size) }, options: TreeOptions(threads: threads))
    let open = try #require(learned.residuals[0])
    #expect(abs(open.reduce(0, +) / Double(rows)) < 1e-9)
    #expect(abs(open.reduce(0) { $0 + $1 * $1 } / Double(rows) - 1) < 1e-9)
    func means(_ values: [Double]) -> [Double] {
      (0..<groups).map { values[$0 * size..<($0 + 1) * size].reduce(0, +) / Double(size) }
    }
    let wanted = means(open)
    var drawing = try TreeDrawing(
      learned.sequence, context: [], rows: rows, random: treeRandom, threads: threads)
    let target = GroupTarget(
      kind: .residual, rows: (0..<rows).map { Int32($0) }, starts: (0...groups).map { $0 * size },
      targets: wanted)
    let drawn = numbers(drawing.next([target]))
    // Ranks instead of values, and cells of ten groups: both keep more than 99 % of a variance.
    #expect(correlation(means(drawn), wanted) > 0.99)
    // Of means of five with an effect of 0.36: 0.36 + 0.64 / 5; four standard errors of a variance.
    let variance = means(drawn).reduce(0) { $0 + $1 * $1 } / Double(groups)
    #expect(abs(variance - 0.488) < 4 * 0.488 * (2 / Double(groups)).squareRoot())
    // One leaf, whose distribution is dealt to its rows: quantiles are those of the data.
    let (own, data) = (drawn.sorted(), values.sorted())
    for part in 1..<10 {
      #expect(abs(own[rows * part / 10] - data[rows * part / 10]) < 0.05, "\(part)")
    }
  }

  private func correlation(_ first: [Double], _ second: [Double]) -> Double {
    let count = Double(first.count)
    let (mean, other) = (first.reduce(0, +) / count, second.reduce(0, +) / count)
    var (product, square, otherSquare) = (0.0, 0.0, 0.0)
    for (a, b) in zip(first, second) {
      product += (a - mean) * (b - other)
      square += (a - mean) * (a - mean)
      otherSquare += (b - other) * (b - other)
    }
    return product / (square * otherSquare).squareRoot()
  }
}
