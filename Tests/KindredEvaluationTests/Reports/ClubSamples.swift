import KindredData
import KindredEvaluation
import KindredStatistics

/// Members of a club and their visits: visits of one member cost alike, members who joined late are
/// younger.
struct ClubSamples {
  /// Another draw of the same distribution for every name.
  var name: String
  var members = 400
  /// Whether visits of one member cost alike; their distribution over all rows stays.
  var isCoherent = true
  /// Added to the age of members who joined late.
  var lateAge = -12.0

  static let metadata = """
    {"tables": {
      "members": {"primary_key": "id", "columns": {
        "id": {"sdtype": "id"}, "age": {"sdtype": "numerical"},
        "group": {"sdtype": "categorical"}, "active": {"sdtype": "boolean"},
        "joined": {"sdtype": "datetime", "datetime_format": "%Y-%m-%d"}}},
      "visits": {"columns": {
        "member": {"sdtype": "id"}, "cost": {"sdtype": "numerical"},
        "room": {"sdtype": "categorical"}}}},
     "relationships": [
      {"parent_table_name": "members", "parent_primary_key": "id",
       "child_table_name": "visits", "child_foreign_key": "member"}],
     "METADATA_SPEC_VERSION": "V1"}
    """

  func dataset() throws -> Dataset {
    let random = CounterRandom(seed: 11, stream: CounterRandom.stream("club", name))
    let visits = CounterRandom(seed: 11, stream: CounterRandom.stream("visits", name))
    var rows = (member: [Int64?](), cost: [Double?](), room: [String?]())
    var age: [Double?] = []
    var group: [String?] = []
    var active: [Bool?] = []
    var joined: [Int64?] = []
    for member in 0..<members {
      let row = UInt64(member)
      let isLate = random.uniform(row: row, lane: 0) < 0.4
      let years = 40 + 6 * random.normal(row: row, lane: 1) + (isLate ? lateAge : 0)
      age.append(random.uniform(row: row, lane: 2) < 0.1 ? nil : years)
      group.append(["red", "green", "blue", nil][Int(4 * random.uniform(row: row, lane: 3))])
      active.append(random.uniform(row: row, lane: 4) < 0.5)
      let day = (isLate ? 19_000 : 17_000) + Int64(900 * random.uniform(row: row, lane: 5))
      joined.append(day * 86_400_000_000)
      let level = random.normal(row: row, lane: 6)
      for visit in 0..<Int(5 * random.uniform(row: row, lane: 7)) {
        let place = UInt64(8 * member + visit)
        let own = visits.normal(row: place, lane: 0)
        let other = visits.normal(row: place, lane: 1)
        rows.member.append(Int64(member))
        rows.cost.append(20 + 5 * (0.95 * (isCoherent ? level : other) + 0.3 * own))
        rows.room.append(["a", "b", "c"][Int(3 * visits.uniform(row: place, lane: 2))])
      }
    }
    return try Dataset([
      Table(
        "members",
        columns: [
          Column("id", integers: (0..<Int64(members)).map { $0 }), Column("age", decimals: age),
          Column("group", strings: group), Column("active", booleans: active),
          Column("joined", timestamps: joined, format: "%Y-%m-%d"),
        ]),
      Table(
        "visits",
        columns: [
          Column("member", integers: rows.member), Column("cost", decimals: rows.cost),
          Column("room", strings: rows.room),
        ]),
    ])
  }

  static func comparison(_ real: Dataset, _ synthetic: Dataset) throws -> DatasetComparison {
    try DatasetComparison(
      real: real, synthetic: synthetic, metadata: Metadata(json: metadata))
  }
}

extension Dataset {
  /// The first rows of every table, or as many of each as given.
  func prefix(rows: Int) throws -> Dataset {
    try Dataset(
      tables.map { try $0.gather((0..<Int32(Swift.min(rows, $0.rowCount))).map { $0 }) })
  }
}
