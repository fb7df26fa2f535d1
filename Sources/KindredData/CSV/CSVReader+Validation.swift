extension CSVReader {
  /// Reads a folder of CSV files as it is, to be compared with its metadata: tables without a file
  /// are left out, tables and columns that the metadata do not know are read, too, and columns with
  /// values that do not fit their type are read as strings.
  /// - Throws: `KindredError` of kind `file` when the folder or a file cannot be read, `format` when a
  ///   text is not CSV, `interrupted` when cancelled.
  /// - Complexity: O(bytes), for each table times its columns that do not fit.
  public func readDatasetToValidate(
    inFolder path: String, metadata: Metadata
  ) throws -> Dataset {
    let found = try CSVFolder.tableNames(in: path)
    let names = metadata.tableNames.filter(found.contains) + found.filter { metadata[$0] == nil }
    let files = try names.map {
      try MappedFile(path: CSVFolder.path(ofTable: $0, in: path), table: $0)
    }
    let total = files.reduce(0) { $0 + $1.count }
    var done = 0
    var tables: [Table] = []
    for (name, file) in zip(names, files) {
      let before = done
      tables.append(try readLeniently(name, file, metadata) { progress(before + $0, total) })
      done += file.count
    }
    try metadata.alignForeignKeys(in: &tables)
    return try Dataset(tables)
  }

  private func readLeniently(
    _ name: String, _ file: MappedFile, _ metadata: Metadata, progress: (Int) -> Void
  ) throws -> Table {
    var hints: [String: ColumnHint] = [:]
    if let schema = metadata[name] {
      for (column, hint) in metadata.columnHints(of: schema) { hints[column] = hint }
    }
    while true {
      do {
        return try CSVTableReading(reader: self, file: file, table: name) {
          hints[$0] ?? .infer
        }.read(progress: progress)
      } catch let error as KindredError where error.kind == .format {
        // Each round turns another column into strings; faults of the CSV itself remain.
        guard let column = error.column, let hint = hints[column], hint != .string else {
          throw error
        }
        hints[column] = .string
      }
    }
  }
}
