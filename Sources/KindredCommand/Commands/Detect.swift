import ArgumentParser
import Foundation
import KindredData

/// `kindred detect`: the schema of a dataset, as SDV metadata.
struct Detect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Find out tables, types, keys and relationships from data.",
    discussion: """
      Prints metadata in SDV's V1 JSON format. The evidence for every key, and what spoke against \
      near-candidates, goes to standard error. Keys that a database declares are taken as they are; \
      the rest of its definition (types, constraints) stands under "kindred" and "sql".

      EXAMPLES
        kindred detect shop
        kindred detect shop -o shop/metadata.json
        kindred detect shop.sqlite
      """)

  @Argument(
    help: ArgumentHelp(
      "A folder of CSV files, an SQLite file or a postgres:// URL.", valueName: "source"),
    completion: .file())
  var source: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write the metadata to this file.", valueName: "file"),
    completion: .file(extensions: ["json"]))
  var output: String?

  @Flag(help: "List the type of every column, too.")
  var columns = false

  @OptionGroup var sourceOptions: SourceOptions

  @OptionGroup var common: CommonOptions

  func run() throws {
    if let output { try WholeFile.check(output, what: "The metadata file") }
    let progress = ProgressLine(quiet: common.quiet)
    let source = try DatasetSource(
      self.source, blobs: sourceOptions.blobs, notes: common.notes, progress: progress)
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
