import Foundation
import Testing

@Suite("kindred validate")
struct ValidateTests {
  @Test("Good data")
  func valid() throws {
    let market = MarketFiles(buyers: 30)
    let outcome = try Program.run("validate", market.path)
    #expect(outcome.status == 0)
    #expect(outcome.output == "The data fit the metadata.\n")
  }

  @Test("Everything wrong is listed at once, on standard output")
  func findings() throws {
    let folder = Folder()
    folder.file("data/t.csv", "id,x\n1,2\n1,3\n,4\n")
    folder.file(
      "data/metadata.json", MalformedTablesTests.metadata(#"{"sdtype": "numerical"}"#))
    let outcome = try Program.run("validate", folder.path("data"))
    #expect(outcome.status == 1)
    #expect(outcome.errors.isEmpty)
    #expect(outcome.output.contains("not unique"))
    #expect(outcome.output.contains("null in 1 row"))
    #expect(outcome.output.contains("2 errors"))
  }

  @Test(
    "Metadata that are damaged or contradict themselves",
    arguments: [
      ("{\"tables\": {\"t\"", "line 1"), ("[]", "a list"), ("\u{0}", "JSON"),
      ("{\"tables\": {}, \"METADATA_SPEC_VERSION\": \"V99\"}", "V99"),
    ])
  func damagedMetadata(text: String, problem: String) throws {
    let folder = Folder()
    folder.file("data/t.csv", "id,x\n1,2\n")
    folder.file("data/metadata.json", text)
    for command in [["validate"], ["fit", "-o", folder.path("model")], ["diagram"]] {
      try Program.start(command + [folder.path("data")]).finish()
        .expectFailure(1, saying: [problem, "metadata.json"])
    }
    #expect(folder.contents() == ["data"])
  }

  @Test("Metadata that name what there is not")
  func unknownNames() throws {
    let market = MarketFiles(buyers: 20)
    let metadata = try market.folder.text("market/metadata.json")
      .replacing("\"child_table_name\": \"lines\"", with: "\"child_table_name\": \"linez\"")
    let file = market.folder.file("wrong.json", metadata).path
    try Program.run("validate", market.path, "--metadata", file)
      .expectFailure(1, saying: ["'linez'", "Did you mean 'lines'?", "wrong.json"])
    try Program.run("validate", market.path, "--metadata", market.folder.path("nowhere.json"))
      .expectFailure(1, saying: ["nowhere.json"])
  }
}
