import KindredEvaluation

/// The dependence between the ends of paths of two and more relationships.
struct DistantSection {
  private let page: EvaluationPage
  private let paths: [(path: HopTrends, score: Double?)]

  init(_ page: EvaluationPage) {
    self.page = page
    paths = page.relational.hops.joined().map { path in
      // Pairs that cannot be measured count nothing, as in the score.
      (path, mean(path.pairs.map { $0.similarity ?? 0 }))
    }
  }

  @MarkupBuilder var markup: Markup {
    element("p", ["class": "muted"]) {
      "How the columns of a table depend on those of its descendants, two and more relationships away. "
        + "Every pair counts, those that cannot be measured as 0."
    }
    PairMaps.legend
    let order = paths.indices.filter { !paths[$0].path.pairs.isEmpty }.sorted {
      (paths[$0].score ?? 2, $0) < (paths[$1].score ?? 2, $1)
    }
    let mapped = Set(order.prefix(PageLimits.maps))
    let open = Set(order.prefix(1))
    for index in order.sorted().prefix(PageLimits.relationshipsListed) {
      let path = paths[index].path
      let id = page.anchors[.path(path.tables)]
      fold(
        id: id, isOpen: open.contains(index),
        title: name(path.tables.joined(separator: " \u{203A} ")),
        facts: facts(paths[index])
      ) {
        PairMaps(
          pairs: path.pairs, thresholds: .legacy, id: id,
          subject: path.tables.joined(separator: ", "), isTriangle: false,
          hasMaps: mapped.contains(index)
        ).markup
      }
    }
    if order.count > PageLimits.relationshipsListed {
      element("p", ["class": "muted small"]) {
        FigureText.count(order.count - PageLimits.relationshipsListed)
          + " more paths are in the JSON."
      }
    }
  }

  @MarkupBuilder private func facts(_ item: (path: HopTrends, score: Double?)) -> Markup {
    "\(item.path.tables.count - 1) relationships, "
    FigureText.count(item.path.pairs.count, "pair")
    ", mean score "
    item.score.map { FigureText.score($0) } ?? "\u{2013}"
  }
}
