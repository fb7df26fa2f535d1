import Kindred
import KindredData
import KindredStatistics
import Testing

/// Tables modelled by conditional trees, inside the walk of the schema.
@Suite struct TreeModelTests {
  private static let options = FitOptions(model: .trees, seed: 3)

  @Test func threadsDoNotMatter() throws {
    let shop = try Shop(customers: 1500)
    let samples = try [1, 2, 7].map { threads in
      var options = Self.options
      options.threads = threads
      return try shop.fitted(options).sample(SampleRequest(seed: 5, threads: threads))
    }
    #expect(samples[0] == samples[1])
    #expect(samples[0] == samples[2])
  }

  /// Values that repeat come back digit by digit, also when no number of decimal places holds them; and
  /// the largest and smallest of others lie at the ends of what was learned.
  @Test func valuesThatRepeatAreKeptExactly() throws {
    var metadata = Metadata()
    try metadata.addTable(
      "readings",
      columns: [
        ColumnMetadata("kind", .categorical), ColumnMetadata("value", .numerical),
        ColumnMetadata("even", .numerical),
      ])
    let values = (0..<3_000).map { Double($0 * $0 % 31) / 7 }
    let model = HMA1(metadata, options: Self.options)
    try model.fit(
      Dataset([
        Table(
          "readings",
          columns: [
            Column("kind", strings: (0..<3_000).map { "kind \($0 % 5)" }),
            Column("value", decimals: values.map { $0 }),
            Column("even", integers: (0..<3_000).map { Int64($0 * 7919 % 3_000) }),
          ])
      ]))
    let loaded = try ModelFileForge.load(ModelFileForge.file(ModelFileForge(model).payload))
    let sample = try loaded.sample(seed: 1)
    guard case .decimals(let drawn)? = sample[0][column: "value"]?.values,
      case .integers(let even)? = sample[0][column: "even"]?.values
    else {
      Issue.record("no numbers")
      return
    }
    #expect(Set(drawn).isSubset(of: Set(values)))
    // Ends of few rows move inwards by up to a two-hundredth of the range.
    #expect(try (0...15).contains(#require(even.min())))
    #expect(try (2_984...2_999).contains(#require(even.max())))
  }

  /// A single null among thousands comes back as one: a column that may be null is another type of
  /// column to many a reader.
  @Test func aSingleNullComesBack() throws {
    var metadata = Metadata()
    try metadata.addTable(
      "readings",
      columns: [ColumnMetadata("place", .categorical), ColumnMetadata("value", .numerical)])
    let values = (0..<3_000).map { $0 == 1_234 ? nil : Int64($0 * $0 % 97) }
    let model = HMA1(metadata, options: Self.options)
    try model.fit(
      Dataset([
        Table(
          "readings",
          columns: [
            Column("place", strings: (0..<3_000).map { "place \($0 * $0 % 97 % 5)" }),
            Column("value", integers: values),
          ])
      ]))
    for seed in UInt64(1)...3 {
      let sample = try model.sample(seed: seed)
      #expect(sample["readings"]?[column: "value"]?.nullCount ?? 0 >= 1)
    }
  }

  @Test(arguments: [1, 3, 8]) func shardsAndBatchesInOrderAreTheWhole(count: Int) throws {
    let model = try Shop(customers: 300).fitted(Self.options)
    let whole = try model.sample(SampleRequest(resettingKeys: true, seed: 5))
    for table in whole {
      var totals: [String?] = []
      for index in 1...count {
        try model.sample(
          SampleRequest(
            resettingKeys: true, seed: 5,
            shard: try SampleRequest.Shard(index: index, count: count)), batchRows: 50
        ) { part in
          guard part.name == table.name else { return }
          for row in 0..<part.rowCount {
            totals += part.columns.map { $0.text(at: row) }
          }
        }
      }
      let expected = (0..<table.rowCount).flatMap { row in
        table.columns.map { $0.text(at: row) }
      }
      #expect(totals == expected, "\(table.name)")
    }
  }

  @Test func aLoadedModelSamplesAsTheSavedOne() throws {
    let model = try Shop(customers: 300).fitted(Self.options)
    let forge = try ModelFileForge(model)
    let loaded = try ModelFileForge.load(ModelFileForge.file(forge.payload))
    #expect(try loaded.sample(seed: 4) == model.sample(seed: 4))
  }

  @Test(arguments: 0..<4) func anyContentIsRefusedOrUsable(part: Int) throws {
    let payload = try ModelFileForge(Shop(customers: 60).fitted(Self.options)).payload
    for trial in 0..<250 {
      var mutation = ModelMutation(trial: UInt64(10_000 + part * 250 + trial))
      do {
        let model = try ModelFileForge.load(ModelFileForge.file(mutation.apply(to: payload)))
        _ = try model.sample(rows: 10, seed: 1)
        for table in model.metadata.tableNames { _ = try model.sample(table, rows: 10, seed: 1) }
      } catch is KindredError {
      }
    }
  }

  /// Coupons hang on the customer's wealth, so on segment and order total; what a copula says only
  /// roughly is exact here: gold customers never have the other coupon.
  @Test func whatGoesTogetherStaysTogether() throws {
    let shop = try Shop(customers: 2000)
    let sample = try shop.fitted(Self.options).sample(seed: 1)
    #expect(try Self.goldSales(shop.dataset) == 0)
    // A leaf takes a rest from the node above: a few rows in a thousand.
    #expect(try Self.goldSales(sample) < 0.02)
  }

  /// Means of groups are led to what was drawn for the parent: they vary as those of the data.
  @Test func groupsDifferAsTheyDo() throws {
    let shop = try Shop(customers: 2000)
    let sample = try shop.fitted(Self.options).sample(seed: 1)
    let real = try Self.spreadOfMeans(shop.dataset)
    let drawn = try Self.spreadOfMeans(sample)
    // Deviations of 1,700 means have a standard error of 1.7 %: six of them, and the two samples'.
    #expect(abs(drawn / real - 1) < 0.15)
  }

  @Test func tablesOnTheirOwnHaveValues() throws {
    let model = try Shop(customers: 300).fitted(Self.options)
    let orders = try #require(try model.sample("orders", rows: 40, seed: 2)["orders"])
    #expect(orders.rowCount == 40)
    #expect(orders[column: "total"]?.nullCount == 0)
  }

  private static func goldSales(_ dataset: Dataset) throws -> Double {
    let customers = try #require(dataset["customers"])
    let orders = try #require(dataset["orders"])
    var gold: Set<String> = []
    for row in 0..<customers.rowCount
    where customers[column: "segment"]?.text(at: row) == "gold" {
      if let id = customers[column: "id"]?.text(at: row) { gold.insert(id) }
    }
    var (rows, sales) = (0.0, 0.0)
    for row in 0..<orders.rowCount
    where gold.contains(orders[column: "customer"]?.text(at: row) ?? "") {
      rows += 1
      if orders[column: "coupon"]?.text(at: row) == "SALE" { sales += 1 }
    }
    return sales / max(1, rows)
  }

  private static func spreadOfMeans(_ dataset: Dataset) throws -> Double {
    let orders = try #require(dataset["orders"])
    var sums: [String: (total: Double, count: Double)] = [:]
    for row in 0..<orders.rowCount {
      let customer = orders[column: "customer"]?.text(at: row) ?? ""
      let total = Double(orders[column: "total"]?.text(at: row) ?? "") ?? 0
      let known = sums[customer] ?? (0, 0)
      sums[customer] = (known.total + total, known.count + 1)
    }
    let means = sums.values.map { $0.total / $0.count }.sorted()
    let mean = means.reduce(0, +) / Double(means.count)
    return (means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(means.count)).squareRoot()
  }
}
