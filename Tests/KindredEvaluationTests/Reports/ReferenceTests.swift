import Foundation
import KindredData
import KindredEvaluation
import Testing

/// Every figure of the reports against SDMetrics'.
@Suite struct ReferenceTests {
  /// Expected figures have 12 decimals.
  private static let tolerance = 1e-11

  @Test(arguments: [TrendThresholds.legacy, .standard])
  func everyFigureIsTheReference(thresholds: TrendThresholds) throws {
    let comparison = try ReferenceData.comparison()
    let quality = try QualityReport(comparison, thresholds: thresholds)
    let diagnostic = DiagnosticReport(comparison)
    var figures: [String: Double?] = ["Quality": quality.score, "Diagnostic": diagnostic.score]
    for property in quality.properties + diagnostic.properties {
      figures[property.name] = property.score
    }
    for row in quality.columnShapes + diagnostic.dataValidity
    where row.metric != .datetimeFormatAdherence {
      figures["\(row.table) \(row.columns.joined(separator: "+")) \(row.metric.rawValue)"] =
        row.score
    }
    for row in diagnostic.dataStructure { figures["\(row.table) TableStructure"] = row.score }
    for row in quality.cardinalities + diagnostic.relationshipValidity {
      let relationship = row.relationship
      let key = relationship.childKey.joined(separator: "+")
      figures[
        "\(relationship.childTable) \(relationship.parentTable) \(key) \(row.metric.rawValue)"] =
        row.score
    }
    for row in quality.columnPairs + quality.intertablePairs {
      figures[name(of: row)] = row.score(at: thresholds)
    }
    var expected = 0
    for (name, scores) in ReferenceScores.rows {
      let wanted = thresholds == .legacy ? scores[0] : scores[1]
      let found = try #require(figures[name], "\(name)")
      #expect(agree(found, wanted), "\(name): \(found ?? .nan), \(wanted ?? .nan) expected")
      expected += 1
    }
    #expect(expected == figures.count)
  }

  @Test func correlationsAndAssociationsAreTheReference() throws {
    let quality = try QualityReport(try ReferenceData.comparison())
    let rows = Dictionary(
      (quality.columnPairs + quality.intertablePairs).map { (name(of: $0), $0) }
    ) { first, _ in first }
    for (name, scores) in ReferenceScores.rows where scores.count == 4 {
      let row = try #require(rows[name])
      #expect(agree(row.realCorrelation, scores[2]), "\(name)")
      #expect(agree(row.realAssociation, scores[3]), "\(name)")
    }
  }

  @Test func subsamplesOfAllRowsChangeNothing() throws {
    let comparison = try ReferenceData.comparison()
    let whole = try QualityReport(comparison)
    #expect(try QualityReport(comparison, subsample: 1000) == whole)
    let some = try QualityReport(comparison, subsample: 20)
    #expect(some != whole)
    #expect(try QualityReport(comparison, subsample: 20) == some)
    #expect(some.columnShapes == whole.columnShapes)
  }

  private func agree(_ first: Double?, _ second: Double?) -> Bool {
    guard let first, let second else { return first == nil && second == nil }
    return abs(first - second) < Self.tolerance
  }

  private func name(of pair: PairScore) -> String {
    let columns = "\(pair.firstColumn) \(pair.secondColumn) \(pair.metric.rawValue)"
    guard !pair.foreignKey.isEmpty else { return "\(pair.firstTable) \(columns)" }
    let key = pair.foreignKey.joined(separator: "+")
    return "\(pair.secondTable) \(pair.firstTable) \(key) \(columns)"
  }
}

extension ReferenceData {
  static func comparison() throws -> DatasetComparison {
    let metadata = try Metadata(json: metadata)
    return try DatasetComparison(
      real: dataset(real, metadata), synthetic: dataset(synthetic, metadata), metadata: metadata)
  }

  private static func dataset(_ files: [String: String], _ metadata: Metadata) throws -> Dataset {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("kindred-reference-\(UUID().uuidString)", isDirectory: true)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files {
      try Data((text + "\n").utf8).write(to: folder.appendingPathComponent("\(name).csv"))
    }
    return try CSVReader().readDataset(inFolder: folder.path, metadata: metadata)
  }
}

extension ReferenceScores {
  /// Names and figures; nil where SDMetrics has none.
  static var rows: [(String, [Double?])] {
    text.split(separator: "\n").map { line in
      let words = line.split(separator: " ").map(String.init)
      let first = words.firstIndex { $0 == "-" || Double($0) != nil } ?? words.count
      return (words[..<first].joined(separator: " "), words[first...].map { Double($0) })
    }
  }
}
