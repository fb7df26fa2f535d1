import KindredData
import KindredEvaluation
import Testing

@Suite struct RelationalReportTests {
  /// Timestamps of days after 1970.
  private static func days(_ numbers: [Int64?]) -> [Int64?] {
    numbers.map { day in day.map { $0 * 86_400_000_000 } }
  }

  @Test func siblingsThatAreAlikeAndThatAreNot() throws {
    // Two children of each of three parents.
    let alike = try measured(
      Column("label", strings: ["a", "a", "b", "b", "c", "c"]),
      Column("number", integers: [1, 1, 5, 5, 100, 100]))
    #expect(alike.siblings.map(\.real) == [1, 1])
    // One of either label: half of all pairs would be alike by chance, none is.
    let unlike = try measured(
      Column("label", strings: ["a", "b", "a", "b", "a", "b"]),
      Column("number", integers: [1, 2, 1, 2, 1, 2]))
    #expect(unlike.siblings.map(\.real) == [-1, -1])
  }

  @Test func siblingsOfUnequalGroups() throws {
    // Agreement: rows of the first parent 1/2 each but c 0, of the second 0; chance (9 + 4) / 25.
    let report = try measured(
      Column("label", strings: ["a", "a", "b", "a", "b", nil]),
      Column("number", integers: [3, 3, 3, 3, 3, 3]), parents: [0, 0, 0, 1, 1, 1])
    let expected = (1.0 / 5 - 13.0 / 25) / (1 - 13.0 / 25)
    #expect(abs((report.siblings[0].real ?? 0) - expected) < 1e-12)
    #expect(report.siblings[1].real == nil)
    #expect(report.siblings[1].score == nil)
  }

  @Test func gapsAndOrderOfDates() throws {
    let real = Self.days([1, 3, 6, nil, 2, 4])
    let synthetic = Self.days([3, 1, 6, nil, 2, 5])
    let report = try measured(
      Column("date", timestamps: real, format: "%Y-%m-%d"), parents: [0, 0, 0, 1, 1, 1],
      synthetic: Column("date", timestamps: synthetic, format: "%Y-%m-%d"))
    let gaps = try #require(report.dates.first { $0.metric == .gapSimilarity })
    // 2, 3 and 2 days become 2, 3 and 3.
    #expect(gaps.real == 172_800.0)
    #expect(gaps.synthetic == 259_200.0)
    #expect(abs((gaps.score ?? 0) - 2.0 / 3) < 1e-12)
    let order = try #require(report.dates.first { $0.metric == .orderSimilarity })
    #expect(order.real == 1)
    #expect(order.synthetic == 2.0 / 3)
  }

  @Test func sharesOfNulls() throws {
    let report = try measured(
      Column("number", integers: [1, nil, 3, 4]), parents: [0, 0, 0, 0],
      synthetic: Column("number", integers: [1, nil, nil, 4]))
    #expect(report.nullShares.map(\.column) == ["parent", "number"])
    #expect(report.nullShares[1].score == 0.75)
    // The key has no nulls on either side and does not count.
    #expect(report.properties[0].score == 0.75)
  }

  @Test func pathsOverTwoAndThreeRelationships() throws {
    var metadata = Metadata()
    var tables: [Table] = []
    for (level, name) in ["a", "b", "c", "d"].enumerated() {
      try metadata.addTable(name)
      try metadata.addColumn(ColumnMetadata("id", .id), to: name)
      try metadata.addColumn(ColumnMetadata("up", .id), to: name)
      try metadata.addColumn(ColumnMetadata("x", .numerical), to: name)
      try metadata.setPrimaryKey("id", of: name)
      let rows = Array(0..<Int64(4 << level))
      tables.append(
        try Table(
          name,
          columns: [
            Column("id", integers: rows), Column("up", integers: rows.map { $0 / 2 }),
            // Children have their parent's number, so that distant tables agree.
            Column("x", integers: rows.map { $0 >> Int64(level) }),
          ]))
    }
    for (parent, child) in [("a", "b"), ("b", "c"), ("c", "d")] {
      try metadata.addRelationship(
        parent: parent, child: child, foreignKey: "up")
    }
    let data = try Dataset(tables)
    let report = RelationalReport(
      try DatasetComparison(real: data, synthetic: data, metadata: metadata))
    #expect(
      report.hops.map { $0.map(\.tables) } == [
        [["a", "b", "c"], ["b", "c", "d"]], [["a", "b", "c", "d"]],
      ])
    let farthest = try #require(report.hops[1].first?.pairs.first)
    #expect(abs((farthest.realCorrelation ?? 0) - 1) < 1e-12)
    #expect(report.properties.map(\.name).contains("3-Hop Trends"))
    #expect(report.score == 1)
  }

  /// A report on children of up to three parents.
  private func measured(
    _ columns: Column..., parents: [Int64] = [0, 0, 1, 1, 2, 2], synthetic: Column? = nil
  ) throws -> RelationalReport {
    var metadata = Metadata()
    try metadata.addTable("parents")
    try metadata.addColumn(ColumnMetadata("id", .id), to: "parents")
    try metadata.setPrimaryKey("id", of: "parents")
    try metadata.addTable("children")
    try metadata.addColumn(ColumnMetadata("parent", .id), to: "children")
    for column in columns {
      let type: SDType =
        switch column.values {
        case .strings: .categorical
        case .timestamps: .datetime
        default: .numerical
        }
      try metadata.addColumn(
        ColumnMetadata(
          column.name, type, datetimeFormat: type == .datetime ? "%Y-%m-%d" : nil), to: "children")
    }
    try metadata.addRelationship(
      parent: "parents", child: "children", foreignKey: "parent")
    func dataset(_ columns: [Column]) throws -> Dataset {
      try Dataset([
        Table("parents", columns: [Column("id", integers: [0, 1, 2])]),
        Table("children", columns: [Column("parent", integers: parents)] + columns),
      ])
    }
    return RelationalReport(
      try DatasetComparison(
        real: dataset(columns), synthetic: dataset(synthetic.map { [$0] } ?? columns),
        metadata: metadata))
  }
}
