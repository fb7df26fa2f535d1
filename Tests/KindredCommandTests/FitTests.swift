import Foundation
import Testing

@Suite("kindred fit")
struct FitTests {
  @Test("The same data give the same model")
  func reproducible() throws {
    let market = MarketFiles()
    let first = try Data(contentsOf: URL(fileURLWithPath: market.fitted()))
    let second = try Data(contentsOf: URL(fileURLWithPath: market.fitted("--threads=1")))
    #expect(first == second)
  }

  @Test("What was done goes to standard error, and nothing with --quiet")
  func notes() throws {
    let market = MarketFiles()
    let outcome = try Program.run("fit", market.path, "-o", market.folder.path("model"))
    #expect(outcome.status == 0)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("Fitted 3 tables"))
    let quiet = try Program.run("fit", market.path, "-o", market.folder.path("model"), "-q")
    #expect(quiet.status == 0)
    #expect(quiet.output.isEmpty)
    #expect(quiet.errors.isEmpty)
  }

  @Test("The data stay as they are")
  func dataStay() throws {
    let market = MarketFiles(buyers: 20)
    let before = market.folder.contents("market")
    _ = try market.fitted()
    #expect(market.folder.contents("market") == before)
  }

  @Test("Orphans are listed, or treated as asked", arguments: ["drop", "null", "keep"])
  func orphans(policy: String) throws {
    let folder = Folder()
    let parents = (1...20).map { "\($0),\($0 % 3)\n" }.joined()
    let children = (1...60).map { "\($0),\($0 <= 2 ? 900 + $0 : 1 + $0 % 20)\n" }.joined()
    folder.file("data/parents.csv", "id,kind\n" + parents)
    folder.file("data/children.csv", "id,parent_id\n" + children)
    folder.file("data/metadata.json", Self.family)
    try Program.run("fit", folder.path("data"), "-o", folder.path("model"))
      .expectFailure(1, saying: ["children", "parent_id", "901", "--orphans"])
    let validate = try Program.run("validate", folder.path("data"))
    #expect(validate.status == 1)
    #expect(validate.output.contains("901"))
    #expect(folder.contents() == ["data"])
    let outcome = try Program.run(
      "fit", folder.path("data"), "-o", folder.path("model"), "--orphans", policy)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let sample = try Program.run("sample", folder.path("model"), "-o", folder.path("new"))
    #expect(sample.status == 0)
    #expect(try Program.run("validate", folder.path("new")).status == 0)
  }

  @Test("Reference tables are kept as they are, or not, as asked")
  func referenceTables() throws {
    let folder = Folder()
    folder.file("data/parents.csv", "id,kind\n" + (1...20).map { "\($0),k\($0)\n" }.joined())
    folder.file(
      "data/children.csv", "id,parent_id\n" + (1...60).map { "\($0),\(1 + $0 % 20)\n" }.joined())
    folder.file("data/metadata.json", Self.family)
    let model = folder.path("model")
    for (choice, isKept) in [("parents", true), ("none", false)] {
      let fit = try Program.run(
        "fit", folder.path("data"), "-o", model, "--reference-tables", choice)
      #expect(fit.status == 0, "\(fit.errors)")
      let sample = try Program.run(
        "sample", model, "-o", folder.path(choice), "--scale", "3", "--seed", "1")
      #expect(sample.status == 0, "\(sample.errors)")
      let rows =
        try String(contentsOfFile: folder.path("\(choice)/parents.csv"), encoding: .utf8)
        .split(separator: "\n").count - 1
      #expect(rows == (isKept ? 20 : 60))
      #expect(try Program.run("validate", folder.path(choice)).status == 0)
    }
    try Program.run(
      "fit", folder.path("data"), "-o", folder.path("other"), "--reference-tables", "uncles"
    ).expectFailure(2, saying: ["uncles"])
  }

  @Test(
    "Unusable arguments: one line, status 2, no file",
    arguments: [
      "--threads=0", "--threads=x", "--seed=-1", "--seed=x", "--minimum-count=0",
      "--minimum-count=x", "--orphans=x", "--model=gan", "--distribution=bell",
      "--distribution=userz=norm", "--distribution=users.agee=norm", "--bogus",
    ])
  func unusableArguments(argument: String) throws {
    let folder = Folder()
    #expect(try Program.run("demo", "-q", "-o", folder.path("demo")).status == 0)
    try Program.run("fit", folder.path("demo/real"), "-o", folder.path("model"), argument)
      .expectFailure(2, saying: [])
    #expect(folder.contents() == ["demo"])
  }

  @Test("Sources that are no folders of CSV files")
  func sources() throws {
    let folder = Folder()
    folder.file("file.csv", "id\n1\n")
    folder.file("empty/note.txt", "")
    let model = folder.path("model")
    try Program.run("fit", folder.path("nowhere"), "-o", model)
      .expectFailure(1, saying: ["does not exist", "nowhere"])
    try Program.run("fit", folder.path("file.csv"), "-o", model)
      .expectFailure(1, saying: ["not a folder", "file.csv"])
    try Program.run("fit", folder.path("empty"), "-o", model)
      .expectFailure(1, saying: ["no CSV files", "empty"])
    #expect(folder.contents() == ["empty", "file.csv"])
  }

  @Test("A server that does not answer is named, its password is not")
  func databases() throws {
    for command in [["fit", "-o", "model"], ["detect"], ["validate"], ["diagram"]] {
      for source in ["postgres://ann:secret@127.0.0.1:1/shop", "postgres://ann:secret@[::1/shop"] {
        let outcome = try Program.start(command + [source]).finish()
        outcome.expectFailure(source.contains("::") ? 2 : 1, saying: ["database"])
        #expect(!outcome.errors.contains("secret"))
      }
    }
    // The parser of arguments would repeat what it does not expect.
    let outcome = try Program.run("detect", "folder", "postgres://ann:secret@host/shop")
    #expect(outcome.status == 2)
    #expect(!outcome.errors.contains("secret"), "\(outcome.errors)")
  }

  private static let family = """
    {"tables": {
      "parents": {"primary_key": "id", "columns": {
        "id": {"sdtype": "id"}, "kind": {"sdtype": "categorical"}}},
      "children": {"primary_key": "id", "columns": {
        "id": {"sdtype": "id"}, "parent_id": {"sdtype": "id"}}}},
     "relationships": [
      {"parent_table_name": "parents", "parent_primary_key": "id",
       "child_table_name": "children", "child_foreign_key": "parent_id"}],
     "METADATA_SPEC_VERSION": "V1"}
    """
}
