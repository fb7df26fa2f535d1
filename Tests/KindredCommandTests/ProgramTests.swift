import Testing

@Suite("The program as a whole")
struct ProgramTests {
  @Test("--help prints help on standard output and succeeds")
  func help() throws {
    let outcome = try Program.run("--help")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("EXIT STATUS"))
    #expect(outcome.errors.isEmpty)
  }

  @Test("--version prints name and number")
  func version() throws {
    let outcome = try Program.run("--version")
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix("kindred "))
    #expect(outcome.output.split(separator: "\n").count == 1)
  }

  @Test("An unknown option is one line on standard error and status 2")
  func unknownOption() throws {
    let outcome = try Program.run("--bogus")
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("kindred: error: "))
    #expect(outcome.errors.contains("--bogus"))
    #expect(outcome.errors.split(separator: "\n").count == 1)
  }

  @Test("Completion scripts", arguments: ["bash", "zsh", "fish"])
  func completion(shell: String) throws {
    let outcome = try Program.run("--generate-completion-script", shell)
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("kindred"))
  }

  @Test("Output that cannot be written is a failure")
  func fullDevice() throws {
    let outcome = try Program.runShell("\"$KINDRED\" --help > /dev/full")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("Standard output cannot be written"))
  }

  @Test("A reader that has seen enough is no failure")
  func closedPipe() throws {
    let outcome = try Program.runShell("set -o pipefail; \"$KINDRED\" --help | true")
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
  }
}
