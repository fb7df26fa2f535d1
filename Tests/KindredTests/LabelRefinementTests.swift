import Kindred
import KindredData
import Testing

/// Labels that belong to labels of coarser columns.
@Suite struct LabelRefinementTests {
  private static let towns = 40

  private static func country(of town: Int) -> Int { town * 7 % 5 }
  private static func state(of town: Int) -> String? {
    country(of: town) < 3 ? nil : "state \(country(of: town)) \(town % 4)"
  }

  private func metadata() throws -> Metadata {
    var metadata = Metadata()
    try metadata.addTable(
      "customers",
      columns: [
        ColumnMetadata("id", .id), ColumnMetadata("town", .categorical),
        ColumnMetadata("state", .categorical), ColumnMetadata("country", .categorical),
        ColumnMetadata("tariff", .categorical),
      ], primaryKey: ["id"])
    return metadata
  }

  private func data(_ towns: [Int]) throws -> Dataset {
    try Dataset([
      Table(
        "customers",
        columns: [
          Column("id", integers: towns.indices.map { Int64($0) }),
          Column("town", strings: towns.map { "town \($0)" }),
          Column("state", strings: towns.map { Self.state(of: $0) }),
          Column("country", strings: towns.map { "country \(Self.country(of: $0))" }),
          Column("tariff", strings: towns.indices.map { "tariff \($0 * 37 % 11)" }),
        ])
    ])
  }

  @Test func townsLieWhereTheyLie() throws {
    let towns = (0..<2_000).map { ($0 * 7919 + $0 / 40) % Self.towns }
    let model = HMA1(try metadata(), model: .copula)
    try model.fit(try data(towns))
    for sample in [try model.sample(seed: 1), try model.sample(scale: 1.7, seed: 2)] {
      let table = try #require(sample["customers"])
      let columns = try ["town", "state", "country"].map { try #require(table[column: $0]) }
      var seen: Set<Int> = []
      for row in 0..<table.rowCount {
        let town = try #require(
          columns[0].text(at: row).flatMap { Int($0.dropFirst("town ".count)) })
        seen.insert(town)
        #expect(columns[1].text(at: row) == Self.state(of: town))
        #expect(columns[2].text(at: row) == "country \(Self.country(of: town))")
      }
      #expect(seen.count == Self.towns)
    }
  }

  /// Ranks within a country give towns their shares to the row, or two where sizes differ.
  @Test func townsKeepTheirShares() throws {
    let towns = (0..<2_000).map { ($0 * 7919 + $0 / 40) % Self.towns }
    let model = HMA1(try metadata(), model: .copula)
    try model.fit(try data(towns))
    let sample = try model.sample(seed: 3)
    let column = try #require(sample["customers"]?[column: "town"])
    var counts = [Int](repeating: 0, count: Self.towns)
    for town in towns { counts[town] += 1 }
    for row in 0..<column.count {
      if let town = column.text(at: row).flatMap({ Int($0.dropFirst("town ".count)) }) {
        counts[town] -= 1
      }
    }
    #expect(counts.allSatisfy { abs($0) <= 2 })
  }

  /// Nearly every label is there once: that proves no dependence, and would tell who is who.
  @Test func rareLabelsTellNothing() throws {
    let model = HMA1(try metadata(), model: .copula)
    let tariffs = (0..<60).map { Column("tariff", strings: ["plan \($0 % 58)"]) }
    let rows = (0..<60).map { ($0 * 31) % Self.towns }
    let dataset = try data(rows)
    let columns = try #require(dataset["customers"]).columns.map { column in
      column.name == "tariff"
        ? Column("tariff", strings: tariffs.map { $0.text(at: 0) }) : column
    }
    try model.fit(try Dataset([try Table("customers", columns: columns)]))
    let detail = try model.summary().tables[0].columns[4].detail
    #expect(!detail.contains("each of one"))
  }

  @Test func threadsAndShardsDoNotMatter() throws {
    let towns = (0..<2_000).map { ($0 * 7919 + $0 / 40) % Self.towns }
    let model = HMA1(try metadata(), model: .copula)
    try model.fit(try data(towns))
    var whole = SampleRequest(seed: 9)
    whole.threads = 1
    let expected = try #require(try model.sample(whole)["customers"]?[column: "town"])
    var pieces: [String?] = []
    for part in 1...3 {
      var request = SampleRequest(seed: 9)
      request.shard = try SampleRequest.Shard(index: part, count: 3)
      request.resettingKeys = true
      let piece = try #require(try model.sample(request)["customers"]?[column: "town"])
      pieces += (0..<piece.count).map { piece.text(at: $0) }
    }
    #expect(pieces == (0..<expected.count).map { expected.text(at: $0) })
  }
}
