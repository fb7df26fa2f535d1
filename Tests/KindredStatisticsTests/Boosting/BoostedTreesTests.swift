import KindredStatistics
import Testing

@Suite struct BoostedTreesTests {
  private let count = 1200
  private var options: BoostingOptions {
    var options = BoostingOptions()
    options.trees = 15
    return options
  }

  @Test func findsExclusiveOrWhereTheBaselineCannot() throws {
    let a = ClassifierSamples.uniforms(count, "a")
    let b = ClassifierSamples.uniforms(count, "b")
    let labels = zip(a, b).map { ($0 < 0.5) != ($1 < 0.5) }
    let features = [BinnedFeature(numbers: a), BinnedFeature(numbers: b)]
    let (train, test) = ClassifierSamples.halves(count)
    let trees = try BoostedTrees(features, labels: labels, rows: train, options: options)
    let boosted = ClassifierSamples.accuracy(
      try trees.margins(features, rows: test), labels, test)
    let baseline = try LogisticRegression(features, labels: labels, rows: train)
    let linear = ClassifierSamples.accuracy(
      try baseline.margins(features, rows: test), labels, test)
    #expect(boosted > 0.93)
    // 600 held out rows: five standard errors of a fair coin, 5 * 0.5 / sqrt(600).
    #expect(abs(linear - 0.5) < 0.102)
  }

  @Test func missingNumbersAndLabelsAreSplitOff() throws {
    let numbers = ClassifierSamples.uniforms(count, "number")
    let labels = ClassifierSamples.uniforms(count, "label").map { $0 < 0.5 }
    let noise = BinnedFeature(numbers: numbers)
    let missing = BinnedFeature(numbers: zip(numbers, labels).map { $1 ? .nan : $0 })
    let code = zip(numbers, labels).map { Int32($1 ? 3 : $0 * 3) }
    for telling in [[missing], BinnedFeature.features(labels: code, count: 4)] {
      let features = [noise] + telling
      let trees = try BoostedTrees(features, labels: labels, options: options)
      let rows = labels.indices.map { Int32($0) }
      let margins = try trees.margins(features, rows: rows)
      #expect(ClassifierSamples.accuracy(margins, labels, rows) == 1)
      #expect(trees.gains[1] > 100 * trees.gains[0])
    }
  }

  @Test func firstTreeIsTheOneWorkedOutByHand() throws {
    // Log-odds 0 everywhere: gradients -1/2 and 1/2, weights 1/4. The split leaves four rows on
    // either side: gradient 2, weight 1, value 2 / (1 + 1) * 0.3; gain 2 * 2² / (1 + 1) = 4.
    let labels = (0..<8).map { $0 < 4 }
    let features = [BinnedFeature(numbers: (0..<8).map(Double.init))]
    var options = BoostingOptions()
    options.trees = 1
    let trees = try BoostedTrees(features, labels: labels, options: options)
    let margins = try trees.margins(features, rows: [0, 3, 4, 7])
    for (margin, expected) in zip(margins, [0.3, 0.3, -0.3, -0.3]) {
      #expect(abs(margin - expected) < 1e-6)
    }
    #expect(abs(trees.gains[0] - 4) < 1e-5)
  }

  @Test func limitsHold() throws {
    let numbers = ClassifierSamples.uniforms(64, "limits")
    let labels = numbers.map { Int($0 * 8) % 2 == 0 }
    let features = [BinnedFeature(numbers: numbers)]
    let rows = (0..<64).map { Int32($0) }
    func leaves(_ change: (inout BoostingOptions) -> Void) throws -> Int {
      var options = BoostingOptions()
      options.trees = 1
      change(&options)
      let trees = try BoostedTrees(features, labels: labels, options: options)
      return Set(try trees.margins(features, rows: rows)).count
    }
    #expect(try leaves { $0.depth = 0 } == 1)
    #expect(try leaves { $0.depth = 1 } == 2)
    #expect(try leaves { $0.leaves = 3 } <= 3)
    #expect(try leaves { $0.minimumChildWeight = 9 } == 1)
    #expect(try leaves { $0.trees = 0 } == 1)
  }

  @Test func threadsChangeNothing() throws {
    let rows = 60_000
    let names = ["a", "b", "c", "d"]
    let columns = names.map { ClassifierSamples.uniforms(rows, $0) }
    let features = columns.map { BinnedFeature(numbers: $0) }
    let labels = columns[0].indices.map { columns[0][$0] + columns[1][$0] > columns[2][$0] * 2 }
    var options = BoostingOptions()
    options.trees = 1
    options.depth = 3
    let all = (0..<Int32(rows)).map { $0 }
    let one = try BoostedTrees(features, labels: labels, options: options)
    options.threads = 3
    let three = try BoostedTrees(features, labels: labels, options: options)
    #expect(try one.margins(features, rows: all) == three.margins(features, rows: all))
    #expect(one.gains == three.gains)
  }

  @Test func refusesWhatItCannotLearnFrom() throws {
    let features = [BinnedFeature(numbers: [1, 2, 3])]
    let labels = [true, false, true]
    #expect(throws: StatisticsError.self) { try BoostedTrees(features, labels: [true]) }
    #expect(throws: StatisticsError.self) { try BoostedTrees(features, labels: labels, rows: []) }
    #expect(throws: StatisticsError.self) { try BoostedTrees(features, labels: labels, rows: [3]) }
    let trees = try BoostedTrees(features, labels: labels)
    #expect(throws: StatisticsError.self) { try trees.margins([], rows: [0]) }
    #expect(throws: StatisticsError.self) { try trees.margins(features, rows: [-1]) }
    let oneClass = try BoostedTrees(features, labels: [true, true, true])
    #expect(try oneClass.margins(features, rows: [0])[0] > 10)
  }
}
