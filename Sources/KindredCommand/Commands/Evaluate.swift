import ArgumentParser
import Foundation
import KindredData
import KindredEvaluation
import KindredPages

/// `kindred evaluate`: what synthetic data are worth.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compare synthetic data with the real data they stand for.",
    discussion: """
      Prints the diagnostic report (are the data valid) and the quality report (do they resemble \
      the real ones) with the scores that SDMetrics gives, 1 being best, what both of them do not \
      see (shares of nulls, dependence over several relationships, likeness of siblings, order and \
      gaps of dated children), and the worst of each in words. Every row is counted, none sampled.

      Two further reports take longer; `--skip` leaves them out. Detection: can a classifier tell \
      synthetic rows from real ones, and by what. Privacy: do synthetic rows come nearer to the real \
      ones than chance would have it. `--holdout` names real data that were not learned from, \
      which makes the answer much sharper.

      Pairs of columns count when they depend on each other in the real data: a correlation above \
      0.5, an association above 0.3. `--thresholds legacy` counts every pair, as papers before \
      2026 do.

      EXAMPLES
        kindred evaluate shop synthetic
        kindred evaluate shop.sqlite synthetic.sqlite
        kindred evaluate shop synthetic --json - | jq .quality.score
        kindred evaluate shop synthetic --html report.html
        kindred evaluate shop synthetic --fail-under quality=.9,diagnostic=1
        kindred evaluate learned synthetic --holdout kept --fail-under privacy=.95
        kindred evaluate shop synthetic --skip detection,privacy
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

  @Option(
    help: ArgumentHelp(
      "A folder of CSV files: real data that were not learned from.", valueName: "folder"),
    completion: .directory)
  var holdout: String?

  @Option(
    help: ArgumentHelp(
      "Reports to leave out: one or more of \(SkippedParts.help).", valueName: "reports"))
  var skip = SkippedParts()

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Train the classifiers on so many random rows of each side, not on all.",
      valueName: "rows"),
    transform: NumberArgument.count)
  var detectionRows: Int?

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
      "Write a page with pictures of the real and the synthetic data.", valueName: "file"),
    completion: .file(extensions: ["html"]))
  var html: String?

  @Option(
    help: ArgumentHelp(
      "Exit with status 1 when a score, 0 to 1, is lower: NAME=SCORE,... of \(ScoreLimits.help).",
      valueName: "limits"))
  var failUnder: ScoreLimits?

  @OptionGroup var sourceOptions: SourceOptions

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if skip.contains(.privacy), holdout != nil {
      throw ValidationError("--holdout is for the privacy report, which --skip leaves out.")
    }
    if skip.contains(.detection), detectionRows != nil {
      throw ValidationError("--detection-rows is for the report that --skip leaves out.")
    }
    for name in failUnder?.limits.map(\.name) ?? [] {
      if let part = ScoreLimits.part(of: name), skip.contains(part) {
        throw ValidationError("--fail-under asks for \(name), which --skip leaves out.")
      }
      if holdout == nil, ScoreLimits.needHoldout.contains(name) {
        throw ValidationError("--fail-under asks for \(name), which takes a --holdout.")
      }
    }
  }

  func run() throws {
    let start = ContinuousClock.now
    if let json, json != "-" { try WholeFile.check(json, what: "The report") }
    if let html { try WholeFile.check(html, what: "The page") }
    let line = ProgressLine(quiet: common.quiet)
    let notes = common.notes
    let content = try DatasetSource(real, blobs: sourceOptions.blobs, notes: notes, progress: line)
      .read(metadata: metadata)
    let other = try DatasetSource(
      synthetic, blobs: sourceOptions.blobs, notes: notes, progress: line
    ).read(as: content.metadata)
    let kept = try holdout.map {
      try DatasetSource($0, blobs: sourceOptions.blobs, notes: notes, progress: line)
        .read(as: content.metadata)
    }
    try Interruption.check()
    try checkRows(of: other, at: synthetic, "synthetic")
    if let kept, let holdout { try checkRows(of: kept, at: holdout, "holdout") }
    let comparison = try DatasetComparison(
      real: content.dataset, synthetic: other, metadata: content.metadata)
    let reports = try reports(on: comparison, holdout: kept)
    if let json {
      let text = reports.json.text(indent: 1) + "\n"
      if json == "-" {
        try Output.print(text)
      } else {
        try WholeFile.write(text.utf8, to: json, what: "The report")
      }
    }
    if let html {
      let page = EvaluationPage(
        comparison, diagnostic: reports.diagnostic, quality: reports.quality,
        relational: reports.relational, detection: reports.detection, privacy: reports.privacy,
        real: Self.name(of: real), synthetic: Self.name(of: synthetic))
      try WholeFile.write(page.html.utf8, to: html, what: "The page")
      common.notes("Wrote \(html).")
    }
    if json != "-" {
      try Output.print(EvaluationText(reports).text)
      let rows = [content.dataset, other, kept].compactMap { $0 }.joined()
        .reduce(0) { $0 + $1.rowCount }
      let seconds = start.duration(to: .now) / .seconds(1)
      notes("Compared \(Quantity.count(rows, "row")) in \(Quantity.duration(seconds)).")
    }
    try check(reports)
  }

  private func reports(
    on comparison: DatasetComparison, holdout: Dataset?
  ) throws -> EvaluationReports {
    let diagnostic = DiagnosticReport(comparison)
    let quality = try QualityReport(
      comparison, thresholds: thresholds.values, subsample: subsample)
    let relational = RelationalReport(comparison, subsample: subsample)
    try Interruption.check()
    let detection =
      skip.contains(.detection) ? nil : DetectionReport(comparison, rows: detectionRows)
    try Interruption.check()
    let privacy =
      skip.contains(.privacy) ? nil : try PrivacyReport(comparison, holdout: holdout)
    try Interruption.check()
    return EvaluationReports(
      diagnostic: diagnostic, quality: quality, relational: relational, detection: detection,
      privacy: privacy)
  }

  /// What pages call a folder: pages are handed on, and paths tell about machines and people.
  private static func name(of folder: String) -> String {
    URL(fileURLWithPath: folder).standardizedFileURL.lastPathComponent
  }

  /// Tables without rows are left out of every mean, which nobody should find out by accident.
  /// - Throws: `KindredError` of kind `data` when no table has rows.
  private func checkRows(of dataset: Dataset, at path: String, _ side: String) throws {
    let empty = dataset.filter { $0.rowCount == 0 }
    guard empty.count < dataset.count else {
      throw KindredError(
        .data, "The \(side) data have no rows", value: path,
        remedy: side == "holdout" ? "Name another folder." : "Sample some, or name another folder.")
    }
    for table in empty {
      common.notes("note: The \(side) table '\(table.name)' has no rows and is hardly scored.")
    }
  }

  /// - Throws: `ExitCode` when a limit is missed.
  private func check(_ reports: EvaluationReports) throws {
    guard let failUnder else { return }
    var scores: [String: Double?] = [:]
    for (name, score, properties) in reports.all {
      scores[name] = score
      for property in properties { scores[ScoreLimits.name(of: property)] = property.score }
    }
    let missed = failUnder.missed(by: scores)
    for sentence in missed { Notes.always("kindred: \(sentence).") }
    if !missed.isEmpty { throw ExitCode(1) }
  }
}
