extension CSVDatasetWriter: DatasetWriter {
  /// Asked between chunks; when it answers true, writing throws an error of kind `interrupted`.
  public var isCancelled: @Sendable () -> Bool {
    get { options.isCancelled }
    set { options.isCancelled = newValue }
  }

  /// Told the rows written so far, over all tables.
  public var progress: @Sendable (_ rows: Int) -> Void {
    get { { [options] in options.progress($0, options.expectedRows) } }
    set { options.progress = { rows, _ in newValue(rows) } }
  }

  /// Never told anything: files take whatever a table has.
  public var warn: @Sendable (_ message: String) -> Void {
    get { { _ in } }
    set { _ = newValue }
  }

  /// Begins a file for every table, and adds the metadata where the options ask for it.
  /// - Throws: As `open` and `add`.
  public func begin(_ metadata: Metadata) throws {
    for table in metadata.tables { try open(table: table.name, columns: table.columnNames) }
    if options.writesMetadata { try add(file: "metadata.json", text: metadata.jsonText()) }
  }
}
