/// A destination of a dataset: a folder of files, a database.
///
///     try writer.begin(metadata)
///     for batch in batches { try writer.append(batch) }
///     try writer.finish()
///
/// All tables are announced first; their batches may come in any order. `finish` makes everything
/// visible at once. After an error, `cancel`, or the end of the writer's life without `finish`, the
/// destination is as it was; also when the process is killed at any moment. A writer is used by one
/// thread at a time.
public protocol DatasetWriter: AnyObject {
  /// Asked between batches; when it answers true, writing throws an error of kind `interrupted`.
  var isCancelled: @Sendable () -> Bool { get set }
  /// Told the rows written so far, over all tables.
  var progress: @Sendable (_ rows: Int) -> Void { get set }
  /// Told about what cannot be kept, such as constraints that the destination does not know.
  var warn: @Sendable (_ message: String) -> Void { get set }

  /// Announces the tables: the columns that every batch of theirs will have, in order, their keys and
  /// relationships, and the definition they come from (`Metadata.sqlSchema`). Called once.
  /// - Throws: `KindredError` when the destination cannot take them, such as kind `file` when it holds
  ///   something that must not be replaced.
  func begin(_ metadata: Metadata) throws

  /// Writes the rows of a batch into the table of its name; returns when the batch is no longer
  /// needed, which holds a producer back that is faster than the destination.
  /// - Throws: `KindredError` with table, column, row and value: kind `data` when the table or its
  ///   columns were not announced, or a row breaks a constraint; `file` when the destination fails;
  ///   `interrupted` when cancelled. Nothing is left of the work then.
  func append(_ batch: Table) throws

  /// Checks what can only be checked at the end, and makes all rows of all tables visible at once.
  /// - Throws: As `append`.
  func finish() throws

  /// Gives up; the destination is as it was. Does nothing after `finish`.
  func cancel()
}
