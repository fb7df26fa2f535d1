import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("kindred diagram")
struct DiagramTests {
  private let market = MarketFiles(buyers: 30)

  @Test("A folder, its metadata and its model give the same picture")
  func sources() throws {
    let pictures = try [market.path, market.path + "/metadata.json", market.fitted()].map {
      let outcome = try Program.run("diagram", $0)
      #expect(outcome.status == 0)
      return outcome.output
    }
    #expect(pictures[0].contains("<svg"))
    #expect(XMLParser(data: Data(pictures[0].utf8)).parse())
    #expect(pictures[1] == pictures[0])
    #expect(pictures[2] == pictures[0])
  }

  @Test(
    "The ending or --format decides on the format",
    arguments: [
      ("svg", "<svg"), ("dot", "digraph"), ("mmd", "erDiagram"),
    ])
  func formats(ending: String, mark: String) throws {
    let file = market.folder.path("schema.\(ending)")
    let outcome = try Program.run("diagram", market.path, "-o", file)
    #expect(outcome.status == 0)
    #expect(outcome.output.isEmpty)
    let text = try market.folder.text("schema.\(ending)")
    #expect(text.contains(mark))
    #expect(try Program.run("diagram", market.path, "--format", ending).output == text)
  }

  @Test(
    "Fewer details",
    arguments: [
      ("full", true, true), ("keys", false, true),
      ("names", false, false),
    ])
  func details(name: String, showsColumns: Bool, showsKeys: Bool) throws {
    let text = try Program.run("diagram", market.path, "--format", "mmd", "--details", name).output
    #expect(text.contains("remark") == showsColumns)
    #expect(text.contains("line") || !showsKeys)
    #expect(text.contains("buyers"))
  }

  @Test("Endings and sources that are of no use")
  func unusable() throws {
    try Program.run("diagram", market.path, "-o", market.folder.path("schema.png"))
      .expectFailure(2, saying: [".svg, .dot or .mmd"])
    try Program.run("diagram", market.path, "--details", "x").expectFailure(2, saying: ["full"])
    try Program.run("diagram", market.folder.path("nowhere"))
      .expectFailure(1, saying: ["no such file", "nowhere"])
    #expect(market.folder.contents() == ["market"])
  }
}
