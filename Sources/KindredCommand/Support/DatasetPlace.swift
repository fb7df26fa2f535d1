public import ArgumentParser
import Foundation
public import KindredData
import KindredSQLite

/// What a SOURCE or DESTINATION argument names: the one place that knows all kinds.
enum DatasetPlace {
  /// A folder of CSV files.
  case folder(String)
  /// An SQLite file.
  case sqlite(String)

  /// What the argument names, by its spelling and what stands there.
  /// - Throws: `KindredError` of kind `argument` for what this version cannot use, `file` for a file that
  ///   is no database.
  init(_ argument: String) throws {
    if ["postgres://", "postgresql://"].contains(where: argument.hasPrefix) {
      // A URL may hold a password.
      throw KindredError(
        .argument, "This version does not read or write PostgreSQL",
        remedy: "Give a folder of CSV files or an SQLite file.")
    }
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: argument, isDirectory: &isFolder)
    let isNamedDatabase = Self.endings.contains { argument.lowercased().hasSuffix($0) }
    if exists, isFolder.boolValue {
      self = .folder(argument)
    } else if isNamedDatabase || exists && Self.isDatabase(argument) {
      self = .sqlite(argument)
    } else {
      self = .folder(argument)
    }
  }

  /// The endings of files that are databases, or become ones.
  static let endings = [".sqlite", ".sqlite3", ".db", ".db3"]

  /// Whether a file begins as SQLite databases do.
  static func isDatabase(_ path: String) -> Bool {
    guard let file = FileHandle(forReadingAtPath: path) else { return false }
    defer { try? file.close() }
    return (try? file.read(upToCount: 16)).flatMap { $0 } == Data("SQLite format 3\0".utf8)
  }

  /// What may stand where a dataset is named, for help texts.
  static let help = "a folder of CSV files or an SQLite file"

  /// The place in messages: what was given, without a password.
  var name: String {
    switch self {
    case .folder(let path), .sqlite(let path): path
    }
  }

  /// The metadata file beside the data; nil where there can be none, or is none.
  var metadataFile: String? {
    guard case .folder(let path) = self else { return nil }
    let file = path + "/metadata.json"
    return FileManager.default.fileExists(atPath: file) ? file : nil
  }

  /// A reader of the place.
  /// - Throws: `KindredError` when it cannot be opened.
  func reader(threads: Int, blobs: BlobPolicy) throws -> any DatasetReader {
    switch self {
    case .folder(let path):
      return CSVDatasetReader(folder: path, options: CSVReader(threads: threads))
    case .sqlite(let path): return try SQLiteDatasetReader(path: path, blobs: blobs)
    }
  }

  /// A writer to the place, which is not changed before `begin`.
  /// - Parameter part: Which part of a sample is written; nil for the whole.
  /// - Throws: `KindredError` when it cannot be used.
  func writer(threads: Int, overwrite: Bool, part: Int?) throws -> any DatasetWriter {
    switch self {
    case .folder(let path):
      var options = CSVWriter(overwrite: overwrite, threads: threads)
      // Only the first part has headers and metadata, so that every file of the parts, put one after
      // the other, is the file of the whole.
      options.writesHeader = part ?? 1 == 1
      options.writesMetadata = part ?? 1 == 1
      return try CSVDatasetWriter(folder: path, options: options)
    case .sqlite(let path):
      guard part == nil else {
        throw KindredError(
          .argument, "Parts of a sample are written to folders, not to databases", value: path,
          remedy: "Leave --shard out, or give a folder.")
      }
      return try SQLiteDatasetWriter(path: path, overwrite: overwrite)
    }
  }
}

extension BlobPolicy: ExpressibleByArgument {}

/// Options of commands that read a dataset.
struct SourceOptions: ParsableArguments {
  @Option(help: "What to do with binary values of a database: refuse them, or read them as null.")
  var blobs: BlobPolicy = .refuse
}
