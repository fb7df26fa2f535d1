import KindredEvaluation

/// What the page holds of the real data, and what it leaves out.
struct EvaluationNotes {
  private let page: EvaluationPage
  private let shownLabels: Int

  init(_ page: EvaluationPage, shownLabels: Int) {
    self.page = page
    self.shownLabels = shownLabels
  }

  private var labels: String { FigureText.count(shownLabels, "label") }

  @MarkupBuilder var markup: Markup {
    element("div", ["class": "panel"]) {
      element("h3") { "Real values in this page" }
      element("p") {
        """
        The page is for those who may see the real data: it holds aggregates of them. Names of \
        tables and columns; \(labels) of the real data, each in at least 10 real rows (a hundredth \
        of the rows with a value in columns with fewer than 1,000), rarer ones folded together \
        without their names; shares of nulls and of values between round numbers and dates, where \
        a bar may stand for a single row; means of numbers of children, median gaps of dates; \
        correlations and associations; quantiles of distances between rows. No row, no key, no exact smallest or largest value.
        """
      }
      element("h3") { "What the scores mean" }
      element("p") {
        """
        Diagnostic and quality scores are those of SDMetrics, with every row counted. A column's \
        score is 1 less the largest difference between the two distribution functions \
        (numbers, dates) or half the sum of the differences of shares (labels). A pair's \
        similarity is 1 less half the difference of correlations, or 1 less the share of rows \
        that would need another combination of labels. docs/evaluation.md defines all of them. \
        Where the page says a mean, it is that of the part it stands beside.
        """
      }
      element("h3") { "What is left out" }
      element("p") {
        """
        At most \(PageLimits.columnsDrawn) columns get a picture and \(PageLimits.maps) tables, \
        relationships and paths each get heat maps, of at most \(PageLimits.mapColumns) columns, \
        the worst ones; behind a heat map stand at most \(PageLimits.pairsListed) pairs. Every \
        figure is in the JSON: kindred evaluate REAL SYNTHETIC --json FILE.
        """
      }
    }
  }
}
