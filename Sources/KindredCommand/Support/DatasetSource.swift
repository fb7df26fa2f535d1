import ArgumentParser
import Foundation
import KindredData
import KindredSQLite

/// A dataset that the user names: a folder of CSV files, with or without metadata, or a database.
struct DatasetSource {
  /// The place in messages.
  let name: String
  let notes: Notes
  let progress: ProgressLine
  /// What reads the place.
  let reader: any DatasetReader
  private let place: DatasetPlace

  struct Content {
    var metadata: Metadata
    var dataset: Dataset
  }

  /// - Throws: `KindredError` of kind `argument` for what is no dataset of this version, `file` for a
  ///   database that cannot be opened.
  init(
    _ path: String, threads: Int? = nil, blobs: BlobPolicy = .refuse, notes: Notes,
    progress: ProgressLine
  ) throws {
    place = try DatasetPlace(path)
    name = place.name
    self.notes = notes
    self.progress = progress
    reader = try place.reader(threads: threads ?? 0, blobs: blobs)
    reader.isCancelled = Interruption.hasToStop
    reader.warn = { notes("note: \($0)") }
    let unit = reader.progressUnit
    reader.progress = { done, total in
      progress.update("reading", done: done, total: total, unit: unit)
    }
  }

  /// Reads the tables: by the given metadata file, else the folder's `metadata.json`, else by what is
  /// declared or detected; keys that were detected are noted.
  func read(metadata file: String?) throws -> Content {
    if let metadata = try stated(file) {
      return Content(metadata: metadata, dataset: try read(as: metadata))
    }
    let isDeclared = try reader.declaredSchema() != nil
    let found = try detect()
    let keys = found.findings.filter { $0.isAccepted && $0.subject != .column }
    if !isDeclared {
      notes(
        "No metadata.json: the schema was detected. Check it; --metadata takes a corrected one.")
    } else if !keys.isEmpty {
      notes("Beyond what the database declares, this was detected; --metadata takes corrections.")
    }
    for finding in keys { notes("  \(finding)") }
    return Content(metadata: found.metadata, dataset: found.dataset)
  }

  /// Reads the tables by the schema of another source.
  func read(as metadata: Metadata) throws -> Dataset {
    let dataset = try reader.readDataset(as: metadata)
    progress.finish()
    return dataset
  }

  /// Reads those tables of a schema that the source has.
  func read(some metadata: Metadata) throws -> Dataset {
    let names = Set(try reader.tableNames())
    let part = metadata.restricted(to: names)
    guard !part.tables.isEmpty else {
      throw KindredError(
        .file, "The source has none of the model's tables", value: name,
        remedy:
          "Give tables of these names: \(metadata.tableNames.prefix(5).joined(separator: ", ")).")
    }
    return try read(as: part)
  }

  /// Compares the tables with the given metadata, the folder's, or a schema that is declared or
  /// detected.
  func validate(metadata file: String?) throws -> ValidationReport {
    guard let metadata = try stated(file) else {
      let content = try read(metadata: nil)
      return try content.metadata.validate(content.dataset)
    }
    let report = try reader.validate(as: metadata)
    progress.finish()
    return report
  }

  /// The given metadata, else the folder's; nil when there are none. A database's definition goes with
  /// metadata that have none.
  func stated(_ file: String?) throws -> Metadata? {
    guard let file = file ?? place.metadataFile else { return nil }
    var metadata = try Metadata(contentsOf: URL(fileURLWithPath: file))
    try metadata.validate()
    if metadata.sqlSchema == nil, var schema = try reader.declaredSchema()?.sqlSchema {
      let names = Set(metadata.tableNames)
      schema.tables.removeAll { !names.contains($0.name) }
      metadata.sqlSchema = schema
    }
    return metadata
  }

  /// Finds out the schema, whether there are metadata or not.
  func detect() throws -> DetectionResult {
    let result = try reader.detect()
    progress.finish()
    return result
  }
}
