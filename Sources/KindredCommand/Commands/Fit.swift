public import ArgumentParser
import Foundation
import Kindred
public import KindredData
import KindredStatistics

/// `kindred fit`: learns a dataset.
struct Fit: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Learn a dataset and write a model file.",
    discussion: """
      The schema comes from --metadata, else from the folder's metadata.json, else from the data. \
      What was dropped, folded or guessed is said on standard error; `kindred inspect` lists \
      every real value that the model holds.

      EXAMPLES
        kindred fit shop -o shop.kindred
        kindred fit shop -o shop.kindred --metadata v2.json --orphans drop
        kindred fit shop -o shop.kindred --distribution norm --distribution orders.total=gamma
      """)

  enum ModelKind: String, CaseIterable, ExpressibleByArgument {
    case copula
  }

  @Argument(help: ArgumentHelp("A folder of CSV files.", valueName: "source"))
  var source: String

  @Option(name: .shortAndLong, help: ArgumentHelp("The model file to write.", valueName: "model"))
  var output: String

  @Option(help: "The metadata file; else the folder's metadata.json, else detected.")
  var metadata: String?

  @Option(help: "How the rows of a table are modelled.")
  var model: ModelKind = .copula

  @Option(
    help: ArgumentHelp(
      """
      The shape of numerical and datetime marginals, for all columns or as TABLE=... or \
      TABLE.COLUMN=... (repeatable): empirical (default), auto, norm, beta, truncnorm, gamma, \
      uniform or student_t.
      """, valueName: "family"))
  var distribution: [DistributionChoice] = []

  @Option(help: "What to do with foreign keys that no parent has: drop, null or keep.")
  var orphans: OrphanPolicy?

  @Option(help: "Rows that a label or quantile must stand for, at least.")
  var minimumCount = 10

  @Option(help: "Seed of everything random.")
  var seed: UInt64 = 0

  @Option(help: "Threads to use; all cores by default. Results do not depend on it.")
  var threads: Int?

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads must be from 1 to 1024, not \(threads).")
    }
    if minimumCount < 1 {
      throw ValidationError("--minimum-count must be at least 1, not \(minimumCount).")
    }
  }

  func run() throws {
    let start = ContinuousClock.now
    let line = ProgressLine(quiet: common.quiet)
    let source = try DatasetSource(
      self.source, threads: threads, notes: common.notes, progress: line)
    var content = try source.read(metadata: metadata)
    if let orphans {
      let resolved = try content.dataset.resolvingOrphans(in: content.metadata, policy: orphans)
      content.dataset = resolved.dataset
      for note in resolved.notes { common.notes("note: \(note)") }
    }
    let rows = content.dataset.reduce(0) { $0 + $1.rowCount }
    let options = try options(for: content.metadata)
    let model = HMA1(content.metadata, options: options)
    try model.fit(content.dataset, progress: RowCounter(line, total: rows).progress)
    line.finish()
    try Interruption.check()
    try model.save(to: URL(fileURLWithPath: output))
    for note in model.notes { common.notes("note: \(note)") }
    let size = (try? FileManager.default.attributesOfItem(atPath: output)[.size] as? Int) ?? 0
    let seconds = start.duration(to: .now) / .seconds(1)
    common.notes(
      "Fitted \(Quantity.count(content.dataset.count, "table")), \(Quantity.count(rows, "row")) "
        + "in \(Quantity.duration(seconds)); wrote \(output) (\(Quantity.bytes(size))).")
  }

  private func options(for metadata: Metadata) throws -> FitOptions {
    var options = FitOptions(
      seed: seed, threads: threads, minimumCount: minimumCount, keepsOrphans: orphans == .keep)
    for choice in distribution { try choice.apply(to: &options, metadata) }
    return options
  }
}

extension OrphanPolicy: ExpressibleByArgument {}

/// A family of marginals, for everything, a table or a column.
struct DistributionChoice: ExpressibleByArgument {
  let place: String?
  let family: MarginalFamily

  init?(argument: String) {
    let parts = argument.split(separator: "=", omittingEmptySubsequences: false)
    guard parts.count <= 2, let last = parts.last,
      let family = MarginalFamily(rawValue: String(last))
    else { return nil }
    self.family = family
    place = parts.count == 2 ? String(parts[0]) : nil
  }

  static var allValueStrings: [String] { MarginalFamily.allCases.map(\.rawValue) }

  func apply(to options: inout FitOptions, _ metadata: Metadata) throws {
    guard let place else {
      options.distribution = family
      return
    }
    if metadata[place] != nil {
      options.distributions[place, default: [:]]["*"] = family
      return
    }
    // Names of tables and columns may hold points: every one of them may be the separator.
    for point in place.indices where place[point] == "." {
      let table = String(place[..<point])
      let column = String(place[place.index(after: point)...])
      if metadata[table]?[column: column] != nil {
        options.distributions[table, default: [:]][column] = family
        return
      }
    }
    let table = String(place.prefix { $0 != "." })
    guard let known = metadata[table], place.contains(".") else {
      throw KindredError.unknownTable(table, among: metadata.tableNames)
    }
    throw KindredError.unknownColumn(
      String(place.dropFirst(table.count + 1)), table: table, among: known.columnNames)
  }
}
