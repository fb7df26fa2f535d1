/// Reads tables from CSV files: UTF-8, a header row, RFC 4180 quoting, lines ended by LF or CRLF.
///
/// An empty field without quotes is a null; an empty field in quotes is an empty string (and a null
/// where only numbers, booleans or dates can stand). Words for missing values (NA, NULL, ...) are
/// nulls in columns of such types, and told; in text they are text. A byte order mark is skipped. In tables of
/// several columns empty lines are skipped. Files are mapped, not loaded, and read in parallel;
/// results do not depend on the number of threads.
public struct CSVReader: Sendable {
  /// The most threads to use; 0 for one per processor.
  public var threads: Int
  /// Bytes of text read at a time by one thread, 1 byte to 1 GiB; nil for a size that suits the
  /// number of columns. Results do not depend on it.
  public var chunkBytes: Int?
  /// Asked between chunks; when it answers true, reading throws an error of kind `interrupted`.
  public var isCancelled: @Sendable () -> Bool = { false }
  /// Told the bytes read so far and the bytes in all files.
  public var progress: @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
  /// Told about what is ignored, such as files that belong to no table, or read as null.
  public var warn: @Sendable (_ message: String) -> Void = { _ in }

  /// A reader with these settings and no callbacks.
  public init(threads: Int = 0, chunkBytes: Int? = nil) {
    self.threads = threads
    self.chunkBytes = chunkBytes
  }

  /// Reads one table.
  ///
  /// - Parameters:
  ///   - name: The table's name.
  ///   - path: The CSV file.
  ///   - types: How to read columns, by name; a column that is not mentioned is read as `otherwise`.
  /// - Throws: `KindredError` with table, column, row and value: kind `file` when the file cannot be
  ///   read, `format` when its text is not CSV or a value does not fit its column's type,
  ///   `argument` when `types` names an unknown column, `interrupted` when cancelled.
  /// - Complexity: O(bytes).
  public func readTable(
    named name: String, at path: String, types: [String: ColumnHint] = [:],
    otherwise: ColumnHint = .infer
  ) throws -> Table {
    try readTable(named: name, MappedFile(path: path, table: name), types, otherwise)
  }

  /// Reads one table from the text of a file.
  /// - Throws: As for a file.
  package func readTable(
    named name: String, text: UnsafeBufferPointer<UInt8>, otherwise: ColumnHint = .infer
  ) throws -> Table {
    try readTable(named: name, MappedFile(borrowing: text, path: "\(name).csv"), [:], otherwise)
  }

  private func readTable(
    named name: String, _ file: MappedFile, _ types: [String: ColumnHint], _ otherwise: ColumnHint
  ) throws -> Table {
    let reading = try CSVTableReading(reader: self, file: file, table: name) {
      types[$0] ?? otherwise
    }
    let known = Set(reading.columns)
    if let unknown = types.keys.sorted().first(where: { !known.contains($0) }) {
      throw KindredError(
        .argument, "The file has no such column", table: name, column: unknown,
        remedy: "Its columns are \(reading.columns.prefix(20).joined(separator: ", ")).")
    }
    return try reading.read { done in progress(done, file.count) }
  }
}
