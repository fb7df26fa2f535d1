/// Writes tables as CSV files: how, and a whole dataset in one call. See `CSVDatasetWriter` for
/// batches and for the dialect.
public struct CSVWriter: Sendable {
  /// Whether existing files may be replaced.
  public var overwrite: Bool
  /// Whether files begin with a header. Parts of one file, to be put one after the other, have a
  /// header in the first only.
  public var writesHeader = true
  /// Whether `DatasetWriter.begin` puts a `metadata.json` beside the tables.
  public var writesMetadata = false
  /// The most threads to use; 0 for one per processor.
  public var threads: Int
  /// Asked between chunks; when it answers true, writing throws an error of kind `interrupted`.
  public var isCancelled: @Sendable () -> Bool = { false }
  /// Told the rows written so far and the rows to come (0 where unknown), over all tables.
  public var progress: @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
  /// The rows to come, where known; for `progress` only.
  public var expectedRows = 0

  /// A writer with these settings and no callbacks.
  public init(overwrite: Bool = false, threads: Int = 0) {
    self.overwrite = overwrite
    self.threads = threads
  }

  /// Writes every table to a file of its name in the folder, all or none.
  /// - Throws: As `CSVDatasetWriter`.
  public func write(_ tables: some Sequence<Table>, toFolder folder: String) throws {
    let tables = Array(tables)
    var options = self
    options.expectedRows = tables.reduce(0) { $0 + $1.rowCount }
    let writer = try CSVDatasetWriter(folder: folder, options: options)
    // All files are opened first, so that one that exists is known before any work.
    for table in tables { try writer.open(table: table.name, columns: table.columnNames) }
    for table in tables { try writer.append(table) }
    try writer.finish()
  }

  /// Writes one table to a file of its name in the folder.
  /// - Throws: As `CSVDatasetWriter`.
  public func write(_ table: Table, toFolder folder: String) throws {
    try write([table], toFolder: folder)
  }
}
