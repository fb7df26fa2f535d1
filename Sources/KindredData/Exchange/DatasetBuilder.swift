/// Joins batches of tables, in any interleaving, into a dataset in memory.
///
/// Storage widens where batches differ: integers become decimals or strings, dictionaries of strings
/// are merged, formats keep the most decimal places and digits of a second.
/// - Complexity: O(rows + bytes of the batches' dictionaries); a dictionary that several batches share
///   counts once.
public struct DatasetBuilder {
  private let metadata: Metadata?
  private var positions: [String: Int] = [:]
  private var tables: [TableBuilder] = []

  /// A builder of an empty dataset.
  /// - Parameter metadata: Gives the order of tables, and the relationships whose ends are stored alike.
  public init(metadata: Metadata? = nil) {
    self.metadata = metadata
  }

  /// Appends the rows of a batch to the table of its name.
  /// - Throws: `KindredError` of kind `data` when its columns are not those of the table's first batch,
  ///   or cannot be joined with them.
  public mutating func append(_ batch: Table) throws {
    guard let position = positions[batch.name] else {
      positions[batch.name] = tables.count
      tables.append(try TableBuilder(batch))
      return
    }
    try tables[position].append(batch)
  }

  /// The dataset; the builder is empty afterwards.
  /// - Throws: `KindredError` of kind `data` when columns contradict each other.
  public mutating func finish() throws -> Dataset {
    defer { self = DatasetBuilder(metadata: metadata) }
    var result: [Table] = []
    for index in tables.indices { result.append(try tables[index].finish()) }
    if let metadata {
      let order = Dictionary(metadata.tableNames.enumerated().map { ($1, $0) }) { first, _ in first
      }
      result = result.enumerated().sorted {
        (order[$0.element.name] ?? .max, $0.offset) < (order[$1.element.name] ?? .max, $1.offset)
      }.map(\.element)
      try metadata.alignForeignKeys(in: &result)
    }
    return try Dataset(result)
  }
}

/// Joins the batches of one table.
struct TableBuilder {
  let name: String
  private var columns: [ColumnBuilder]

  init(_ first: Table) throws {
    name = first.name
    columns = first.columns.map { ColumnBuilder($0) }
  }

  mutating func append(_ batch: Table) throws {
    guard batch.columns.count == columns.count,
      zip(batch.columns, columns).allSatisfy({ $0.name == $1.name })
    else {
      throw KindredError(
        .data, "The batch has other columns than the one before", table: name,
        remedy: "Give every batch of a table the same columns.")
    }
    for index in columns.indices {
      do {
        try columns[index].append(batch.columns[index])
      } catch var error as KindredError {
        error.table = name
        throw error
      }
    }
  }

  mutating func finish() throws -> Table {
    try Table(name, columns: columns.indices.map { columns[$0].finish() })
  }
}
