public import KindredData

/// What `HMA1.sample` should draw.
public struct SampleRequest: Sendable, Equatable {
  /// The table to draw, with its descendants; nil for the whole dataset.
  public var table: String?
  /// Rows of that table, or of every root table; nil for the fitted number.
  public var rows: Int?
  /// Rows of single root tables, by name; they go before `rows`. For the whole dataset only.
  public var rootRows: [String: Int]
  /// Rows of tables that are there already, by table, and get synthetic descendants: the tables
  /// stay as they are. For the whole dataset only.
  public var parents: Dataset?
  /// The most children a parent may get, by relationship: the child table and its foreign key, as in
  /// `orders.customer_id` (columns of a composite key joined by `+`). Numbers of children beyond are
  /// cut.
  public var maximumChildren: [String: Int] = [:]
  /// Factor on the row counts of the root tables.
  public var scale: Double
  /// Whether the descendants of `table` are drawn too.
  public var includingChildren: Bool
  /// Whether keys start again at their first value; else they continue after the last call's.
  public var resettingKeys: Bool
  /// nil derives a seed from the fit's and the number of calls so far.
  public var seed: UInt64?
  /// nil uses all cores. Results do not depend on it.
  public var threads: Int?
  /// Which part of the rows to return: `index` of `count`, from 1. The parts of every table, one
  /// after the other, are what a request without shards returns.
  public var shard: Shard?
  /// Rows per block, over all tables, about; nil lets the model decide. Results depend on it.
  package var rowsPerBlock: Int?

  /// One of several parts.
  public struct Shard: Sendable, Equatable {
    /// Which part, from 1.
    public var index: Int
    /// Number of parts.
    public var count: Int

    /// - Throws: `KindredError` of kind `argument` unless 1 <= index <= count.
    public init(index: Int, count: Int) throws {
      guard count >= 1, (1...count).contains(index) else {
        throw KindredError(
          .argument, "The shard is not one of 1...N", value: "\(index)/\(count)",
          remedy: "Give I/N with 1 <= I <= N.")
      }
      self.index = index
      self.count = count
    }
  }

  /// A request with these settings; by default the whole dataset in its fitted size.
  public init(
    table: String? = nil, rows: Int? = nil, rootRows: [String: Int] = [:], parents: Dataset? = nil,
    scale: Double = 1,
    includingChildren: Bool = true,
    resettingKeys: Bool = false, seed: UInt64? = nil, threads: Int? = nil, shard: Shard? = nil
  ) {
    self.table = table
    self.rows = rows
    self.rootRows = rootRows
    self.scale = scale
    self.parents = parents
    self.includingChildren = includingChildren
    self.resettingKeys = resettingKeys
    self.seed = seed
    self.threads = threads
    self.shard = shard
  }

  /// - Throws: `KindredError` of kind `argument`.
  func validate(against model: FittedModel) throws {
    let metadata = model.metadata
    if let table, metadata[table] == nil {
      throw KindredError.unknownTable(table, among: metadata.tableNames)
    }
    if let rows { try Self.check(rows, of: table) }
    let keys = metadata.relationships.filter { !$0.childKey.isEmpty }.map(\.foreignKeyText)
    for (key, most) in maximumChildren.sorted(by: { $0.key < $1.key }) {
      guard keys.contains(key) else {
        throw KindredError(
          .argument, "There is no such foreign key", value: key,
          remedy: "Give one of \(keys.joined(separator: ", ")).")
      }
      guard most >= 0, most <= Self.mostRows else {
        throw KindredError(
          .argument, "The largest number of children is out of range", value: "\(most)",
          remedy: "Give a whole number from 0 to \(Self.mostRows).")
      }
    }
    if table != nil, parents != nil {
      throw KindredError(
        .argument, "Parents are given for the whole dataset, not for one table", table: table,
        remedy: "Leave the table out.")
    }
    let roots = try rootRows.isEmpty ? [] : model.forest().roots.map { metadata.tableNames[$0] }
    for (name, rows) in rootRows.sorted(by: { $0.key < $1.key }) {
      guard metadata[name] != nil else {
        throw KindredError.unknownTable(name, among: metadata.tableNames)
      }
      guard table == nil, roots.contains(name) else {
        throw KindredError(
          .argument, "The rows of this table follow from its parents'", table: name,
          remedy: "Give rows for root tables of the whole dataset: "
            + "\(roots.joined(separator: ", ")).")
      }
      try Self.check(rows, of: name)
    }
    if let table, rows != nil, metadata.referenceTables?.contains(table) == true {
      throw KindredError(
        .argument, "A reference table is kept as it is", table: table,
        remedy: "Leave out the number of rows.")
    }
    guard scale.isFinite, scale > 0, scale <= 1e9 else {
      throw KindredError(
        .argument, "The scale is out of range", value: "\(scale)",
        remedy: "Give a number above 0, such as 0.5 or 10.")
    }
  }

  private static func check(_ rows: Int, of table: String?) throws {
    guard rows < 0 || rows > mostRows else { return }
    throw KindredError(
      .argument, "The number of rows is out of range", table: table, value: "\(rows)",
      remedy: "Give a whole number from 0 to \(mostRows).")
  }

  /// Row indices are 32 bits wide.
  static let mostRows = 2_000_000_000
}

extension Relationship {
  /// The child table and its foreign key, as requests name them.
  var foreignKeyText: String { "\(childTable).\(childKey.joined(separator: "+"))" }
}
