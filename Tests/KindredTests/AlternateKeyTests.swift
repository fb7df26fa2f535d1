import Kindred
import KindredData
import KindredStatistics
import Testing

/// What was unique stays unique, whether or not it is the primary key.
@Suite struct AlternateKeyTests {
  private func texts(_ dataset: Dataset, _ table: String, _ column: String) throws -> [String?] {
    let column = try #require(dataset[table]?[column: column])
    guard case .strings(let values) = column.values else {
      Issue.record("\(column.name) does not hold texts")
      return []
    }
    return (0..<column.count).map { column.isValid($0) ? values[$0] : nil }
  }

  /// Declared and undeclared identifiers, with and without nulls.
  @Test func identifiersStayUnique() throws {
    var metadata = Metadata()
    try metadata.addTable(
      "people",
      columns: [
        ColumnMetadata("id", .id), ColumnMetadata("passport", .id), ColumnMetadata("badge", .id),
        ColumnMetadata("locker", .id), ColumnMetadata("group", .id),
        ColumnMetadata("mail", SDType(rawValue: "email")),
      ], primaryKey: ["id"])
    try metadata.addAlternateKey(["passport"], of: "people")
    try metadata.addAlternateKey(["mail"], of: "people")
    let rows = 0..<300
    let people = try Table(
      "people",
      columns: [
        Column("id", integers: rows.map { Int64($0) }),
        Column("passport", strings: rows.map { $0 % 4 == 0 ? nil : "P\(100_000 + $0 * 37)" }),
        Column("badge", strings: rows.map { "B-\(1000 + ($0 * 7919) % 9000)" }),
        Column("locker", integers: rows.map { $0 % 3 == 0 ? nil : Int64(500 + $0) }),
        Column("group", strings: rows.map { "G\($0 % 20)" }),
        Column("mail", strings: rows.map { "user\($0)@corp.test" }),
      ])
    let dataset = try Dataset([people])
    let model = HMA1(metadata, model: .copula)
    try model.fit(dataset)
    let sample = try model.sample(scale: 2, seed: 1)
    #expect(try metadata.validate(sample).findings.map(\.problem) == [])
    for column in ["passport", "badge", "mail"] {
      let values = try texts(sample, "people", column).compactMap { $0 }
      #expect(Set(values).count == values.count, "\(column)")
    }
    let lockers = try sample.integers("people", "locker").compactMap { $0 }
    #expect(Set(lockers).count == lockers.count)
    #expect(lockers.count == 400)
    #expect(try texts(sample, "people", "passport").count { $0 == nil } == 150)
    // What repeats does so in the sample.
    #expect(Set(try texts(sample, "people", "group")).count < 300)
  }

  /// A set of columns: one seat of a hall per event, one label per kind.
  @Test func setsOfColumnsStayUnique() throws {
    var metadata = Metadata()
    let random = KeySchema.random("seats")
    try metadata.addTable("halls", columns: [ColumnMetadata("id", .id)], primaryKey: ["id"])
    try metadata.addTable("guests", columns: [ColumnMetadata("id", .id)], primaryKey: ["id"])
    try metadata.addTable(
      "tickets",
      columns: [
        ColumnMetadata("id", .id), ColumnMetadata("guest", .id), ColumnMetadata("hall", .id),
        ColumnMetadata("seat", .numerical), ColumnMetadata("zone", .categorical),
      ], primaryKey: ["id"])
    try metadata.addRelationship(parent: "guests", child: "tickets", foreignKey: "guest")
    try metadata.addRelationship(parent: "halls", child: "tickets", foreignKey: "hall")
    try metadata.addAlternateKey(["hall", "seat"], of: "tickets")
    try metadata.addAlternateKey(["guest", "zone"], of: "tickets")
    let zones = ["a", "b", "c", "d"]
    var rows: [(guest: Int64, hall: Int64, seat: Int64, zone: String)] = []
    var seats: Set<[Int64]> = []
    for guest in 0..<200 as Range<Int64> {
      for zone in 0..<4 where random.uniform(row: UInt64(guest), lane: UInt64(zone)) < 0.5 {
        let place = UInt64(guest * 4 + Int64(zone))
        var seat = [
          Int64(random.integer(below: 8, row: place, lane: 10)),
          Int64(random.integer(below: 90, row: place, lane: 11)),
        ]
        while !seats.insert(seat).inserted { seat[1] = (seat[1] + 1) % 90 }
        rows.append((guest, seat[0], seat[1], zones[zone]))
      }
    }
    let dataset = try Dataset([
      Table("halls", columns: [Column("id", integers: (0..<8).map { $0 })]),
      Table("guests", columns: [Column("id", integers: (0..<200).map { $0 })]),
      Table(
        "tickets",
        columns: [
          Column("id", integers: rows.indices.map { Int64($0) }),
          Column("guest", integers: rows.map(\.guest)), Column("hall", integers: rows.map(\.hall)),
          Column("seat", integers: rows.map(\.seat)), Column("zone", strings: rows.map(\.zone)),
        ]),
    ])
    let model = HMA1(metadata, model: .copula)
    try model.fit(dataset)
    for seed in 0..<5 as Range<UInt64> {
      let sample = try model.sample(
        scale: [1, 0.5, 1.5][Int(seed) % 3], seed: seed, resettingKeys: true)
      #expect(try metadata.validate(sample).findings.map(\.problem) == [])
      #expect(try sample.integers("tickets", "seat").allSatisfy { (0..<90).contains($0 ?? -1) })
    }
  }
}
