import ArgumentParser
import Foundation
import KindredData
import KindredEvaluation

/// `kindred evaluate`: what synthetic data are worth.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compare synthetic data with the real data they stand for.",
    discussion: """
      Prints the diagnostic report (are the data valid) and the quality report (do they resemble \
      the real ones) with the scores that SDMetrics gives, 1 being best, what both of them do not \
      see (shares of nulls, dependence over several relationships, likeness of siblings, order and \
      gaps of dated children), and the worst of each in words. Every row is counted, none sampled.

      Pairs of columns count when they depend on each other in the real data: a correlation above \
      0.5, an association above 0.3. `--thresholds legacy` counts every pair, as papers before \
      2026 do.

      EXAMPLES
        kindred evaluate shop synthetic
        kindred evaluate shop.sqlite synthetic.sqlite
        kindred evaluate shop synthetic --json - | jq .quality.score
        kindred evaluate shop synthetic --fail-under quality=.9,diagnostic=1
      """)

  enum Thresholds: String, CaseIterable, ExpressibleByArgument {
    case `default`, legacy

    var values: TrendThresholds { self == .legacy ? .legacy : .standard }
  }

  @Argument(
    help: ArgumentHelp(
      "The real data: a folder of CSV files, an SQLite file or a postgres:// URL.",
      valueName: "real"),
    completion: .file())
  var real: String

  @Argument(
    help: ArgumentHelp(
      "The synthetic data, likewise.", valueName: "synthetic"),
    completion: .file())
  var synthetic: String

  @Option(
    help: ArgumentHelp(
      "The metadata; else the real folder's metadata.json, else those of the real data.",
      valueName: "file"),
    completion: .file(extensions: ["json"]))
  var metadata: String?

  @Option(help: "Which pairs of columns count.")
  var thresholds: Thresholds = .default

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Measure pairs with labels on so many random rows, as SDMetrics does (50000).",
      valueName: "rows"),
    transform: NumberArgument.count)
  var subsample: Int?

  @Option(
    help: ArgumentHelp(
      "Write every figure as JSON; - for standard output, without the text.", valueName: "file"),
    completion: .file(extensions: ["json"]))
  var json: String?

  @Option(
    help: ArgumentHelp(
      "Exit with status 1 when a score, 0 to 1, is lower: NAME=SCORE,... of \(ScoreLimits.help).",
      valueName: "limits"))
  var failUnder: ScoreLimits?

  @OptionGroup var sourceOptions: SourceOptions

  @OptionGroup var common: CommonOptions

  func run() throws {
    let start = ContinuousClock.now
    if let json, json != "-" { try WholeFile.check(json, what: "The report") }
    let line = ProgressLine(quiet: common.quiet)
    let notes = common.notes
    let content = try DatasetSource(real, blobs: sourceOptions.blobs, notes: notes, progress: line)
      .read(metadata: metadata)
    let other = try DatasetSource(
      synthetic, blobs: sourceOptions.blobs, notes: notes, progress: line
    ).read(as: content.metadata)
    try Interruption.check()
    try checkRows(of: other)
    let comparison = try DatasetComparison(
      real: content.dataset, synthetic: other, metadata: content.metadata)
    let diagnostic = DiagnosticReport(comparison)
    let quality = try QualityReport(
      comparison, thresholds: thresholds.values, subsample: subsample)
    let relational = RelationalReport(comparison, subsample: subsample)
    try Interruption.check()
    if let json {
      let text =
        JSONValue.object([
          JSONValue.Member("diagnostic", diagnostic.json),
          JSONValue.Member("quality", quality.json),
          JSONValue.Member("relational", relational.json),
        ]).text(indent: 1) + "\n"
      if json == "-" {
        try Output.print(text)
      } else {
        try WholeFile.write(text.utf8, to: json, what: "The report")
      }
    }
    if json != "-" {
      try Output.print(
        EvaluationText(diagnostic: diagnostic, quality: quality, relational: relational).text)
      let rows =
        content.dataset.reduce(0) { $0 + $1.rowCount } + other.reduce(0) { $0 + $1.rowCount }
      let seconds = start.duration(to: .now) / .seconds(1)
      notes("Compared \(Quantity.count(rows, "row")) in \(Quantity.duration(seconds)).")
    }
    try check(diagnostic, quality, relational)
  }

  /// Tables without rows are left out of every mean, which nobody should find out by accident.
  /// - Throws: `KindredError` of kind `data` when no table has rows.
  private func checkRows(of dataset: Dataset) throws {
    let empty = dataset.filter { $0.rowCount == 0 }
    guard empty.count < dataset.count else {
      throw KindredError(
        .data, "The synthetic data have no rows", value: synthetic,
        remedy: "Sample some, or name another folder.")
    }
    for table in empty {
      common.notes("note: The synthetic table '\(table.name)' has no rows and is hardly scored.")
    }
  }

  /// - Throws: `ExitCode` when a limit is missed.
  private func check(
    _ diagnostic: DiagnosticReport, _ quality: QualityReport, _ relational: RelationalReport
  ) throws {
    guard let failUnder else { return }
    var scores = [
      "quality": quality.score, "diagnostic": diagnostic.score, "relational": relational.score,
    ]
    for property in diagnostic.properties + quality.properties + relational.properties {
      scores[ScoreLimits.name(of: property)] = property.score
    }
    let missed = failUnder.missed(by: scores)
    for sentence in missed { Notes.always("kindred: \(sentence).") }
    if !missed.isEmpty { throw ExitCode(1) }
  }
}
