import CSQLite
import KindredData

/// One connection to an SQLite database, used by one thread at a time.
final class SQLiteConnection {
  let path: String
  private var handle: OpaquePointer?
  private let interruption = InterruptionBox()

  enum Mode {
    case readOnly
    case readWrite
    case create
  }

  /// - Throws: `KindredError` of kind `file` when the file cannot be opened or is no database.
  init(path: String, mode: Mode) throws {
    self.path = path
    try open(mode: mode)
  }

  private func open(mode: Mode) throws {
    let flags =
      switch mode {
      case .readOnly: SQLITE_OPEN_READONLY
      case .readWrite: SQLITE_OPEN_READWRITE
      case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
      }
    let code = sqlite3_open_v2(
      path, &handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
    guard code == SQLITE_OK else {
      let error = failure()
      close()
      throw error
    }
    sqlite3_busy_timeout(handle, 10_000)
    // Names in double quotes that are no columns are errors, not texts.
    kindred_sqlite_strict_quotes(handle)
  }

  deinit { close() }

  /// Closes the connection; what was not committed is undone.
  func close() {
    sqlite3_close_v2(handle)
    handle = nil
  }

  /// Asked while statements run; when it answers true, they end with an error of kind `interrupted`.
  var isCancelled: @Sendable () -> Bool {
    get { interruption.isCancelled }
    set {
      interruption.isCancelled = newValue
      sqlite3_progress_handler(
        handle, 100_000,
        { box in
          guard let box else { return 0 }
          let interruption = Unmanaged<InterruptionBox>.fromOpaque(box).takeUnretainedValue()
          return interruption.isCancelled() ? 1 : 0
        }, Unmanaged.passUnretained(interruption).toOpaque())
    }
  }

  /// Runs statements that return nothing.
  func execute(_ sql: String) throws {
    guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw failure() }
  }

  /// Compiles a statement.
  func prepare(_ sql: String) throws -> SQLiteStatement {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK, let statement else {
      throw failure()
    }
    return SQLiteStatement(statement, of: self)
  }

  /// All rows of a query, each turned into a value.
  func rows<Value>(_ sql: String, _ read: (SQLiteStatement) throws -> Value) throws -> [Value] {
    let statement = try prepare(sql)
    var result: [Value] = []
    while try statement.step() { result.append(try read(statement)) }
    return result
  }

  /// What SQLite says about the last call that failed.
  var message: String {
    handle.flatMap { sqlite3_errmsg($0) }.map { String(cString: $0) } ?? "out of memory"
  }

  /// The last call's failure as an error.
  func failure() -> KindredError {
    let code = handle.map { sqlite3_errcode($0) } ?? SQLITE_NOMEM
    let primary = code & 0xFF
    let (problem, remedy): (String, String) =
      switch primary {
      case SQLITE_INTERRUPT: ("The work was interrupted", "Start again.")
      case SQLITE_NOTADB:
        ("The file is not an SQLite database", "Give an SQLite file or a folder of CSV files.")
      case SQLITE_CORRUPT:
        ("The database is damaged: \(message)", "Recover it, such as by `sqlite3 FILE .recover`.")
      case SQLITE_BUSY, SQLITE_LOCKED:
        ("The database is locked by another process", "Wait until it is free.")
      case SQLITE_CANTOPEN:
        ("The database cannot be opened: \(message)", "Check that it exists and may be read.")
      case SQLITE_FULL: ("The disk is full", "Free some space, or write elsewhere.")
      case SQLITE_READONLY:
        ("The database may not be written", "Check its permissions and its folder's.")
      default: ("SQLite failed: \(message)", "Check the database.")
      }
    return KindredError(
      primary == SQLITE_INTERRUPT ? .interrupted : .file, problem, value: path, remedy: remedy)
  }

  /// The extended code of the last call that failed.
  var errorCode: CInt { handle.map { sqlite3_extended_errcode($0) } ?? SQLITE_NOMEM }
}

/// Holds the question for SQLite's progress handler, which takes a pointer.
private final class InterruptionBox {
  var isCancelled: @Sendable () -> Bool = { false }
}

/// A name in double quotes.
func quoted(_ name: String) -> String {
  "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
    + "\""
}

/// A text in single quotes.
func literal(_ text: String) -> String {
  "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
}

/// A name as SQLite compares it: ASCII letters in any case.
func folded(_ name: String) -> String {
  String(decoding: name.utf8.map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }, as: UTF8.self)
}
