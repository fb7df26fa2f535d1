import Kindred
import KindredData
import KindredStatistics
import Synchronization
import Testing

/// Requests that are divided into blocks give one sample all the same.
@Suite struct BlockTests {
  /// A request in blocks of about `rows` rows.
  private func request(
    _ rows: Int?, table: String? = nil, scale: Double = 1, seed: UInt64 = 5, threads: Int? = nil
  ) -> SampleRequest {
    var request = SampleRequest(
      table: table, scale: scale, resettingKeys: true, seed: seed, threads: threads)
    request.rowsPerBlock = rows
    return request
  }

  private func texts(_ dataset: Dataset) -> [String: [[String?]]] {
    Dictionary(uniqueKeysWithValues: dataset.map { ($0.name, texts($0)) })
  }

  private func texts(_ table: Table) -> [[String?]] {
    (0..<table.rowCount).map { row in table.columns.map { $0.text(at: row) } }
  }

  // MARK: - The same bytes

  @Test func threadsDoNotMatter() throws {
    for options in [FitOptions(), FitOptions(model: .trees)] {
      let model = try Shop(customers: 300).fitted(options)
      let samples = try [1, 2, 3, 9].map {
        try model.sample(request(500, scale: 6, threads: $0))
      }
      #expect(try model.sample(request(nil, scale: 6)) != samples[0])
      for sample in samples { #expect(sample == samples[0]) }
    }
  }

  @Test(arguments: [1, 2, 3, 8, 50]) func shardsInOrderAreTheWhole(count: Int) throws {
    let model = try Shop(customers: 150).fitted()
    let whole = try texts(model.sample(request(1000, scale: 12)))
    var parts: [String: [[String?]]] = [:]
    for index in 1...count {
      var request = request(1000, scale: 12)
      request.shard = try SampleRequest.Shard(index: index, count: count)
      let part = try model.sample(request)
      #expect(part.tableNames == model.metadata.tableNames)
      for (table, rows) in texts(part) { parts[table, default: []] += rows }
    }
    #expect(parts == whole)
  }

  @Test(arguments: [1, 7, 100, 1_000_000]) func batchesInOrderAreTheWhole(size: Int) throws {
    let model = try Shop(customers: 60).fitted()
    let whole = try texts(model.sample(request(200, scale: 4)))
    var parts: [String: [[String?]]] = [:]
    try model.sample(request(200, scale: 4), batchRows: size) { table in
      #expect(table.rowCount <= size)
      parts[table.name, default: []] += texts(table)
    }
    #expect(parts == whole)
  }

  @Test func aRequestThatFitsIntoOneBlockIsNotChanged() throws {
    let model = try Shop(customers: 100).fitted()
    #expect(try model.sample(request(nil)) == model.sample(request(100_000)))
  }

  // MARK: - Keys

  @Test func keysContinueOverBlocksAndCalls() throws {
    let model = try Shop(customers: 200).fitted()
    var ids: [Int64?] = []
    for call in 0..<3 {
      var request = request(700, scale: 5)
      request.resettingKeys = call == 0
      // A shard uses up the keys of all of them.
      if call == 1 { request.shard = try SampleRequest.Shard(index: 2, count: 3) }
      let sample = try model.sample(request)
      if call != 1 { ids += try sample.integers("customers", "id") }
    }
    #expect(ids == (0..<1000).map { 1000 + $0 } + (2000..<3000).map { 1000 + $0 })
  }

  @Test func parentsThatAreNotReturnedUseUpKeysInEveryBlock() throws {
    let model = try Shop(customers: 200).fitted()
    let orders = try model.sample(request(700, table: "orders", scale: 8))
    let customers = try orders.integers("orders", "customer").compactMap { $0 }
    let rows = try #require(orders["orders"]?.rowCount)
    #expect(Set(customers).count == rows)
    #expect(customers.count == rows)
    var next = SampleRequest(rows: 1, seed: 1)
    next.rowsPerBlock = nil
    #expect(try model.sample(next).integers("customers", "id") == [1000 + Int64(rows)])
  }

  /// Reference tables are the same in every block, and returned once.
  @Test func referenceTablesAreReturnedOnce() throws {
    let shop = try Shop(customers: 200)
    let model = try shop.fitted(FitOptions(referenceTables: ["products"]))
    let sample = try model.sample(request(700, scale: 6))
    #expect(try sample["products"] == model.sample(request(nil))["products"])
    #expect(try shop.metadata.validate(sample).findings.map(\.problem) == [])
  }

  // MARK: - Interruption

  @Test func anErrorEndsTheCall() throws {
    struct Full: Error {}
    let model = try Shop(customers: 200).fitted()
    var batches = 0
    #expect(throws: Full.self) {
      try model.sample(request(500, scale: 20, threads: 3)) { _ in
        batches += 1
        if batches == 9 { throw Full() }
      }
    }
    #expect(batches == 9)
    // No key was used up.
    #expect(try model.sample(rows: 1, seed: 1).integers("customers", "id") == [1000])
  }

  @Test func cancellingEndsTheCall() throws {
    let model = try Shop(customers: 200).fitted()
    for asked in [0, 20, 100, 200] {
      let counter = Counter()
      let error = #expect(throws: KindredError.self) {
        try model.sample(
          request(500, scale: 20, threads: 2),
          progress: Progress(isCancelled: { counter.next() > asked }), receive: { _ in })
      }
      #expect(error?.kind == .interrupted)
    }
  }

  // MARK: - Fidelity

  /// Rows and numbers of children are what was learned, however many blocks there are; of a table with
  /// less than a row per block as many as there should be.
  @Test func rareTablesKeepTheirRows() throws {
    var schema = KeySchema()
    let ids = (0..<4000 as Range<Int64>).map { $0 }
    try schema.add(
      "people", key: ["id"], numbers: ["age"], [("id", ids), ("age", ids.map { $0 % 83 })])
    try schema.add(
      "prizes", key: ["id"], [("id", (0..<8).map { $0 }), ("person", (0..<8).map { $0 * 490 })])
    try schema.add(
      "visits", key: ["id"],
      [("id", (0..<5000).map { $0 }), ("person", (0..<5000).map { $0 * 7 % 3000 })])
    try schema.refer("prizes", ["person"], to: "people")
    try schema.refer("visits", ["person"], to: "people")
    let model = try schema.fitted()
    for scale in [1.0, 10] {
      let whole = try model.sample(request(nil, scale: scale))
      let sample = try model.sample(request(1200, scale: scale))
      #expect(try schema.metadata.validate(sample).findings.map(\.problem) == [])
      #expect(sample["people"]?.rowCount == Int(4000 * scale))
      // Cutting off along multiples of the golden ratio is off by less than log2(blocks) + 1 in all.
      for table in whole {
        #expect(abs((sample[table.name]?.rowCount ?? 0) - table.rowCount) <= 7, "\(table.name)")
      }
    }
  }

  /// Shares of labels and means are met block by block.
  @Test func marginalsAreThoseOfTheModel() throws {
    let shop = try Shop(customers: 1000)
    let model = try shop.fitted()
    let sample = try model.sample(request(2000, scale: 8))
    func share(_ dataset: Dataset, _ table: String, _ column: String, _ label: String) throws
      -> Double
    {
      let column = try #require(dataset[table]?[column: column])
      let rows = (0..<column.count).count { column.text(at: $0) == label }
      return Double(rows) / Double(column.count)
    }
    // A block has about 256 customers: a share is off by at most one row per block.
    for label in ["gold", "silver", "basic"] {
      #expect(
        try abs(
          share(sample, "customers", "segment", label)
            - share(shop.dataset, "customers", "segment", label)) < 0.004)
    }
    #expect(
      try abs(
        share(sample, "orders", "coupon", "VIP") - share(shop.dataset, "orders", "coupon", "VIP"))
        < 0.01)
  }
}

/// Counts calls from several threads.
private final class Counter: Sendable {
  private let calls = Mutex(0)

  func next() -> Int {
    calls.withLock { calls in
      calls += 1
      return calls
    }
  }
}
