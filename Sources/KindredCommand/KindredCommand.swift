import ArgumentParser
import KindredData
import KindredStatistics

/// The program: parses the arguments, runs one subcommand, and turns its error into an exit status.
@main
struct KindredCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kindred",
    abstract: "Learn a relational database and generate a synthetic one that resembles it.",
    discussion: """
      Results go to standard output, everything else to standard error.

      EXIT STATUS
        0  done
        1  the work failed
        2  the arguments cannot be used
        130  interrupted; what was begun has been removed

      COMPLETION
        kindred --generate-completion-script bash
        prints a completion script; bash, zsh and fish are known. Write it to where your shell \
      looks for completions.
      """,
    version: "kindred \(version)",
    subcommands: [
      Demo.self, Detect.self, Validate.self, Diagram.self, Fit.self, Sample.self, Inspect.self,
      Evaluate.self,
    ])

  static let version = "0.1.0"

  static func main() {
    BLAS.stopThreads()
    MemoryLimit.keepFreed()
    Interruption.install()
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      Failure(error, arguments: CommandLine.arguments).exit()
    }
  }
}
