public import ArgumentParser
import CPagedMemory
import Foundation
public import Kindred
public import KindredData
import KindredStatistics

/// `kindred fit`: learns a dataset.
struct Fit: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Learn a dataset and write a model file.",
    discussion: """
      The schema comes from --metadata, else from the folder's metadata.json or what the database \
      declares, else from the data. \
      What was dropped, folded or guessed is said on standard error; `kindred inspect` lists \
      every real value that the model holds.

      EXAMPLES
        kindred fit shop -o shop.kindred
        kindred fit shop.sqlite -o shop.kindred --blobs null
        kindred fit shop -o shop.kindred --metadata v2.json --orphans drop
        kindred fit shop -o shop.kindred --distribution orders.total=gamma
      """)

  @Argument(
    help: ArgumentHelp(
      "A folder of CSV files, an SQLite file or a postgres:// URL.", valueName: "source"),
    completion: .file())
  var source: String

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The model file to write.", valueName: "model"),
    completion: .file(extensions: ["kindred"]))
  var output: String

  @Option(
    help: ArgumentHelp(
      "The metadata; else the folder's metadata.json, else declared or detected.",
      valueName: "file"),
    completion: .file(extensions: ["json"]))
  var metadata: String?

  @Option(help: "How the rows of a table are modelled.")
  var model: TabularModel = .copula

  @Option(
    help: ArgumentHelp(
      """
      The shape of numerical and datetime marginals, for all columns or as TABLE=... or \
      TABLE.COLUMN=... (repeatable).
      """, valueName: "family"))
  var distribution: [DistributionChoice] = []

  @Option(
    help: ArgumentHelp(
      "What to do with foreign keys that no parent has; else they are an error.",
      valueName: "policy"))
  var orphans: OrphanPolicy?

  @Option(
    help: ArgumentHelp(
      """
      Tables of public facts to keep as they are, or none; else those the metadata declare, or \
      that look like public lists.
      """, valueName: "table,..."))
  var referenceTables: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Rows that a label or quantile must stand for, at least; else 10.", valueName: "rows"),
    transform: NumberArgument.count)
  var minimumCount = 10

  @Option(
    parsing: .unconditional, help: "Seed of everything random; else 0.",
    transform: NumberArgument.seed)
  var seed: UInt64 = 0

  @Option(
    parsing: .unconditional,
    help: "Threads to use; all cores by default. Results do not depend on it.",
    transform: NumberArgument.threads)
  var threads: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      The most memory to take, such as 512MB or 2GiB; what is beyond lies in a temporary file \
      (in $TMPDIR, else /var/tmp). Results do not depend on it.
      """, valueName: "size"),
    transform: MemoryLimit.init)
  var memory: MemoryLimit?

  @OptionGroup var sourceOptions: SourceOptions

  @OptionGroup var common: CommonOptions

  func run() throws {
    try memory?.start()
    do {
      try fit()
    } catch {
      // A limit that is broken stops the work; why is what matters.
      try memory?.check()
      throw error
    }
  }

  private func fit() throws {
    let start = ContinuousClock.now
    try Self.refuseDatabase(output)
    try WholeFile.check(output, what: "The model file")
    let line = ProgressLine(quiet: common.quiet)
    let source = try DatasetSource(
      self.source, threads: threads, blobs: sourceOptions.blobs, notes: common.notes, progress: line
    )
    var content = try source.read(metadata: metadata)
    if let orphans {
      let resolved = try content.dataset.resolvingOrphans(in: content.metadata, policy: orphans)
      content.dataset = resolved.dataset
      for note in resolved.notes { common.notes("note: \(note)") }
    }
    // The files have been read piece by piece, which leaves much behind in small pieces.
    kindred_memory_trim()
    let tables = content.dataset.count
    let rows = content.dataset.reduce(0) { $0 + $1.rowCount }
    let columns = content.dataset.reduce(0) { $0 + $1.columns.count }
    let options = try options(for: content.metadata)
    let model = HMA1(content.metadata, options: options)
    try model.fit(releasing: &content.dataset, progress: RowCounter(line, total: rows).progress)
    line.finish()
    try Interruption.check()
    try memory?.check()
    try model.save(to: URL(fileURLWithPath: output))
    for note in model.notes { common.notes("note: \(note)") }
    let seconds = start.duration(to: .now) / .seconds(1)
    common.notes(
      "Fitted \(Quantity.count(tables, "table")), \(Quantity.count(rows, "row")) "
        + "and \(Quantity.count(columns, "column")) in \(Quantity.duration(seconds)); "
        + "wrote \(output)\(size).")
  }

  /// - Throws: `KindredError` of kind `argument` when the output is a database, most likely a source.
  private static func refuseDatabase(_ output: String) throws {
    let place = try DatasetPlace(output)
    if case .folder = place { return }
    throw KindredError(
      .argument, "A model is not written to a database", value: place.name,
      remedy: "Give the name of a model file, such as shop.kindred.")
  }

  /// The size of the file written, in brackets; nothing for what has none, such as a pipe.
  private var size: String {
    let file = URL(fileURLWithPath: output).resolvingSymlinksInPath().path
    let size = try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int
    guard let size, size > 0 else { return "" }
    return " (\(Quantity.bytes(size)))"
  }

  private func options(for metadata: Metadata) throws -> FitOptions {
    var options = FitOptions(
      model: model, seed: seed, threads: threads, minimumCount: minimumCount,
      keepsOrphans: orphans == .keep,
      referenceTables: referenceTables.map {
        $0 == "none" ? [] : $0.split(separator: ",").map(String.init)
      })
    for choice in distribution { try choice.apply(to: &options, metadata) }
    return options
  }
}

extension OrphanPolicy: ExpressibleByArgument {}
extension TabularModel: ExpressibleByArgument {}
