import ArgumentParser
import Foundation
import Kindred
import KindredData

/// `kindred sample`: generates a dataset.
struct Sample: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Generate a synthetic dataset from a model file.",
    discussion: """
      Writes one CSV file per table and a metadata.json, or a database (SQLite, PostgreSQL), all or \
      nothing. A database gets the definition of the one that was fitted: types, keys, constraints, \
      indexes. Tables that exist already must be empty and are filled; --overwrite replaces an \
      SQLite file, --truncate the rows in PostgreSQL. The model file is not \
      changed: every run starts keys at the same values (those after the keys that library calls \
      used up before the file was saved), so give another seed for other data.

      EXAMPLES
        kindred sample shop.kindred -o synthetic
        kindred sample shop.kindred -o synthetic --scale 10 --seed 7
        kindred sample shop.kindred -o synthetic.sqlite
        kindred sample shop.kindred -o postgres://tester@localhost/shop_test --truncate
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
    name: .shortAndLong,
    help: ArgumentHelp(
      "The folder, SQLite file (.sqlite, .db) or postgres:// URL to write.",
      valueName: "destination"),
    completion: .file())
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
      "A folder or database with tables that are there already: they stay as they are and get "
        + "synthetic descendants.",
      valueName: "source"),
    completion: .file())
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

  @Flag(help: "Replace existing files, or the SQLite database.")
  var overwrite = false

  @Flag(help: "Replace the rows of a PostgreSQL database's tables.")
  var truncate = false

  @OptionGroup var sourceOptions: SourceOptions

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if withoutChildren, table == nil {
      throw ValidationError("--no-children needs --table.")
    }
  }

  func run() throws {
    let start = ContinuousClock.now
    let destination = try DatasetDestination(output, overwrite: overwrite, truncate: truncate)
    let model = try HMA1.load(from: URL(fileURLWithPath: self.model))
    let line = ProgressLine(quiet: common.quiet)
    var request = SampleRequest(
      table: table, rows: rows?.all, rootRows: rows?.byTable ?? [:],
      parents: try given(model.metadata, line), scale: scale, includingChildren: !withoutChildren,
      resettingKeys: resetKeys, seed: seed, threads: threads, shard: shard)
    request.maximumChildren = maxChildren?.byTable ?? [:]
    let expected = try model.expectedRows(of: request) / (shard?.count ?? 1)
    let counter = RowCounter(line, total: expected)
    let announced = model.metadata.restricted(to: Set(try model.tables(of: request)))
    var writer: (any DatasetWriter)?
    var written: [String: Int] = [:]
    do {
      try model.sample(request, progress: counter.progress) { batch in
        // The destination is touched when there is something to write to it.
        if writer == nil {
          let opened = try destination.writer(threads: threads, part: shard?.index)
          opened.warn = { [notes = common.notes] in notes("note: \($0)") }
          writer = opened
          try opened.begin(announced)
        }
        try writer?.append(batch)
        written[batch.name, default: 0] += batch.rowCount
      }
      try Interruption.check()
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
        + "\(destination.name) in \(Quantity.duration(seconds)).")
  }
}

extension Sample {
  /// The rows that are given.
  private func given(_ metadata: Metadata, _ line: ProgressLine) throws -> Dataset? {
    guard let parents else { return nil }
    let source = try DatasetSource(
      parents, threads: threads, blobs: sourceOptions.blobs, notes: common.notes, progress: line)
    return try source.read(some: metadata)
  }
}
