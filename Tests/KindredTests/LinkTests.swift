import Kindred
import KindredData
import KindredStatistics
import Testing

/// Rows find parents that do not drive them as the data say.
@Suite struct LinkTests {
  /// Fans meet players like themselves: in the data, the strengths of fan and player of a meeting
  /// correlate by 0.7. An estimate from 12,000 meetings of 1,500 fans and 800 players is off by
  /// less than 0.06 with a confidence of 99 % (three standard errors of the smaller side, 1/√800
  /// times 1 - 0.7²); synthetic and real data are two such estimates, and sorting along directions
  /// gives away a little: 0.12 in all.
  @Test(arguments: [1, 2, 3]) func pairingIsKept(seed: UInt64) throws {
    let (metadata, dataset) = try meetings(seed: seed)
    let model = HMA1(metadata, model: .copula)
    try model.fit(dataset)
    let sample = try model.sample(seed: seed)
    #expect(try metadata.validate(sample).isValid)
    let real = try pairing(dataset)
    #expect(real > 0.6)
    #expect(abs(try pairing(sample) - real) < 0.12)
  }

  /// Over ten datasets of one truth, the mean pairing of samples is that of the data within the
  /// standard error of the difference between two such datasets (√2 times the spread of the data's
  /// own pairings), and so is the dependence of the score on both.
  @Test func tenDatasetsAreRecoveredOnAverage() throws {
    var real: [[Double]] = []
    var synthetic: [[Double]] = []
    for seed in UInt64(11)...20 {
      let (metadata, dataset) = try meetings(seed: seed)
      let model = HMA1(metadata, model: .copula)
      try model.fit(dataset)
      let sample = try model.sample(seed: seed)
      real.append(try dependence(dataset))
      synthetic.append(try dependence(sample))
    }
    for measure in 0..<3 {
      let truth = real.reduce(0) { $0 + $1[measure] } / 10
      let spread = (real.reduce(0) { $0 + ($1[measure] - truth) * ($1[measure] - truth) } / 9)
        .squareRoot()
      let mean = synthetic.reduce(0) { $0 + $1[measure] } / 10
      #expect(abs(mean - truth) <= 2.squareRoot() * spread)
    }
  }

  @Test func linkedParentsKeepTheirNumbersOfChildren() throws {
    let (metadata, dataset) = try meetings(seed: 4)
    let model = HMA1(metadata, model: .copula)
    try model.fit(dataset)
    let sample = try model.sample(seed: 1)
    let real = try degrees(dataset, "player", of: "players").sorted()
    let synthetic = try degrees(sample, "player", of: "players").sorted()
    // Ranked draws: the distributions agree but for rounding to the total.
    let difference = zip(real, synthetic).reduce(0) { $0 + abs($1.0 - $1.1) }
    #expect(Double(difference) / Double(real.reduce(0, +)) < 0.02)
  }

  /// Departments of a firm, its projects, and assignments of both: always of one firm.
  @Test func twoWaysToAnAncestorMeet() throws {
    var metadata = Metadata()
    try metadata.addTable("firms", columns: [ColumnMetadata("id", .id)], primaryKey: ["id"])
    for table in ["departments", "projects"] {
      try metadata.addTable(
        table,
        columns: [
          ColumnMetadata("id", .id), ColumnMetadata("firm", .id),
          ColumnMetadata("size", .numerical),
        ], primaryKey: ["id"])
      try metadata.addRelationship(parent: "firms", child: table, foreignKey: "firm")
    }
    try metadata.addTable(
      "assignments",
      columns: [ColumnMetadata("department", .id), ColumnMetadata("project", .id)])
    try metadata.addRelationship(
      parent: "departments", child: "assignments", foreignKey: "department")
    try metadata.addRelationship(parent: "projects", child: "assignments", foreignKey: "project")
    let units = (0..<Int64(300)).map { $0 }
    func members(_ name: String) throws -> Table {
      try Table(
        name,
        columns: [
          Column("id", integers: units), Column("firm", integers: units.map { $0 / 5 }),
          Column("size", integers: units.map { $0 * 37 % 101 }),
        ])
    }
    let dataset = try Dataset([
      Table("firms", columns: [Column("id", integers: (0..<60).map { $0 })]),
      members("departments"), members("projects"),
      Table(
        "assignments",
        columns: [
          Column("department", integers: units.flatMap { [$0, $0, $0, $0] }),
          Column(
            "project",
            integers: units.flatMap { unit in
              (0..<4).map { unit / 5 * 5 + (unit + $0) % 5 }
            }),
        ]),
    ])
    let model = HMA1(metadata, model: .copula)
    try model.fit(dataset)
    let sample = try model.sample(seed: 1)
    #expect(try metadata.validate(sample).isValid)
    let firms = try integers(sample, "departments", "firm")
    let others = try integers(sample, "projects", "firm")
    let pairs = zip(
      try integers(sample, "assignments", "department"),
      try integers(sample, "assignments", "project"))
    let agreeing = pairs.count { firms[Int($0.0)] == others[Int($0.1)] }
    // Every firm has five of both with four assignments each, so that all can agree.
    #expect(agreeing == sample["assignments"]?.rowCount)
  }

  // MARK: - Helpers

  private func meetings(seed: UInt64) throws -> (Metadata, Dataset) {
    var metadata = Metadata()
    for table in ["fans", "players"] {
      try metadata.addTable(
        table, columns: [ColumnMetadata("id", .id), ColumnMetadata("strength", .numerical)],
        primaryKey: ["id"])
    }
    try metadata.addTable(
      "meetings",
      columns: [
        ColumnMetadata("fan", .id), ColumnMetadata("player", .id),
        ColumnMetadata("score", .numerical),
      ])
    try metadata.addRelationship(parent: "fans", child: "meetings", foreignKey: "fan")
    try metadata.addRelationship(parent: "players", child: "meetings", foreignKey: "player")
    let random = CounterRandom(seed: seed, stream: CounterRandom.stream("meetings"))
    func strengths(_ count: Int, lane: UInt64) -> [Double] {
      (0..<count).map { random.normal(row: UInt64($0), lane: lane) }
    }
    let fans = strengths(1500, lane: 0)
    let players = strengths(800, lane: 1)
    // Places among the players in order of strength, taken by the rank of a correlated wish.
    let order = players.indices.sorted { players[$0] < players[$1] }
    var rows: (fan: [Int64], player: [Int64], score: [Double]) = ([], [], [])
    for row in 0..<12_000 {
      let place = UInt64(row)
      let fan = Int(random.integer(below: 1500, row: place, lane: 2))
      let wish = 0.7 * fans[fan] + 0.51.squareRoot() * random.normal(row: place, lane: 3)
      let rank = Normal.cdf(wish) * 800
      let player = order[min(799, max(0, Int(rank)))]
      rows.fan.append(Int64(fan))
      rows.player.append(Int64(player))
      rows.score.append(
        fans[fan] + players[player] + random.normal(row: place, lane: 4))
    }
    let dataset = try Dataset([
      Table(
        "fans",
        columns: [
          Column("id", integers: (0..<1500).map { $0 }), Column("strength", decimals: fans),
        ]),
      Table(
        "players",
        columns: [
          Column("id", integers: (0..<800).map { $0 }), Column("strength", decimals: players),
        ]),
      Table(
        "meetings",
        columns: [
          Column("fan", integers: rows.fan), Column("player", integers: rows.player),
          Column("score", decimals: rows.score),
        ]),
    ])
    return (metadata, dataset)
  }

  private func integers(
    _ dataset: Dataset, _ table: String, _ column: String
  ) throws -> [Int64] {
    guard case .integers(let values)? = dataset[table]?[column: column]?.values else {
      Issue.record("\(table).\(column) does not hold integers")
      return []
    }
    return values
  }

  private func decimals(
    _ dataset: Dataset, _ table: String, _ column: String
  ) throws -> [Double] {
    guard case .decimals(let values)? = dataset[table]?[column: column]?.values else {
      Issue.record("\(table).\(column) does not hold decimals")
      return []
    }
    return values
  }

  private func degrees(
    _ dataset: Dataset, _ key: String, of parent: String
  ) throws -> [Int] {
    var counts = [Int](repeating: 0, count: dataset[parent]?.rowCount ?? 0)
    for value in try integers(dataset, "meetings", key) { counts[Int(value)] += 1 }
    return counts
  }

  /// The correlation of the strengths of those who meet.
  private func pairing(_ dataset: Dataset) throws -> Double { try dependence(dataset)[0] }

  /// Correlations of the strengths of those who meet, and of their score with the fan's and the
  /// player's strength.
  private func dependence(_ dataset: Dataset) throws -> [Double] {
    let fans = try decimals(dataset, "fans", "strength")
    let players = try decimals(dataset, "players", "strength")
    let fan = try integers(dataset, "meetings", "fan").map { fans[Int($0)] }
    let player = try integers(dataset, "meetings", "player").map { players[Int($0)] }
    let score = try decimals(dataset, "meetings", "score")
    return [correlation(fan, player), correlation(score, fan), correlation(score, player)]
  }

  private func correlation(_ first: [Double], _ second: [Double]) -> Double {
    let count = Double(first.count)
    let meanX = first.reduce(0, +) / count
    let meanY = second.reduce(0, +) / count
    let xy = zip(first, second).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
    let xx = first.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
    let yy = second.reduce(0) { $0 + ($1 - meanY) * ($1 - meanY) }
    return xy / (xx * yy).squareRoot()
  }
}
