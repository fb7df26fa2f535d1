import KindredData
import KindredStatistics

/// How a request is divided into blocks: rows of the root tables with all their descendants, that are
/// drawn, linked and handed over one after the other, so that memory holds only a few of them.
///
/// The division depends on the model and the request alone. Root tables that hang together are
/// divided into the same number of blocks, so that rows find their further parents within the block.
/// A block is never smaller than `BlockLimits` says; what does not permit any division is one block.
struct BlockDivision: Sendable {
  /// Tables that hang together by relationships, and their blocks.
  private struct Part {
    let tables: Set<Int>
    let runs: [SamplePlan.Run]
    let firstBlock: Int
    let count: Int
  }

  /// Number of blocks.
  private(set) var count = 0
  /// Bytes of the largest block, about.
  private(set) var largestBytes = 0.0
  private var parts: [Part] = []
  private let plan: SamplePlan

  /// Bytes of the rows of a block, about.
  private static let bytesPerBlock = 48e6
  /// Rows of a table in a block, at most: few enough for ranks.
  private static let rowsPerTable = 250_000.0

  init(_ plan: SamplePlan, of request: SampleRequest, model: FittedModel, forest: SchemaForest) {
    self.plan = plan
    let expected = plan.expectedRowsByTable(model: model, forest: forest)
    let limits = BlockLimits(plan: plan, expected: expected, model: model, forest: forest)
    func bytes(_ tables: Set<Int>) -> Double {
      tables.subtracting(forest.references).sorted().reduce(0) {
        $0 + expected[$1] * Self.bytesPerRow(of: model.tables[$1])
      }
    }
    func blocks(_ tables: Set<Int>) -> Int {
      var wanted = bytes(tables) / Self.bytesPerBlock
      var rows = 0.0
      for table in tables.sorted() where !forest.references.contains(table) {
        wanted = max(wanted, expected[table] / Self.rowsPerTable)
        rows += expected[table]
      }
      if let limit = request.rowsPerBlock { wanted = rows / Double(max(1, limit)) }
      return max(1, Int(min(wanted, 1e9)))
    }
    let all = Set(model.tables.indices)
    if plan.given.isEmpty, blocks(all) > 1 {
      for tables in Self.groups(model, forest) {
        let runs = plan.runs.filter { tables.contains($0.table) }
        guard !runs.isEmpty else { continue }
        add(tables, runs, min(blocks(tables), limits.mostBlocks(of: tables)))
        largestBytes = max(largestBytes, bytes(tables) / Double(parts.last?.count ?? 1))
      }
    }
    if count <= 1 {
      parts = []
      count = 0
      add(all, plan.runs, 1)
    }
  }

  private mutating func add(_ tables: Set<Int>, _ runs: [SamplePlan.Run], _ blocks: Int) {
    parts.append(Part(tables: tables, runs: runs, firstBlock: count, count: blocks))
    count += blocks
  }

  /// The plan of one block. Reference tables are returned with the first.
  func plan(of block: Int, references: Set<Int>) -> SamplePlan {
    guard count > 1 else { return plan }
    let part = parts.last { $0.firstBlock <= block } ?? parts[0]
    let place = block - part.firstBlock
    let runs = part.runs.map { run in
      let rows =
        Self.share(run.rows, place + 1, part.count) - Self.share(run.rows, place, part.count)
      return SamplePlan.Run(table: run.table, rows: rows)
    }
    let tables = part.tables.subtracting(references)
    return plan.part(runs: runs, tables: block == 0 ? tables.union(references) : tables)
  }

  /// A plan for no row of any table that is divided.
  var planWithoutRows: SamplePlan {
    plan.part(
      runs: plan.runs.map { SamplePlan.Run(table: $0.table, rows: 0) }, tables: plan.visible)
  }

  /// The seed of one block: blocks are drawn independently of each other.
  func seed(of block: Int, _ seed: UInt64) -> UInt64 {
    guard count > 1 else { return seed }
    return CounterRandom(seed: seed, stream: CounterRandom.stream("block")).bits(row: UInt64(block))
  }

  /// How a block's expected numbers of rows become whole ones.
  func rounding(of block: Int) -> RowRounding { RowRounding(block: count > 1 ? block : nil) }

  private static func share(_ rows: Int, _ part: Int, _ parts: Int) -> Int {
    parts.dividingFullWidth(rows.multipliedFullWidth(by: part)).quotient
  }

  /// Bytes of a row and its values.
  private static func bytesPerRow(of table: TableModel) -> Double {
    SampleMemory.bytesPerRow(of: table) + Double(16 * table.columns.count)
  }

  /// Tables that hang together, reference tables aside; in the order of their first tables.
  private static func groups(_ model: FittedModel, _ forest: SchemaForest) -> [Set<Int>] {
    var group = Array(model.tables.indices)
    func first(_ table: Int) -> Int {
      var table = table
      while group[table] != table { table = group[table] }
      return table
    }
    for relationships in forest.incoming {
      for relationship in relationships {
        let (one, other) = (
          first(forest.parents[relationship]), first(forest.children[relationship])
        )
        group[max(one, other)] = min(one, other)
      }
    }
    let tables = model.tables.indices.filter { !forest.references.contains($0) }
    let members = Dictionary(grouping: tables, by: first)
    return members.keys.sorted().map { Set(members[$0] ?? []) }
  }
}
