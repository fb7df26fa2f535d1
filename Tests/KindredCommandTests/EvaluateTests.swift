import Foundation
import KindredData
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("kindred evaluate")
struct EvaluateTests {
  @Test("Data against themselves are perfect")
  func identical() throws {
    let market = MarketFiles(buyers: 60)
    let outcome = try Program.run(
      "evaluate", market.path, market.path, "--fail-under", "quality=1,diagnostic=1.0")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("Diagnostic"))
    #expect(outcome.output.contains("Column Shapes"))
    #expect(!outcome.output.contains("differ most"))
    #expect(outcome.errors.contains("Compared"))
  }

  @Test("Scores below the limits end with status 1 and say which")
  func limits() throws {
    let market = MarketFiles(buyers: 60)
    let other = try market.worsened()
    let outcome = try Program.run(
      "evaluate", market.path, other, "--fail-under", "quality=.999,diagnostic=1,cardinality=.1",
      "--quiet")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("quality is 0."))
    #expect(outcome.errors.contains("diagnostic is 0."))
    #expect(!outcome.errors.contains("cardinality"))
    #expect(outcome.output.contains("buyers.group"))
    #expect(outcome.output.contains("labels do not exist in the real data"))
  }

  @Test("JSON on standard output is all there is, and every figure is in it")
  func json() throws {
    let market = MarketFiles(buyers: 60)
    let outcome = try Program.run(
      "evaluate", market.path, try market.worsened(), "--json", "-", "--thresholds", "legacy")
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
    let report = try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
    #expect(report.quality.properties.map(\.name).count == 4)
    #expect(report.diagnostic.properties.map(\.name).count == 3)
    let details = report.quality.properties[0].details.compactMap(\.score)
    let mean = details.reduce(0, +) / Double(details.count)
    #expect(abs(mean - (report.quality.properties[0].score ?? 0)) < 1e-12)
  }

  @Test("JSON in a file goes with the text")
  func jsonFile() throws {
    let market = MarketFiles(buyers: 30)
    let file = market.folder.path("report.json")
    let outcome = try Program.run("evaluate", market.path, market.path, "--json", file)
    #expect(outcome.output.contains("Quality"))
    #expect(try market.folder.text("report.json").contains("\"quality\""))
  }

  @Test("A page goes with text and JSON, and names folders without their paths")
  func page() throws {
    let market = MarketFiles(buyers: 60)
    let file = market.folder.path("report.html")
    let outcome = try Program.run(
      "evaluate", market.path, try market.worsened(), "--html", file, "--json", "-")
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix("{"))
    let html = try market.folder.text("report.html")
    #expect(XMLParser(data: Data(html.utf8)).parse())
    #expect(html.contains("worse</bdi> compared with <bdi class=\"name\">market"))
    #expect(!html.contains(market.folder.path))
    #expect(!html.contains("http"))
  }

  @Test("A page that cannot be written is known before any work")
  func pageNowhere() throws {
    let market = MarketFiles(buyers: 20)
    try Program.run("evaluate", market.path, market.path, "--html", market.path)
      .expectFailure(1, saying: ["page", "directory"])
    try Program.run(
      "evaluate", market.path, market.path, "--html", market.folder.path("no/where.html")
    ).expectFailure(1, saying: ["page", "where.html"])
    #expect(market.folder.contents() == ["market"])
  }

  @Test("Schemas that do not match")
  func mismatch() throws {
    let market = MarketFiles(buyers: 30)
    let folder = market.folder
    folder.file("other/buyers.csv", try folder.text("market/buyers.csv"))
    try Program.run("evaluate", market.path, folder.path("other"))
      .expectFailure(1, saying: ["orders"])
    try Program.run("evaluate", market.path, folder.path("nowhere"))
      .expectFailure(1, saying: ["nowhere"])
  }

  @Test("Tables without rows are mentioned; data without rows are an error")
  func emptyTables() throws {
    let market = MarketFiles(buyers: 30)
    let folder = market.folder
    for table in MarketFiles.tables {
      let text = try folder.text("market/\(table).csv")
      let header = String(text.prefix { !$0.isNewline }) + "\n"
      folder.file("part/\(table).csv", table == "lines" ? header : text)
      folder.file("none/\(table).csv", header)
    }
    let outcome = try Program.run("evaluate", market.path, folder.path("part"))
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("'lines' has no rows"))
    try Program.run("evaluate", market.path, folder.path("none"))
      .expectFailure(1, saying: ["no rows", "none"])
  }

  @Test("Limits that make no sense", arguments: ["beauty=1", "quality=2", "quality", "=", ""])
  func badLimits(text: String) throws {
    let market = MarketFiles(buyers: 20)
    try Program.run("evaluate", market.path, market.path, "--fail-under", text)
      .expectFailure(2, saying: ["fail-under"])
  }

  @Test("A classifier tells damaged data apart, and says by what")
  func detection() throws {
    let market = MarketFiles(buyers: 200)
    let outcome = try Program.run(
      "evaluate", market.path, try market.worsened(), "--skip", "privacy", "--fail-under",
      "detection=.99", "--detection-rows", "150", "--quiet")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("detection is 0."))
    #expect(outcome.output.contains("Single-Table Detection"))
    #expect(outcome.output.contains("What gives the data away"))
    #expect(outcome.output.contains("a classifier is right for"))
    #expect(outcome.output.contains("buyers.group"))
    #expect(!outcome.output.contains("Privacy"))
  }

  @Test("Copies leak, with a holdout and without; other data do not")
  func privacy() throws {
    let market = MarketFiles(buyers: 200)
    let (learned, kept) = try market.halves()
    let copied = try Program.run(
      "evaluate", learned, learned, "--holdout", kept, "--fail-under", "privacy=.95", "--quiet")
    #expect(copied.status == 1)
    #expect(copied.errors.contains("privacy is 0"))
    #expect(copied.output.contains("What leaks"))
    #expect(copied.output.contains("buyers with all their rows"))
    let alone = try Program.run(
      "evaluate", learned, learned, "--fail-under", "exact-matches=.9", "--quiet")
    #expect(alone.status == 1)
    #expect(alone.output.contains("--holdout tells more"))
    let other = try Program.run(
      "evaluate", learned, kept, "--holdout", kept, "--fail-under", "training-rows=.95,membership=1"
    )
    #expect(other.status == 0)
  }

  @Test("JSON has every part that was measured")
  func jsonParts() throws {
    let market = MarketFiles(buyers: 60)
    let (learned, kept) = try market.halves()
    let whole = try Program.run(
      "evaluate", learned, market.path, "--holdout", kept, "--json", "-")
    #expect(whole.errors.isEmpty)
    let report = try JSONDecoder().decode(Report.self, from: Data(whole.output.utf8))
    #expect(report.detection?.properties.count == 2)
    #expect(report.privacy?.properties.count == 4)
    let part = try Program.run(
      "evaluate", learned, kept, "--skip", "detection,privacy", "--json", "-")
    let rest = try JSONDecoder().decode(Report.self, from: Data(part.output.utf8))
    #expect(rest.detection == nil && rest.privacy == nil)
  }

  @Test("Holdouts that do not fit")
  func badHoldout() throws {
    let market = MarketFiles(buyers: 30)
    let folder = market.folder
    folder.file("kept/buyers.csv", try folder.text("market/buyers.csv"))
    try Program.run("evaluate", market.path, market.path, "--holdout", folder.path("kept"))
      .expectFailure(1, saying: ["orders"])
    try Program.run("evaluate", market.path, market.path, "--holdout", folder.path("nowhere"))
      .expectFailure(1, saying: ["nowhere"])
    try Program.run(
      "evaluate", market.path, market.path, "--holdout", folder.path("market/buyers.csv")
    ).expectFailure(1, saying: ["buyers.csv"])
    for table in MarketFiles.tables {
      let text = try folder.text("market/\(table).csv")
      folder.file("empty/\(table).csv", String(text.prefix { !$0.isNewline }) + "\n")
    }
    try Program.run("evaluate", market.path, market.path, "--holdout", folder.path("empty"))
      .expectFailure(1, saying: ["holdout", "no rows"])
  }

  @Test(
    "Options that contradict each other",
    arguments: [
      ["--skip", "everything"], ["--skip", "privacy", "--holdout", "x"],
      ["--skip", "privacy", "--fail-under", "privacy=1"], ["--fail-under", "membership=1"],
      ["--skip", "detection", "--detection-rows", "5"], ["--detection-rows", "0"],
    ])
  func contradictions(options: [String]) throws {
    let market = MarketFiles(buyers: 20)
    try Program.start(["evaluate", market.path, market.path] + options).finish()
      .expectFailure(2, saying: ["--"])
  }

  private struct Report: Decodable {
    var quality: Part
    var diagnostic: Part
    var detection: Part?
    var privacy: Part?

    struct Part: Decodable {
      var score: Double?
      var properties: [Property]
    }

    struct Property: Decodable {
      var name: String
      var score: Double?
      var details: [Detail]
    }

    struct Detail: Decodable {
      var score: Double?
    }
  }
}

extension MarketFiles {
  /// A folder of the same tables, with a group of buyers that the real data do not have.
  fileprivate func worsened() throws -> String {
    for table in Self.tables {
      let text = try folder.text("market/\(table).csv")
      folder.file("worse/\(table).csv", text.replacing(",north,", with: ",nowhere,"))
    }
    return folder.path("worse")
  }

  /// Two folders with the buyers of even and of odd numbers, and what belongs to them.
  fileprivate func halves() throws -> (even: String, odd: String) {
    var orders: [Substring: Int] = [:]
    for (table, key) in [("buyers", 0), ("orders", 1), ("lines", 0)] {
      let records = try folder.text("market/\(table).csv").csvRecords
      var halves = [[records[0]], [records[0]]]
      for record in records.dropFirst() {
        let cells = record.split(separator: ",", omittingEmptySubsequences: false)
        let half = table == "lines" ? orders[cells[0]] ?? 0 : (Int(cells[key]) ?? 0) % 2
        if table == "orders" { orders[cells[0]] = half }
        halves[half].append(record)
      }
      for (half, name) in ["even", "odd"].enumerated() {
        folder.file("\(name)/\(table).csv", halves[half].joined(separator: "\n") + "\n")
        folder.file("\(name)/metadata.json", try folder.text("market/metadata.json"))
      }
    }
    return (folder.path("even"), folder.path("odd"))
  }
}

extension String {
  /// The records of a CSV file; quoted fields may hold line ends.
  fileprivate var csvRecords: [String] {
    var records: [String] = []
    for line in split(separator: "\n") {
      if let last = records.last, !last.filter({ $0 == "\"" }).count.isMultiple(of: 2) {
        records[records.count - 1] += "\n" + line
      } else {
        records.append(String(line))
      }
    }
    return records
  }
}
