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
      changed: every run starts keys at the same values (those after the keys that library calls \
      used up before the file was saved), so give another seed for other data.

      EXAMPLES
        kindred sample shop.kindred -o synthetic
        kindred sample shop.kindred -o synthetic --scale 10 --seed 7
        kindred sample shop.kindred -o few --table customers --rows 50 --no-children
        kindred sample shop.kindred -o orders --parents customers-of-mine
        kindred sample shop.kindred -o part3 --scale 1000 --shard 3/8

      SHARDS
        With --shard I/N, part I of N of every table is written; the files of parts 1...N, put one \
      after the other, are what a run without --shard writes. So only part 1 has headers and \
      metadata.
      """)

  @Argument(
    help: ArgumentHelp("The model file.", valueName: "model"),
    completion: .file(extensions: ["kindred"]))
  var model: String

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The folder to write.", valueName: "destination"),
    completion: .directory)
  var output: String

  @Option(help: "Generate this table and its descendants only.")
  var table: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Rows of that table, or of every root table; or of single root tables, such as "
        + "users=500,stores=20. Else as many as were fitted.",
      valueName: "rows|table=rows,..."),
    transform: { try RowsArgument($0) })
  var rows: RowsArgument?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The most children a parent may get, by foreign key, such as orders.customer_id=20.",
      valueName: "key=rows,..."),
    transform: { try RowsArgument(byName: $0) })
  var maxChildren: RowsArgument?

  @Option(
    help: ArgumentHelp(
      "CSV files of tables that are there already: they stay as they are and get synthetic "
        + "descendants.",
      valueName: "folder"),
    completion: .directory)
  var parents: String?

  @Option(
    parsing: .unconditional,
    help: "Factor on the rows of that table or of the root tables; else 1.",
    transform: NumberArgument.scale)
  var scale = 1.0

  @Flag(name: .customLong("no-children"), help: "Leave the descendants of --table out.")
  var withoutChildren = false

  @Option(
    parsing: .unconditional, help: "Seed; the same seed gives the same bytes.",
    transform: NumberArgument.seed)
  var seed: UInt64?

  @Option(
    parsing: .unconditional,
    help: "Threads to use; all cores by default. Results do not depend on it.",
    transform: NumberArgument.threads)
  var threads: Int?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Write part I of N.", valueName: "i/n"),
    transform: ShardArgument.shard)
  var shard: SampleRequest.Shard?

  @Flag(help: "Let keys start at their first values again.")
  var resetKeys = false

  @Flag(help: "Replace existing files.")
  var overwrite = false

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if withoutChildren, table == nil {
      throw ValidationError("--no-children needs --table.")
    }
  }

  func run() throws {
    let start = ContinuousClock.now
    let destination = try DatasetDestination(output, overwrite: overwrite)
    let model = try HMA1.load(from: URL(fileURLWithPath: self.model))
    let line = ProgressLine(quiet: common.quiet)
    var request = SampleRequest(
      table: table, rows: rows?.all, rootRows: rows?.byTable ?? [:],
      parents: try given(model.metadata, line), scale: scale, includingChildren: !withoutChildren,
      resettingKeys: resetKeys, seed: seed, threads: threads, shard: shard)
    request.maximumChildren = maxChildren?.byTable ?? [:]
    let expected = try model.expectedRows(of: request) / (shard?.count ?? 1)
    let counter = RowCounter(line, total: expected)
    var options = CSVWriter(overwrite: overwrite, threads: threads ?? 0)
    options.isCancelled = Interruption.isRequested
    // Only the first part has headers and metadata, so that every file of the parts, put one after
    // the other, is the file of the whole.
    let isFirst = shard?.index ?? 1 == 1
    options.writesHeader = isFirst
    var writer: CSVDatasetWriter?
    var written: [String: Int] = [:]
    do {
      try model.sample(request, progress: counter.progress) { batch in
        // The folder appears when there is something to write into it.
        let open = try writer ?? CSVDatasetWriter(folder: destination.path, options: options)
        writer = open
        try open.append(batch)
        written[batch.name, default: 0] += batch.rowCount
      }
      try Interruption.check()
      if isFirst {
        let metadata = model.metadata.restricted(to: Set(written.keys))
        try writer?.add(file: "metadata.json", text: metadata.jsonText())
      }
      try writer?.finish()
    } catch {
      writer?.cancel()
      throw error
    }
    line.finish()
    let count = written.values.reduce(0, +)
    let seconds = start.duration(to: .now) / .seconds(1)
    common.notes(
      "Wrote \(Quantity.count(written.count, "table")), \(Quantity.count(count, "row")) to "
        + "\(output) in \(Quantity.duration(seconds)).")
  }
}

extension Sample {
  /// The rows that are given.
  private func given(_ metadata: Metadata, _ line: ProgressLine) throws -> Dataset? {
    guard let parents else { return nil }
    let source = try DatasetSource(parents, threads: threads, notes: common.notes, progress: line)
    return try source.read(some: metadata)
  }
}
