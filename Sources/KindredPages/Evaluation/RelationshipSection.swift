import KindredData
import KindredEvaluation

/// What every relationship keeps: numbers of children, trends between parent and child, likeness of
/// siblings, dates.
struct RelationshipSection {
  private let page: EvaluationPage
  private let items: [Item]

  private struct Item {
    var relationship: Relationship
    var counts: ChildCountDistribution?
    var cardinality: Double?
    var validity: [RelationshipScore]
    var pairs: [PairScore]
    var trends: Double?
    var siblings: [ChildScore]
    var dates: [ChildScore]

    /// The worst of all.
    var least: Double {
      ([cardinality, trends, mean(siblings.compactMap(\.score)), mean(dates.compactMap(\.score))]
        .compactMap { $0 }).min() ?? 1
    }
  }

  init(_ page: EvaluationPage) {
    self.page = page
    let places = page.comparison.metadata.relationships.map(\.place)
    let counts = page.comparison.childCountDistributions()
    let cardinalities = page.quality.cardinalities
    let pairs = Dictionary(grouping: page.quality.intertablePairs) {
      Finding.Place.relationship(
        parent: $0.firstTable, child: $0.secondTable, foreignKey: $0.foreignKey)
    }
    let siblings = Dictionary(grouping: page.relational.siblings, by: \.relationship.place)
    let dates = Dictionary(grouping: page.relational.dates, by: \.relationship.place)
    let validity = Dictionary(
      grouping: page.diagnostic.relationshipValidity, by: \.relationship.place)
    let thresholds = page.quality.thresholds
    items = page.comparison.metadata.relationships.enumerated().map { index, relationship in
      let place = places[index]
      return Item(
        relationship: relationship,
        counts: counts.first { $0.relationship == relationship },
        cardinality: cardinalities.first { $0.relationship == relationship }?.score,
        validity: validity[place] ?? [], pairs: pairs[place] ?? [],
        trends: meanOfScores(pairs[place] ?? [], thresholds), siblings: siblings[place] ?? [],
        dates: dates[place] ?? [])
    }
  }

  @MarkupBuilder var markup: Markup {
    element("p", ["class": "muted"]) {
      "How many children each parent row has, how columns of parent and child depend on each other, "
        + "and whether the children of one parent resemble each other as much as in the real data."
    }
    PairMaps.legend
    let mapped = PageLimits.worst(items.map(\.least), PageLimits.maps)
    let open = PageLimits.worst(items.map(\.least), PageLimits.open)
    for index in items.indices.prefix(PageLimits.relationshipsListed) {
      fold(
        id: page.anchors[items[index].relationship.place], isOpen: open.contains(index),
        title: name(items[index].relationship.arrow), facts: facts(items[index])
      ) {
        content(items[index], hasMaps: mapped.contains(index))
      }
    }
    if items.count > PageLimits.relationshipsListed {
      element("p", ["class": "muted small"]) {
        FigureText.count(items.count - PageLimits.relationshipsListed)
          + " more relationships are in the JSON."
      }
    }
  }

  @MarkupBuilder private func facts(_ item: Item) -> Markup {
    "numbers of children "
    scoreFigure(item.cardinality)
    if let trends = item.trends { " · trends " + FigureText.score(trends) }
    if let score = mean(item.siblings.compactMap(\.score)) {
      " · siblings " + FigureText.score(score)
    }
    if let score = mean(item.dates.compactMap(\.score)) { " · dates " + FigureText.score(score) }
  }

  @MarkupBuilder private func content(_ item: Item, hasMaps: Bool) -> Markup {
    let id = page.anchors[item.relationship.place]
    element("div", ["class": "beside"]) {
      element("div") {
        if let counts = item.counts, let edges = counts.edges {
          children(counts, edges, id)
        }
        for validity in item.validity where (validity.score ?? 1) < 1 { fault(validity) }
      }
      element("div") {
        ChildTables(
          item.relationship, siblings: item.siblings, dates: item.dates,
          most: hasMaps ? PageLimits.pairsListed : PageLimits.pairsBriefly
        ).markup
      }
    }
    if item.pairs.isEmpty {
      element("p", ["class": "muted small"]) {
        item.relationship.parentTable == item.relationship.childTable
          ? "Pairs of columns are not compared within one table's own references."
          : "There are no two columns to compare."
      }
    } else {
      element("h4") { "Columns of parent and child" }
      PairMaps(
        pairs: item.pairs, thresholds: page.quality.thresholds, id: id + "-pairs",
        subject: item.relationship.subject, isTriangle: false, hasMaps: hasMaps
      ).markup
    }
  }

  private func children(
    _ counts: ChildCountDistribution, _ edges: BinEdges, _ id: String
  ) -> Markup {
    let histogram = Histogram(
      edges: edges,
      series: [
        Histogram.Series("real", counts.real), Histogram.Series("synthetic", counts.synthetic),
      ])
    let title = "Children per parent row, \(counts.relationship.subject)"
    return element("div", ["class": "card"]) {
      element("h4") { "Children per parent" }
      element("p", ["class": "type"]) { "share of parent rows, by number of children" }
      histogram.markup(id: id + "-children", title: title)
      more("Figures") { histogram.table(caption: title) }
      if let real = counts.realMean, let synthetic = counts.syntheticMean {
        element("p", ["class": "facts"]) {
          "Mean: real "
          figure(real, FigureText.number(real))
          ", synthetic "
          figure(synthetic, FigureText.number(synthetic))
          "."
        }
      }
    }
  }

  private func fault(_ score: RelationshipScore) -> Markup {
    element("div", ["class": "card"]) {
      element("div", ["class": "title"]) {
        element("h4") { score.metric == .referentialIntegrity ? "Broken keys" : "Unusual numbers" }
        scoreFigure(score.score)
      }
      element("p", ["class": "facts"]) {
        percentFigure(score.score.map { 1 - $0 })
        score.metric == .referentialIntegrity
          ? " of the foreign keys lead to no row."
          : " of the parent rows have fewer or more children than any real one."
      }
    }
  }
}

extension Relationship {
  /// Such as "orders.buyer → buyers".
  var arrow: String { subject.replacing(" -> ", with: " \u{2192} ") }
}
