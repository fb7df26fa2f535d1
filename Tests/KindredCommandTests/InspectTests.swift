import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("kindred inspect")
struct InspectTests {
  @Test("The text names tables, relationships and kept values")
  func text() throws {
    let market = MarketFiles()
    let outcome = try Program.run("inspect", try market.fitted())
    #expect(outcome.status == 0)
    for text in ["buyers", "orders.buyer -> buyers", "north", "größer", "total"] {
      #expect(outcome.output.contains(text))
    }
    // Coloured only on terminals.
    #expect(!outcome.output.contains("\u{1B}"))
  }

  @Test("--json is JSON with the same content")
  func json() throws {
    let market = MarketFiles()
    let outcome = try Program.run("inspect", try market.fitted(), "--json")
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
    let content = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    let summary = try #require(content as? [String: Any])
    let tables = try #require(summary["tables"] as? [[String: Any]])
    #expect(tables.compactMap { $0["name"] as? String } == MarketFiles.tables)
    #expect((summary["relationships"] as? [Any])?.count == 2)
  }

  @Test("A page goes with the text")
  func page() throws {
    let market = MarketFiles()
    let file = market.folder.path("model.html")
    let outcome = try Program.run("inspect", try market.fitted(), "--html", file)
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("Table buyers"))
    let html = try market.folder.text("model.html")
    #expect(XMLParser(data: Data(html.utf8)).parse())
    #expect(html.contains("größer"))
    #expect(!html.contains("http"))
  }

  @Test(
    "Model files that are none, in every command that takes one",
    arguments: [
      "inspect", "sample", "diagram",
    ])
  func damaged(command: String) throws {
    let market = MarketFiles(buyers: 20)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: market.fitted()))
    let folder = Folder()
    let cases: [(String, Data, String)] = [
      ("empty", Data(), "not a Kindred model"), ("foreign", Data("PK\u{3}".utf8), "not a Kindred"),
      ("envelope", bytes.prefix(20), "truncated"), ("cut", bytes.dropLast(9), "truncated"),
      ("long", bytes + [0], "damaged"),
      ("flipped", bytes.prefix(100) + [bytes[100] ^ 4] + bytes.dropFirst(101), "checksum"),
    ]
    for (name, content, problem) in cases {
      let file = folder.url.appendingPathComponent(name)
      try content.write(to: file)
      let output = command == "sample" ? ["-o", folder.path("new")] : []
      try Program.start([command, file.path] + output).finish()
        .expectFailure(1, saying: [problem, name])
    }
    #expect(folder.contents() == cases.map(\.0).sorted())
  }

  @Test("No file at all")
  func missing() throws {
    try Program.run("inspect", "nowhere.kindred")
      .expectFailure(1, saying: ["cannot be read", "nowhere.kindred"])
  }
}
