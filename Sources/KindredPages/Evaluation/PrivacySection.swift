import KindredEvaluation

/// Whether synthetic rows give away the real rows they were learned from.
struct PrivacySection {
  private let report: PrivacyReport

  init(_ report: PrivacyReport) { self.report = report }

  @MarkupBuilder var markup: Markup {
    element("p", ["class": "muted"]) {
      report.hasHoldout
        ? "How near synthetic rows come to real ones, compared with rows of the holdout, which nothing "
          + "was learned from. A leak is what goes beyond the holdout's rate and beyond chance."
        : "How near synthetic rows come to real ones, compared with how near real rows come to each "
          + "other. Without a holdout (--holdout) overfitting and membership cannot be measured."
    }
    group("Rows", "privacy-rows", report.tables)
    if !report.entities.isEmpty {
      group(
        "Entities: a row with everything that refers to it", "privacy-entities", report.entities)
    }
  }

  @MarkupBuilder
  private func group(_ title: String, _ id: String, _ tests: [PrivacyTest]) -> Markup {
    let order = tests.enumerated().sorted {
      ($0.element.score ?? 2, $0.offset) < ($1.element.score ?? 2, $1.offset)
    }
    fold(
      id: id, isOpen: true, title: Markup(text: title),
      facts: Markup(text: FigureText.count(tests.count, "test") + ", the worst first")
    ) {
      element("div", ["class": "grid columns"]) {
        for item in order.prefix(PageLimits.maps) {
          PrivacyCard(item.element, id: "\(id)-\(item.offset + 1)").markup
        }
      }
      if order.count > PageLimits.maps {
        element("p", ["class": "small muted"]) {
          FigureText.count(order.count - PageLimits.maps) + " more are in the JSON."
        }
      }
    }
  }
}

/// The figures of one privacy test.
private struct PrivacyCard {
  private let test: PrivacyTest
  private let id: String
  private static let disclosures = 12

  init(_ test: PrivacyTest, id: String) {
    self.test = test
    self.id = id
  }

  var markup: Markup {
    element("div", ["class": "card"]) {
      element("div", ["class": "title"]) {
        element("h4") { name(test.table) }
        scoreFigure(test.score)
      }
      element("p", ["class": "type"]) { sizes }
      if let error = test.error {
        element("p", ["class": "small"]) { error }
      } else {
        if let distances = test.distances { chart(distances) }
        matches
        let sentences = sentences
        if !sentences.isEmpty { element("p", ["class": "facts"]) { sentences } }
        if !test.disclosure.isEmpty { more("Disclosure") { disclosure } }
      }
    }
  }

  private var sizes: String {
    let rows = [
      FigureText.count(test.realRows) + " real",
      FigureText.count(test.syntheticRows)
        + " synthetic",
    ]
    let holdout = test.holdoutRows.map { [FigureText.count($0) + " holdout"] } ?? []
    return (rows + holdout).joined(separator: ", ") + "; "
      + FigureText.count(test.columns, "column")
  }

  @MarkupBuilder private func chart(_ distances: ClosestDistances) -> Markup {
    let lines = [
      QuantileChart.Line(
        name: "synthetic to real", style: "synthetic-line",
        quantiles: distances.syntheticToReal.quantiles),
      QuantileChart.Line(
        name: distances.syntheticToHoldout == nil ? "real to other real" : "holdout to real",
        style: "real-line", quantiles: distances.comparison.quantiles),
      distances.syntheticToHoldout.map {
        QuantileChart.Line(
          name: "synthetic to holdout", style: "synthetic-line dashed", quantiles: $0.quantiles)
      },
      distances.randomToReal.map {
        QuantileChart.Line(name: "random to real", style: "muted-line", quantiles: $0.quantiles)
      },
    ].compactMap { $0 }.filter { !$0.quantiles.isEmpty }
    let chart = QuantileChart(lines: lines)
    chart.markup(id: id, title: "Distances to the closest record, \(test.table)")
    chart.legend
    more("Figures") {
      FigureTable(
        caption: "Distances to the closest record, \(test.table)",
        columns: [.text("rows up to")] + lines.map { .number($0.name) },
        rows: [0, 5, 10, 15, 20].map { index in
          [Markup(text: "\(index * 5) %")]
            + lines.map { line in
              line.quantiles.indices.contains(index)
                ? figure(line.quantiles[index], FigureText.number(line.quantiles[index]))
                : Markup(text: "\u{2013}")
            }
        }
      ).markup
    }
  }

  // MARK: - Matches

  @MarkupBuilder private var matches: Markup {
    let rows = [
      ("equal to a real row", test.exactMatches), ("nearly equal", test.nearMatches),
      ("nearer than 98 %", test.closestMatches),
    ].compactMap { title, shares in shares.map { (title, $0) } }
    if !rows.isEmpty {
      FigureTable(
        caption: "Synthetic rows of \(test.table) that match a real one",
        columns: [.text("rows"), .number("synthetic"), .number("expected")],
        rows: rows.map { title, shares in
          [
            Markup(text: title), percentFigure(shares.synthetic),
            percentFigure(shares.comparison),
          ]
        }
      ).markup
    }
  }

  @MarkupBuilder private var sentences: Markup {
    if let overfitting = test.overfitting {
      percentFigure(overfitting.fairCloserToReal)
      " of the synthetic rows are nearer to rows learned from than to the holdout (50 % without "
        + "overfitting, ± " + FigureText.percent(overfitting.fairStandardError) + "). "
    }
    if let membership = test.membership {
      "Guessing who was learned from by distance: AUC "
      scoreFigure(membership.auc)
      " ± " + String(FigureText.number(membership.aucStandardError)) + " (0.5 is a guess). "
    }
    if let baseline = test.baselineProtection {
      "Baseline protection "
      scoreFigure(baseline)
      "."
    }
  }

  private var disclosure: Markup {
    let order = test.disclosure.sorted {
      ($0.score ?? 2, $0.sensitiveColumn) < ($1.score ?? 2, $1.sensitiveColumn)
    }
    return FigureTable(
      caption: "Columns of \(test.table) that others give away",
      columns: [.text("column"), .text("known"), .number("score")],
      rows: order.prefix(Self.disclosures).map { score in
        [
          name(score.sensitiveColumn),
          MarkupBuilder.buildArray(
            score.knownColumns.enumerated().map { index, column in
              MarkupBuilder.buildArray([
                Markup(text: index > 0 ? ", " : ""), name(column),
              ])
            }), scoreFigure(score.score),
        ]
      }, leftOut: max(0, order.count - Self.disclosures), elsewhere: "are in the JSON"
    ).markup
  }
}
