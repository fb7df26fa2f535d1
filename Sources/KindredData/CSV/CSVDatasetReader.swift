/// A folder of CSV files as a source of a dataset: see `CSVReader` for the dialect.
public final class CSVDatasetReader: DatasetReader {
  private let folder: String
  private var reader: CSVReader

  /// A reader of a folder.
  /// - Parameter options: Threads, size of chunks, cancellation, progress, warnings.
  public init(folder: String, options: CSVReader = CSVReader()) {
    self.folder = folder
    reader = options
  }

  /// Asked between chunks; when it answers true, reading throws an error of kind `interrupted`.
  public var isCancelled: @Sendable () -> Bool {
    get { reader.isCancelled }
    set { reader.isCancelled = newValue }
  }

  /// Told the bytes read so far and the bytes in all files.
  public var progress: @Sendable (_ done: Int, _ total: Int) -> Void {
    get { reader.progress }
    set { reader.progress = newValue }
  }

  /// Told about what is ignored, such as files that belong to no table.
  public var warn: @Sendable (_ message: String) -> Void {
    get { reader.warn }
    set { reader.warn = newValue }
  }

  /// "bytes".
  public var progressUnit: String { "bytes" }

  /// The names of the folder's CSV files, sorted by bytes.
  public func tableNames() throws -> [String] { try CSVFolder.tableNames(in: folder) }

  /// nil: files declare nothing.
  public func declaredSchema() -> Metadata? { nil }

  /// Reads rows in batches, chunk after chunk of the files.
  /// - Throws: As `CSVReader.readDataset`.
  public func readBatches(
    of tables: [String]?, as metadata: Metadata?, batchRows: Int, receive: (Table) throws -> Void
  ) throws {
    let names = try tables ?? metadata?.tableNames ?? tableNames()
    let files = try names.map {
      try MappedFile(path: CSVFolder.path(ofTable: $0, in: folder), table: $0)
    }
    let total = files.reduce(0) { $0 + $1.count }
    var before = 0
    for (name, file) in zip(names, files) {
      let schema = metadata?[name]
      let reading =
        if let metadata, let schema {
          try CSVTableReading(reader: reader, file: file, schema: schema, in: metadata)
        } else {
          try CSVTableReading(reader: reader, file: file, table: name) { _ in .infer }
        }
      try reading.readBatches(
        columns: schema?.columnNames ?? reading.columns, batchRows: batchRows,
        progress: { reader.progress(before + $0, total) }, receive: receive)
      before += file.count
    }
  }

  /// Reads all tables at once, in parallel.
  /// - Throws: As `CSVReader.readDataset`.
  public func readDataset(as metadata: Metadata?) throws -> Dataset {
    try reader.readDataset(inFolder: folder, metadata: metadata)
  }

  /// Detects the schema, keys included.
  /// - Throws: As `CSVReader.readDataset`.
  public func detect() throws -> DetectionResult {
    try SchemaDetector(reader: reader).detect(folder: folder)
  }

  /// Compares the files with metadata.
  /// - Throws: As `CSVReader.validate`.
  public func validate(as metadata: Metadata) throws -> ValidationReport {
    try reader.validate(folder: folder, metadata: metadata)
  }
}
