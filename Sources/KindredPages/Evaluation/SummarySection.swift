import KindredData
import KindredEvaluation

/// The scores, and what differs most in words.
struct SummarySection {
  private let page: EvaluationPage
  private static let shown = 3
  private static let noLeak = "Nothing leaks beyond what chance explains."

  init(_ page: EvaluationPage) { self.page = page }

  @MarkupBuilder var markup: Markup {
    element("p") { verdict }
    element("div", ["class": "scores"]) {
      tile("Diagnostic", "Are the data valid?", page.diagnostic.score, page.diagnostic.properties)
      tile(
        "Quality", "Do they resemble the real ones?", page.quality.score, page.quality.properties)
      if page.relational.score != nil {
        tile(
          "Relational", "What the quality report does not see", page.relational.score,
          page.relational.properties.filter { $0.score != nil })
      }
      if let detection = page.detection {
        tile(
          "Detection", "1 when a classifier can only guess which rows are real", detection.score,
          detection.properties)
      }
      if let privacy = page.privacy {
        tile(
          "Privacy", "1 when nothing gives real rows away", privacy.score, privacy.properties)
      }
    }
    element("div", ["class": "findings"]) {
      for (title, findings, none) in lists where !findings.isEmpty || none != nil {
        list(title, findings, none)
      }
    }
  }

  // MARK: - Words

  private var verdict: String {
    let faults = page.diagnostic.worstFaults(.max).count
    let quality = page.quality.properties.filter { $0.score != nil }
    let weakest = quality.min { ($0.score ?? 1) < ($1.score ?? 1) }
    var sentences = [
      faults == 0
        ? "Every check of validity is passed."
        : "\(FigureText.count(faults)) of the validity checks find faults."
    ]
    if let weakest, let score = weakest.score, quality.count > 1 {
      sentences.append(
        score > 0.995
          ? "All that the quality report measures is like the real data."
          : "Least like the real data are the \(weakest.name.lowercased()), at "
            + "\(FigureText.score(score)).")
    }
    if let leaks = page.privacy?.leaks(.max).count {
      sentences.append(
        leaks == 0
          ? Self.noLeak
          : "\(FigureText.count(leaks, "privacy test")) found more than chance explains.")
    }
    return sentences.joined(separator: " ") + " All scores lie between 0 and 1; 1 is best."
  }

  private func tile(
    _ title: String, _ question: String, _ score: Double?, _ properties: [PropertyScore]
  ) -> Markup {
    element("div", ["class": "panel score"]) {
      element("h3") { title }
      element("p", ["class": "big"]) { scoreFigure(score) }
      element("p", ["class": "says"]) { question }
      element("table") {
        element("caption", ["class": "hidden"]) { "Parts of the \(title.lowercased()) score" }
        element("tbody") {
          for property in properties {
            element("tr") {
              element("th", ["scope": "row"]) { property.name }
              element("td", ["class": "bar"]) { scoreBar(property.score) }
              element("td", ["class": "number"]) { scoreFigure(property.score) }
            }
          }
        }
      }
    }
  }

  // MARK: - Findings

  /// The faults, then the three worst of everything; a sentence where there is nothing to find.
  private var lists: [(title: String, findings: [Finding], none: String?)] {
    let count = Self.shown
    let further: [(String, [Finding], String?)] = [
      ("What leaks", page.privacy?.leaks(count) ?? [], page.privacy.map { _ in Self.noLeak }),
      (
        "What a classifier recognises", page.detection?.worstTests(count) ?? [],
        page.detection.map { _ in "No classifier does notably better than guessing." }
      ),
    ]
    let hasRelationships = page.quality.isMultiTable && !page.quality.cardinalities.isEmpty
    return [
      ("Faults", page.diagnostic.worstFaults(6), nil),
      ("Columns that differ most", page.quality.worstColumns(count), "No column differs notably."),
      (
        "Pairs of columns that differ most", page.quality.worstPairs(count),
        "No pair of columns differs notably."
      ),
      (
        "Relationships that differ most", page.quality.worstRelationships(count),
        hasRelationships ? "Numbers of children are like the real ones." : nil
      ),
      (
        "Nulls, siblings and dates that differ most", page.relational.worstMeasures(count), nil
      ),
      ("Distant columns that differ most", page.relational.worstHops(count), nil),
    ] + further
  }

  private func list(_ title: String, _ findings: [Finding], _ none: String?) -> Markup {
    element("div", ["class": "panel"]) {
      element("h3") { title }
      if findings.isEmpty {
        element("p", ["class": "muted"]) { none ?? "" }
      } else {
        element("ol") {
          for finding in findings { item(finding) }
        }
      }
    }
  }

  private func item(_ finding: Finding) -> Markup {
    let drawn = page.drawnColumns
    let target = page.anchors.target(of: finding.place) { table, column in
      drawn.contains(.column(table: table, column: column))
    }
    let subject = name(finding.subject)
    return element("li") {
      element("span") {
        if let target { link(to: target) { subject } } else { subject }
      }
      scoreFigure(finding.score)
      element("span", ["class": "what"]) { finding.text }
    }
  }
}
