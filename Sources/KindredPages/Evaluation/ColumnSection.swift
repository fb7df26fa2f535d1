import KindredData
import KindredEvaluation

extension QualityReport {
  /// The columns that get a picture: all, or the worst ones of a big schema.
  var columnsToDraw: Set<Finding.Place> {
    let order = columnShapes.enumerated().sorted {
      ($0.element.score ?? -1, $0.offset) < ($1.element.score ?? -1, $1.offset)
    }
    return Set(
      order.prefix(PageLimits.columnsDrawn).map {
        .column(table: $0.element.table, column: $0.element.columns.first ?? "")
      })
  }
}

/// Every column's values, real against synthetic.
struct ColumnSection {
  private let page: EvaluationPage
  private let distributions: [Finding.Place: ColumnDistribution]
  private let shapes: [Finding.Place: ColumnScore]
  private let nulls: [Finding.Place: NullScore]
  private let validity: [Finding.Place: ColumnScore]
  private let drawn: Set<Finding.Place>
  /// How many labels of the real data the cards name.
  let shownLabels: Int

  init(_ page: EvaluationPage) {
    func byColumn<Element>(
      _ elements: [Element], _ place: (Element) -> Finding.Place
    ) -> [Finding.Place: Element] {
      Dictionary(elements.map { (place($0), $0) }) { first, _ in first }
    }
    self.page = page
    let drawn = page.drawnColumns
    self.drawn = drawn
    distributions = byColumn(page.comparison.columnDistributions()) {
      .column(table: $0.table, column: $0.column)
    }
    let ofColumn: (ColumnScore) -> Finding.Place = {
      .column(table: $0.table, column: $0.columns.joined(separator: "+"))
    }
    shapes = byColumn(page.quality.columnShapes, ofColumn)
    validity = byColumn(
      page.diagnostic.dataValidity.filter { ($0.score ?? 1) < 1 }, ofColumn)
    nulls = byColumn(page.relational.nullShares) { .column(table: $0.table, column: $0.column) }
    shownLabels = distributions.reduce(0) { count, entry in
      guard drawn.contains(entry.key), case .labels(let labels) = entry.value.content else {
        return count
      }
      return count + labels.shown.count { $0.real > 0 }
    }
  }

  @MarkupBuilder var markup: Markup {
    let isLarge = drawn.count < page.quality.columnShapes.count
    element("p", ["class": "muted"]) {
      "Grey areas and upper bars are real, orange lines and lower bars synthetic. Each column's score "
        + "compares its distribution with the real one, nulls left out. "
      if isLarge {
        "Pictures are drawn of the \(drawn.count) columns that differ most; the others are listed, "
          + "and all scores are in the JSON (--json)."
      }
    }
    let limit = PageLimits.columnsListed / max(1, page.comparison.metadata.tables.count)
    let open = PageLimits.worst(leastScores, PageLimits.open)
    for (number, table) in page.comparison.metadata.tables.enumerated() {
      self.table(table, isOpen: open.contains(number), listed: max(10, limit))
    }
  }

  /// The lowest score of each table's columns.
  private var leastScores: [Double?] {
    page.comparison.metadata.tables.map { table in
      table.columns.compactMap { shapes[place(table, $0)]?.score }.min()
    }
  }

  private func table(_ table: TableMetadata, isOpen: Bool, listed: Int) -> Markup {
    let places = table.columns.map { (column: $0, place: place(table, $0)) }
    let scored = places.filter { distributions[$0.place] != nil }
    let cards = scored.filter { drawn.contains($0.place) }
    let others = places.filter { distributions[$0.place] == nil }
    let mean = scored.compactMap { shapes[$0.place]?.score }
    return fold(
      id: page.anchors[.table(table.name)], isOpen: isOpen && !cards.isEmpty,
      title: name(table.name), facts: facts(table, scored.count, mean)
    ) {
      if cards.isEmpty {
        element("p", ["class": "muted"]) { "No column of this table is drawn." }
      } else {
        element("div", ["class": "grid columns"]) {
          for (column, place) in cards { card(column, place) }
        }
      }
      list(scored.filter { !drawn.contains($0.place) }.map { ($0.column.name, $0.place) }, listed)
      if !others.isEmpty { remark(others.map { ($0.column, $0.place) }) }
    }
  }

  private func place(_ table: TableMetadata, _ column: ColumnMetadata) -> Finding.Place {
    .column(table: table.name, column: column.name)
  }

  @MarkupBuilder
  private func facts(_ table: TableMetadata, _ columns: Int, _ scores: [Double]) -> Markup {
    let rows = [page.comparison.real, page.comparison.synthetic].map {
      FigureText.count($0[table.name]?.rowCount ?? 0)
    }
    "\(rows[0]) real rows, \(rows[1]) synthetic"
    if !scores.isEmpty {
      " · \(FigureText.count(columns, "column")), mean score "
      FigureText.score(scores.reduce(0, +) / Double(scores.count))
    }
  }

  // MARK: - Cards

  private func card(_ column: ColumnMetadata, _ place: Finding.Place) -> Markup {
    let id = page.anchors[place]
    return element("div", ["class": "card", "id": id]) {
      element("div", ["class": "title"]) {
        element("h4") { name(column.name) }
        scoreFigure(shapes[place]?.score)
      }
      element("p", ["class": "type"]) { column.sdtype.rawValue }
      if let distribution = distributions[place] { picture(distribution, id) }
      let remarks = remarks(place)
      if !remarks.isEmpty { element("p", ["class": "facts"]) { remarks } }
    }
  }

  @MarkupBuilder
  private func picture(_ distribution: ColumnDistribution, _ id: String) -> Markup {
    switch distribution.content {
    case .numbers(let edges, let real, let synthetic):
      let histogram = Histogram(
        edges: edges,
        series: [Histogram.Series("real", real), Histogram.Series("synthetic", synthetic)])
      let title = "\(distribution.table).\(distribution.column), real and synthetic"
      histogram.markup(id: id, title: title)
      more("Figures") { histogram.table(caption: title) }
    case .labels(let labels):
      LabelTable(labels).markup(
        caption: "Labels of \(distribution.table).\(distribution.column)")
    case .unavailable(let reason): element("p", ["class": "muted small"]) { reason }
    }
  }

  /// Nulls, and values that the real data cannot have.
  @MarkupBuilder
  private func remarks(_ place: Finding.Place) -> Markup {
    if let null = nulls[place], null.realShare > 0 || null.syntheticShare > 0 {
      "Null: real "
      percentFigure(null.realShare)
      ", synthetic "
      percentFigure(null.syntheticShare)
      ". "
    }
    if let fault = validity[place], let score = fault.score {
      figure(1 - score, FigureText.percent(1 - score))
      fault.metric == .boundaryAdherence
        ? " of the synthetic values lie outside the real range, or are null. "
        : " of the synthetic labels do not exist in the real data. "
    }
    if let error = shapes[place]?.error { error }
  }

  // MARK: - Columns without a picture

  @MarkupBuilder
  private func list(_ columns: [(name: String, place: Finding.Place)], _ most: Int) -> Markup {
    if !columns.isEmpty {
      more("\(FigureText.count(columns.count, "column")) without a picture") {
        FigureTable(
          caption: "Columns without a picture",
          columns: [.text("column"), .number("score")],
          rows: columns.prefix(most).map { [name($0.name), scoreFigure(shapes[$0.place]?.score)] },
          leftOut: max(0, columns.count - most), elsewhere: "are in the JSON"
        ).markup
      }
    }
  }

  /// Keys and made-up values have no distribution, but may have nulls.
  private func remark(_ columns: [(ColumnMetadata, Finding.Place)]) -> Markup {
    element("p", ["class": "small muted"]) {
      "Not compared, as their values are keys or made up: "
      for (index, entry) in columns.prefix(40).enumerated() {
        if index > 0 { ", " }
        name(entry.0.name)
        if let null = nulls[entry.1], null.realShare > 0 || null.syntheticShare > 0 {
          " (null: real "
          percentFigure(null.realShare)
          ", synthetic "
          percentFigure(null.syntheticShare)
          ")"
        }
      }
      columns.count > 40 ? " and \(FigureText.count(columns.count - 40)) more." : "."
    }
  }
}

extension LabelTable {
  /// The labels of a column as shares of the rows with a value.
  fileprivate init(_ counts: LabelCounts) {
    let totals = (
      real: Double(max(1, counts.shown.reduce(counts.folded.real) { $0 + $1.real })),
      synthetic: Double(max(1, counts.shown.reduce(counts.folded.synthetic) { $0 + $1.synthetic }))
    )
    var rows = counts.shown.map { label in
      Row(
        label: label.text.isEmpty ? "empty text" : label.text, isNote: label.text.isEmpty,
        shares: [Double(label.real) / totals.real, Double(label.synthetic) / totals.synthetic])
    }
    if counts.folded.labels > 0 {
      rows.append(
        Row(
          label: counts.shown.isEmpty
            ? FigureText.count(counts.folded.labels, "rare label")
            : FigureText.count(counts.folded.labels, "other label"),
          isNote: true,
          shares: [
            Double(counts.folded.real) / totals.real,
            Double(counts.folded.synthetic) / totals.synthetic,
          ]))
    }
    self.init(sides: ["real", "synthetic"], rows: rows)
  }
}
