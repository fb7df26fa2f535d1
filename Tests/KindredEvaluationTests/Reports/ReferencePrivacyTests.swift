import Foundation
import KindredData
import KindredEvaluation
import Testing

/// The figures of the privacy report that do not depend on chance, against SDMetrics'.
@Suite struct ReferencePrivacyTests {
  /// Expected figures have 12 decimals.
  private static let tolerance = 1e-11

  private func report(holdout: Bool, realRows: Int? = nil) throws -> PrivacyReport {
    let metadata = try Metadata(json: ReferencePrivacy.metadata)
    func read(_ text: String) throws -> Dataset {
      let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("kindred-privacy-\(UUID().uuidString)", isDirectory: true)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      try Data((text + "\n").utf8).write(to: folder.appendingPathComponent("thing.csv"))
      return try CSVReader().readDataset(inFolder: folder.path, metadata: metadata)
    }
    var real = try read(ReferencePrivacy.real)
    if let realRows { real = try real.prefix(rows: realRows) }
    let comparison = try DatasetComparison(
      real: real, synthetic: read(ReferencePrivacy.synthetic), metadata: metadata)
    return try PrivacyReport(comparison, holdout: holdout ? read(ReferencePrivacy.holdout) : nil)
  }

  @Test func distancesWithAHoldout() throws {
    let test = try report(holdout: true).tables[0]
    #expect(test.columns == 7)
    let distances = try #require(test.distances)
    try compare(distances.syntheticToReal, "syntheticToReal")
    try compare(#require(distances.syntheticToHoldout), "syntheticToHoldout")
    try compare(distances.comparison, "holdoutToReal")
  }

  @Test func distancesWithout() throws {
    let test = try report(holdout: false).tables[0]
    let distances = try #require(test.distances)
    try compare(distances.syntheticToReal, "syntheticToReal")
    try compare(distances.comparison, "realToReal")
    // Two of the real rows are twins.
    #expect(test.exactMatches?.comparison == 0.05)
    #expect(test.exactMatches?.synthetic == 0.15625)
    #expect(test.closestMatches == nil)
    #expect(test.overfitting == nil && test.membership == nil)
  }

  @Test func sharesAndAttacks() throws {
    let test = try report(holdout: true).tables[0]
    #expect(test.overfitting?.closerToReal == 0.625)
    #expect(test.overfitting?.protection == 0.75)
    #expect(test.exactMatches?.synthetic == 0.15625)
    #expect(test.exactMatches?.comparison == 1 / 30.0)
    #expect(test.nearMatches?.synthetic == 0.15625)
    #expect(test.closestMatches?.synthetic == 0.21875)
    #expect(abs((test.membership?.auc ?? 0) - 0.571666666667) < Self.tolerance)
    // As many rows on either side: nothing is drawn.
    let even = try report(holdout: true, realRows: 30).tables[0]
    #expect(even.overfitting?.fairCloserToReal == 0.640625)
  }

  @Test func disclosureProtection() throws {
    let scores = try report(holdout: true).tables[0].disclosure
    #expect(scores.map(\.sensitiveColumn) == ReferencePrivacy.disclosure.map(\.column))
    for (found, wanted) in zip(scores, ReferencePrivacy.disclosure) {
      #expect(found.knownColumns == wanted.known, "\(wanted.column)")
      #expect(agree(found.capProtection, wanted.cap), "\(wanted.column)")
      #expect(agree(found.baselineProtection, wanted.baseline), "\(wanted.column)")
      #expect(agree(found.score, wanted.score), "\(wanted.column)")
    }
  }

  private func compare(_ found: DistanceSummary, _ name: String) throws {
    let wanted = try #require(ReferencePrivacy.distances[name])
    let figures = [0, 5, 10, 15, 20].map { found.quantiles[$0] } + [found.twoPercent]
    for (figure, expected) in zip(figures, wanted) {
      #expect(abs(figure - expected) < Self.tolerance, "\(name)")
    }
  }

  private func agree(_ first: Double?, _ second: Double?) -> Bool {
    guard let first, let second else { return first == nil && second == nil }
    return abs(first - second) < Self.tolerance
  }
}
