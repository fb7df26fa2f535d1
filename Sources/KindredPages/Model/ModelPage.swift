public import Kindred
import KindredData
import KindredEvaluation

/// A model as one HTML page that needs nothing but itself: schema, learned distributions,
/// dependence and numbers of children, in the style of `EvaluationPage`. It shows what is in the model
/// and nothing else.
public struct ModelPage {
  let summary: ModelSummary
  let metadata: Metadata
  let columns: [[LearnedDistribution?]]
  let childCounts: [LearnedDistribution?]
  let dependence: [LearnedDependence?]
  let name: String
  let anchors: Anchors

  /// A page of the model.
  /// - Parameter name: what to call it, such as the name of its file.
  /// - Throws: `KindredError` of kind `notFitted`.
  public init(_ model: HMA1, name: String = "model") throws {
    summary = try model.summary()
    metadata = model.metadata
    columns = try model.columnDistributions()
    childCounts = try model.childCountDistributions()
    dependence = try model.dependence()
    self.name = name
    anchors = Anchors(model.metadata)
  }

  /// The page.
  public var html: String {
    var sections = [
      Page.Section(id: "summary", title: "Summary", content: overview),
      Page.Section(id: "schema", title: "Schema", content: SchemaPicture(metadata).markup),
      Page.Section(
        id: "columns", title: "Columns", breaksPage: true, content: ModelColumns(self).markup),
    ]
    if dependence.contains(where: { $0 != nil }) {
      sections.append(
        Page.Section(
          id: "pairs", title: "Pairs of columns", breaksPage: true, content: dependenceMaps))
    }
    if !summary.relationships.isEmpty {
      sections.append(
        Page.Section(
          id: "relationships", title: "Relationships", breaksPage: true,
          content: ModelRelationships(self).markup))
    }
    sections.append(Page.Section(id: "about", title: "About this page", content: about))
    return Page(
      title: "Model \(name)", kind: "Model",
      subject: MarkupBuilder.buildArray([
        Markup(text: "Model "), KindredPages.name(name),
      ]),
      lead: Markup(text: lead), sections: sections,
      foot: Markup(text: "Made by kindred inspect. The page loads nothing and runs no script.")
    ).text
  }

  private var lead: String {
    FigureText.count(summary.tables.count, "table") + ", "
      + FigureText.count(summary.tables.reduce(0) { $0 + $1.columns.count }, "column") + ", "
      + FigureText.count(summary.relationships.count, "relationship") + "; learned from "
      + FigureText.count(summary.tables.reduce(0) { $0 + $1.rowCount }, "row") + "."
  }

  @MarkupBuilder private var overview: Markup {
    element("p") {
      "Values stand for at least \(FigureText.count(summary.minimumCount, "row")). Format "
        + "\(summary.formatVersion), seed \(String(summary.seed))."
    }
    FigureTable(
      caption: "Tables of the model",
      columns: [
        .text("table"), .number("rows"), .number("columns"), .number("dimensions"),
        .number("keys used up"),
      ],
      rows: summary.tables.prefix(PageLimits.relationshipsListed).map { table in
        [
          link(to: anchors[.table(table.name)]) { KindredPages.name(table.name) },
          Markup(text: FigureText.count(table.rowCount)),
          Markup(text: FigureText.count(table.columns.count)),
          Markup(text: FigureText.count(table.dimensionCount)),
          Markup(text: FigureText.count(table.consumedKeys)),
        ]
      }, leftOut: summary.tables.count - PageLimits.relationshipsListed,
      elsewhere: "are in kindred inspect --json"
    ).markup
    if !summary.notes.isEmpty {
      element("div", ["class": "panel"]) {
        element("h3") { "Notes of the fit" }
        element("ul", ["class": "notes"]) {
          for note in summary.notes.prefix(PageLimits.relationshipsListed) {
            element("li") { element("bdi") { note } }
          }
        }
      }
    }
  }

  // MARK: - Dependence

  @MarkupBuilder private var dependenceMaps: Markup {
    element("p", ["class": "muted"]) {
      "Correlations on the normal scale of the copula: of ranks, so to speak. Labels have an order that "
        + "the fit has found."
    }
    element("ul", ["class": "legend"]) {
      element("li") {
        "correlation \u{2212}1"
        element("span", ["class": "ramp correlation", "aria-hidden": "true"])
        "1"
      }
    }
    element("div", ["class": "grid columns"]) {
      for (index, item) in dependence.enumerated().filter({ $0.element != nil })
        .prefix(PageLimits.maps)
      {
        if let item { map(item, summary.tables[index].name, index) }
      }
    }
  }

  private func map(_ item: LearnedDependence, _ table: String, _ index: Int) -> Markup {
    let chosen = Self.strongest(item, PageLimits.mapColumns)
    let map = HeatMap(
      rows: chosen.map { item.columns[$0] }, columns: nil,
      cells: chosen.enumerated().map { row, first in
        chosen.enumerated().map { column, second in
          column < row
            ? HeatMap.Cell(measure: .correlation, value: item.correlations[first][second]) : nil
        }
      })
    return element("div", ["class": "panel"]) {
      element("h3") { KindredPages.name(table) }
      element("p", ["class": "small muted"]) {
        chosen.count < item.columns.count
          ? "The \(chosen.count) most correlated of \(item.columns.count) columns"
          : FigureText.count(chosen.count, "column")
      }
      map.markup(id: "dependence-\(index + 1)", title: "Learned correlations of \(table)")
    }
  }

  /// The columns with the strongest correlations, in their order.
  private static func strongest(_ item: LearnedDependence, _ most: Int) -> [Int] {
    let strengths = item.columns.indices.map { column in
      item.correlations[column].enumerated().reduce(0.0) {
        $1.offset == column ? $0 : max($0, abs($1.element))
      }
    }
    return strengths.indices.sorted { (-strengths[$0], $0) < (-strengths[$1], $1) }.prefix(most)
      .sorted()
  }

  private var about: Markup {
    element("div", ["class": "panel"]) {
      element("h3") { "Real values in this page" }
      element("p") {
        """
        The page shows what the model file holds: names of tables and columns, labels and numbers \
        that stand for at least \(FigureText.count(summary.minimumCount, "row")) (fewer in small \
        tables), smoothed smallest and largest values, shares and correlations. Whoever may see \
        the model may see the page. kindred inspect MODEL --json lists every real value that is \
        kept; of a column the page names \(ModelColumns.keptShown) at most.
        """
      }
    }
  }
}
