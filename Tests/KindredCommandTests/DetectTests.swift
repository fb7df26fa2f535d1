import Foundation
import KindredData
import Testing

@Suite("kindred detect")
struct DetectTests {
  @Test("Keys and relationships are found, with their evidence on standard error")
  func found() throws {
    let market = MarketFiles()
    let outcome = try Program.run("detect", market.path)
    #expect(outcome.status == 0)
    let metadata = try Metadata(json: outcome.output)
    #expect(metadata.tableNames.sorted() == MarketFiles.tables.sorted())
    #expect(metadata["buyers"]?.primaryKey == ["id"])
    #expect(metadata["orders"]?.primaryKey == ["order_id"])
    let found = Set(metadata.relationships.map { "\($0.childTable)-\($0.parentTable)" })
    #expect(found.isSuperset(of: ["lines-orders"]))
    #expect(outcome.errors.contains("primary key orders.order_id"))
    let quiet = try Program.run("detect", market.path, "-q")
    #expect(quiet.output == outcome.output)
    #expect(quiet.errors.isEmpty)
  }

  @Test("What is detected can be written, fitted and validated")
  func written() throws {
    let market = MarketFiles()
    let file = market.folder.path("found.json")
    let outcome = try Program.run("detect", market.path, "-o", file)
    #expect(outcome.status == 0)
    #expect(outcome.output.isEmpty)
    #expect(try Program.run("validate", market.path, "--metadata", file).status == 0)
    let fit = try Program.run(
      "fit", market.path, "--metadata", file, "-o", market.folder.path("model"))
    #expect(fit.status == 0, "\(fit.errors)")
  }
}
