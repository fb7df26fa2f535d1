import CSQLite
import Foundation
import KindredData
import KindredSQLite
import Testing

/// A folder that goes with the test.
final class Scratch {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "kindred-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appending(path: name).path }

  /// The names of the files, sorted.
  var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []).sorted()
  }

  /// A database made by statements.
  func database(_ name: String, _ sql: String) throws -> String {
    let path = path(name)
    try Database(path).run(sql)
    return path
  }
}

/// A bare connection, to make and look at databases without the code that is tested.
final class Database {
  private var handle: OpaquePointer?

  struct Failure: Error { var message: String }

  init(_ path: String) throws {
    guard sqlite3_open(path, &handle) == SQLITE_OK else { throw Failure(message: message) }
  }

  deinit { sqlite3_close(handle) }

  private var message: String { handle.map { String(cString: sqlite3_errmsg($0)) } ?? "" }

  func run(_ sql: String) throws {
    guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else {
      throw Failure(message: message)
    }
  }

  /// The rows as texts, null as "NULL".
  func rows(_ sql: String) throws -> [[String]] {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK else {
      throw Failure(message: message)
    }
    defer { sqlite3_finalize(statement) }
    var result: [[String]] = []
    while sqlite3_step(statement) == SQLITE_ROW {
      result.append(
        (0..<sqlite3_column_count(statement)).map {
          sqlite3_column_text(statement, $0).map { String(cString: $0) } ?? "NULL"
        })
    }
    return result
  }
}

/// The texts of a column, null as nil.
func texts(_ table: Table?, _ column: String) -> [String?] {
  guard let column = table?[column: column] else { return [] }
  return (0..<column.count).map { column.text(at: $0) }
}

/// Collects what a reader or writer says.
final class Messages: @unchecked Sendable {
  private let lock = NSLock()
  private var list: [String] = []
  func add(_ message: String) { lock.withLock { list.append(message) } }
  var all: [String] { lock.withLock { list } }
}
