import Kindred
import KindredData
import KindredStatistics
import Testing

/// A parent of the copula above children of trees: what is known of the parent reaches them.
@Suite struct MixedModelTests {
  /// Stations have a height alone; their readings have codes that a copula cannot say, and a
  /// temperature that falls with the height and differs from station to station.
  private static func stations(_ count: Int) throws -> (Metadata, Dataset) {
    let random = CounterRandom(seed: 4, stream: CounterRandom.stream("stations"))
    var metadata = Metadata()
    try metadata.addTable(
      "stations", columns: [ColumnMetadata("id", .id), ColumnMetadata("height", .numerical)],
      primaryKey: ["id"])
    try metadata.addTable(
      "readings",
      columns: [
        ColumnMetadata("station", .id), ColumnMetadata("code", .numerical),
        ColumnMetadata("kind", .categorical), ColumnMetadata("warmth", .numerical),
      ])
    try metadata.addRelationship(parent: "stations", child: "readings", foreignKey: "station")
    var (heights, owners, codes, kinds, warmths): ([Double], [Int64], [Int64], [String], [Double])
    (heights, owners, codes, kinds, warmths) = ([], [], [], [], [])
    for station in 0..<count {
      let height = random.normal(row: UInt64(station), lane: 0)
      let level = random.normal(row: UInt64(station), lane: 1)
      heights.append(500 + 100 * height)
      for reading in 0..<6 {
        let row = UInt64(station * 6 + reading) + 1 << 32
        let code = Int64(random.integer(below: 20, row: row, lane: 2))
        owners.append(Int64(station))
        codes.append(code)
        kinds.append("kind \(code * 7 % 20 / 4)")
        warmths.append(15 - 3 * height + 2 * level + 2 * random.normal(row: row, lane: 3))
      }
    }
    return (
      metadata,
      try Dataset([
        Table(
          "stations",
          columns: [
            Column("id", integers: (0..<count).map { Int64($0) }),
            Column("height", decimals: heights, places: 1),
          ]),
        Table(
          "readings",
          columns: [
            Column("station", integers: owners), Column("code", integers: codes),
            Column("kind", strings: kinds), Column("warmth", decimals: warmths, places: 2),
          ]),
      ])
    )
  }

  /// The correlation of height and mean warmth over stations, and the spread of the means.
  private static func dependence(_ data: Dataset) throws -> (correlation: Double, spread: Double) {
    func numbers(_ table: String, _ column: String) throws -> [Double] {
      let column = try #require(data[table]?[column: column])
      return (0..<column.count).map { Double(column.text(at: $0) ?? "") ?? .nan }
    }
    let heights = try numbers("stations", "height")
    let ids = try numbers("stations", "id")
    let places = Dictionary(uniqueKeysWithValues: zip(ids, 0...))
    var sums = [Double](repeating: 0, count: heights.count)
    var counts = sums
    for (owner, warmth) in zip(
      try numbers("readings", "station"), try numbers("readings", "warmth"))
    {
      let place = try #require(places[owner])
      sums[place] += warmth
      counts[place] += 1
    }
    let pairs = zip(heights, zip(sums, counts)).filter { $0.1.1 > 0 }
      .map { ($0.0, $0.1.0 / $0.1.1) }
    let n = Double(pairs.count)
    let (x, y) = (pairs.reduce(0) { $0 + $1.0 } / n, pairs.reduce(0) { $0 + $1.1 } / n)
    let xx = pairs.reduce(0) { $0 + ($1.0 - x) * ($1.0 - x) } / n
    let yy = pairs.reduce(0) { $0 + ($1.1 - y) * ($1.1 - y) } / n
    let xy = pairs.reduce(0) { $0 + ($1.0 - x) * ($1.1 - y) } / n
    return (xy / (xx * yy).squareRoot(), yy.squareRoot())
  }

  /// Correlations of 800 stations have a standard error of at most 0.036, deviations of 2.5 %; the
  /// bounds are four of those of a difference.
  @Test func readingsFollowTheirStations() throws {
    let (metadata, data) = try Self.stations(800)
    let model = HMA1(metadata, options: FitOptions(seed: 1))
    try model.fit(data)
    let tables = try model.summary().tables
    #expect(tables.map(\.model) == ["copula", "trees"])
    let real = try Self.dependence(data)
    let drawn = try Self.dependence(model.sample(seed: 2))
    #expect(abs(drawn.correlation - real.correlation) < 0.2)
    #expect(abs(drawn.spread / real.spread - 1) < 0.15)
    let loaded = try ModelFileForge.load(ModelFileForge.file(ModelFileForge(model).payload))
    #expect(try loaded.sample(seed: 3) == model.sample(seed: 3))
  }
}
