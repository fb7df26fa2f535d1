import KindredData

/// The reading of one table.
struct TableReading {
  /// The name in the metadata.
  let name: String
  let table: CatalogTable
  let columns: [(column: CatalogColumn, form: ColumnForm)]
  let blobs: BlobPolicy
  var storage: StorageRules?

  /// Bytes of a batch before it is handed over, whatever its rows.
  private static let batchBytes = 32 << 20

  /// Refuses binary values, and finds out what storage depends on all rows.
  /// - Throws: `KindredError` of kind `data` for binary values that are refused, and what reading throws.
  mutating func prepare(_ connection: PostgresConnection) throws {
    for (column, form) in columns where form.isBinary && blobs == .refuse {
      let isUsed = try connection.rows(
        "SELECT EXISTS (SELECT FROM \(relation) WHERE \(SQLText.name(column.name)) IS NOT NULL)")
      guard isUsed.first?.first == "t" else { continue }
      throw KindredError(
        .data, "The column holds binary values, from which nothing can be learned", table: name,
        column: column.name, remedy: "Read them as nulls with --blobs null.")
    }
    let this = self
    try storage?.prepare { place, receive in
      guard this.columns.indices.contains(place) else { return }
      let column = TableReading(
        name: this.name, table: this.table, columns: [this.columns[place]], blobs: this.blobs,
        storage: nil)
      try column.read(connection, batchRows: 1 << 16) { batch in
        if let values = batch.columns.first { try receive(values) }
      }
    }
  }

  /// Rows of tables that inherit are read from these tables.
  private var relation: String {
    (table.hasHeirs ? "ONLY " : "") + SQLText.name(table.schema, table.name)
  }

  /// Reads the rows in batches, at least one.
  func read(
    _ connection: PostgresConnection, batchRows: Int, receive: (Table) throws -> Void
  ) throws {
    var reader = BinaryCopyReader(
      table: name, columns: columns.map { BinaryColumn(name: $0.column.name, form: $0.form.form) })
    let most = max(batchRows, 1)
    var rowsBefore = 0
    func handOver() throws {
      var batch = try reader.takeBatch()
      if let storage {
        let stored = try batch.columns.enumerated().map { place, column in
          try storage.stored(column, at: place, rowsBefore: rowsBefore)
        }
        batch = try Table(name, columns: stored)
      }
      rowsBefore += batch.rowCount
      try receive(batch)
    }
    let list = columns.map(\.form.expression).joined(separator: ", ")
    do {
      try connection.copyOut(
        "COPY (SELECT \(list) FROM \(relation)) TO STDOUT (FORMAT binary)"
      ) { piece in
        try reader.append(piece)
        let isFull =
          reader.batchRows >= most
          || reader.batchRows & 0xFF == 0 && reader.batchBytes >= Self.batchBytes
        if isFull { try handOver() }
      }
    } catch var error as KindredError where error.kind == .database {
      error.table = name
      throw error
    }
    try reader.finish()
    if reader.batchRows > 0 || rowsBefore == 0 { try handOver() }
  }
}
