public import ArgumentParser
import Foundation
import Kindred
public import KindredData

/// `kindred diagram`: the schema as a picture.
struct Diagram: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Draw the schema as SVG, DOT or Mermaid.",
    discussion: """
      The ending of the output file decides on the format. Without -o, an SVG goes to standard \
      output.

      EXAMPLES
        kindred diagram shop -o schema.svg
        kindred diagram shop/metadata.json --details keys > schema.svg
        kindred diagram shop.kindred -o schema.mmd
        kindred diagram shop.sqlite > schema.svg
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case svg, dot, mmd
  }

  @Argument(
    help: ArgumentHelp(
      "A folder of CSV files, a database, a metadata file (.json) or a model file.",
      valueName: "source"),
    completion: .file())
  var source: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The file to write: .svg, .dot or .mmd (Mermaid).", valueName: "file"),
    completion: .file(extensions: ["svg", "dot", "mmd"]))
  var output: String?

  @Option(help: "The format, when the file's ending does not tell.")
  var format: Format?

  @Option(help: "What tables show.")
  var details: DiagramDetails = .full

  @OptionGroup var sourceOptions: SourceOptions

  @OptionGroup var common: CommonOptions

  func run() throws {
    let format = try chosenFormat()
    let metadata = try schema()
    let text =
      switch format {
      case .svg: metadata.svgDiagram(details: details)
      case .dot: metadata.dotDiagram(details: details)
      case .mmd: metadata.mermaidDiagram(details: details)
      }
    guard let output else {
      try Output.print(text)
      return
    }
    try WholeFile.write(text.utf8, to: output, what: "The diagram")
    common.notes("Wrote \(output).")
  }

  private func chosenFormat() throws -> Format {
    if let format { return format }
    guard let output else { return .svg }
    let ending = URL(fileURLWithPath: output).pathExtension
    guard let format = Format(rawValue: ending.lowercased()) else {
      throw KindredError(
        .argument, "The ending of the file names no diagram format", value: output,
        remedy: "Use .svg, .dot or .mmd, or give --format.")
    }
    return format
  }

  private func schema() throws -> Metadata {
    let place = try DatasetPlace(source)
    if let file = place.metadataFile { return try Metadata(contentsOf: URL(fileURLWithPath: file)) }
    let url = URL(fileURLWithPath: source)
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: source, isDirectory: &isFolder)
    if case .folder = place, !isFolder.boolValue {
      guard exists else {
        throw KindredError(
          .file, "There is no such file or folder", value: source,
          remedy: "Give a folder of CSV files, a database, a metadata file or a model file.")
      }
      return url.pathExtension.lowercased() == "json"
        ? try Metadata(contentsOf: url) : try HMA1.load(from: url).metadata
    }
    let progress = ProgressLine(quiet: common.quiet)
    return try DatasetSource(
      source, blobs: sourceOptions.blobs, notes: common.notes, progress: progress
    ).read(metadata: nil).metadata
  }
}

extension DiagramDetails: ExpressibleByArgument {}
