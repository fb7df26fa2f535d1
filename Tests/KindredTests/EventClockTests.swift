import Kindred
import KindredData
import KindredStatistics
import Testing

/// Moments that come by the hour, or on some days of the week only.
@Suite struct EventClockTests {
  private static let second: Int64 = 1_000_000
  private static let hour = 3600 * second
  private static let day = 24 * hour
  private static let rows = 6_000
  /// 2024-01-01, a Monday.
  private static let start = 19_723 * day

  private static func below(_ bound: Int64, _ row: Int, _ lane: UInt64) -> Int64 {
    let random = CounterRandom(seed: 12, stream: CounterRandom.stream("calls"))
    return Int64(random.integer(below: UInt64(bound), row: UInt64(row), lane: lane))
  }

  /// Calls of a year from 8 to 18, half of them before noon, and on Saturdays before noon only; `logged`
  /// is any second of the year.
  private static func calls() throws -> (metadata: Metadata, dataset: Dataset) {
    let format = "%Y-%m-%d %H:%M:%S"
    var metadata = Metadata()
    try metadata.addTable(
      "calls",
      columns: [
        ColumnMetadata("at", .datetime, datetimeFormat: format),
        ColumnMetadata("logged", .datetime, datetimeFormat: format),
        ColumnMetadata("length", .numerical),
      ])
    var at: [Int64?] = []
    var logged: [Int64?] = []
    for row in 0..<rows {
      let days = below(52, row, 0) * 7 + below(6, row, 1)
      let isEarly = days % 7 == 5 || below(2, row, 2) == 0
      let seconds = isEarly ? 8 * 3600 + below(4 * 3600, row, 3) : 43_200 + below(6 * 3600, row, 3)
      at.append(start + days * day + seconds * second)
      logged.append(start + below(365 * 86_400, row, 4) * second)
    }
    let table = try Table(
      "calls",
      columns: [
        Column("at", timestamps: at, format: format),
        Column("logged", timestamps: logged, format: format),
        Column("length", integers: (0..<rows).map { Int64($0 * 37 % 101) }),
      ])
    return (metadata, try Dataset([table]))
  }

  private static func moments(_ table: Table, _ column: String) throws -> [Int64] {
    let column = try #require(table[column: column])
    guard case .timestamps(let moments) = column.values else { return [] }
    return moments.indices.filter(column.isValid).map { moments[$0] }
  }

  /// Shares of the hours of a week that begins with a Monday.
  private static func shares(_ moments: [Int64]) -> [Double] {
    var shares = [Double](repeating: 0, count: 168)
    for moment in moments {
      shares[Int((moment - start) / hour % 168)] += 1 / Double(moments.count)
    }
    return shares
  }

  @Test(arguments: [TabularModel.copula, .trees])
  func momentsComeByTheHour(kind: TabularModel) throws {
    let (metadata, dataset) = try Self.calls()
    let model = HMA1(metadata, model: kind)
    try model.fit(dataset)
    let columns = try model.summary().tables[0].columns
    #expect(columns[0].detail.hasSuffix("by the hour of the week"))
    #expect(!columns[1].detail.contains("hour"))
    let real = Self.shares(try Self.moments(dataset[0], "at"))
    let sample = try model.sample(seed: 1)
    #expect(try metadata.validate(sample).isValid)
    let drawn = Self.shares(try Self.moments(sample[0], "at"))
    let isOpen = real.map { $0 > 0 }
    let closed = drawn.indices.filter { !isOpen[$0] }.reduce(0) { $0 + drawn[$1] }
    #expect(closed == 0)
    // Of 6,000 rows in 54 hours, each of 111 or so, sampling alone moves a share of
    // sqrt(2 * 54 / (pi * 6,000)) / 2 = 0.04 on average, with a deviation below 1 / sqrt(6,000): five.
    let distance = zip(real, drawn).reduce(0) { $0 + abs($1.0 - $1.1) } / 2
    #expect(distance < 0.04 + 5 / Double(Self.rows).squareRoot())
    // Days are as they were: by Massart's bound for two samples at 1 - 1e-6, and the tenth of a
    // hundredth that a segment is wide.
    let days = try [dataset, sample].map { try Self.moments($0[0], "at").map { $0 / Self.day } }
    let gap = Set(days[0]).map { day in
      abs(
        Double(days[0].count { $0 <= day }) - Double(days[1].count { $0 <= day }))
        / Double(Self.rows)
    }.max()
    #expect(try #require(gap) < 2 * (7.25 / Double(Self.rows)).squareRoot() + 0.005)
  }

  @Test func aLoadedModelSamplesAsTheSavedOne() throws {
    let (metadata, dataset) = try Self.calls()
    let model = HMA1(metadata, model: .copula)
    try model.fit(dataset)
    let payload = try ModelFileForge(model).payload
    let loaded = try ModelFileForge.load(ModelFileForge.file(payload))
    #expect(try loaded.sample(seed: 4) == model.sample(seed: 4))
    // Fields that nobody has written are refused, or give rows.
    for trial in 0..<500 {
      var mutation = ModelMutation(trial: UInt64(30_000 + trial))
      do {
        let model = try ModelFileForge.load(ModelFileForge.file(mutation.apply(to: payload)))
        _ = try model.sample(rows: 10, seed: 1)
        _ = try (model.summary(), model.columnDistributions())
      } catch is KindredError {
      }
    }
  }

  /// Sales of shops on working days, one row per day and shop.
  private static func sales() throws -> (metadata: Metadata, dataset: Dataset) {
    let format = "%Y-%m-%d"
    var metadata = Metadata()
    try metadata.addTable(
      "shops", columns: [ColumnMetadata("id", .id), ColumnMetadata("size", .numerical)],
      primaryKey: ["id"])
    try metadata.addTable(
      "sales",
      columns: [
        ColumnMetadata("shop", .id), ColumnMetadata("day", .datetime, datetimeFormat: format),
        ColumnMetadata("total", .numerical),
      ])
    try metadata.addRelationship(parent: "shops", child: "sales", foreignKey: "shop")
    let shops = 60
    var owners: [Int64] = []
    var days: [Int64] = []
    var totals: [Int64] = []
    for shop in 0..<shops {
      // Some shops are closed for a while.
      let first = shop % 7 * 3
      for week in first..<first + 10 {
        for weekday in 0..<5 {
          owners.append(Int64(shop))
          days.append(start + Int64(week * 7 + weekday) * day)
          totals.append(Int64(100 + weekday * 20 + shop % 9))
        }
      }
    }
    return (
      metadata,
      try Dataset([
        Table(
          "shops",
          columns: [
            Column("id", integers: (0..<Int64(shops)).map { $0 }),
            Column("size", integers: (0..<shops).map { Int64($0 % 9) }),
          ]),
        Table(
          "sales",
          columns: [
            Column("shop", integers: owners.map { $0 }),
            Column("day", timestamps: days.map { $0 }, format: format),
            Column("total", integers: totals.map { $0 }),
          ]),
      ])
    )
  }

  @Test(arguments: [TabularModel.copula, .trees])
  func nothingHappensOnFreeDays(kind: TabularModel) throws {
    let (metadata, dataset) = try Self.sales()
    let model = HMA1(metadata, model: kind)
    try model.fit(dataset)
    let detail = try #require(model.summary().tables[1].columns.first { $0.name == "day" }).detail
    #expect(detail.hasSuffix("on Mon, Tue, Wed, Thu, Fri"))
    for seed in UInt64(1)...3 {
      let sample = try model.sample(seed: seed)
      let sales = try #require(sample["sales"])
      let moments = try Self.moments(sales, "day")
      #expect(moments.allSatisfy { ($0 - Self.start) % Self.day == 0 })
      #expect(moments.allSatisfy { ($0 - Self.start) / Self.day % 7 < 5 })
      guard kind == .trees, case .integers(let shops)? = sales[column: "shop"]?.values else {
        continue
      }
      // One row per day and shop, as in the data.
      let pairs = Set(zip(shops, moments).map { "\($0) \($1)" })
      #expect(pairs.count == moments.count)
    }
  }
}
