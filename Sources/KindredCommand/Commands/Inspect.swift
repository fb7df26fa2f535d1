import ArgumentParser
import Foundation
import Kindred
import KindredData
import KindredPages

/// `kindred inspect`: what a model file holds.
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what a model file holds, with every real value kept in it.",
    discussion: """
      EXAMPLES
        kindred inspect shop.kindred
        kindred inspect shop.kindred --json | jq '.tables[].columns[].keptValues'
        kindred inspect shop.kindred --html shop.html
      """)

  @Argument(
    help: ArgumentHelp("The model file.", valueName: "model"),
    completion: .file(extensions: ["kindred"]))
  var model: String

  @Flag(help: "Print everything as JSON.")
  var json = false

  @Option(
    help: ArgumentHelp(
      "Write a page with pictures of the schema and the learned distributions.",
      valueName: "file"),
    completion: .file(extensions: ["html"]))
  var html: String?

  @OptionGroup var common: CommonOptions

  func run() throws {
    let url = URL(fileURLWithPath: model)
    if let html { try WholeFile.check(html, what: "The page") }
    let loaded = try HMA1.load(from: url)
    let summary = try loaded.summary()
    if let html {
      let page = try ModelPage(loaded, name: url.lastPathComponent)
      try WholeFile.write(page.html.utf8, to: html, what: "The page")
      common.notes("Wrote \(html).")
    }
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      try Output.print(String(decoding: encoder.encode(summary), as: UTF8.self))
      return
    }
    let size = try? FileManager.default.attributesOfItem(atPath: model)[.size] as? Int
    try Output.print(text(of: summary, size: size ?? 0))
  }

  private func text(of summary: ModelSummary, size: Int) -> String {
    let style = Style.forResults
    var parts = [
      "\(style.bold("Model")) \(model): \(Quantity.bytes(size)), format \(summary.formatVersion), "
        + "seed \(summary.seed), values stand for at least \(summary.minimumCount) rows"
    ]
    for table in summary.tables { parts.append(text(of: table)) }
    if !summary.relationships.isEmpty { parts.append(text(of: summary.relationships)) }
    if !summary.notes.isEmpty {
      parts.append(
        style.bold("Notes") + "\n" + summary.notes.map { "  \($0)" }.joined(separator: "\n"))
    }
    return parts.joined(separator: "\n\n")
  }

  private func text(of table: ModelSummary.TableSummary) -> String {
    var columns = AlignedTable([
      ("column", .left), ("sdtype", .left), ("source", .left), ("nulls", .right),
      ("detail", .left), ("real values kept", .left),
    ])
    for column in table.columns {
      columns.append([
        column.name, column.sdtype, column.source,
        column.nullShare > 0 ? String(format: "%.1f %%", 100 * column.nullShare) : "",
        column.detail, kept(column),
      ])
    }
    var facts = [Quantity.count(table.rowCount, "row")]
    if !table.primaryKey.isEmpty { facts.append("key \(table.primaryKey.joined(separator: ", "))") }
    facts.append("\(table.dimensionCount) dimensions")
    if table.consumedKeys > 0 {
      facts.append("\(Quantity.count(table.consumedKeys, "key")) used up")
    }
    return "\(Style.forResults.bold("Table \(table.name)")): \(facts.joined(separator: ", "))\n"
      + columns.rendered()
  }

  /// As many of the values as fit; --json has them all.
  private func kept(_ column: ModelSummary.ColumnSummary) -> String {
    var shown: [String] = []
    var length = 0
    for value in column.keptValues {
      length += value.count + 2
      if length > 60, !shown.isEmpty { break }
      shown.append(value)
    }
    let rest = column.keptValues.count - shown.count
    var text = shown.joined(separator: ", ")
    if rest > 0 { text += ", ... (\(Quantity.count(rest)) more)" }
    if column.knotCount > 0 { text += "; \(Quantity.count(column.knotCount, "quantile"))" }
    return text
  }

  private func text(of relationships: [ModelSummary.RelationshipSummary]) -> String {
    var table = AlignedTable([
      ("relationship", .left), ("children per parent", .left), ("without parent", .right),
      ("role", .left),
    ])
    for relationship in relationships {
      let mean = String(format: "%.2f", relationship.meanCardinality)
      table.append([
        "\(relationship.childTable).\(relationship.foreignKey.joined(separator: "+")) -> "
          + relationship.parentTable,
        "\(mean) (\(relationship.smallestCardinality) to \(relationship.largestCardinality))",
        relationship.nullShare > 0 ? String(format: "%.1f %%", 100 * relationship.nullShare) : "",
        relationship.drivesTheChild ? "drives the child" : "linked",
      ])
    }
    return "\(Style.forResults.bold("Relationships"))\n\(table.rendered())"
  }
}
