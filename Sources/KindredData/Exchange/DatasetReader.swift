/// A source of a dataset: a folder of files, a database.
///
/// The source is asked for the schema that it declares, then for its rows, whole or in batches, as
/// often as wanted: everything that one reader returns is of one consistent snapshot, and every pass
/// gives the same rows in the same order. A reader is used by one thread at a time, and uses as many
/// as it likes by itself. What it holds (a connection, a transaction) ends with its life.
public protocol DatasetReader: AnyObject {
  /// Asked between batches; when it answers true, reading throws an error of kind `interrupted`.
  var isCancelled: @Sendable () -> Bool { get set }
  /// Told the units read so far and the units in all (0 where unknown), over all tables.
  var progress: @Sendable (_ done: Int, _ total: Int) -> Void { get set }
  /// Told about what is ignored or read in another way than declared.
  var warn: @Sendable (_ message: String) -> Void { get set }
  /// What `progress` counts, such as "bytes" or "rows".
  var progressUnit: String { get }

  /// The names of the source's tables, in its order.
  /// - Throws: `KindredError` when the source cannot be read.
  func tableNames() throws -> [String]

  /// The schema that the source declares; nil when it declares none, as files do.
  ///
  /// Tables, columns, primary and alternate keys and relationships are those of the definition, which
  /// stands beside them as `sqlSchema`. Keys of one column and the columns at both ends of foreign keys
  /// have the sdtype `id`; others what their type says for sure, else `unknown`: `detect` looks at their values.
  /// - Throws: `KindredError` when the source cannot be read.
  func declaredSchema() throws -> Metadata?

  /// Reads rows in batches, table after table.
  ///
  /// All batches of a table have the same columns in the same order. Their storage may widen from
  /// batch to batch where values require it: integers, then decimals, or strings; so may formats
  /// (more decimal places, fractions of seconds). `DatasetBuilder` joins such batches into what
  /// `readDataset` returns. Strings are encoded by a dictionary of the batch alone. A table without
  /// rows comes as one batch of none.
  ///
  /// - Parameters:
  ///   - tables: The tables to read, in this order; nil for those of the metadata, else all.
  ///   - metadata: How values are stored: as `CSVReader.readDataset` has it. nil for the way that is
  ///     natural to the source: no text is taken for a date, unless the source declares it.
  ///   - batchRows: The most rows of a batch, at least 1. Readers may make smaller ones.
  ///   - receive: Is given every batch; what it throws ends the reading.
  /// - Throws: `KindredError` with table, column, row and value: kind `data` when tables or columns are
  ///   missing, `format` when a value does not fit its column, `file` when the source cannot be read,
  ///   `interrupted` when cancelled.
  func readBatches(
    of tables: [String]?, as metadata: Metadata?, batchRows: Int, receive: (Table) throws -> Void
  ) throws

  /// Reads all tables of the metadata, else of the source, into memory. Where metadata are given, both
  /// ends of a relationship are stored alike.
  /// - Throws: As `readBatches`.
  func readDataset(as metadata: Metadata?) throws -> Dataset

  /// Reads everything and finds out the schema: what is declared, and the semantic types that values
  /// suggest; keys only where none are declared.
  /// - Throws: As `readBatches`.
  func detect() throws -> DetectionResult

  /// Compares the source with metadata; every contradiction is in the report.
  /// - Throws: `KindredError` when the source cannot be read.
  func validate(as metadata: Metadata) throws -> ValidationReport
}

extension DatasetReader {
  /// Reads all tables by joining their batches.
  public func readDataset(as metadata: Metadata? = nil) throws -> Dataset {
    var builder = DatasetBuilder(metadata: metadata)
    try readBatches(of: nil, as: metadata, batchRows: 1 << 16) { try builder.append($0) }
    return try builder.finish()
  }

  /// Reads everything and finds out what the source does not declare.
  public func detect() throws -> DetectionResult {
    let declared = try declaredSchema()
    let dataset = try readDataset(as: nil)
    let detector = SchemaDetector()
    guard let declared else { return try detector.detect(dataset) }
    return try detector.detect(dataset, declared: declared)
  }

  /// Compares the tables, as they are stored, with metadata.
  public func validate(as metadata: Metadata) throws -> ValidationReport {
    try metadata.validate(readDataset(as: nil).stored(leniently: metadata))
  }
}
