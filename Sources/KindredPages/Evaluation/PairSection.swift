import KindredData
import KindredEvaluation

/// The dependence between the columns of each table.
struct PairSection {
  private let page: EvaluationPage
  /// The pairs of each table, in the order of the metadata.
  private let tables: [(table: String, pairs: [PairScore], score: Double?)]

  init(_ page: EvaluationPage) {
    self.page = page
    let thresholds = page.quality.thresholds
    let pairs = Dictionary(grouping: page.quality.columnPairs, by: \.firstTable)
    tables = page.comparison.metadata.tables.compactMap { table in
      pairs[table.name].map { (table.name, $0, meanOfScores($0, thresholds)) }
    }
  }

  @MarkupBuilder var markup: Markup {
    let thresholds = page.quality.thresholds
    element("p", ["class": "muted"]) {
      "How strongly columns depend on each other. "
      thresholds == .legacy
        ? "Every pair counts in the score."
        : "A pair counts in the score when its correlation in the real data is above "
          + "\(FigureText.number(thresholds.correlation)) or its association above "
          + "\(FigureText.number(thresholds.association)); most pairs hardly depend on each other."
    }
    PairMaps.legend
    let mapped = PageLimits.worst(tables.map(\.score), PageLimits.maps)
    let open = PageLimits.worst(tables.map(\.score), PageLimits.open)
    for index in tables.indices.prefix(PageLimits.relationshipsListed) {
      let table = tables[index]
      fold(
        id: page.anchors[.pair(table: table.table)], isOpen: open.contains(index),
        title: name(table.table), facts: facts(table.pairs, table.score)
      ) {
        PairMaps(
          pairs: table.pairs, thresholds: thresholds, id: page.anchors[.pair(table: table.table)],
          subject: table.table, isTriangle: true, hasMaps: mapped.contains(index)
        ).markup
      }
    }
    if tables.count > PageLimits.relationshipsListed {
      element("p", ["class": "muted small"]) {
        FigureText.count(tables.count - PageLimits.relationshipsListed)
          + " more tables are in the JSON."
      }
    }
  }

  @MarkupBuilder
  private func facts(_ pairs: [PairScore], _ score: Double?) -> Markup {
    let counted = pairs.count { $0.score(at: page.quality.thresholds) != nil }
    FigureText.count(pairs.count, "pair")
    counted == 0
      ? ", none counts" : counted == 1 ? ", 1 counts" : ", \(FigureText.count(counted)) count"
    if let score { ", mean score " + FigureText.score(score) }
  }
}

/// The mean of the pairs that count; nil when none does.
func meanOfScores(_ pairs: [PairScore], _ thresholds: TrendThresholds) -> Double? {
  mean(pairs.compactMap { $0.score(at: thresholds) })
}

/// Nil for no numbers.
func mean(_ numbers: [Double]) -> Double? {
  numbers.isEmpty ? nil : numbers.reduce(0, +) / Double(numbers.count)
}
