extension CSVReader {
  /// Compares a folder of CSV files with its metadata.
  ///
  /// Unlike `readDataset`, which fails at the first fault, this goes on: tables may be missing or
  /// unknown, columns too, and values may be none of their column's type.
  /// - Returns: every contradiction found; a column whose text cannot be read as its type is told in
  ///   the reader's words.
  /// - Throws: `KindredError` of kind `file` when the folder or a file cannot be read, `format` when a
  ///   text is not CSV, `interrupted` when cancelled.
  /// - Complexity: O(bytes), for each table times its columns that cannot be read as their type.
  public func validate(folder path: String, metadata: Metadata) throws -> ValidationReport {
    let found = try CSVFolder.tableNames(in: path)
    let names = metadata.tableNames.filter(found.contains) + found.filter { metadata[$0] == nil }
    let files = try names.map {
      try MappedFile(path: CSVFolder.path(ofTable: $0, in: path), table: $0)
    }
    let total = files.reduce(0) { $0 + $1.count }
    var done = 0
    var tables: [Table] = []
    var faults: [KindredError] = []
    for (name, file) in zip(names, files) {
      let before = done
      tables.append(try read(name, file, metadata, &faults) { progress(before + $0, total) })
      done += file.count
    }
    try metadata.alignForeignKeys(in: &tables)
    return try metadata.validate(Dataset(tables)).replacing(faults)
  }

  /// Reads a table; columns that are not of their type are read as strings, and added to the faults.
  private func read(
    _ name: String, _ file: MappedFile, _ metadata: Metadata, _ faults: inout [KindredError],
    progress: (Int) -> Void
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
        faults.append(error)
      }
    }
  }
}

extension ValidationReport {
  /// The report with the reader's errors in place of what can be said of the text that is left.
  fileprivate func replacing(_ faults: [KindredError]) -> ValidationReport {
    var rest = faults
    var result: [Finding] = []
    for finding in findings {
      let fault = rest.firstIndex { $0.table == finding.table && [$0.column] == finding.columns }
      guard finding.kind == .wrongType, let fault else {
        result.append(finding)
        continue
      }
      result.append(Finding(rest.remove(at: fault), count: finding.count))
    }
    return ValidationReport(result + rest.map { Finding($0, count: 1) })
  }
}

extension ValidationReport.Finding {
  fileprivate init(_ fault: KindredError, count: Int) {
    self.init(
      .error, .wrongType, table: fault.table ?? "", columns: fault.column.map { [$0] } ?? [],
      count: count,
      examples: fault.row.map { [.init(row: $0, value: fault.value ?? "")] } ?? [],
      problem: fault.problem, remedy: fault.remedy ?? "")
  }
}
