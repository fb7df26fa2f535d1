import ArgumentParser
import Foundation
import Kindred
import KindredData

/// `kindred demo`: the guide's example from end to end.
struct Demo: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Learn the example of the HMA1 guide and generate a synthetic one.",
    discussion: """
      Shows users, their sessions and the sessions' transactions, ten rows each: the data, and \
      what is generated from them. With --output, everything is written to files, to try the \
      other commands on.

      EXAMPLES
        kindred demo
        kindred demo --output demo && kindred inspect demo/demo.kindred
      """)

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write data, model and synthetic data here.", valueName: "folder"),
    completion: .directory)
  var output: String?

  @Flag(help: "Replace existing files.")
  var overwrite = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    let start = ContinuousClock.now
    if let output { try checkFolder(output) }
    let (metadata, tables) = try loadDemo()
    let model = HMA1(metadata)
    try model.fit(tables)
    let synthetic = try model.sample(seed: 0)
    let seconds = start.duration(to: .now) / .seconds(1)

    let bold = Style.forResults.bold
    var text = "\(metadata)\n"
    for (real, generated) in zip(tables, synthetic) {
      text += "\n\(bold("\(real.name), as learned"))\n\(Self.rows(of: real))\n"
      text += "\n\(bold("\(real.name), synthetic"))\n\(Self.rows(of: generated))\n"
    }
    try Output.print(text)
    if let output { try write(tables, model, synthetic, to: output) }
    common.notes(
      "Learned and generated \(Quantity.count(synthetic.count, "table")) in "
        + "\(Quantity.duration(seconds)).")
  }

  private func checkFolder(_ output: String) throws {
    guard case .folder = try DatasetPlace(output) else {
      throw KindredError(
        .argument, "The example is written to a folder", value: output,
        remedy: "Give a folder's name.")
    }
    _ = try DatasetDestination(output, overwrite: overwrite)
  }

  private func write(
    _ tables: Dataset, _ model: HMA1, _ synthetic: Dataset, to folder: String
  ) throws {
    let writer = CSVWriter(overwrite: overwrite)
    for (name, dataset) in [("real", tables), ("synthetic", synthetic)] {
      try writer.write(dataset, toFolder: "\(folder)/\(name)")
      try model.metadata.write(to: URL(fileURLWithPath: "\(folder)/\(name)/metadata.json"))
    }
    let file = "\(folder)/demo.kindred"
    try model.save(to: URL(fileURLWithPath: file))
    common.notes(
      "Wrote \(folder)/real, \(folder)/synthetic and \(file). Go on with:\n"
        + "  kindred fit \(folder)/real -o \(file)\n"
        + "  kindred sample \(file) -o \(folder)/more --rows 1000")
  }

  /// The first five rows.
  private static func rows(of table: Table) -> String {
    var rows = AlignedTable(table.columns.map { ($0.name, alignment(of: $0)) })
    for row in 0..<min(5, table.rowCount) {
      rows.append(table.columns.map { $0.text(at: row) ?? "" })
    }
    return rows.rendered()
  }

  private static func alignment(of column: Column) -> AlignedTable.Alignment {
    switch column.values {
    case .integers, .decimals: .right
    default: .left
    }
  }
}
