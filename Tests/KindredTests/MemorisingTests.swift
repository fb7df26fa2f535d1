import Foundation
import Kindred
import KindredData
import KindredStatistics
import Testing

/// Nobody is remembered: rows of a sample are as near to entities that the model never saw as to
/// those it learned from.
@Suite struct MemorisingTests {
  private static let people = 400
  private static let visits = 4

  /// People and their visits, all from one distribution; those of every `half` are others.
  private static func clinic(half: UInt64) throws -> (Metadata, Dataset) {
    let random = CounterRandom(seed: 70 + half, stream: CounterRandom.stream("clinic"))
    var metadata = Metadata()
    try metadata.addTable(
      "people",
      columns: [
        ColumnMetadata("id", .id), ColumnMetadata("age", .numerical),
        ColumnMetadata("weight", .numerical), ColumnMetadata("group", .categorical),
        ColumnMetadata("pulse", .numerical),
      ], primaryKey: ["id"])
    try metadata.addTable(
      "visits",
      columns: [
        ColumnMetadata("person", .id), ColumnMetadata("code", .numerical),
        ColumnMetadata("cost", .numerical), ColumnMetadata("stay", .numerical),
        ColumnMetadata("pressure", .numerical),
      ])
    try metadata.addRelationship(parent: "people", child: "visits", foreignKey: "person")
    var (ages, weights, groups, pulses): ([Int64], [Double], [String], [Double]) = ([], [], [], [])
    var (owners, codes, costs): ([Int64], [Int64], [Double]) = ([], [], [])
    var (stays, pressures): ([Double], [Double]) = ([], [])
    for person in 0..<people {
      let row = UInt64(person)
      let age = 20 + random.uniform(row: row, lane: 0) * 60
      let build = random.normal(row: row, lane: 1)
      ages.append(Int64(age))
      weights.append(70 + 10 * build + (age - 50) * (50 - age) / 100)
      groups.append("group \(Int(age) * 7 % 5)")
      pulses.append(70 + 8 * random.normal(row: row, lane: 2) + 0.2 * abs(age - 50))
      for visit in 0..<visits {
        let place = row << 8 | UInt64(visit) | 1 << 40
        let code = Int64(random.integer(below: 12, row: place, lane: 3))
        owners.append(Int64(person))
        codes.append(code)
        let level = 4 + Double((code * 5) % 12) / 6
        costs.append(exp(level + 0.4 * random.normal(row: place, lane: 4)))
        stays.append(Double(code % 4) + 2 * random.uniform(row: place, lane: 5))
        pressures.append(120 + 10 * build + 6 * random.normal(row: place, lane: 6))
      }
    }
    return (
      metadata,
      try Dataset([
        Table(
          "people",
          columns: [
            Column("id", integers: (0..<people).map { Int64($0) }),
            Column("age", integers: ages), Column("weight", decimals: weights, places: 1),
            Column("group", strings: groups), Column("pulse", decimals: pulses, places: 1),
          ]),
        Table(
          "visits",
          columns: [
            Column("person", integers: owners), Column("code", integers: codes),
            Column("cost", decimals: costs, places: 2), Column("stay", decimals: stays, places: 2),
            Column("pressure", decimals: pressures, places: 1),
          ]),
      ])
    )
  }

  /// Numbers by their ranks in all rows together, labels as they are.
  private struct Rows {
    var columns: [[Double]] = []
    var isLabel: [Bool] = []

    init(_ table: String, _ columns: [String], of parts: [Dataset]) throws {
      for name in columns {
        let all = try parts.map { try #require($0[table]?[column: name]) }
        let texts = all.flatMap { column in
          (0..<column.count).map { column.text(at: $0) ?? "" }
        }
        if case .strings = all[0].values {
          let labels = Dictionary(uniqueKeysWithValues: zip(Set(texts).sorted(), 0...))
          self.columns.append(texts.map { Double(labels[$0] ?? 0) })
          isLabel.append(true)
        } else {
          let numbers = texts.map { Double($0) ?? 0 }
          let (least, most) = (numbers.min() ?? 0, numbers.max() ?? 1)
          self.columns.append(numbers.map { ($0 - least) / max(most - least, 1e-9) })
          isLabel.append(false)
        }
      }
    }

    func distance(_ first: Int, _ second: Int) -> Double {
      zip(columns, isLabel).reduce(0) { sum, part in
        let difference = abs(part.0[first] - part.0[second])
        return sum + (part.1 ? (difference > 0 ? 1 : 0) : difference)
      }
    }
  }

  /// The share of a sample's rows that are nearer to what was learned from, ties counted half, and
  /// the share of them that are in it as they are.
  private static func nearness(
    _ table: String, _ columns: [String], train: Dataset, holdout: Dataset, sample: Dataset
  ) throws -> (share: Double, exact: Double) {
    let rows = try Rows(table, columns, of: [sample, train, holdout])
    let first = try #require(sample[table]).rowCount
    let second = try first + #require(train[table]).rowCount
    let last = try second + #require(holdout[table]).rowCount
    let count = min(600, first)
    var (nearer, exact) = (0.0, 0.0)
    for row in 0..<count {
      let train = (first..<second).reduce(Double.infinity) { min($0, rows.distance(row, $1)) }
      let holdout = (second..<last).reduce(Double.infinity) { min($0, rows.distance(row, $1)) }
      nearer += abs(train - holdout) < 1e-12 ? 0.5 : train < holdout ? 1 : 0
      exact += train < 1e-12 ? 1 : 0
    }
    return (nearer / Double(count), exact / Double(count))
  }

  /// Were nothing remembered, either half would be nearer by the luck of its draw. 400 people are
  /// 400 chances to lie nearer, so the share has a standard error of about 0.5 / sqrt(400) = 0.025;
  /// three samples of one model share it. The bound is four of them. A model that returned the rows
  /// learned from would have 1.
  @Test(arguments: TabularModel.allCases) func samplesAreAsNearToOthers(
    model: TabularModel
  ) throws {
    let (metadata, train) = try Self.clinic(half: 0)
    let (_, holdout) = try Self.clinic(half: 1)
    let fitted = HMA1(metadata, options: FitOptions(model: model, seed: 2))
    try fitted.fit(train)
    for (table, columns) in [
      ("people", ["age", "weight", "group", "pulse"]),
      ("visits", ["code", "cost", "stay", "pressure"]),
    ] {
      let found = try (1...3).map { seed in
        try Self.nearness(
          table, columns, train: train, holdout: holdout,
          sample: fitted.sample(seed: UInt64(seed)))
      }
      let share = found.reduce(0) { $0 + $1.share } / 3
      #expect(abs(share - 0.5) < 0.1, "\(table): \(share)")
      // Four numbers of a hundred and more values each do not meet by chance.
      #expect(found.reduce(0) { $0 + $1.exact } / 3 < 0.005, "\(table)")
    }
  }
}
