import Kindred
import KindredData
import KindredStatistics
import Testing

/// Dates whose parts decide, and days that no two rows of one parent share.
@Suite struct DatedTreesTests {
  /// Shops have one row per day of ten weeks: closed on Sundays, and on every 15th of a month.
  private static func shops(_ count: Int) throws -> HMA1 {
    var metadata = Metadata()
    try metadata.addTable(
      "shops", columns: [ColumnMetadata("id", .id), ColumnMetadata("size", .numerical)],
      primaryKey: ["id"])
    try metadata.addTable(
      "days",
      columns: [
        ColumnMetadata("shop", .id), ColumnMetadata("weekday", .categorical),
        ColumnMetadata("day", .datetime, datetimeFormat: "%Y-%m-%d"),
        ColumnMetadata("open", .categorical),
      ])
    try metadata.addRelationship(parent: "shops", child: "days", foreignKey: "shop")
    let names = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
    let random = CounterRandom(seed: 8, stream: CounterRandom.stream("shops"))
    var (owners, weekdays, times, open): ([Int64], [String], [Int64], [String]) = ([], [], [], [])
    for shop in 0..<count {
      for day in 0..<70 {
        // Days since Thursday, 1 January 1970; the 15th of January and of February.
        owners.append(Int64(shop))
        weekdays.append(names[(day + 3) % 7])
        times.append(Int64(day) * 86_400_000_000)
        open.append((day + 3) % 7 == 6 || [14, 45].contains(day) ? "no" : "yes")
      }
    }
    let model = HMA1(metadata, options: FitOptions(model: .trees, seed: 2))
    try model.fit(
      Dataset([
        Table(
          "shops",
          columns: [
            Column("id", integers: (0..<count).map { Int64($0) }),
            Column(
              "size", decimals: (0..<count).map { random.normal(row: UInt64($0)) }, places: 2),
          ]),
        Table(
          "days",
          columns: [
            Column("shop", integers: owners), Column("weekday", strings: weekdays),
            Column("day", timestamps: times, format: "%Y-%m-%d"),
            Column("open", strings: open),
          ]),
      ]))
    return model
  }

  @Test func partsOfDatesDecideAndDaysAreThereOnce() throws {
    let model = try Self.shops(60)
    let loaded = try ModelFileForge.load(ModelFileForge.file(ModelFileForge(model).payload))
    let sample = try model.sample(seed: 3)
    #expect(try loaded.sample(seed: 3) == sample)
    let days = try #require(sample["days"])
    var seen: Set<String> = []
    var contradictions = 0
    for row in 0..<days.rowCount {
      func text(_ column: String) throws -> String {
        try #require(days[column: column]?.text(at: row))
      }
      let (shop, day) = (try text("shop"), try text("day"))
      #expect(seen.insert("\(shop) \(day)").inserted, "\(shop) \(day)")
      // The 4th of January is a Sunday.
      let parts = day.split(separator: "-").compactMap { Int($0) }
      let place = [0, 31, 59][parts[1] - 1] + parts[2] - 1
      let isSunday = (place + 3) % 7 == 6
      if try (text("weekday") == "Su") != isSunday { contradictions += 1 }
      if try (text("open") == "no") != (isSunday || [14, 45].contains(place)) {
        contradictions += 1
      }
    }
    // A leaf takes a rest from the node above: a few rows in a thousand.
    #expect(Double(contradictions) < 0.01 * Double(days.rowCount), "\(contradictions)")
  }
}
