import Foundation
import Testing

@Suite("kindred demo")
struct DemoTests {
  @Test("Shows the guide's example")
  func shown() throws {
    let outcome = try Program.run("demo")
    #expect(outcome.status == 0)
    for text in [
      "tables: ['users', 'sessions', 'transactions']", "sessions.user_id -> users.user_id",
      "users, as learned", "transactions, synthetic",
    ] {
      #expect(outcome.output.contains(text))
    }
    #expect(try Program.run("demo").output == outcome.output)
  }

  @Test("What it writes goes through every other command")
  func roundTrip() throws {
    let folder = Folder()
    #expect(try Program.run("demo", "--output", folder.path("demo")).status == 0)
    let model = folder.path("new.kindred")
    let new = folder.path("new")
    for arguments in [
      ["validate", folder.path("demo/real")], ["validate", folder.path("demo/synthetic")],
      ["fit", folder.path("demo/real"), "-o", model],
      ["sample", model, "-o", new, "--rows", "100"], ["validate", new], ["inspect", model],
      ["detect", new], ["diagram", model], ["diagram", new],
    ] {
      let outcome = try Program.start(arguments).finish()
      #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
    }
  }

  @Test("Existing files stay, unless --overwrite is given")
  func existing() throws {
    let folder = Folder()
    #expect(try Program.run("demo", "-q", "-o", folder.path("demo")).status == 0)
    try Program.run("demo", "-q", "-o", folder.path("demo"))
      .expectFailure(1, saying: ["exists already"])
    #expect(
      try Program.run("demo", "-q", "-o", folder.path("demo"), "--overwrite").status == 0)
  }
}
