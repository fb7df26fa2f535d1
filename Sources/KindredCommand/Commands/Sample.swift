import ArgumentParser
import Foundation
import Kindred
import KindredData

/// `kindred sample`: generates a dataset.
struct Sample: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Generate a synthetic dataset from a model file.",
    discussion: """
      Writes one CSV file per table and a metadata.json, all or nothing. The model file is not \
      changed: every run gives its keys the same first values (those after the keys that a \
      library user of the file consumed), so give another seed for other data.

      EXAMPLES
        kindred sample shop.kindred -o synthetic
        kindred sample shop.kindred -o synthetic --scale 10 --seed 7
        kindred sample shop.kindred -o customers --table customers --rows 500 --no-children
        kindred sample shop.kindred -o part3 --scale 1000 --shard 3/8

      SHARDS
        With --shard I/N, part I of N of every table is written; the files of parts 1...N, put one \
      after the other, are what a run without --shard writes. Only part 1 has headers.
      """)

  @Argument(help: ArgumentHelp("The model file.", valueName: "model"))
  var model: String

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The folder to write.", valueName: "destination"))
  var output: String

  @Option(help: "Generate this table and its descendants only.")
  var table: String?

  @Option(help: "Rows of that table, or of every root table; else as many as were fitted.")
  var rows: Int?

  @Option(help: "Factor on the rows of that table or of the root tables.")
  var scale = 1.0

  @Flag(name: .customLong("no-children"), help: "Leave the descendants of --table out.")
  var withoutChildren = false

  @Option(help: "Seed; the same seed gives the same bytes.")
  var seed: UInt64?

  @Option(help: "Threads to use; all cores by default. Results do not depend on it.")
  var threads: Int?

  @Option(help: ArgumentHelp("Write one of N parts.", valueName: "i/n"))
  var shard: ShardArgument?

  @Flag(help: "Let keys start at their first values again.")
  var resetKeys = false

  @Flag(help: "Replace existing files.")
  var overwrite = false

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads must be from 1 to 1024, not \(threads).")
    }
    if withoutChildren, table == nil {
      throw ValidationError("--no-children needs --table.")
    }
  }

  func run() throws {
    let start = ContinuousClock.now
    try DatasetSource.refuseDatabases(output)
    let model = try HMA1.load(from: URL(fileURLWithPath: self.model))
    let request = SampleRequest(
      table: table, rows: rows, scale: scale, includingChildren: !withoutChildren,
      resettingKeys: resetKeys, seed: seed, threads: threads, shard: try shard?.shard())
    let metadataFile = URL(fileURLWithPath: output + "/metadata.json")
    if !overwrite, FileManager.default.fileExists(atPath: metadataFile.path) {
      throw KindredError(
        .file, "The file exists already", value: metadataFile.path,
        remedy: "Give another folder, or --overwrite to replace files.")
    }
    let line = ProgressLine(quiet: common.quiet)
    let counter = RowCounter(line, total: try model.expectedRows(of: request))
    var options = CSVWriter(overwrite: overwrite, threads: threads ?? 0)
    options.isCancelled = Interruption.isRequested
    options.writesHeader = (shard?.index ?? 1) == 1
    var writer: CSVDatasetWriter?
    var written: [String: Int] = [:]
    do {
      try model.sample(request, progress: counter.progress) { batch in
        // The folder appears when there is something to write into it.
        let open = try writer ?? CSVDatasetWriter(folder: output, options: options)
        writer = open
        try open.append(batch)
        written[batch.name, default: 0] += batch.rowCount
      }
      try Interruption.check()
      try writer?.finish()
    } catch {
      writer?.cancel()
      throw error
    }
    line.finish()
    try model.metadata.restricted(to: Set(written.keys)).write(to: metadataFile)
    let count = written.values.reduce(0, +)
    let seconds = start.duration(to: .now) / .seconds(1)
    common.notes(
      "Wrote \(Quantity.count(written.count, "table")), \(Quantity.count(count, "row")) to "
        + "\(output) in \(Quantity.duration(seconds)).")
  }
}

/// A part of the output: "3/8".
struct ShardArgument: ExpressibleByArgument {
  let index: Int
  let count: Int

  init?(argument: String) {
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let index = parts[0], let count = parts[1] else { return nil }
    self.index = index
    self.count = count
  }

  func shard() throws -> SampleRequest.Shard {
    try SampleRequest.Shard(index: index, count: count)
  }
}

extension Metadata {
  /// The schema of some of the tables, with the relationships between them.
  fileprivate func restricted(to names: Set<String>) throws -> Metadata {
    var metadata = self
    for name in tableNames where !names.contains(name) { try metadata.removeTable(name) }
    return metadata
  }
}
