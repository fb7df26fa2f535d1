import Kindred
import KindredData
import KindredStatistics
import Testing

/// Children that follow one another in time, or by their numbers, with trees.
@Suite struct RowOrderTests {
  /// Shops with a row for every day, the last day first, that are closed on one weekday; and orders
  /// with lines 1, 2, 3...
  private static func data() throws -> (metadata: Metadata, dataset: Dataset) {
    let random = CounterRandom(seed: 8, stream: CounterRandom.stream("days"))
    var metadata = Metadata()
    try metadata.addTable(
      "shops", columns: [ColumnMetadata("shop", .id), ColumnMetadata("size", .numerical)],
      primaryKey: ["shop"])
    try metadata.addTable(
      "days",
      columns: [
        ColumnMetadata("shop", .id), ColumnMetadata("weekday", .categorical),
        ColumnMetadata("day", .datetime, datetimeFormat: "%Y-%m-%d"),
        ColumnMetadata("sales", .numerical), ColumnMetadata("line", .numerical),
      ])
    try metadata.addRelationship(parent: "shops", child: "days", foreignKey: "shop")
    let (shops, days) = (200, 30)
    var (keys, weekdays, dates): ([Int64], [String?], [Int64]) = ([], [], [])
    var (sales, lines): ([Int64], [Int64]) = ([], [])
    for shop in 0..<shops {
      for day in 0..<days {
        let date = 17_000 + days - day
        let weekday = (date + 3) % 7
        keys.append(Int64(shop))
        weekdays.append("day \(weekday)")
        dates.append(Int64(date) * 86_400_000_000)
        let noise = random.normal(row: UInt64(shop), lane: UInt64(day))
        sales.append(weekday == 6 ? 0 : Int64(500 + 50 * Double(shop % 10) + 40 * noise))
        lines.append(Int64(day + 1))
      }
    }
    let dataset = try Dataset([
      Table(
        "shops",
        columns: [
          Column("shop", integers: (0..<shops).map { Int64($0) }),
          Column("size", integers: (0..<shops).map { Int64($0 % 10) }),
        ]),
      Table(
        "days",
        columns: [
          Column("shop", integers: keys), Column("weekday", strings: weekdays),
          Column("day", timestamps: dates, format: "%Y-%m-%d"),
          Column("sales", integers: sales), Column("line", integers: lines),
        ]),
    ])
    return (metadata, dataset)
  }

  private static func sample(seed: UInt64) throws -> Table {
    let (metadata, dataset) = try data()
    let model = HMA1(metadata, options: FitOptions(model: .trees, seed: 3))
    try model.fit(dataset)
    return try #require(try model.sample(seed: seed)["days"])
  }

  /// One row for every day and shop, in the order of the data, numbered from 1.
  @Test func everyDayComesOnce() throws {
    let table = try Self.sample(seed: 1)
    let (shop, day, line) = (
      try #require(table[column: "shop"]), try #require(table[column: "day"]),
      try #require(table[column: "line"])
    )
    var wrong = 0
    for row in 1..<table.rowCount where shop.text(at: row) == shop.text(at: row - 1) {
      // ISO dates sort as texts: the last day first.
      if (day.text(at: row) ?? "") >= (day.text(at: row - 1) ?? "") { wrong += 1 }
      let before = Int(line.text(at: row - 1) ?? "") ?? 0
      if Int(line.text(at: row) ?? "") != before + 1 { wrong += 1 }
    }
    #expect(table.rowCount == 6000)
    #expect(wrong == 0)
  }

  /// The weekday is that of the date, and shops are closed on Sundays.
  @Test func datesAndWeekdaysAgree() throws {
    let table = try Self.sample(seed: 2)
    let (weekday, day, sales) = (
      try #require(table[column: "weekday"]), try #require(table[column: "day"]),
      try #require(table[column: "sales"])
    )
    guard case .timestamps(let times) = day.values else {
      Issue.record("days are not timestamps")
      return
    }
    var wrong = 0
    for row in 0..<table.rowCount {
      let own = (times[row] / 86_400_000_000 + 3) % 7
      if weekday.text(at: row) != "day \(own)" { wrong += 1 }
      if (sales.text(at: row) == "0") != (own == 6) { wrong += 1 }
    }
    // Leaves take a rest from the nodes above: a few in a thousand.
    #expect(Double(wrong) < 0.01 * Double(table.rowCount))
  }
}
