import Foundation
import KindredData

/// Where a dataset goes: a folder that is empty, does not exist yet, or may be overwritten.
struct DatasetDestination {
  let path: String

  /// - Throws: `KindredError` of kind `argument` for a database, `file` for what is no folder or one
  ///   that holds something and must not be overwritten.
  init(_ path: String, overwrite: Bool) throws {
    try DatasetSource.refuseDatabases(path)
    self.path = path
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return }
    guard isFolder.boolValue else {
      throw KindredError(
        .file, "The destination cannot be used: Not a directory", value: path,
        remedy: "Give another folder.")
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
