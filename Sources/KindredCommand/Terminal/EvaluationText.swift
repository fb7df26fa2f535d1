import Foundation
import KindredEvaluation

/// The reports as text for people.
struct EvaluationText {
  let diagnostic: DiagnosticReport
  let quality: QualityReport
  let relational: RelationalReport

  private static let shown = 5

  var text: String {
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
    let lists = [
      ("Faults", diagnostic.worstFaults(Self.shown)),
      ("Columns that differ most", quality.worstColumns(Self.shown)),
      ("Pairs of columns that differ most", quality.worstPairs(Self.shown)),
      ("Relationships that differ most", quality.worstRelationships(Self.shown)),
      ("Nulls, siblings and dates that differ most", relational.worstMeasures(Self.shown)),
      ("Columns of distant tables that differ most", relational.worstHops(Self.shown)),
    ]
    for (title, findings) in lists where !findings.isEmpty { parts.append(list(title, findings)) }
    return parts.joined(separator: "\n\n")
  }

  private func section(
    _ title: String, _ score: Double?, _ properties: [PropertyScore], note: String
  ) -> String {
    var table = AlignedTable([(title, .left), (Self.figure(score), .right), (note, .left)])
    for property in properties {
      table.append([
        property.name, Self.figure(property.score),
        property.score == nil ? "nothing can be scored" : "",
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
