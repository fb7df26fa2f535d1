import KindredData
import KindredEvaluation

/// Heat maps of pairs of columns, real, synthetic and difference, with a table of those that differ
/// most.
struct PairMaps {
  /// The pairs, those of one table or of two.
  var pairs: [PairScore]
  var thresholds: TrendThresholds
  /// Unique in the page.
  var id: String
  /// Such as "orders", for screen readers.
  var subject: String
  /// Whether the columns of one table stand on both sides.
  var isTriangle: Bool
  /// Whether maps are drawn, or only the table.
  var hasMaps = true

  /// The worst first: those that count, then the others.
  private var ordered: [PairScore] {
    func rank(_ pair: PairScore) -> (Int, Double) {
      if let score = pair.score(at: thresholds) { return (0, score) }
      return (pair.similarity == nil ? 2 : 1, pair.similarity ?? 1)
    }
    let ranks = pairs.map(rank)
    return pairs.indices.sorted {
      (ranks[$0].0, ranks[$0].1, $0) < (ranks[$1].0, ranks[$1].1, $1)
    }.map { pairs[$0] }
  }

  @MarkupBuilder var markup: Markup {
    let ordered = ordered
    let sides = chosenColumns(ordered)
    if hasMaps, !sides.rows.isEmpty, !sides.columns.isEmpty {
      let drawn = placed(sides)
      element("div", ["class": "maps"]) {
        for panel in Panel.allCases { map(panel, drawn, sides) }
      }
      if sides.leftOut > 0 {
        element("p", ["class": "small muted"]) {
          "Drawn are the columns whose pairs differ most; "
            + "\(FigureText.count(sides.leftOut, "further column")) and all their pairs are in the "
            + "JSON."
        }
      }
    }
    table(ordered)
  }

  // MARK: - Maps

  private enum Panel: String, CaseIterable {
    case real = "Real"
    case synthetic = "Synthetic"
    case difference = "Difference"
  }

  private struct Sides {
    var rows: [String]
    var columns: [String]
    var leftOut: Int
  }

  private struct Placed {
    var row: Int
    var column: Int
    var pair: PairScore
  }

  /// The pairs of the chosen columns; of a triangle the later column is the row.
  private func placed(_ sides: Sides) -> [Placed] {
    let places = [sides.rows, sides.columns].map { names in
      Dictionary(names.enumerated().map { ($1, $0) }) { first, _ in first }
    }
    return pairs.compactMap { pair in
      guard let first = places[0][pair.firstColumn], let second = places[1][pair.secondColumn]
      else { return nil }
      return isTriangle
        ? Placed(row: max(first, second), column: min(first, second), pair: pair)
        : Placed(row: first, column: second, pair: pair)
    }
  }

  private func map(_ panel: Panel, _ drawn: [Placed], _ sides: Sides) -> Markup {
    var cells = sides.rows.map { _ in [HeatMap.Cell?](repeating: nil, count: sides.columns.count) }
    for place in drawn { cells[place.row][place.column] = cell(place.pair, panel) }
    let map = HeatMap(rows: sides.rows, columns: isTriangle ? nil : sides.columns, cells: cells)
    return element("figure") {
      element("figcaption") { panel.rawValue }
      map.markup(
        id: "\(id)-\(panel.rawValue)",
        title: "\(panel.rawValue) dependence of columns of \(subject)")
    }
  }

  private func cell(_ pair: PairScore, _ panel: Panel) -> HeatMap.Cell {
    let measure: HeatMap.Measure =
      pair.metric == .correlationSimilarity ? .correlation : .association
    switch panel {
    case .real:
      return HeatMap.Cell(measure: measure, value: pair.realCorrelation ?? pair.realAssociation)
    case .synthetic:
      return HeatMap.Cell(
        measure: measure, value: pair.syntheticCorrelation ?? pair.syntheticAssociation)
    case .difference:
      return HeatMap.Cell(
        measure: .distance, value: pair.similarity.map { 1 - $0 },
        isMarked: pair.score(at: thresholds) != nil)
    }
  }

  /// The columns to draw, in their order: all, or those whose pairs differ most.
  private func chosenColumns(_ ordered: [PairScore]) -> Sides {
    func unique(_ names: some Sequence<String>) -> [String] {
      var seen: Set<String> = []
      return names.filter { seen.insert($0).inserted }
    }
    if isTriangle {
      let all = unique(pairs.flatMap { [$0.firstColumn, $0.secondColumn] })
      let worst = unique(ordered.flatMap { [$0.firstColumn, $0.secondColumn] })
        .prefix(PageLimits.mapColumns)
      let chosen = all.filter { worst.contains($0) }
      return Sides(rows: chosen, columns: chosen, leftOut: all.count - chosen.count)
    }
    let all = [unique(pairs.map(\.firstColumn)), unique(pairs.map(\.secondColumn))]
    let worst = [unique(ordered.map(\.firstColumn)), unique(ordered.map(\.secondColumn))]
      .map { $0.prefix(PageLimits.mapSide) }
    let chosen = zip(all, worst).map { all, worst in all.filter { worst.contains($0) } }
    return Sides(
      rows: chosen[0], columns: chosen[1],
      leftOut: all[0].count + all[1].count - chosen[0].count - chosen[1].count)
  }

  // MARK: - Table

  private func table(_ ordered: [PairScore]) -> Markup {
    let shown = ordered.prefix(hasMaps ? PageLimits.pairsListed : PageLimits.pairsBriefly)
    return more("Figures of \(FigureText.count(pairs.count, "pair"))") {
      FigureTable(
        caption: "Pairs of columns of \(subject), those that differ most first",
        columns: [
          .text("columns"), .text("measure"), .number("real"), .number("synthetic"),
          .number("similarity"), .number("score"),
        ],
        rows: shown.map(row), leftOut: pairs.count - shown.count, elsewhere: "are in the JSON"
      ).markup
    }
  }

  private func row(_ pair: PairScore) -> [Markup] {
    let isCorrelation = pair.metric == .correlationSimilarity
    return [
      MarkupBuilder.buildArray([
        name(pair.firstColumn), Markup(text: " and "), name(pair.secondColumn),
      ]),
      Markup(text: pair.error ?? (isCorrelation ? "correlation" : "association")),
      correlationFigure(isCorrelation ? pair.realCorrelation : pair.realAssociation),
      correlationFigure(isCorrelation ? pair.syntheticCorrelation : pair.syntheticAssociation),
      scoreFigure(pair.similarity), scoreFigure(pair.score(at: thresholds)),
    ]
  }
}

extension PairMaps {
  /// What the shades mean.
  static var legend: Markup {
    element("ul", ["class": "legend"]) {
      element("li") {
        "correlation \u{2212}1"
        ramp("correlation")
        "1"
      }
      element("li") {
        "association (Cramér's V) 0"
        ramp("association")
        "1"
      }
      element("li") {
        "difference (1 \u{2212} similarity) 0"
        ramp("distance")
        "0.5 or more"
      }
      element("li") { "\u{2022} counts in the score" }
    }
  }

  private static func ramp(_ style: String) -> Markup {
    element("span", ["class": "ramp \(style)", "aria-hidden": "true"])
  }
}
