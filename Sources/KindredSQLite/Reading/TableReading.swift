import CSQLite
import KindredData

/// Reads the rows of one table.
struct TableReading {
  struct Plan {
    let name: String
    /// In the order of the batches.
    let columns: [SQLColumn]
    /// How values are stored; nil for as they are.
    let storage: StorageRules?
  }

  private let connection: SQLiteConnection
  private let plan: Plan
  private let blobs: BlobPolicy
  private let warn: (String) -> Void

  init(
    _ connection: SQLiteConnection, _ plan: Plan, blobs: BlobPolicy,
    warn: @escaping (String) -> Void
  ) {
    self.connection = connection
    self.plan = plan
    self.blobs = blobs
    self.warn = warn
  }

  /// Reads the table in batches, at least one.
  func read(
    batchRows: Int, isCancelled: () -> Bool, receive: (Table) throws -> Void
  ) throws {
    // Very wide tables get shorter batches, so that memory stays bounded.
    let capacity = min(max(batchRows, 1), max(256, (1 << 22) / max(plan.columns.count, 1)))
    let columns = plan.columns.map {
      ColumnReading($0, of: plan.name, blobs: blobs, capacity: capacity, warn: warn)
    }
    let list = plan.columns.map { quoted($0.name) }.joined(separator: ", ")
    // Without indexes, rows come in the order of their numbers or primary keys, whatever the
    // optimizer finds faster.
    let statement = try connection.prepare(
      "SELECT \(list) FROM \(quoted(plan.name)) NOT INDEXED")
    var storage = plan.storage
    try storage?.prepare { place, receive in
      try readColumn(place, isCancelled: isCancelled, receive: receive)
    }
    var before = 0
    var isDone = false
    repeat {
      if isCancelled() { throw interruption }
      var count = 0
      while count < capacity {
        guard try statement.step() else {
          isDone = true
          break
        }
        for (place, column) in columns.enumerated() {
          column.cells.append(statement.handle, CInt(truncatingIfNeeded: place))
        }
        count += 1
        if count & 0xFFF == 0, isCancelled() { throw interruption }
      }
      guard count > 0 || before == 0 else { return }
      var batch = try columns.map { try $0.column(rowsBefore: before) }
      for column in columns { column.cells.removeAll() }
      if let storage {
        batch = try batch.enumerated().map { place, column in
          try storage.stored(column, at: place, rowsBefore: before)
        }
      }
      try receive(Table(plan.name, columns: batch))
      before += count
    } while !isDone
  }

  /// Reads a single column, as it is.
  private func readColumn(
    _ place: Int, isCancelled: () -> Bool, receive: (Column) throws -> Void
  ) throws {
    let alone = Plan(name: plan.name, columns: [plan.columns[place]], storage: nil)
    try TableReading(connection, alone, blobs: blobs, warn: { _ in }).read(
      batchRows: 1 << 16, isCancelled: isCancelled
    ) { try $0.columns.forEach(receive) }
  }

  private var interruption: KindredError {
    KindredError(.interrupted, "Reading was interrupted", table: plan.name, remedy: "Start again.")
  }
}
