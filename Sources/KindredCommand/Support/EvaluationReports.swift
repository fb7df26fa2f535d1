import KindredData
import KindredEvaluation

/// Everything that one evaluation found.
struct EvaluationReports {
  let diagnostic: DiagnosticReport
  let quality: QualityReport
  let relational: RelationalReport
  /// Nil when left out.
  let detection: DetectionReport?
  /// Nil when left out.
  let privacy: PrivacyReport?

  /// Name, score and properties of every report.
  var all: [(name: String, score: Double?, properties: [PropertyScore])] {
    var all = [
      ("diagnostic", diagnostic.score, diagnostic.properties),
      ("quality", quality.score, quality.properties),
      ("relational", relational.score, relational.properties),
    ]
    if let detection { all.append(("detection", detection.score, detection.properties)) }
    if let privacy { all.append(("privacy", privacy.score, privacy.properties)) }
    return all
  }

  /// Every figure.
  var json: JSONValue {
    var members = [
      JSONValue.Member("diagnostic", diagnostic.json), JSONValue.Member("quality", quality.json),
      JSONValue.Member("relational", relational.json),
    ]
    if let detection { members.append(JSONValue.Member("detection", detection.json)) }
    if let privacy { members.append(JSONValue.Member("privacy", privacy.json)) }
    return .object(members)
  }
}
