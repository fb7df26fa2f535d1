import KindredData
import KindredEvaluation
import Testing

@Suite struct DetectionReportTests {
  @Test func drawsOfOneDistributionCannotBeToldApart() throws {
    let report = DetectionReport(
      try ClubSamples.comparison(
        ClubSamples(name: "a").dataset(), ClubSamples(name: "b").dataset()))
    #expect(report.tables.map(\.table) == ["members", "visits"])
    #expect(report.parents.map(\.table) == ["members"])
    for test in report.tables + report.parents {
      let trees = try #require(test.trees)
      let logistic = try #require(test.logistic)
      // Four standard errors: one failure in ten thousand draws, and the draws are fixed.
      #expect(abs(trees.accuracy - 0.5) < 4 * trees.accuracyStandardError)
      #expect(abs(trees.auc - 0.5) < 4 * trees.aucStandardError)
      #expect(abs(logistic.auc - 0.5) < 4 * logistic.aucStandardError)
      #expect(trees.pValue > 1e-4 && trees.copyingPValue > 1e-4)
      #expect(test.error == nil)
    }
    #expect((report.score ?? 0) > 0.85)
    #expect(report.worstTests(5).isEmpty)
  }

  @Test func dependenceIsFoundByTreesAndNamed() throws {
    let report = DetectionReport(
      try ClubSamples.comparison(
        ClubSamples(name: "a").dataset(), ClubSamples(name: "b", lateAge: 12).dataset()))
    let test = report.tables[0]
    #expect((test.trees?.accuracy ?? 0) > 0.6)
    #expect((test.trees?.pValue ?? 1) < 1e-6)
    #expect(["members.age", "members.joined, year"].contains(test.giveaways[0].name))
    #expect(abs(test.giveaways.reduce(0) { $0 + $1.share } - 1) < 1e-12)
    let finding = try #require(report.worstTests(1).first)
    #expect(finding.subject.hasPrefix("members"))
    #expect(finding.text.contains("members.age"))
    #expect((report.properties[0].score ?? 1) < 0.9)
  }

  @Test func onlyTheAggregatesShowIncoherentChildren() throws {
    let report = DetectionReport(
      try ClubSamples.comparison(
        ClubSamples(name: "a", members: 3000).dataset(),
        ClubSamples(name: "b", members: 3000, isCoherent: false).dataset()))
    let (alone, together) = (report.tables[0], report.parents[0])
    // The means of two or more visits vary less.
    #expect((alone.trees?.accuracy ?? 1) < 0.52)
    #expect((together.trees?.pValue ?? 1) < 1e-6)
    #expect(together.isAggregated && !alone.isAggregated)
    #expect(together.giveaways[0].name == "visits.cost, mean by member")
    let names = Set(together.giveaways.map(\.name))
    #expect(names.contains("visits, number of rows by member"))
    #expect(names.contains("visits.room, distinct labels by member"))
    #expect(names.contains("members.joined, day"))
  }

  @Test func repeatedRowsShowAsTooFewRightGuesses() throws {
    let real = try ClubSamples(name: "a").dataset()
    let report = DetectionReport(try ClubSamples.comparison(real, real))
    let trees = try #require(report.tables[0].trees)
    #expect(trees.accuracy < 0.4 && trees.copyingPValue < 1e-6)
    #expect(report.tables[0].score == 1)
  }

  @Test func sidesOfUnequalSizeCountAlike() throws {
    let comparison = try ClubSamples.comparison(
      ClubSamples(name: "a").dataset(), ClubSamples(name: "b", members: 90).dataset())
    let report = DetectionReport(comparison)
    #expect(report.tables[0].rowsPerSide == 90)
    #expect(DetectionReport(comparison) == report)
    #expect(DetectionReport(comparison, rows: 50).tables.map(\.rowsPerSide) == [50, 50])
  }

  @Test func tooFewRowsAreAReason() throws {
    let comparison = try ClubSamples.comparison(
      ClubSamples(name: "a").dataset(), ClubSamples(name: "b", members: 9).dataset())
    let report = DetectionReport(comparison)
    #expect(report.tables[0].trees == nil && report.parents[0].score == nil)
    #expect(report.tables[0].error?.contains("9 rows") == true)
    let none = DetectionReport(
      try ClubSamples.comparison(
        ClubSamples(name: "a").dataset(), ClubSamples(name: "b", members: 0).dataset()))
    #expect(none.score == nil)
  }

  @Test func everyFigureIsInTheJSON() throws {
    let report = DetectionReport(
      try ClubSamples.comparison(
        ClubSamples(name: "a", members: 60).dataset(),
        ClubSamples(name: "b", members: 60).dataset()))
    let text = report.json.text()
    for figure in [report.tables[0].trees?.accuracy, report.parents[0].logistic?.aucStandardError] {
      #expect(text.contains("\(try #require(figure))"))
    }
    #expect(text.contains("Aggregated Detection") && text.contains("visits.cost, mean by member"))
  }
}
