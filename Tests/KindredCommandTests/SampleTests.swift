import Foundation
import Testing

@Suite("kindred sample")
struct SampleTests {
  @Test("The same seed gives the same bytes in every process")
  func reproducible() throws {
    let market = MarketFiles()
    let model = try market.fitted()
    let saved = try Data(contentsOf: URL(fileURLWithPath: model))
    for name in ["first", "second"] {
      let outcome = try Program.run(
        "sample", model, "-o", market.folder.path(name), "--seed", "7")
      #expect(outcome.status == 0)
      #expect(outcome.output.isEmpty)
    }
    for table in MarketFiles.tables {
      #expect(try market.bytes("first", table) == market.bytes("second", table))
      #expect(try market.bytes("first", table).count > 500)
    }
    // Sampling leaves the model as it is.
    #expect(try Data(contentsOf: URL(fileURLWithPath: model)) == saved)
    let other = try Program.run("sample", model, "-o", market.folder.path("other"), "--seed", "8")
    #expect(other.status == 0)
    #expect(try market.bytes("other", "orders") != market.bytes("first", "orders"))
  }

  @Test("A sample fits the schema: validate accepts it")
  func valid() throws {
    let market = MarketFiles()
    let model = try market.fitted()
    let synthetic = market.folder.path("synthetic")
    #expect(try Program.run("sample", model, "-o", synthetic, "--seed", "1").status == 0)
    let outcome = try Program.run("validate", synthetic)
    #expect(outcome.status == 0)
    #expect(outcome.output == "The data fit the metadata.\n")
    // The sample can be learned in its turn.
    #expect(
      try Program.run("fit", synthetic, "-o", market.folder.path("again.kindred")).status == 0)
  }

  @Test("Rows of single root tables")
  func rowsByTable() throws {
    let market = MarketFiles()
    let model = try market.fitted()
    let outcome = try Program.run(
      "sample", model, "-o", market.folder.path("few"), "--rows", "buyers=40")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let table = try String(contentsOfFile: market.folder.path("few/buyers.csv"), encoding: .utf8)
    #expect(table.split(separator: "\n").count(where: { $0.first?.isNumber == true }) >= 40)
    for (rows, word) in [
      ("orders=5", "orders"), ("nobody=5", "nobody"), ("buyers=", "number"), ("=5", "TABLE"),
      ("buyers=1,buyers=2", "twice"),
    ] {
      let failure = try Program.run(
        "sample", model, "-o", market.folder.path("none"), "--rows", rows)
      #expect(failure.status == 2, "\(rows)")
      #expect(failure.errors.contains(word), "\(rows): \(failure.errors)")
      #expect(market.folder.contents()?.contains("none") == false)
    }
  }

  @Test("Threads change nothing")
  func threads() throws {
    let market = MarketFiles()
    for threads in ["1", "2", "7"] {
      let model = try market.fitted("--threads", threads)
      let outcome = try Program.run(
        "sample", model, "-o", market.folder.path(threads), "--seed", "7", "--scale", "3",
        "--threads", threads)
      #expect(outcome.status == 0)
    }
    for table in MarketFiles.tables {
      let bytes = try market.bytes("1", table)
      #expect(try market.bytes("2", table) == bytes)
      #expect(try market.bytes("7", table) == bytes)
    }
  }

  @Test("Shards in order are the whole", arguments: [1, 3, 8])
  func shards(count: Int) throws {
    let market = MarketFiles()
    let model = try market.fitted()
    #expect(
      try Program.run("sample", model, "-o", market.folder.path("whole"), "--seed", "7").status == 0
    )
    var parts: [String: Data] = [:]
    for index in 1...count {
      let name = "part\(index)"
      let outcome = try Program.run(
        "sample", model, "-o", market.folder.path(name), "--seed", "7",
        "--shard", "\(index)/\(count)")
      #expect(outcome.status == 0)
      for table in MarketFiles.tables {
        parts[table, default: Data()] += try market.bytes(name, table)
      }
    }
    for table in MarketFiles.tables {
      #expect(try parts[table] == market.bytes("whole", table))
    }
  }

  @Test("One table without its children")
  func oneTable() throws {
    let market = MarketFiles()
    let outcome = try Program.run(
      "sample", try market.fitted(), "-o", market.folder.path("part"), "--table", "buyers",
      "--rows", "20", "--no-children")
    #expect(outcome.status == 0)
    #expect(market.folder.contents("part") == ["buyers.csv", "metadata.json"])
    #expect(try Program.run("validate", market.folder.path("part")).status == 0)
  }

  @Test("Zero rows are headers")
  func noRows() throws {
    let market = MarketFiles()
    let outcome = try Program.run(
      "sample", try market.fitted(), "-o", market.folder.path("none"), "--rows", "0")
    #expect(outcome.status == 0)
    #expect(try market.folder.text("none/lines.csv") == "order_id,line,amount,price\n")
  }

  @Test("Keys are unique, and start again with every run")
  func keys() throws {
    let market = MarketFiles()
    let model = try market.fitted()
    for name in ["first", "second"] {
      let outcome = try Program.run("sample", model, "-o", market.folder.path(name), "--rows", "50")
      #expect(outcome.status == 0)
      let ids = try market.folder.text("\(name)/orders.csv").split(separator: "\n").dropFirst()
        .compactMap { $0.split(separator: ",").first.flatMap { Int($0) } }
      #expect(ids == Array(1...max(1, ids.count)))
    }
  }

  @Test(
    "Unusable arguments: one line, status 2, no folder",
    arguments: [
      "--rows=-1", "--rows=x", "--rows=1.5", "--rows=99999999999999999999", "--rows=3000000000",
      "--scale=0", "--scale=-1", "--scale=x", "--scale=nan", "--scale=inf", "--scale=1e10",
      "--seed=-1", "--seed=x", "--seed=99999999999999999999", "--threads=0",
      "--threads=-1", "--threads=x", "--shard=0/3", "--shard=4/3", "--shard=x", "--shard=1/0",
      "--shard=-1/3", "--shard=1/2/3", "--no-children", "--table=nothing", "--table=", "--bogus",
    ])
  func unusableArguments(argument: String) throws {
    let folder = Folder()
    #expect(try Program.run("demo", "-q", "-o", folder.path("demo")).status == 0)
    let outcome = try Program.run(
      "sample", folder.path("demo/demo.kindred"), "-o", folder.path("new"), argument)
    outcome.expectFailure(2, saying: [])
    #expect(folder.contents() == ["demo"])
  }

  @Test("A table's name that is nearly right")
  func misspelledTable() throws {
    let folder = Folder()
    #expect(try Program.run("demo", "-q", "-o", folder.path("demo")).status == 0)
    try Program.run(
      "sample", folder.path("demo/demo.kindred"), "-o", folder.path("new"), "--table", "userz"
    ).expectFailure(2, saying: ["table 'userz'", "Did you mean 'users'?"])
  }
}
