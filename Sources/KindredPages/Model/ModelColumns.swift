import Kindred
import KindredData
import KindredEvaluation
import KindredStatistics

/// The learned distribution of every column.
struct ModelColumns {
  private let page: ModelPage
  private static let labelsShown = 12
  /// Kept values that are written out per column.
  static let keptShown = 40

  init(_ page: ModelPage) { self.page = page }

  @MarkupBuilder var markup: Markup {
    let drawable = page.columns.reduce(0) { $0 + $1.count { $0 != nil } }
    if drawable > PageLimits.columnsDrawn {
      element("p", ["class": "muted"]) {
        "Pictures are drawn of the first \(PageLimits.columnsDrawn) columns with a distribution; kindred "
          + "inspect --json has all."
      }
    }
    let starts = page.columns.reduce(into: [0]) { starts, columns in
      starts.append((starts.last ?? 0) + columns.count { $0 != nil })
    }
    // Those with most to see.
    let open = PageLimits.worst(
      page.columns.map { -Double($0.count { $0 != nil }) }, PageLimits.open)
    for (index, table) in page.summary.tables.enumerated() {
      fold(
        id: page.anchors[.table(table.name)], isOpen: open.contains(index),
        title: name(table.name), facts: facts(table)
      ) {
        cards(table, index, room: max(0, PageLimits.columnsDrawn - starts[index]))
        others(table, index)
      }
    }
  }

  @MarkupBuilder private func facts(_ table: ModelSummary.TableSummary) -> Markup {
    FigureText.count(table.rowCount, "row") + ", "
    FigureText.count(table.columns.count, "column")
    if !table.primaryKey.isEmpty {
      ", key "
      name(table.primaryKey.joined(separator: ", "))
    }
  }

  // MARK: - Columns with a distribution

  private func cards(
    _ table: ModelSummary.TableSummary, _ index: Int, room: Int
  ) -> Markup {
    let drawn = zip(table.columns, page.columns[index]).compactMap { column, learned in
      learned.map { (column, $0) }
    }.prefix(room)
    guard !drawn.isEmpty else { return Markup() }
    return element("div", ["class": "grid columns"]) {
      for (column, learned) in drawn { card(column, learned, of: table.name) }
    }
  }

  private func card(
    _ column: ModelSummary.ColumnSummary, _ learned: LearnedDistribution, of table: String
  ) -> Markup {
    let id = page.anchors[.column(table: table, column: column.name)]
    let title = "\(table).\(column.name), learned"
    return element("div", ["class": "card", "id": id]) {
      element("h4") { name(column.name) }
      element("p", ["class": "type"]) {
        column.sdtype
        if !column.detail.isEmpty {
          " · "
          element("bdi") { column.detail.shortened(to: 200) }
        }
      }
      switch learned.content {
      case .labels(let labels): Self.table(labels).markup(caption: title)
      case .numbers(let cells, let step):
        histogram(Histogram(learned: cells, step: step, isDate: false), id, title)
      case .dates(let cells, let step):
        histogram(Histogram(learned: cells, step: step, isDate: true), id, title)
      }
      element("p", ["class": "facts"]) {
        if learned.nullShare > 0 { "Null: \(FigureText.percent(learned.nullShare)). " }
        if column.knotCount > 0 {
          FigureText.count(column.knotCount, "quantile") + " of the data kept."
        }
      }
      if case .labels = learned.content {} else { kept(column) }
    }
  }

  @MarkupBuilder
  private func histogram(_ histogram: Histogram?, _ id: String, _ title: String) -> Markup {
    if let histogram {
      histogram.markup(id: id, title: title)
      more("Figures") { histogram.table(caption: title) }
    } else {
      element("p", ["class": "muted small"]) { "The values reach too far to be drawn." }
    }
  }

  private static func table(_ labels: [LearnedDistribution.Label]) -> LabelTable {
    let rest = labels.dropFirst(labelsShown)
    var table = LabelTable(
      sides: ["share"],
      rows: labels.prefix(labelsShown).map {
        LabelTable.Row(
          label: $0.text.isEmpty ? "empty text" : $0.text, isNote: $0.text.isEmpty,
          shares: [$0.share])
      }, isPlain: true)
    if !rest.isEmpty {
      table.rows.append(
        LabelTable.Row(
          label: FigureText.count(rest.count, "other label"), isNote: true,
          shares: [rest.reduce(0) { $0 + $1.share }]))
    }
    return table
  }

  @MarkupBuilder private func kept(_ column: ModelSummary.ColumnSummary) -> Markup {
    if !column.keptValues.isEmpty {
      more("\(FigureText.count(column.keptValues.count, "real value")) kept") {
        element("p", ["class": "small"]) {
          for (index, value) in column.keptValues.prefix(Self.keptShown).enumerated() {
            if index > 0 { ", " }
            element("bdi") { value.shortened(to: 200) }
          }
          if column.keptValues.count > Self.keptShown {
            " and \(FigureText.count(column.keptValues.count - Self.keptShown)) more."
          }
        }
      }
    }
  }

  // MARK: - Columns without one

  @MarkupBuilder
  private func others(_ table: ModelSummary.TableSummary, _ index: Int) -> Markup {
    let others = zip(table.columns, page.columns[index]).filter { $0.1 == nil }.map(\.0)
    if !others.isEmpty {
      FigureTable(
        caption: "Columns of \(table.name) without a distribution",
        columns: [.text("column"), .text("type"), .text("source"), .text("detail")],
        rows: others.prefix(PageLimits.relationshipsListed).map { column in
          [
            name(column.name), Markup(text: column.sdtype), Markup(text: column.source),
            element("bdi") { column.detail.shortened(to: 200) },
          ]
        }, leftOut: others.count - PageLimits.relationshipsListed,
        elsewhere: "are in kindred inspect --json"
      ).markup
    }
  }
}

extension Histogram {
  /// A learned distribution in bins; nil when it cannot be divided into any.
  /// - Parameters:
  ///   - cells: atoms and segments in ascending order.
  ///   - step: what values are rounded to; 0 for nothing.
  init?(learned cells: [MarginalCell], step: Double, isDate: Bool) {
    guard let first = cells.first, let last = cells.last else { return nil }
    // A segment reaches half a step beyond the values that are rounded from it.
    let (least, most) = (
      first.isAtom ? first.lower : first.lower + step / 2,
      last.isAtom ? last.upper : last.upper - step / 2
    )
    var ends = (least, max(least, most))
    if let low = Self.quantile(0.005, cells), let high = Self.quantile(0.995, cells), low < high {
      let reach = (high - low) / 2
      if low - ends.0 > reach { ends.0 = low }
      if ends.1 - high > reach { ends.1 = high }
    }
    let edges =
      isDate
      ? BinEdges(datesFrom: ends.0, to: ends.1)
      : BinEdges(
        numbersFrom: ends.0, to: ends.1, isWhole: step >= 1 && step.rounded() == step)
    guard let edges else { return nil }
    // What is rounded up to an edge lies half a step before it.
    let bounds = edges.edges.map { $0 - step / 2 }
    let reached = bounds.map { Self.mass(below: $0, cells) }
    let total = max(1e-300, cells.reduce(0) { $0 + $1.mass })
    self.init(
      edges: edges,
      series: [
        Series(
          "learned", bins: zip(reached, reached.dropFirst()).map { max(0, $1 - $0) / total },
          below: Self.visible((reached.first ?? 0) / total),
          above: Self.visible(1 - (reached.last ?? 0) / total))
      ])
  }

  /// Nothing for what rounding leaves over.
  private static func visible(_ share: Double) -> Double { share > 1e-9 ? share : 0 }

  private static func mass(below value: Double, _ cells: [MarginalCell]) -> Double {
    cells.reduce(0) { sum, cell in
      if cell.upper < value || (!cell.isAtom && cell.upper == value) { return sum + cell.mass }
      if cell.isAtom || cell.lower >= value { return sum }
      return sum + cell.mass * ((value - cell.lower) / (cell.upper - cell.lower))
    }
  }

  private static func quantile(_ share: Double, _ cells: [MarginalCell]) -> Double? {
    let total = cells.reduce(0) { $0 + $1.mass }
    var reached = 0.0
    for cell in cells {
      if reached + cell.mass >= share * total {
        let part = cell.mass > 0 ? (share * total - reached) / cell.mass : 0
        return cell.lower + part * (cell.upper - cell.lower)
      }
      reached += cell.mass
    }
    return cells.last?.upper
  }
}
