import KindredData
public import KindredEvaluation

/// The reports on a synthetic dataset as one HTML page that needs nothing but itself: scores and
/// findings first, then pictures with the figures behind them.
///
/// Every score in the page stands in a `data` element whose `value` is the number in the reports'
/// JSON. The page holds aggregates of the real data: shares, correlations, and labels that at least
/// ten rows have (a hundredth of the rows in small tables); what it shows is bounded, see `PageLimits`.
public struct EvaluationPage: Sendable {
  let comparison: DatasetComparison
  let diagnostic: DiagnosticReport
  let quality: QualityReport
  let relational: RelationalReport
  let detection: DetectionReport?
  let privacy: PrivacyReport?
  let names: (real: String, synthetic: String)
  let anchors: Anchors
  /// The columns that get a picture.
  let drawnColumns: Set<Finding.Place>

  /// A page of these reports.
  /// - Parameters:
  ///   - detection: nil when it was not measured.
  ///   - privacy: nil when it was not measured.
  ///   - real: what to call the real data, such as the name of their folder.
  ///   - synthetic: what to call the synthetic data.
  public init(
    _ comparison: DatasetComparison, diagnostic: DiagnosticReport, quality: QualityReport,
    relational: RelationalReport, detection: DetectionReport? = nil,
    privacy: PrivacyReport? = nil, real: String = "real data", synthetic: String = "synthetic data"
  ) {
    self.comparison = comparison
    self.diagnostic = diagnostic
    self.quality = quality
    self.relational = relational
    self.detection = detection
    self.privacy = privacy
    names = (real, synthetic)
    anchors = Anchors(comparison.metadata, paths: relational.hops.joined().map(\.tables))
    drawnColumns = quality.columnsToDraw
  }

  /// The page.
  /// - Complexity: O(rows × columns) for counting what the histograms show.
  public var html: String {
    let columns = ColumnSection(self)
    var sections = [
      Page.Section(id: "summary", title: "Summary", content: SummarySection(self).markup),
      Page.Section(
        id: "schema", title: "Schema", content: SchemaPicture(comparison.metadata).markup),
      Page.Section(id: "columns", title: "Columns", breaksPage: true, content: columns.markup),
    ]
    if !quality.columnPairs.isEmpty {
      sections.append(
        Page.Section(
          id: "pairs", title: "Pairs of columns", breaksPage: true,
          content: PairSection(self).markup))
    }
    if !comparison.metadata.relationships.isEmpty {
      sections.append(
        Page.Section(
          id: "relationships", title: "Relationships", breaksPage: true,
          content: RelationshipSection(self).markup))
    }
    if relational.hops.contains(where: { !$0.isEmpty }) {
      sections.append(
        Page.Section(
          id: "distant", title: "Distant tables", content: DistantSection(self).markup))
    }
    if let detection {
      sections.append(
        Page.Section(
          id: "detection", title: "Detection", breaksPage: true,
          content: DetectionSection(detection).markup))
    }
    if let privacy {
      sections.append(
        Page.Section(
          id: "privacy", title: "Privacy", breaksPage: true,
          content: PrivacySection(privacy).markup))
    }
    sections.append(
      Page.Section(
        id: "about", title: "About this page",
        content: EvaluationNotes(self, shownLabels: columns.shownLabels).markup))
    return Page(
      title: "\(names.synthetic) compared with \(names.real)", kind: "Evaluation",
      subject: subject, lead: lead, sections: sections,
      foot: Markup(text: "Made by kindred evaluate. The page loads nothing and runs no script.")
    ).text
  }

  @MarkupBuilder private var subject: Markup {
    name(names.synthetic)
    " compared with "
    name(names.real)
  }

  @MarkupBuilder private var lead: Markup {
    let rows = [comparison.real, comparison.synthetic].map { $0.reduce(0) { $0 + $1.rowCount } }
    let tables = comparison.metadata.tables
    FigureText.count(tables.count, "table") + ", "
    FigureText.count(tables.reduce(0) { $0 + $1.columns.count }, "column") + ", "
    FigureText.count(comparison.metadata.relationships.count, "relationship") + "; "
    FigureText.count(rows[0], "real row") + ", " + FigureText.count(rows[1], "synthetic row") + "."
  }
}
