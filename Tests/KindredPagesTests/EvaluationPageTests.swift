import KindredData
import KindredEvaluation
import KindredPages
import Testing

/// The reports on two shops and their page; measured once, as classifiers take their time.
private struct Evaluated: Sendable {
  let comparison: DatasetComparison
  let diagnostic: DiagnosticReport
  let quality: QualityReport
  let relational: RelationalReport
  let detection: DetectionReport
  let privacy: PrivacyReport
  let html: String

  static let shared = Result { try Evaluated() }

  private init() throws {
    comparison = try DatasetComparison(
      real: try Shop.dataset(), synthetic: try Shop.dataset(shops: 250, shift: 4),
      metadata: try Shop.metadata())
    diagnostic = DiagnosticReport(comparison)
    quality = try QualityReport(comparison, thresholds: .legacy)
    relational = RelationalReport(comparison)
    detection = DetectionReport(comparison)
    privacy = try PrivacyReport(comparison)
    html = Self.page(comparison, diagnostic, quality, relational, detection, privacy)
  }

  func again() -> String {
    Self.page(comparison, diagnostic, quality, relational, detection, privacy)
  }

  private static func page(
    _ comparison: DatasetComparison, _ diagnostic: DiagnosticReport, _ quality: QualityReport,
    _ relational: RelationalReport, _ detection: DetectionReport, _ privacy: PrivacyReport
  ) -> String {
    EvaluationPage(
      comparison, diagnostic: diagnostic, quality: quality, relational: relational,
      detection: detection, privacy: privacy, real: "shop <1>", synthetic: "shop & 2"
    ).html
  }
}

@Suite struct EvaluationPageTests {
  private let evaluated: Evaluated
  private let html: String
  private let page: ParsedPage

  init() throws {
    evaluated = try Evaluated.shared.get()
    html = evaluated.html
    page = ParsedPage(html)
  }

  @Test func isSoundAndNeedsNothingFromOutside() {
    page.expectSound(html)
  }

  @Test func hasTheFiguresOfTheJSON() throws {
    let (quality, detection) = (evaluated.quality, evaluated.detection)
    let summary = page.figures(in: "summary")
    var next = summary[...]
    // Each tile: the score, then its parts, in the order of the JSON.
    let reports = [
      evaluated.diagnostic.json, quality.json, evaluated.relational.json, detection.json,
      evaluated.privacy.json,
    ]
    for report in reports {
      let scores =
        try [report.figure("score")]
        + report.list("properties").map {
          try $0.figure("score")
        }
      for score in scores.compactMap({ $0 }) { #expect(next.popFirst() == score) }
    }
    // A card per column with its score, whatever else it says.
    let shapes = try #require(quality.json.list("properties").first).list("details")
    #expect(shapes.count == 5)
    let cards = [("1", 2), ("1", 3), ("1", 4), ("2", 2), ("2", 3)]
    for (detail, card) in zip(shapes, cards) {
      let figures = page.figures(in: "column-\(card.0)-\(card.1)")
      #expect(try detail.figure("score") == figures.first)
    }
    // Pairs of the first table, whose similarities are all listed.
    let pairs = try quality.json.list("properties")[1].list("details")
      .filter { $0["table"] == .string(Shop.table) }
    let listed = page.figures(in: "pairs-1")
    #expect(pairs.count == 3)
    for pair in pairs {
      let similarity = try #require(try pair.figure("similarity"))
      #expect(listed.contains(similarity))
    }
    // Relationships.
    let trends = try quality.json.list("properties")[3].list("details")
    let relationship = page.figures(in: "relationship-1")
    #expect(trends.count == 6)
    for pair in trends {
      let similarity = try #require(try pair.figure("similarity"))
      #expect(relationship.contains(similarity))
    }
    let cardinality = try quality.json.list("properties")[2].list("details")[0].figure("score")
    #expect(relationship.first == cardinality)
    // Classifiers and closest records.
    let classified = page.figures(in: "detection")
    for test in detection.tables + detection.parents {
      let trees = try #require(test.trees)
      for figure in [try #require(test.score), trees.accuracy, trees.auc] {
        #expect(classified.contains(figure))
      }
    }
    let measured = page.figures(in: "privacy")
    for test in evaluated.privacy.tables + evaluated.privacy.entities {
      let score = try #require(test.score)
      let matches = try #require(test.exactMatches)
      #expect(measured.contains(score) && measured.contains(matches.synthetic))
    }
  }

  @Test func escapesWhateverTablesColumnsAndLabelsAreCalled() throws {
    #expect(page.named("b").isEmpty && page.named("img").isEmpty)
    let texts = page.named("bdi").map(\.text)
    for name in [Shop.table, Shop.label, Shop.rightToLeft, "kind <i>", "shop <1>", "shop & 2"] {
      #expect(texts.contains(name), "\(name)")
    }
    #expect(texts.contains { $0.hasPrefix("very long very long") && $0.count == 200 })
    #expect(!html.contains("</script>"))
  }

  @Test func namesNoLabelThatFewRealRowsHave() {
    #expect(!html.contains(Shop.rare))
    #expect(html.contains("1 other label"))
  }

  @Test func findingsComeFirstAndLeadToTheirPlaces() throws {
    let links = page.named("a").filter { $0.within.contains("summary") }
    #expect(
      links.contains { $0.text.contains("kind <i>") && $0.attributes["href"] == "#column-1-2" })
    let sections = page.named("section").compactMap { $0.attributes["id"] }
    #expect(
      sections == [
        "summary", "schema", "columns", "pairs", "relationships", "detection", "privacy", "about",
      ])
  }

  @Test func isTheSameEveryTime() {
    #expect(evaluated.again() == html)
  }

  @Test func emptyTablesAndColumnsOfNullsHaveNoPicture() throws {
    var metadata = Metadata()
    try metadata.addTable("t")
    try metadata.addColumn(ColumnMetadata("x", .numerical), to: "t")
    try metadata.addColumn(ColumnMetadata("y", .categorical), to: "t")
    func data(_ rows: Int) throws -> Dataset {
      try Dataset([
        Table(
          "t",
          columns: [
            Column("x", integers: [Int64?](repeating: nil, count: rows)),
            Column("y", strings: [String?](repeating: nil, count: rows)),
          ])
      ])
    }
    for rows in [0, 3] {
      let comparison = try DatasetComparison(
        real: data(3), synthetic: data(rows), metadata: metadata)
      let html = EvaluationPage(
        comparison, diagnostic: DiagnosticReport(comparison),
        quality: try QualityReport(comparison),
        relational: RelationalReport(comparison)
      ).html
      ParsedPage(html).expectSound(html)
    }
  }

  @Test func aWideTableStaysAPageThatOpens() throws {
    var metadata = Metadata()
    try metadata.addTable("wide")
    let names = (0..<600).map { "c\($0)" }
    for name in names { try metadata.addColumn(ColumnMetadata(name, .numerical), to: "wide") }
    func data(_ shift: Int) throws -> Dataset {
      let columns = names.indices.map { column in
        Column(
          names[column],
          .integers(
            (0..<50).map { (row: Int) in Int64((row * (column + 3) + shift * column) % 41) }))
      }
      return try Dataset([Table("wide", columns: columns)])
    }
    let comparison = try DatasetComparison(real: data(0), synthetic: data(1), metadata: metadata)
    let html = EvaluationPage(
      comparison, diagnostic: DiagnosticReport(comparison), quality: try QualityReport(comparison),
      relational: RelationalReport(comparison)
    ).html
    let page = ParsedPage(html)
    page.expectSound(html)
    #expect(html.utf8.count < 3_000_000)
    #expect(html.contains("360 columns without a picture"))
  }
}

extension JSONValue {
  struct Missing: Error {}

  func list(_ name: String) throws -> [JSONValue] {
    guard case .array(let list)? = self[name] else { throw Missing() }
    return list
  }

  /// Nil for null.
  func figure(_ name: String) throws -> Double? {
    switch self[name] {
    case .number(let digits)?: Double(digits)
    case .null?: nil
    default: throw Missing()
    }
  }
}
