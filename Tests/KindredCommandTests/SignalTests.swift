import Testing

@Suite("Signals and limits")
struct SignalTests {
  private let folder = Folder()
  private var model: String { folder.path("demo/demo.kindred") }

  init() throws {
    #expect(try Program.run("demo", "-q", "-o", folder.path("demo")).status == 0)
  }

  @Test("Signals that are ignored stay ignored", arguments: ["INT", "HUP"])
  func ignored(signal: String) throws {
    let outcome = try Program.runShell(
      """
      trap '' \(signal)
      "$KINDRED" sample '\(model)' -o '\(folder.path("new"))' --scale 500 -q &
      sleep 0.05; kill -\(signal) $!; wait $!
      """)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(folder.contents("new")?.contains("users.csv") == true)
  }

  @Test("A second Ctrl-C does not keep the first from tidying up")
  func twice() throws {
    let outcome = try Program.runShell(
      """
      "$KINDRED" sample '\(model)' -o '\(folder.path("new"))' --scale 40000 -q & p=$!
      for i in $(seq 6000); do compgen -G '\(folder.path)/.kindred-*' > /dev/null && break; sleep 0.01; done
      kill -TERM $p; kill -HUP $p; wait $p
      """)
    #expect(outcome.status == 130, "\(outcome.errors)")
    #expect(folder.contents() == ["demo"])
  }

  @Test("A limit on the size of files is an error like a full disk")
  func sizeLimit() throws {
    let outcome = try Program.runShell(
      """
      ulimit -f 8
      "$KINDRED" sample '\(model)' -o '\(folder.path("new"))' --scale 1000 -q
      """)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("File too large"), "\(outcome.errors)")
    #expect(folder.contents() == ["demo"])
  }

  @Test("Parts but the first have no metadata")
  func partsOfMetadata() throws {
    for part in ["1/2", "2/2"] {
      let name = "part\(part.prefix(1))"
      let outcome = try Program.run("sample", model, "-o", folder.path(name), "--shard", part)
      #expect(outcome.status == 0)
    }
    let tables = ["sessions.csv", "transactions.csv", "users.csv"]
    #expect(folder.contents("part1") == ["metadata.json"] + tables)
    #expect(folder.contents("part2") == tables)
  }
}
