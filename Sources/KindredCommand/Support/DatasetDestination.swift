import Foundation
import KindredData
import KindredSQLite

/// Where a dataset goes: a folder that is empty, does not exist yet, or may be overwritten; or a
/// database.
struct DatasetDestination {
  /// The place in messages.
  let name: String
  private let place: DatasetPlace
  private let overwrite: Bool
  private let truncate: Bool

  /// - Throws: `KindredError` of kind `argument` for what cannot be a destination, `file` for a folder
  ///   that holds something and must not be overwritten, or a database that cannot be written.
  init(_ argument: String, overwrite: Bool, truncate: Bool = false) throws {
    place = try DatasetPlace(argument)
    name = place.name
    self.overwrite = overwrite
    self.truncate = truncate
    switch place {
    case .folder(let path): try Self.checkFolder(path, overwrite: overwrite)
    case .sqlite(let path): _ = try SQLiteDatasetWriter(path: path, overwrite: overwrite)
    case .postgres: break
    }
  }

  /// A writer to the destination; nothing is changed before its `begin`.
  func writer(threads: Int?, part: Int?) throws -> any DatasetWriter {
    let writer = try place.writer(
      threads: threads ?? 0, overwrite: overwrite, truncate: truncate, part: part)
    writer.isCancelled = Interruption.isRequested
    return writer
  }

  private static func checkFolder(_ path: String, overwrite: Bool) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return }
    guard isFolder.boolValue else {
      throw KindredError(
        .file, "The destination cannot be used: Not a directory", value: path,
        remedy: "Give another folder, or a database file (.sqlite, .db).")
    }
    // A folder that cannot be listed is found out when it is written to.
    let contents = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    if let first = contents.min(), !overwrite {
      throw KindredError(
        .file, "The destination is not empty: '\(first)' exists already", value: path,
        remedy: "Give another folder, or --overwrite to replace files.")
    }
  }
}
