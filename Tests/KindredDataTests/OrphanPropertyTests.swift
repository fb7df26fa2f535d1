import KindredData
import Testing

/// Random datasets over a schema with everything: two parents, a composite key, a self-reference and
/// a circle of tables.
@Suite struct OrphanPropertyTests {
  private func metadata() throws -> Metadata {
    try keyMetadata(
      [
        ("user", ["id", "boss", "team", "row"], ["id"]), ("team", ["id", "lead", "row"], ["id"]),
        ("line", ["a", "b", "row"], ["a", "b"]),
        ("note", ["user", "a", "b", "row"], []),
      ],
      [
        ("user", "user", ["boss"]), ("team", "user", ["team"]), ("user", "team", ["lead"]),
        ("user", "note", ["user"]), ("line", "note", ["a", "b"]),
      ])
  }

  private func dataset(seed: UInt64) throws -> Dataset {
    var draw = Draw(state: seed)
    let (users, teams, lines, notes) = (40, 12, 30, 80)
    let unknown = Int(seed % 4)
    func rows(_ count: Int) -> Column { Column("row", integers: (0..<count).map { Int64($0) }) }
    return try Dataset([
      Table(
        "user",
        columns: [
          Column("id", integers: (0..<users).map { Int64($0) }),
          Column("boss", integers: draw.references(users, to: users, unknown: unknown)),
          Column("team", integers: draw.references(users, to: teams, unknown: unknown)),
          rows(users),
        ]),
      Table(
        "team",
        columns: [
          Column("id", integers: (0..<teams).map { Int64($0) }),
          Column("lead", integers: draw.references(teams, to: users, unknown: unknown)),
          rows(teams),
        ]),
      Table(
        "line",
        columns: [
          Column("a", integers: (0..<lines).map { Int64($0 / 5) }),
          Column("b", integers: (0..<lines).map { Int64($0 % 5) }), rows(lines),
        ]),
      Table(
        "note",
        columns: [
          Column("user", integers: draw.references(notes, to: users, unknown: unknown)),
          Column("a", integers: draw.references(notes, to: 6, unknown: unknown)),
          Column("b", integers: draw.references(notes, to: 5, unknown: 0)), rows(notes),
        ]),
    ])
  }

  /// What dropping is to leave: round by round, the rows all of whose parents are there.
  private func sound(_ dataset: Dataset, _ metadata: Metadata) -> [String: [Int64]] {
    var kept = Dictionary(
      uniqueKeysWithValues: dataset.map { ($0.name, Set(0..<$0.rowCount)) })
    func key(_ table: String, _ columns: [String], _ row: Int) -> [Int64?] {
      columns.map { integers(dataset[table]?[column: $0])[row] }
    }
    while true {
      var hasChanged = false
      for relationship in metadata.relationships {
        let parents = kept[relationship.parentTable, default: []]
        let keys = Set(parents.map { key(relationship.parentTable, relationship.parentKey, $0) })
        let children = kept[relationship.childTable, default: []]
        let lost = children.filter {
          let key = key(relationship.childTable, relationship.childKey, $0)
          return !key.contains(nil) && !keys.contains(key)
        }
        if !lost.isEmpty {
          kept[relationship.childTable]?.subtract(lost)
          hasChanged = true
        }
      }
      if !hasChanged { break }
    }
    return kept.mapValues { $0.sorted().map { Int64($0) } }
  }

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func dropLeavesExactlyTheSoundRowsInOrder(seed: UInt64) throws {
    let metadata = try metadata()
    let dataset = try dataset(seed: seed)
    let result = try dataset.resolvingOrphans(in: metadata, policy: .drop).dataset
    let expected = sound(dataset, metadata)
    for table in result {
      let rows = integers(table[column: "row"]).compactMap { $0 }
      #expect(rows == expected[table.name])
      #expect(try table == dataset[table.name]?.gather(rows.map { Int32($0) }))
    }
    #expect(try metadata.validate(result).errors.isEmpty)
  }

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func nullLeavesNoOrphanAndAllRows(seed: UInt64) throws {
    let metadata = try metadata()
    let dataset = try dataset(seed: seed)
    let result = try dataset.resolvingOrphans(in: metadata, policy: .null).dataset
    #expect(try metadata.validate(result).errors.isEmpty)
    for table in dataset {
      let after = try #require(result[table.name])
      let keys = metadata.relationships(toParentsOf: table.name).flatMap(\.childKey)
      for column in table.columns where !keys.contains(column.name) {
        #expect(after[column: column.name] == column)
      }
      // Keys that refer to a row stay.
      for relationship in metadata.relationships(toParentsOf: table.name) {
        let parent = try #require(dataset[relationship.parentTable])
        let before = try RelationshipIndex(relationship, parent: parent, child: table).parentRows
        let index = try RelationshipIndex(
          relationship, parent: #require(result[parent.name]), child: after)
        #expect(index.parentRows == before.map { max($0, RelationshipIndex.null) })
      }
    }
  }
}

extension Draw {
  /// References to 0..<limit, some of them null, some too large.
  fileprivate mutating func references(_ count: Int, to limit: Int, unknown: Int) -> [Int64?] {
    (0..<count).map { _ in
      below(10) == 0 ? nil : Int64(below(limit + unknown))
    }
  }
}
