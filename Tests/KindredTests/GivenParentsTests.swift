import Kindred
import KindredData
import KindredStatistics
import Testing

/// Synthetic descendants of rows that are there already.
@Suite struct GivenParentsTests {
  private func metadata() throws -> Metadata {
    var metadata = Metadata()
    try metadata.addTable(
      "customers",
      columns: [
        ColumnMetadata("id", .id), ColumnMetadata("wealth", .numerical),
        ColumnMetadata("segment", .categorical),
      ], primaryKey: ["id"])
    try metadata.addTable(
      "orders",
      columns: [
        ColumnMetadata("id", .id), ColumnMetadata("customer", .id),
        ColumnMetadata("total", .numerical),
      ], primaryKey: ["id"])
    try metadata.addRelationship(parent: "customers", child: "orders", foreignKey: "customer")
    return metadata
  }

  private func customers(_ ids: [Int64], _ wealth: [Double?], _ segments: [String]) throws -> Table
  {
    try Table(
      "customers",
      columns: [
        Column("id", integers: ids), Column("wealth", decimals: wealth),
        Column("segment", strings: segments),
      ])
  }

  /// Wealth is standard normal; the rich order more often (4 + 2 wealth times on average, roughly),
  /// and for more (wealth plus a normal number).
  private func fitted() throws -> HMA1 {
    let random = CounterRandom(seed: 5, stream: CounterRandom.stream("customers"))
    let count = 1_500
    let wealth = (0..<count).map { random.normal(row: UInt64($0), lane: 0) }
    var owners: [Int64] = []
    var totals: [Double] = []
    for row in 0..<count {
      let wish = 4 + 2 * wealth[row] + random.normal(row: UInt64(row), lane: 1)
      for _ in 0..<max(0, Int(wish.rounded())) {
        let order = UInt64(owners.count)
        totals.append(wealth[row] + random.normal(row: order, lane: 2))
        owners.append(Int64(row))
      }
    }
    let model = HMA1(try metadata(), model: .copula)
    try model.fit(
      Dataset([
        customers(
          (0..<Int64(count)).map { $0 }, wealth, wealth.map { $0 > 0 ? "rich" : "poor" }),
        Table(
          "orders",
          columns: [
            Column("id", integers: owners.indices.map { Int64($0) }),
            Column("customer", integers: owners), Column("total", decimals: totals),
          ]),
      ]))
    return model
  }

  private func totals(_ sample: Dataset) throws -> [Double] {
    guard case .decimals(let totals)? = sample["orders"]?[column: "total"]?.values else {
      Issue.record("totals are no decimals")
      return []
    }
    return totals
  }

  @Test func givenRowsStayAndTheirOrdersFollowThem() throws {
    let model = try fitted()
    var means: [Double] = []
    var counts: [Int] = []
    for wealth in [-1.5, 1.5] {
      let given = try customers(
        (0..<300).map { 10_000 + 7 * $0 }, Array(repeating: wealth, count: 300),
        Array(repeating: wealth > 0 ? "rich" : "poor", count: 300))
      let sample = try model.sample(
        SampleRequest(parents: try Dataset([given]), resettingKeys: true, seed: 3))
      #expect(sample["customers"] == given)
      #expect(try metadata().validate(sample).isValid)
      let totals = try totals(sample)
      counts.append(totals.count)
      means.append(totals.reduce(0, +) / Double(max(1, totals.count)))
    }
    // At 1.5 the rich order 4 + 3 times, 300 of them with a deviation of about 1 each: 7 ± 0.06, and
    // the poor about once. The model is linear in normal scores, where the truth is cut at 0.
    #expect(abs(Double(counts[1]) / 300 - 7) < 0.7)
    #expect(Double(counts[0]) / 300 < 2)
    // 2,000 totals of the rich have the mean 1.5 ± 0.03; the copula shrinks it a little.
    #expect(abs(means[1] - 1.5) < 0.25)
    #expect(means[0] < -0.9)
  }

  @Test func valuesUnknownOrMissingSayNothing() throws {
    let given = try customers([1, 2, 3], [nil, 0, 9e9], ["other", "rich", "poor"])
    let sample = try fitted().sample(SampleRequest(parents: try Dataset([given]), seed: 1))
    #expect(sample["customers"] == given)
    #expect(try metadata().validate(sample).isValid)
  }

  @Test func threadsDoNotMatter() throws {
    let model = try fitted()
    let given = try customers(
      (0..<100).map { $0 }, (0..<100).map { $0 % 7 == 0 ? nil : Double($0) / 50 - 1 },
      (0..<100).map { $0 % 3 == 0 ? "rich" : "poor" })
    let samples = try [1, 2, 7].map { threads in
      try model.sample(
        SampleRequest(
          parents: try Dataset([given]), resettingKeys: true, seed: 9, threads: threads))
    }
    #expect(samples[0] == samples[1])
    #expect(samples[0] == samples[2])
  }

  @Test func unusableRowsAreRefused() throws {
    let model = try fitted()
    func refused(_ tables: [Table], saying word: String) throws {
      let error = try #require(
        throws: KindredError.self,
        performing: {
          _ = try model.sample(SampleRequest(parents: try Dataset(tables), seed: 1))
        })
      #expect("\(error)".contains(word), "\(error)")
    }
    try refused([customers([1, 1], [0, 1], ["rich", "poor"])], saying: "unique")
    try refused([Table("strangers", columns: [Column("id", integers: [1])])], saying: "strangers")
    try refused([Table("customers", columns: [Column("id", integers: [1])])], saying: "wealth")
    try refused(
      [
        Table(
          "orders",
          columns: [
            Column("id", integers: [1]), Column("customer", integers: [1]),
            Column("total", decimals: [1]),
          ])
      ], saying: "customers")
  }
}
