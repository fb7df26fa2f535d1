import ArgumentParser
import KindredData

/// `kindred validate`: whether data fit their metadata.
struct Validate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check data against their metadata.",
    discussion: """
      Lists every contradiction with table, column, row, value and what to do: missing and \
      unexpected tables and columns, values of the wrong type, keys that are null or repeat, \
      foreign keys that no parent has. Exit status 1 when there is an error.

      EXAMPLES
        kindred validate shop
        kindred validate shop --metadata shop-v2.json
      """)

  @Argument(
    help: ArgumentHelp(
      "A folder of CSV files, an SQLite file or a postgres:// URL.", valueName: "source"),
    completion: .file())
  var source: String

  @Option(
    help: ArgumentHelp(
      "The metadata; else the folder's metadata.json, else declared or detected.",
      valueName: "file"),
    completion: .file(extensions: ["json"]))
  var metadata: String?

  @OptionGroup var sourceOptions: SourceOptions

  @OptionGroup var common: CommonOptions

  func run() throws {
    let progress = ProgressLine(quiet: common.quiet)
    let source = try DatasetSource(
      self.source, blobs: sourceOptions.blobs, notes: common.notes, progress: progress)
    let report = try source.validate(metadata: metadata)
    try Interruption.check()
    try Output.print(report.description)
    if !report.isValid { throw ExitCode(1) }
  }
}
