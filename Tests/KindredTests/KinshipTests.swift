import Kindred
import KindredData
import KindredStatistics
import Testing

/// Employees resemble their managers, and stand on levels.
@Suite struct KinshipTests {
  /// Twelve trees over four levels below the roots. Salaries fall by level, and those of one manager
  /// resemble the manager's.
  private func staff(seed: UInt64) throws -> (metadata: Metadata, dataset: Dataset) {
    var metadata = Metadata()
    try metadata.addTable(
      "staff",
      columns: [
        ColumnMetadata("id", .id), ColumnMetadata("manager", .id),
        ColumnMetadata("salary", .numerical), ColumnMetadata("office", .categorical),
      ], primaryKey: ["id"])
    try metadata.addRelationship(parent: "staff", child: "staff", foreignKey: "manager")
    let random = CounterRandom(seed: seed, stream: CounterRandom.stream("staff"))
    var managers: [Int64?] = []
    var skills: [Double] = []
    var levels: [Int] = []
    func hire(below manager: Int?) {
      let row = UInt64(managers.count)
      managers.append(manager.map { Int64($0) })
      let own = random.normal(row: row, lane: 0)
      skills.append(manager.map { 0.8 * skills[$0] + 0.6 * own } ?? own)
      levels.append(manager.map { levels[$0] + 1 } ?? 0)
    }
    for _ in 0..<12 { hire(below: nil) }
    var next = 0
    while next < managers.count {
      let most: [UInt64] = [9, 6, 5, 3, 0]
      let spread = most[levels[next]]
      let children = spread == 0 ? 0 : random.integer(below: spread, row: UInt64(next), lane: 1)
      for _ in 0..<children { hire(below: next) }
      next += 1
    }
    let rows = managers.indices
    return (
      metadata,
      try Dataset([
        Table(
          "staff",
          columns: [
            Column("id", integers: rows.map { Int64($0) }), Column("manager", integers: managers),
            Column(
              "salary",
              decimals: rows.map { 100 - 12 * Double(levels[$0]) + 10 * skills[$0] }),
            Column("office", strings: rows.map { skills[$0] > 0.5 ? "north" : "south" }),
          ])
      ])
    )
  }

  private struct Facts {
    var depths: [Double] = []
    var resemblance = 0.0
    var offices = 0.0
  }

  private func facts(_ dataset: Dataset) throws -> Facts {
    let table = try #require(dataset["staff"])
    guard case .integers(let ids)? = table[column: "id"]?.values,
      let managers = table[column: "manager"], case .integers(let keys) = managers.values,
      case .decimals(let salaries)? = table[column: "salary"]?.values,
      let offices = table[column: "office"]
    else {
      Issue.record("the columns have other types")
      return Facts()
    }
    var rows: [Int64: Int] = [:]
    for (row, id) in ids.enumerated() { rows[id] = row }
    var facts = Facts(depths: Array(repeating: 0, count: 12))
    var pairs: [(Double, Double)] = []
    var same = 0.0
    for row in ids.indices {
      var depth = 0
      var place = row
      while managers.isValid(place), depth < 11 {
        place = try #require(rows[keys[place]])
        depth += 1
      }
      facts.depths[depth] += 1 / Double(ids.count)
      guard managers.isValid(row) else { continue }
      let manager = try #require(rows[keys[row]])
      pairs.append((salaries[row], salaries[manager]))
      if offices.text(at: row) == offices.text(at: manager) { same += 1 }
    }
    let count = Double(pairs.count)
    let mean = (
      pairs.reduce(0) { $0 + $1.0 } / count, pairs.reduce(0) { $0 + $1.1 } / count
    )
    let xy = pairs.reduce(0) { $0 + ($1.0 - mean.0) * ($1.1 - mean.1) }
    let xx = pairs.reduce(0) { $0 + ($1.0 - mean.0) * ($1.0 - mean.0) }
    let yy = pairs.reduce(0) { $0 + ($1.1 - mean.1) * ($1.1 - mean.1) }
    facts.resemblance = xy / (xx * yy).squareRoot()
    facts.offices = same / count
    return facts
  }

  @Test func tenForestsAreRecovered() throws {
    var real: [Facts] = []
    var synthetic: [Facts] = []
    for seed in UInt64(1)...10 {
      let (metadata, dataset) = try staff(seed: seed)
      let model = HMA1(metadata, model: .copula)
      try model.fit(dataset)
      let sample = try model.sample(seed: seed)
      #expect(try metadata.validate(sample).isValid)
      real.append(try facts(dataset))
      synthetic.append(try facts(sample))
    }
    func mean(_ facts: [Facts], _ value: (Facts) -> Double) -> Double {
      facts.reduce(0) { $0 + value($1) } / Double(facts.count)
    }
    // Ten forests of about 500 people: shares of levels are known to about 0.01 each, and samples
    // may be a level deeper where they run out of places. Half the distance is the total variation.
    let distance = (0..<12).reduce(0.0) { sum, depth in
      sum + abs(mean(real) { $0.depths[depth] } - mean(synthetic) { $0.depths[depth] }) / 2
    }
    #expect(distance < 0.12)
    // The pairing is by rank among a generation of some ten to two hundred people and along two
    // directions, which gives away up to a tenth of a correlation; by chance there would be none
    // beyond that of the levels, and as many in one office as there are offices of a kind.
    let resemblance = mean(real) { $0.resemblance }
    #expect(resemblance > 0.85)
    #expect(abs(mean(synthetic) { $0.resemblance } - resemblance) < 0.1)
    #expect(abs(mean(synthetic) { $0.offices } - mean(real) { $0.offices }) < 0.1)
  }
}
