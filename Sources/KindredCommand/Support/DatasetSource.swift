import ArgumentParser
import Foundation
import KindredData

/// A dataset that the user names: a folder of CSV files, with or without metadata.
struct DatasetSource {
  let path: String
  let threads: Int?
  let notes: Notes
  let progress: ProgressLine

  struct Content {
    var metadata: Metadata
    var dataset: Dataset
  }

  /// - Throws: `KindredError` of kind `argument` for what is no folder of this version.
  init(
    _ path: String, threads: Int? = nil, notes: Notes, progress: ProgressLine
  ) throws {
    try Self.refuseDatabases(path)
    self.path = path
    self.threads = threads
    self.notes = notes
    self.progress = progress
  }

  /// Reads the tables: by the given metadata file, else the folder's `metadata.json`, else by a
  /// detected schema, whose keys are noted.
  func read(metadata file: String?) throws -> Content {
    if let metadata = try stated(file) {
      let dataset = try reader.readDataset(inFolder: path, metadata: metadata)
      progress.finish()
      return Content(metadata: metadata, dataset: dataset)
    }
    let found = try detect()
    notes("No metadata.json: the schema was detected. Check it; --metadata takes a corrected one.")
    for finding in found.findings where finding.isAccepted && finding.subject != .column {
      notes("  \(finding)")
    }
    return Content(metadata: found.metadata, dataset: found.dataset)
  }

  /// Reads the tables by the schema of another source.
  func read(as metadata: Metadata) throws -> Dataset {
    let dataset = try reader.readDataset(inFolder: path, metadata: metadata)
    progress.finish()
    return dataset
  }

  /// Reads those tables of a schema that the folder has.
  func read(some metadata: Metadata) throws -> Dataset {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      throw KindredError(
        .file, "The folder does not exist or cannot be read", value: path,
        remedy: "Give a folder with one CSV file per table.")
    }
    let part = metadata.restricted(
      to: Set(metadata.tableNames.filter { names.contains($0 + ".csv") }))
    guard !part.tables.isEmpty else {
      throw KindredError(
        .file, "The folder has none of the model's tables", value: path,
        remedy: "Give one CSV file per table, such as \(metadata.tableNames.first ?? "table").csv.")
    }
    return try read(as: part)
  }

  /// Compares the tables with the given metadata, the folder's, or a detected schema.
  func validate(metadata file: String?) throws -> ValidationReport {
    guard let metadata = try stated(file) else {
      let content = try read(metadata: nil)
      return try content.metadata.validate(content.dataset)
    }
    let report = try reader.validate(folder: path, metadata: metadata)
    progress.finish()
    return report
  }

  /// The given metadata, else the folder's; nil when there are none.
  private func stated(_ file: String?) throws -> Metadata? {
    let beside = path + "/metadata.json"
    let file = file ?? (FileManager.default.fileExists(atPath: beside) ? beside : nil)
    guard let file else { return nil }
    let metadata = try Metadata(contentsOf: URL(fileURLWithPath: file))
    try metadata.validate()
    return metadata
  }

  /// Detects the schema, whether there are metadata or not.
  func detect() throws -> DetectionResult {
    let result = try SchemaDetector(reader: reader).detect(folder: path)
    progress.finish()
    return result
  }

  private var reader: CSVReader {
    var reader = CSVReader(threads: threads ?? 0)
    reader.isCancelled = Interruption.isRequested
    let (notes, progress) = (notes, progress)
    reader.warn = { notes("note: \($0)") }
    reader.progress = { done, total in
      progress.update("reading", done: done, total: total, unit: "bytes")
    }
    return reader
  }

  /// - Throws: `KindredError` of kind `argument` when the path names a database.
  static func refuseDatabases(_ path: String) throws {
    let isServer = ["postgres://", "postgresql://"].contains { path.hasPrefix($0) }
    let isFile = [".sqlite", ".sqlite3", ".db"].contains { path.lowercased().hasSuffix($0) }
    guard isServer || isFile else { return }
    throw KindredError(
      .argument, "This version does not read or write databases",
      // A URL may hold a password.
      value: isServer ? nil : path, remedy: "Give a folder of CSV files.")
  }
}
