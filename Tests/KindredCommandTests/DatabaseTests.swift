import Foundation
import KindredData
import KindredSQLite
import Testing

/// SQLite files wherever folders do.
@Suite("Databases")
struct DatabaseTests {
  private let folder = Folder()
  private var model: String { folder.path("demo/demo.kindred") }
  private var database: String { folder.path("shop.sqlite") }

  init() throws {
    #expect(try Program.run("demo", "-q", "-o", folder.path("demo")).status == 0)
    let made = try Program.run("sample", model, "-o", database, "--rows", "200", "--seed", "3")
    #expect(made.status == 0, "\(made.errors)")
  }

  @Test("From database to database")
  func roundTrip() throws {
    let detected = try Program.run("detect", database, "-q")
    #expect(detected.status == 0)
    let metadata = try Metadata(json: detected.output)
    #expect(metadata.sqlSchema?["users"]?.primaryKey?.columns == ["user_id"])
    #expect(metadata.relationships.count == 2)

    #expect(try Program.run("validate", database).status == 0)
    #expect(try Program.run("diagram", database).output.contains("<svg"))
    let fitted = try Program.run("fit", database, "-o", folder.path("shop.kindred"))
    #expect(fitted.status == 0, "\(fitted.errors)")
    let target = folder.path("new.db")
    let sampled = try Program.run("sample", folder.path("shop.kindred"), "-o", target)
    #expect(sampled.status == 0, "\(sampled.errors)")
    let evaluated = try Program.run("evaluate", database, target, "--fail-under", "diagnostic=1")
    #expect(evaluated.status == 0, "\(evaluated.errors)")
    let again = try SQLiteDatasetReader(path: target).declaredSchema()
    #expect(again?.sqlSchema?.tables == metadata.sqlSchema?.tables)
  }

  @Test("A database holds what a folder of the same sample does")
  func sameAsFolder() throws {
    let outcome = try Program.run(
      "sample", model, "-o", folder.path("csv"), "--rows", "200", "--seed", "3")
    #expect(outcome.status == 0)
    let metadata = try Metadata(contentsOf: folder.url.appending(path: "csv/metadata.json"))
    let files = try CSVReader().readDataset(inFolder: folder.path("csv"), metadata: metadata)
    let stored = try SQLiteDatasetReader(path: database).readDataset(as: metadata)
    for (one, other) in zip(files, stored) {
      #expect(one.name == other.name)
      for column in one.columns {
        let theirs = try #require(other[column: column.name])
        // Truth values are True and False in files, 1 and 0 in databases.
        if case .booleans = column.values {
          #expect(column.values == theirs.values)
        } else {
          #expect((0..<one.rowCount).allSatisfy { column.text(at: $0) == theirs.text(at: $0) })
        }
      }
    }
  }

  @Test("Existing databases stay, unless --overwrite is given or their tables are empty")
  func existing() throws {
    let before = try Data(contentsOf: folder.url.appending(path: "shop.sqlite"))
    try Program.run("sample", model, "-o", database)
      .expectFailure(1, saying: ["has rows already", "users", "--overwrite"])
    #expect(try Data(contentsOf: folder.url.appending(path: "shop.sqlite")) == before)
    #expect(try Program.run("sample", model, "-o", database, "--overwrite").status == 0)
    #expect(try SQLiteDatasetReader(path: database).readDataset(as: nil)["users"]?.rowCount == 10)
    folder.file("notes.db", "mine")
    try Program.run("sample", model, "-o", folder.path("notes.db"), "--overwrite")
      .expectFailure(1, saying: ["not an SQLite database"])
    #expect(try folder.text("notes.db") == "mine")
    #expect(folder.contents() == ["demo", "notes.db", "shop.sqlite"])
  }

  @Test("Parts of a sample go to folders only")
  func shards() throws {
    try Program.run("sample", model, "-o", folder.path("part.db"), "--shard", "1/2")
      .expectFailure(2, saying: ["Parts of a sample", "folder"])
    #expect(folder.contents() == ["demo", "shop.sqlite"])
  }

  @Test("Given parents may stand in a database")
  func parents() throws {
    let outcome = try Program.run(
      "sample", model, "-o", folder.path("theirs.db"), "--parents", database)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let given = try SQLiteDatasetReader(path: database).readDataset(as: nil)
    let result = try SQLiteDatasetReader(path: folder.path("theirs.db")).readDataset(as: nil)
    #expect(
      result["users"]?[column: "user_id"]?.values == given["users"]?[column: "user_id"]?.values)
  }

  @Test("What is no database is told")
  func noDatabase() throws {
    folder.file("text.sqlite", "id\n1\n")
    try Program.run("detect", folder.path("text.sqlite"))
      .expectFailure(1, saying: ["not an SQLite database", "text.sqlite"])
    try Program.run("fit", folder.path("gone.sqlite"), "-o", folder.path("m"))
      .expectFailure(1, saying: ["gone.sqlite"])
    #expect(folder.contents()?.contains("gone.sqlite") == false)
  }

  @Test("A folder that is replaced keeps files of others, and is replaced as a whole")
  func replacedFolder() throws {
    folder.file("out/notes.txt", "mine")
    folder.file("out/users.csv", "old")
    let outcome = try Program.run("sample", model, "-o", folder.path("out"), "--overwrite")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try folder.text("out/notes.txt") == "mine")
    #expect(try folder.text("out/users.csv").hasPrefix("user_id,"))
    // Folders within cannot be carried over; files are replaced one by one then.
    folder.file("out/sub/notes.txt", "mine")
    let again = try Program.run(
      "sample", model, "-o", folder.path("out"), "--overwrite", "--rows", "3")
    #expect(again.status == 0, "\(again.errors)")
    #expect(try folder.text("out/sub/notes.txt") == "mine")
    #expect(try folder.text("out/users.csv").split(separator: "\n").count == 4)
    #expect(folder.contents() == ["demo", "out", "shop.sqlite"])
    #expect(
      folder.contents("out") == [
        "metadata.json", "notes.txt", "sessions.csv", "sub", "transactions.csv", "users.csv",
      ])
  }
}
