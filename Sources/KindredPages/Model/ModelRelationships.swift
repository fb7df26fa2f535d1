import Foundation
import Kindred
import KindredData
import KindredEvaluation

/// The learned numbers of children of every relationship.
struct ModelRelationships {
  private let page: ModelPage

  init(_ page: ModelPage) { self.page = page }

  var markup: Markup {
    let items = Array(zip(page.summary.relationships, page.childCounts))
    return MarkupBuilder.buildArray([
      element("div", ["class": "grid columns"]) {
        for (index, item) in items.prefix(PageLimits.columnsDrawn).enumerated() {
          card(item.0, item.1, index)
        }
      },
      items.count > PageLimits.columnsDrawn
        ? element("p", ["class": "small muted"]) {
          FigureText.count(items.count - PageLimits.columnsDrawn)
            + " more are in kindred inspect --json."
        } : Markup(),
    ])
  }

  private func card(
    _ summary: ModelSummary.RelationshipSummary, _ learned: LearnedDistribution?, _ index: Int
  ) -> Markup {
    let key = summary.foreignKey.joined(separator: "+")
    let subject = "\(summary.childTable).\(key) \u{2192} \(summary.parentTable)"
    let title = "Children per parent row, \(subject)"
    return element("div", ["class": "card panel"]) {
      element("h3") { name(subject) }
      element("p", ["class": "type"]) {
        summary.drivesTheChild
          ? "children per parent; drives the child table" : "children per parent; linked"
      }
      if case .numbers(let cells, let step) = learned?.content,
        let histogram = Histogram(learned: cells, step: step, isDate: false)
      {
        histogram.markup(id: "children-\(index + 1)", title: title)
        more("Figures") { histogram.table(caption: title) }
      }
      element("p", ["class": "facts"]) {
        "\(summary.smallestCardinality) to \(FigureText.count(summary.largestCardinality)) children, "
          + "mean \(String(format: "%.2f", summary.meanCardinality))."
        if summary.nullShare > 0 {
          " Without parent: \(FigureText.percent(summary.nullShare))."
        }
      }
    }
  }
}
