import Foundation
import KindredEvaluation

/// The reports as text for people.
struct EvaluationText {
  private let reports: EvaluationReports

  private static let shown = 5

  init(_ reports: EvaluationReports) { self.reports = reports }

  var text: String {
    let (diagnostic, quality, relational) =
      (reports.diagnostic, reports.quality, reports.relational)
    var parts = [
      section("Diagnostic", diagnostic.score, diagnostic.properties, note: "are the data valid"),
      section(
        "Quality", quality.score, quality.properties, note: "do they resemble the real ones"),
    ]
    if relational.score != nil {
      parts.append(
        section(
          "Relational", relational.score, relational.properties.filter { $0.score != nil },
          note: "what the quality report does not see"))
    }
    if let detection = reports.detection {
      parts.append(
        section(
          "Detection", detection.score, detection.properties, detection.statements,
          note: "can a classifier not tell them from real rows"))
    }
    if let privacy = reports.privacy {
      let yardstick = privacy.hasHoldout ? "the holdout" : "other real rows; --holdout tells more"
      parts.append(
        section(
          "Privacy", privacy.score, privacy.properties, privacy.statements,
          note: "do they keep real rows to themselves, compared with \(yardstick)"))
    }
    for (title, findings) in lists where !findings.isEmpty { parts.append(list(title, findings)) }
    if let unscored { parts.append(unscored) }
    return parts.joined(separator: "\n\n")
  }

  private var lists: [(String, [Finding])] {
    let quality = reports.quality
    return [
      ("Faults", reports.diagnostic.worstFaults(Self.shown)),
      ("Columns that differ most", quality.worstColumns(Self.shown)),
      ("Pairs of columns that differ most", quality.worstPairs(Self.shown)),
      ("Relationships that differ most", quality.worstRelationships(Self.shown)),
      ("Nulls, siblings and dates that differ most", reports.relational.worstMeasures(Self.shown)),
      ("Columns of distant tables that differ most", reports.relational.worstHops(Self.shown)),
      ("What gives the data away", reports.detection?.worstTests(Self.shown) ?? []),
      ("What leaks", reports.privacy?.leaks(Self.shown) ?? []),
    ]
  }

  /// Why tests of detection and privacy have no figures.
  private var unscored: String? {
    let detection = reports.detection.map { $0.tables + $0.parents } ?? []
    let privacy = reports.privacy.map { $0.tables + $0.entities } ?? []
    let reasons =
      detection.compactMap { test in test.error.map { (test.table, "detection", $0) } }
      + privacy.compactMap { test in test.error.map { (test.table, "privacy", $0) } }
    guard !reasons.isEmpty else { return nil }
    var table = AlignedTable([("Not measured", .left), ("", .left), ("", .left)])
    for (name, report, reason) in reasons { table.append([name, report, reason]) }
    return table.rendered(indent: 0)
  }

  private func section(
    _ title: String, _ score: Double?, _ properties: [PropertyScore], _ statements: [String?] = [],
    note: String
  ) -> String {
    var table = AlignedTable([(title, .left), (Self.figure(score), .right), (note, .left)])
    for (index, property) in properties.enumerated() {
      let statement = statements.indices.contains(index) ? statements[index] : nil
      table.append([
        property.name, Self.figure(property.score),
        property.score == nil ? "nothing can be scored" : statement ?? "",
      ])
    }
    return table.rendered(indent: 0)
  }

  private func list(_ title: String, _ findings: [Finding]) -> String {
    var table = AlignedTable([(title, .left), ("", .right), ("", .left)])
    for finding in findings {
      table.append([finding.subject, Self.figure(finding.score), finding.text])
    }
    return table.rendered(indent: 0)
  }

  /// Three digits; 1.000 only for a score that is 1 to more digits than that.
  private static func figure(_ score: Double?) -> String {
    guard let score else { return "-" }
    return String(format: "%.3f", score < 1 ? min(score, 0.9994) : score)
  }
}
