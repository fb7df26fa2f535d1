import KindredData

/// One `sample` call.
struct SampleRun: Sendable {
  private let model: FittedModel
  private let forest: SchemaForest
  private let plan: SamplePlan
  private let division: BlockDivision
  private let cut: ShardCut
  private let consumedKeys: [Int]
  private let seed: UInt64
  private let threads: Int
  private let progress: Progress

  /// Blocks that are drawn at the same time, at most; more threads share the work on each.
  private static let mostWorkers = 4
  /// Bytes of the blocks that are drawn at the same time, at most, unless one alone has more.
  private static let mostBytes = 200e6

  /// - Parameter consumedKeys: keys that earlier calls used up, per table.
  init(
    _ request: SampleRequest, model: FittedModel, consumedKeys: [Int], seed: UInt64,
    progress: Progress
  ) throws {
    self.model = model
    self.consumedKeys = consumedKeys
    self.seed = seed
    self.progress = progress
    threads = Parallel(threads: request.threads).threads
    forest = try model.forest()
    plan = try SamplePlan(request, model: model, forest: forest)
    division = BlockDivision(plan, of: request, model: model, forest: forest)
    cut = ShardCut(request.shard, blocks: division.count)
    // What can be known beforehand is not found out after hours of work.
    for run in plan.runs where division.count > 1 {
      try model.checkKeys(of: run.table, rows: run.rows, consumed: consumedKeys[run.table])
    }
  }

  /// Hands over the rows of all tables that are returned: block by block, in each the tables in the
  /// order of the metadata.
  /// - Returns: keys used up per table, by the rows of all shards.
  func render(batchRows: Int, receive: (Table) throws -> Void) throws -> [Int] {
    guard division.count > 1 else { return try renderAtOnce(batchRows, receive) }
    let ledger = BlockLedger(consumed: consumedKeys)
    // Counts of bytes that are too large for an integer are limits all the same.
    let affordable = Int(min(Self.mostBytes / max(division.largestBytes, 1), 1e6))
    let workers = max(1, min(threads, Self.mostWorkers, affordable))
    let parallel = Parallel(threads: max(1, threads / workers))
    var missing = plan.visible
    try OrderedPipeline(workers: workers).run(division.count) { block in
      do {
        return try batches(of: block, batchRows, ledger, parallel)
      } catch {
        ledger.abandon()
        throw error
      }
    } receive: { (batches: [Batch]) in
      for batch in batches {
        try progress.checkpoint()
        missing.remove(batch.index)
        try receive(batch.table)
        progress.advance(.sampling, by: batch.table.rowCount)
      }
    }
    try renderEmpty(missing, receive)
    return zip(try ledger.consumed(before: division.count), consumedKeys).map { $0 - $1 }
  }

  /// Rows of a table that are handed over together.
  private struct Batch: Sendable {
    let index: Int
    let table: Table
  }

  /// Draws a block, or only counts its rows when they belong to another shard.
  private func batches(
    of block: Int, _ batchRows: Int, _ ledger: BlockLedger, _ parallel: Parallel
  ) throws -> [Batch] {
    try progress.checkpoint()
    let planned = PlannedCounts.counts(
      of: division.plan(of: block, references: forest.references), model: model, forest: forest,
      rounding: division.rounding(of: block))
    if let planned { ledger.record(keysUsed(planned), of: block) }
    guard cut.holds(block) || planned == nil else {
      _ = try ledger.consumed(before: block)
      return []
    }
    var sampled = try SampledBlock(
      block, of: division, model: model, forest: forest, seed: seed, parallel: parallel,
      progress: progress)
    assert(planned == nil || planned == sampled.structure.rowCounts)
    if planned == nil { ledger.record(keysUsed(sampled.structure.rowCounts), of: block) }
    let consumed = try ledger.consumed(before: block)
    guard cut.holds(block) else { return [] }
    try sampled.link(consumed: consumed)
    var batches: [Batch] = []
    for index in sampled.tables {
      try progress.checkpoint()
      let rows = cut.range(of: sampled.structure.rowCounts[index], in: block)
      guard !rows.isEmpty else { continue }
      let table = try sampled.table(index, rows: rows, parallel: parallel)
      for part in try table.parts(of: batchRows) {
        batches.append(Batch(index: index, table: part))
      }
    }
    return batches
  }

  /// Rows that use up keys; reference tables have the same always.
  private func keysUsed(_ rowCounts: [Int]) -> [Int] {
    rowCounts.enumerated().map { forest.references.contains($0) ? 0 : $1 }
  }

  /// Tables of which this shard, or the request, has no row.
  private func renderEmpty(_ tables: Set<Int>, _ receive: (Table) throws -> Void) throws {
    guard !tables.isEmpty else { return }
    let parallel = Parallel(threads: 1)
    var block = try SampledBlock(
      plan: division.planWithoutRows, model: model, forest: forest, seed: seed,
      rounding: RowRounding(), parallel: parallel, progress: progress)
    try block.link(consumed: consumedKeys)
    for table in tables.sorted() {
      try receive(block.table(table, rows: 0..<0, parallel: parallel))
    }
  }

  /// A request that is not divided: values are rendered while they are handed over.
  private func renderAtOnce(_ batchRows: Int, _ receive: (Table) throws -> Void) throws -> [Int] {
    let parallel = Parallel(threads: threads)
    var block = try SampledBlock(
      0, of: division, model: model, forest: forest, seed: seed, parallel: parallel,
      progress: progress)
    try block.link(consumed: consumedKeys)
    for table in block.tables {
      let range = cut.range(of: block.structure.rowCounts[table], in: 0)
      var first = range.lowerBound
      repeat {
        try progress.checkpoint()
        let last = min(
          range.upperBound,
          first.addingReportingOverflow(batchRows).overflow
            ? range.upperBound : first + batchRows)
        try receive(block.table(table, rows: first..<last, parallel: parallel))
        progress.advance(.sampling, by: last - first)
        first = last
      } while first < range.upperBound
    }
    return block.keysUsed
  }
}

extension Table {
  /// The table in parts of at most so many rows.
  fileprivate func parts(of rows: Int) throws -> [Table] {
    guard rowCount > rows else { return [self] }
    return try stride(from: 0, to: rowCount, by: rows).map { first in
      try gather((Int32(first)..<Int32(min(rowCount, first + rows))).map { $0 })
    }
  }
}
