import CSQLite
import KindredData

/// Inserts batches into one table by one prepared statement.
final class Insertion {
  private let connection: SQLiteConnection
  private let target: TableTarget
  private let columnNames: [String]
  private let statement: SQLiteStatement
  private(set) var rowCount = 0
  private var cells: [StagedCell] = []
  private var bytes: [UInt8] = []

  init(_ connection: SQLiteConnection, _ target: TableTarget, columnNames: [String]) throws {
    self.connection = connection
    self.target = target
    self.columnNames = columnNames
    statement = try connection.prepare(target.insertion)
  }

  /// Rows that are staged together: few enough for the processor's cache.
  private static let rowsPerStage = 256

  /// Inserts the rows of a batch.
  /// - Throws: `KindredError` of kind `data` with the row when one breaks a constraint.
  func append(_ batch: Table, isCancelled: () -> Bool) throws {
    guard batch.columnNames == columnNames else {
      throw KindredError(
        .data, "The batch has other columns than were announced", table: batch.name,
        remedy: "Give every batch of a table the columns of its metadata.")
    }
    var columns: [StagedColumn] = []
    for (column, target) in zip(batch.columns, target.columns) {
      guard let target else { continue }
      do {
        columns.append(try StagedColumn(column, to: target))
      } catch var error as KindredError {
        error.table = batch.name
        error.column = column.name
        throw error
      }
    }
    var first = 0
    while first < batch.rowCount {
      if isCancelled() { throw KindredError.writingInterrupted(connection.path) }
      let last = min(batch.rowCount, first + Self.rowsPerStage)
      stage(first..<last, of: columns)
      try insert(first..<last, width: columns.count, of: batch)
      rowCount += last - first
      first = last
    }
  }

  private func stage(_ rows: Range<Int>, of columns: [StagedColumn]) {
    bytes.removeAll(keepingCapacity: true)
    let needed = rows.count * columns.count
    if cells.count < needed { cells = Array(repeating: StagedCell(), count: needed) }
    cells.withUnsafeMutableBufferPointer { cells in
      guard let base = cells.baseAddress else { return }
      for (place, column) in columns.enumerated() {
        column.stage(rows, into: base + place, stride: columns.count, bytes: &bytes)
      }
    }
  }

  private func insert(_ rows: Range<Int>, width: Int, of batch: Table) throws {
    let handle = statement.handle
    let failed: Int? = bytes.withUnsafeBufferPointer { bytes in
      cells.withUnsafeBufferPointer { cells in
        for row in 0..<rows.count {
          for place in 0..<width {
            let code = Self.bind(
              cells[row * width + place], bytes.baseAddress, handle,
              CInt(truncatingIfNeeded: place + 1))
            guard code == SQLITE_OK else { return row }
          }
          let code = sqlite3_step(handle)
          sqlite3_reset(handle)
          guard code == SQLITE_DONE else { return row }
        }
        return nil
      }
    }
    // Texts were bound by their address.
    sqlite3_clear_bindings(handle)
    if let failed { throw failure(of: batch, row: rows.lowerBound + failed) }
  }

  @inline(__always)
  private static func bind(
    _ cell: StagedCell, _ bytes: UnsafePointer<UInt8>?, _ statement: OpaquePointer,
    _ parameter: CInt
  ) -> CInt {
    switch cell.kind {
    case .null: return sqlite3_bind_null(statement, parameter)
    case .integer: return sqlite3_bind_int64(statement, parameter, cell.payload)
    case .real:
      return sqlite3_bind_double(
        statement, parameter, Double(bitPattern: UInt64(bitPattern: cell.payload)))
    case .emptyBlob: return sqlite3_bind_zeroblob(statement, parameter, 0)
    case .text:
      guard let bytes, cell.length > 0 else {
        return kindred_sqlite_bind_text(statement, parameter, nil, 0)
      }
      return UnsafeRawPointer(bytes + Int(cell.payload))
        .withMemoryRebound(to: CChar.self, capacity: Int(cell.length)) {
          kindred_sqlite_bind_text(statement, parameter, $0, cell.length)
        }
    }
  }

  /// What SQLite says about a row, with its place.
  private func failure(of batch: Table, row: Int) -> KindredError {
    let code = connection.errorCode
    guard code & 0xFF == SQLITE_CONSTRAINT || code & 0xFF == SQLITE_MISMATCH else {
      return connection.failure()
    }
    let message = connection.message
    // Such as "UNIQUE constraint failed: users.email, users.name".
    let places = message.split(separator: ": ").last?.split(separator: ", ") ?? []
    let prefix = target.name + "."
    let names = places.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
    let column = names.count == 1 ? batch[column: names[0]] : nil
    return KindredError(
      .data, "The row breaks a constraint of the database: \(message)", table: target.name,
      column: names.isEmpty ? nil : names.joined(separator: ", "), row: rowCount + row + 1,
      value: column?.text(at: row),
      remedy: "Correct the constraint or the data; nothing was written.")
  }
}

extension KindredError {
  static func writingInterrupted(_ path: String) -> KindredError {
    KindredError(
      .interrupted, "Writing was interrupted", value: path,
      remedy: "Start again; the database was not changed.")
  }
}
