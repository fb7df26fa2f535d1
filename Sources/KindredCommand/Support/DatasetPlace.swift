public import ArgumentParser
import Foundation
public import KindredData
import KindredPostgres
import KindredSQLite

/// What a SOURCE or DESTINATION argument names: the one place that knows all kinds.
enum DatasetPlace {
  /// A folder of CSV files.
  case folder(String)
  /// An SQLite file.
  case sqlite(String)
  /// A PostgreSQL database.
  case postgres(PostgresURL)

  /// What the argument names, by its spelling and what stands there.
  /// - Throws: `KindredError` of kind `argument` for what this version cannot use, `file` for a file that
  ///   is no database.
  init(_ argument: String) throws {
    if PostgresURL.isOne(argument) {
      self = .postgres(try PostgresURL(argument))
      return
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
  static let help = "a folder of CSV files, an SQLite file or a postgres:// URL"

  /// The place in messages: what was given, without a password.
  var name: String {
    switch self {
    case .folder(let path), .sqlite(let path): path
    case .postgres(let url): "\(url)"
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
    case .postgres(let url):
      return try PostgresDatasetReader(
        url: url, blobs: blobs, isCancelled: Interruption.isRequested)
    }
  }

  /// A writer to the place, which is not changed before `begin`.
  /// - Parameters:
  ///   - overwrite: Whether files may be replaced.
  ///   - truncate: Whether rows of a server's tables may be replaced.
  ///   - part: Which part of a sample is written; nil for the whole.
  /// - Throws: `KindredError` when it cannot be used.
  func writer(
    threads: Int, overwrite: Bool, truncate: Bool, part: Int?
  ) throws -> any DatasetWriter {
    if part != nil { try refuseParts() }
    if truncate {
      guard case .postgres = self else {
        throw KindredError(
          .argument, "--truncate is for PostgreSQL databases", value: name,
          remedy: "Give --overwrite to replace files.")
      }
    }
    switch self {
    case .folder(let path):
      var options = CSVWriter(overwrite: overwrite, threads: threads)
      // Only the first part has headers and metadata, so that every file of the parts, put one after
      // the other, is the file of the whole.
      options.writesHeader = part ?? 1 == 1
      options.writesMetadata = part ?? 1 == 1
      return try CSVDatasetWriter(folder: path, options: options)
    case .sqlite(let path): return try SQLiteDatasetWriter(path: path, overwrite: overwrite)
    case .postgres(let url):
      guard !overwrite else {
        throw KindredError(
          .argument, "--overwrite is for files", value: name,
          remedy: "Give --truncate to replace the rows of tables.")
      }
      return try PostgresDatasetWriter(url: url, truncate: truncate)
    }
  }

  /// A part alone has foreign keys without parents, which databases do not take.
  private func refuseParts() throws {
    if case .folder = self { return }
    throw KindredError(
      .argument, "Parts of a sample are written to folders, not to databases", value: name,
      remedy: "Leave --shard out, or give a folder.")
  }
}

extension BlobPolicy: ExpressibleByArgument {}

/// Options of commands that read a dataset.
struct SourceOptions: ParsableArguments {
  @Option(help: "What to do with binary values of a database: refuse them, or read them as null.")
  var blobs: BlobPolicy = .refuse
}
