import KindredStatistics
import Testing

@Suite struct LogisticRegressionTests {
  @Test func findsShiftsOfNumbersAndLabels() throws {
    let uniform = ClassifierSamples.uniforms(1000, "shift")
    let labels = ClassifierSamples.uniforms(1000, "class").map { $0 < 0.5 }
    let shifted = zip(uniform, labels).map { $0 + ($1 ? 1 : 0) }
    let code = zip(uniform, labels).map { Int32($0 * 3) + ($1 ? 3 : 0) }
    let rows = labels.indices.map { Int32($0) }
    for features in [
      [BinnedFeature(numbers: shifted)], BinnedFeature.features(labels: code, count: 6),
    ] {
      let model = try LogisticRegression(features, labels: labels)
      let margins = try model.margins(features, rows: rows)
      #expect(ClassifierSamples.accuracy(margins, labels, rows) > 0.99)
    }
  }

  @Test func solutionIsTheOneWorkedOutByHand() throws {
    // One 0/1 variable, 100 rows each: 80 and 20 of class true. Unregularised log-odds would be
    // ±log 4 = ±1.3863, the standardised variable ±1; with the penalty w² / 2 the weight solves
    // 200 * (0.8 - sigmoid(w)) = w, w = 1.3448.
    let numbers = (0..<200).map { Double($0 / 100) }
    let labels = (0..<200).map { $0 % 100 < ($0 < 100 ? 20 : 80) }
    let features = [BinnedFeature(numbers: numbers)]
    let model = try LogisticRegression(features, labels: labels)
    let margins = try model.margins(features, rows: [0, 199])
    // The gradient of the mean loss is below 1e-4, its second derivative about 0.165.
    #expect(abs(margins[0] + 1.3448) < 0.002)
    #expect(abs(margins[1] - 1.3448) < 0.002)
  }

  @Test func constantsAndMissingNumbersDoNoHarm() throws {
    let features = [
      BinnedFeature(numbers: [.nan, .nan, .nan, .nan]), BinnedFeature(numbers: [7, 7, 7, 7]),
    ]
    let model = try LogisticRegression(features, labels: [true, false, true, false])
    #expect(try model.margins(features, rows: [0, 1]).allSatisfy { abs($0) < 1e-9 })
    #expect(throws: StatisticsError.self) { try model.margins([], rows: [0]) }
    #expect(throws: StatisticsError.self) { try LogisticRegression(features, labels: []) }
  }
}
