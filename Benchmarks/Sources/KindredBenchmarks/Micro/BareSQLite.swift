import CSQLiteBare
import KindredData

/// The yardstick of SQLite databases: plain loops over its C interface that move the same values.
struct BareSQLite {
  /// A cell as it goes into a statement.
  enum Cell {
    case integer(Int64)
    case real(Double)
    case text([CChar])
  }

  private let handle: OpaquePointer

  /// Opens a database, or makes one.
  private init(path: String) throws {
    var handle: OpaquePointer?
    guard sqlite3_open(path, &handle) == SQLITE_OK, let handle else {
      throw KindredError(.file, "SQLite cannot open the file", value: path)
    }
    self.handle = handle
  }

  private func failure() -> KindredError {
    KindredError(.file, "SQLite failed: \(String(cString: sqlite3_errmsg(handle)))")
  }

  private func execute(_ sql: String) throws {
    guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw failure() }
  }

  private func prepare(_ sql: String) throws -> OpaquePointer {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK, let statement else {
      throw failure()
    }
    return statement
  }

  /// Steps through all rows, and puts numbers into arrays and texts one after the other.
  static func read(_ table: String, at path: String) throws {
    let database = try BareSQLite(path: path)
    defer { sqlite3_close(database.handle) }
    let statement = try database.prepare("SELECT * FROM \(table)")
    defer { sqlite3_finalize(statement) }
    let width = sqlite3_column_count(statement)
    var numbers = [[Int64]](repeating: [], count: Int(width))
    var texts = [[UInt8]](repeating: [], count: Int(width))
    while sqlite3_step(statement) == SQLITE_ROW {
      for column in 0..<width {
        let place = Int(column)
        switch sqlite3_column_type(statement, column) {
        case SQLITE_INTEGER:
          numbers[place].append(sqlite3_column_int64(statement, column))
        case SQLITE_FLOAT:
          let bits = sqlite3_column_double(statement, column).bitPattern
          numbers[place].append(Int64(bitPattern: bits))
        case SQLITE_TEXT:
          let count = Int(sqlite3_column_bytes(statement, column))
          let text = UnsafeBufferPointer(
            start: sqlite3_column_text(statement, column), count: count)
          texts[place].append(contentsOf: text)
          numbers[place].append(Int64(texts[place].count))
        default: numbers[place].append(0)
        }
      }
    }
    keep(numbers)
    keep(texts)
  }

  /// Inserts rows into a new database with the tables of another, by a prepared statement in one
  /// transaction.
  static func write(_ rows: [[Cell]], to table: String, at path: String, like model: String) throws
  {
    let original = try BareSQLite(path: model)
    let query = try original.prepare("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
    var definitions: [String] = []
    while sqlite3_step(query) == SQLITE_ROW {
      definitions.append(String(cString: sqlite3_column_text(query, 0)))
    }
    sqlite3_finalize(query)
    sqlite3_close(original.handle)

    let database = try BareSQLite(path: path)
    defer { sqlite3_close(database.handle) }
    try database.execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN")
    for definition in definitions { try database.execute(definition) }
    let marks = Array(repeating: "?", count: rows.first?.count ?? 0).joined(separator: ", ")
    let statement = try database.prepare("INSERT INTO \(table) VALUES (\(marks))")
    defer { sqlite3_finalize(statement) }
    for row in rows {
      var place: CInt = 0
      for cell in row {
        place += 1
        switch cell {
        case .integer(let value): sqlite3_bind_int64(statement, place, value)
        case .real(let value): sqlite3_bind_double(statement, place, value)
        case .text(let text):
          // The row lives until the step is done.
          _ = text.withUnsafeBufferPointer {
            sqlite3_bind_text(statement, place, $0.baseAddress, CInt($0.count), nil)
          }
        }
      }
      guard sqlite3_step(statement) == SQLITE_DONE else { throw database.failure() }
      sqlite3_reset(statement)
    }
    try database.execute("COMMIT")
  }
}
