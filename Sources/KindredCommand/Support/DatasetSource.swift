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
  /// - Parameter lenient: whether tables and values that contradict the metadata are read as they
  ///   are, to be reported all together, instead of the first being an error.
  func read(metadata file: String?, lenient: Bool = false) throws -> Content {
    let beside = path + "/metadata.json"
    if let file = file ?? (FileManager.default.fileExists(atPath: beside) ? beside : nil) {
      let metadata = try Metadata(contentsOf: URL(fileURLWithPath: file))
      try metadata.validate()
      let dataset =
        lenient
        ? try reader.readDatasetToValidate(inFolder: path, metadata: metadata)
        : try reader.readDataset(inFolder: path, metadata: metadata)
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
