import Foundation
import KindredData
import KindredEvaluation

/// What shows only among the children of one parent: likeness of siblings, gaps and order of dates.
struct ChildTables {
  private let relationship: Relationship
  private let siblings: [ChildScore]
  private let dates: [ChildScore]
  private let most: Int

  /// - Parameter most: lines of a table.
  init(_ relationship: Relationship, siblings: [ChildScore], dates: [ChildScore], most: Int) {
    self.relationship = relationship
    self.most = most
    self.siblings = siblings.filter { $0.score != nil }
    self.dates = dates.filter { $0.score != nil }
  }

  @MarkupBuilder var markup: Markup {
    if !siblings.isEmpty {
      element("div") {
        element("h4") { "Likeness of siblings" }
        element("p", ["class": "small muted"]) {
          "0 when the children of one parent are no more alike than any two rows, 1 when they are the "
            + "same."
        }
        table("Likeness of siblings, \(relationship.subject)", siblings, first: "column") {
          name($0.column)
        }
      }
    }
    if !dates.isEmpty {
      element("div") {
        element("h4") { "Dates of children" }
        table("Dates of children, \(relationship.subject)", dates, first: "measure") { words($0) }
      }
    }
  }

  private func table(
    _ caption: String, _ scores: [ChildScore], first: String, _ title: (ChildScore) -> Markup
  ) -> Markup {
    let shown = scores.prefix(most)
    // One scale for all.
    let least = min(0, scores.flatMap { [$0.real, $0.synthetic].compactMap { $0 } }.min() ?? 0)
    return FigureTable(
      caption: caption,
      columns: [
        .text(first), .text("real, synthetic"), .number("real"), .number("synthetic"),
        .number("score"),
      ],
      rows: shown.map { score in
        let isTime = score.metric == .gapSimilarity
        return [
          title(score),
          isTime
            ? Markup() : dumbbell(score.real, score.synthetic, from: max(-1, least), to: 1),
          measure(score.real, isTime), measure(score.synthetic, isTime), scoreFigure(score.score),
        ]
      }, leftOut: scores.count - shown.count, elsewhere: "are in the JSON"
    ).markup
  }

  private func measure(_ value: Double?, _ isTime: Bool) -> Markup {
    guard isTime, let value else { return correlationFigure(value) }
    return figure(value, Self.duration(value))
  }

  @MarkupBuilder private func words(_ score: ChildScore) -> Markup {
    switch score.metric {
    case .gapSimilarity:
      name(score.column)
      ": median time to the next row"
    case .orderSimilarity:
      name(score.column)
      ": share of rows in order of time"
    default:
      name(score.column)
      ": share of rows not before "
      name("\(relationship.parentTable).\(score.parentColumn ?? "")")
    }
  }

  private static func duration(_ seconds: Double) -> String {
    switch seconds {
    case ..<120: String(format: "%.0f s", seconds)
    case ..<7200: String(format: "%.0f min", seconds / 60)
    case ..<172_800: String(format: "%.1f h", seconds / 3600)
    default: String(format: "%.1f days", seconds / 86_400)
    }
  }
}
