import ArgumentParser
import Foundation
import KindredData

/// `kindred detect`: the schema of a folder of CSV files, as SDV metadata.
struct Detect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Find out tables, types, keys and relationships from data.",
    discussion: """
      Prints metadata in SDV's V1 JSON format. The evidence for every key, and what spoke against \
      near-candidates, goes to standard error.

      EXAMPLES
        kindred detect shop
        kindred detect shop -o shop/metadata.json
      """)

  @Argument(
    help: ArgumentHelp("A folder of CSV files.", valueName: "source"), completion: .directory)
  var source: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write the metadata to this file.", valueName: "file"),
    completion: .file(extensions: ["json"]))
  var output: String?

  @Flag(help: "List the type of every column, too.")
  var columns = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    if let output { try WholeFile.check(output, what: "The metadata file") }
    let progress = ProgressLine(quiet: common.quiet)
    let source = try DatasetSource(self.source, notes: common.notes, progress: progress)
    let result = try source.detect()
    for finding in result.findings where columns || finding.subject != .column {
      common.notes(finding.description)
    }
    try Interruption.check()
    guard let output else {
      try Output.print(result.metadata.jsonText())
      return
    }
    try result.metadata.write(to: URL(fileURLWithPath: output))
    common.notes("Wrote \(output).")
  }
}
