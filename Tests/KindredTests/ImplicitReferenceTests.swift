import Kindred
import KindredData
import KindredStatistics
import Testing

/// Rows that belong to rows of another child of their parent, though no key says so.
@Suite struct ImplicitReferenceTests {
  /// Players have seasons, mostly one a year and each with one team; in every season they play one
  /// to three positions, no longer than the season was.
  private func league(_ players: Int = 300) throws -> (metadata: Metadata, dataset: Dataset) {
    let random = KeySchema.random("league")
    var metadata = Metadata()
    try metadata.addTable(
      "players", columns: [ColumnMetadata("id", .id), ColumnMetadata("weight", .numerical)],
      primaryKey: ["id"])
    try metadata.addTable(
      "seasons",
      columns: [
        ColumnMetadata("player", .id), ColumnMetadata("year", .numerical),
        ColumnMetadata("team", .categorical), ColumnMetadata("games", .numerical),
      ])
    try metadata.addTable(
      "positions",
      columns: [
        ColumnMetadata("player", .id), ColumnMetadata("year", .numerical),
        ColumnMetadata("team", .categorical), ColumnMetadata("position", .categorical),
        ColumnMetadata("games", .numerical),
      ])
    try metadata.addRelationship(parent: "players", child: "seasons", foreignKey: "player")
    try metadata.addRelationship(parent: "players", child: "positions", foreignKey: "player")
    var seasons = Rows()
    var positions = Rows()
    let names = ["catcher", "pitcher", "shortstop", "outfield"]
    for player in 0..<players {
      func draw(_ count: UInt64, _ lane: UInt64) -> Int {
        Int(random.integer(below: count, row: UInt64(player), lane: lane))
      }
      var year = 1950 + draw(40, 0)
      var team = draw(12, 2)
      for season in 0..<3 + draw(5, 1) {
        let lane = UInt64(10 + 10 * season)
        // Every fifteenth season is the second one of its year, with another team.
        if season > 0, draw(15, lane) == 0 {
          team = (team + 1) % 12
        } else if season > 0 {
          year += 1
        }
        let games = 20 + draw(140, lane + 1)
        seasons.add(player, year, "T\(team)", games)
        let first = draw(4, lane + 2)
        for place in 0..<[1, 1, 1, 2, 3][draw(5, lane + 3)] {
          positions.add(
            player, year, "T\(team)", max(1, games / (place + 1)), names[(first + place) % 4])
        }
      }
    }
    let dataset = try Dataset([
      Table(
        "players",
        columns: [
          Column("id", integers: (0..<Int64(players)).map { $0 }),
          Column(
            "weight",
            integers: (0..<players).map {
              60 + Int64(random.integer(below: 50, row: UInt64($0), lane: 5))
            }),
        ]),
      Table("seasons", columns: seasons.columns),
      Table(
        "positions",
        columns: positions.columns + [Column("position", strings: positions.labels)]),
    ])
    return (metadata, dataset)
  }

  private struct Rows {
    private var players: [Int64] = []
    private var years: [Int64] = []
    private var teams: [String] = []
    private var games: [Int64] = []
    var labels: [String] = []

    mutating func add(
      _ player: Int, _ year: Int, _ team: String, _ games: Int, _ label: String = ""
    ) {
      players.append(Int64(player))
      years.append(Int64(year))
      teams.append(team)
      self.games.append(Int64(games))
      labels.append(label)
    }

    var columns: [Column] {
      [
        Column("player", integers: players), Column("year", integers: years),
        Column("team", strings: teams), Column("games", integers: games),
      ]
    }
  }

  private func texts(_ table: Table?, _ columns: [String]) throws -> [String] {
    let table = try #require(table)
    return try (0..<table.rowCount).map { row in
      try columns.map { try #require(table[column: $0]).text(at: row) ?? "" }
        .joined(separator: " ")
    }
  }

  private let key = ["player", "year", "team"]

  @Test(arguments: [TabularModel.copula, .trees])
  func positionsBelongToSeasons(model: TabularModel) throws {
    let (metadata, dataset) = try league()
    let hma = HMA1(metadata, options: FitOptions(model: model, seed: 3))
    try hma.fit(dataset)
    #expect(
      hma.notes.contains {
        $0.hasPrefix("positions: rows belong to rows of seasons with the same player, team, year")
      })
    let loaded = try ModelFileForge.load(ModelFileForge.file(ModelFileForge(hma).payload))
    let sample = try hma.sample(seed: 4)
    let seasons = Set(try texts(sample["seasons"], key))
    let positions = try texts(sample["positions"], key)
    #expect(positions.allSatisfy { seasons.contains($0) })
    // As many seasons have a position as in the data: all of them. Numbers of positions are drawn
    // apart from seasons by the copula, which then has some without.
    if model == .trees { #expect(Double(Set(positions).count) > 0.95 * Double(seasons.count)) }
    #expect(try loaded.sample(seed: 4) == sample)
    #expect(loaded.metadata.implicitReferences?.map(\.referredTable) == ["seasons"])
    #expect(loaded.metadata.relationships == metadata.relationships)
  }

  @Test func treesKeepSeasonsAndPositionsApart() throws {
    let (metadata, dataset) = try league()
    let hma = HMA1(metadata, options: FitOptions(model: .trees, seed: 3))
    try hma.fit(dataset)
    let sample = try hma.sample(seed: 5)
    let seasons = try texts(sample["seasons"], key)
    // The columns that positions refer to single a season out; where a leaf has too few teams, a
    // season may keep its own.
    #expect(Double(Set(seasons).count) > 0.99 * Double(seasons.count))
    let positions = try texts(sample["positions"], key + ["position"])
    #expect(Double(Set(positions).count) > 0.98 * Double(positions.count))
    // One season in fifteen is the second of its year, of those after the first; the sample has
    // 1,200 such, so a share of 1/15 has a standard error of .007: five of them.
    let years = try texts(sample["seasons"], ["player", "year"])
    let players = Set(try texts(sample["seasons"], ["player"])).count
    let repeated = Double(years.count - Set(years).count) / Double(years.count - players)
    #expect(abs(repeated - 1 / 15) < 0.036, "\(repeated)")
  }

  @Test func neitherThreadsNorShardsChangeReferences() throws {
    let (metadata, dataset) = try league()
    let hma = HMA1(metadata, options: FitOptions(model: .trees, seed: 3))
    try hma.fit(dataset)
    let one = try hma.sample(SampleRequest(scale: 6, resettingKeys: true, seed: 6, threads: 1))
    let three = try hma.sample(SampleRequest(scale: 6, resettingKeys: true, seed: 6, threads: 3))
    #expect(one == three)
    let seasons = Set(try texts(one["seasons"], key))
    #expect(try texts(one["positions"], key).allSatisfy { seasons.contains($0) })
  }

  @Test func declaringNoneLooksForNone() throws {
    var (metadata, dataset) = try league(80)
    metadata.implicitReferences = []
    let hma = HMA1(metadata, options: FitOptions(model: .copula))
    try hma.fit(dataset)
    #expect(!hma.notes.contains { $0.contains("belong to rows") })
  }

  @Test func tablesThatMerelyShareNamesReferToNothing() throws {
    let (metadata, dataset) = try league()
    // Years and games of positions are those of other players: as many agree as chance has it.
    let positions = try #require(dataset["positions"])
    let others = (0..<positions.rowCount).map { Int32(($0 + 700) % positions.rowCount) }
    let changed = try Table(
      "positions",
      columns: positions.columns.map {
        ["year", "games"].contains($0.name) ? $0.gather(others) : $0
      })
    let hma = HMA1(metadata, options: FitOptions(model: .copula))
    try hma.fit(
      Dataset([
        try #require(dataset["players"]), try #require(dataset["seasons"]), changed,
      ]))
    #expect(!hma.notes.contains { $0.contains("belong to rows") }, "\(hma.notes)")
  }
}
