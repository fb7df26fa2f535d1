import KindredData
import Testing

@Suite struct DatasetBuilderTests {
  private func join(_ parts: [Column]) throws -> Column? {
    var builder = DatasetBuilder()
    for part in parts { try builder.append(Table("t", columns: [part])) }
    return try builder.finish()["t"]?.columns.first
  }

  @Test func storageWidens() throws {
    let whole = Column("a", integers: [1, nil])
    let decimals = Column("a", decimals: [0.5, nil], places: 1)
    let strings = Column("a", strings: ["x", nil, "1"])
    #expect(try join([whole, whole])?.values == .integers([1, 0, 1, 0]))
    #expect(try join([whole, decimals])?.values == .decimals([1, 0, 0.5, 0]))
    #expect(try join([decimals, whole])?.values == .decimals([0.5, 0, 1, 0]))
    #expect(try join([decimals, whole])?.format == .decimal(places: 1))
    let mixed = try #require(try join([whole, strings, decimals]))
    #expect(
      (0..<mixed.count).map { mixed.text(at: $0) } == ["1", nil, "x", nil, "1", "0.5", nil])
    // The integer 1 and the text are one string.
    guard case .strings(let column) = mixed.values else {
      Issue.record("no strings")
      return
    }
    #expect(column.codes[0] == column.codes[4])
    #expect(throws: KindredError.self) { try join([Column("a", booleans: [true]), whole]) }
  }

  @Test func partsWithoutValuesTakeAnyStorage() throws {
    let nulls = Column("a", integers: [nil, nil])
    let strings = Column("a", strings: ["x"])
    let joined = try #require(try join([nulls, strings, nulls]))
    #expect((0..<5).map { joined.text(at: $0) } == [nil, nil, "x", nil, nil])
    #expect(try join([nulls, Column("a", integers: [3])])?.values == .integers([0, 0, 3]))
    #expect(try join([nulls])?.nullCount == 2)
    #expect(try join([Column("a", integers: [])])?.count == 0)
  }

  @Test func formatsKeepTheMostDigits() throws {
    func decimal(_ places: Int?) -> Column { Column("a", decimals: [0.5], places: places) }
    #expect(try join([decimal(1), decimal(3), decimal(2)])?.format == .decimal(places: 3))
    #expect(try join([decimal(1), decimal(nil), decimal(2)])?.format == .decimal(places: nil))
    func time(_ format: String) -> Column { Column("a", timestamps: [0], format: format) }
    #expect(
      try join([time("%H:%M:%S"), time("%H:%M:%S.%6f"), time("%H:%M:%S.%3f")])?.format
        == .timestamp("%H:%M:%S.%6f"))
  }

  @Test func tablesMayInterleave() throws {
    var metadata = Metadata()
    try metadata.addTable("p", columns: [ColumnMetadata("id", .id)], primaryKey: ["id"])
    try metadata.addTable("c", columns: [ColumnMetadata("p", .id)])
    try metadata.addRelationship(parent: "p", child: "c", foreignKey: "p")
    var builder = DatasetBuilder(metadata: metadata)
    for key in ["1", "x"] {
      try builder.append(Table("c", columns: [Column("p", strings: [key])]))
      try builder.append(
        Table(
          "p", columns: [key == "1" ? Column("id", integers: [1]) : Column("id", strings: ["x"])]))
    }
    let dataset = try builder.finish()
    #expect(dataset.tableNames == ["p", "c"])
    #expect(dataset["p"]?[column: "id"]?.text(at: 1) == "x")
    #expect(throws: KindredError.self) {
      try builder.append(Table("p", columns: [Column("id", integers: [1])]))
      try builder.append(Table("p", columns: [Column("other", integers: [1])]))
    }
  }

  /// A dictionary that all batches share is looked at once: 2,000 batches of one with 200,000 strings
  /// would take 400 million look-ups otherwise, a minute at least.
  @Test func sharedDictionariesCostNothing() throws {
    let pool = StringPool((0..<200_000).map { "string \($0)" })
    var builder = DatasetBuilder()
    let start = ContinuousClock.now
    for batch in 0..<2_000 {
      let codes = (0..<10).map { Int32(($0 * 7919 + batch * 31) % 200_000) }
      let column = Column("a", .strings(StringColumn(codes: codes, dictionary: pool)))
      try builder.append(Table("t", columns: [column]))
    }
    let table = try #require(try builder.finish()["t"])
    #expect(table.rowCount == 20_000)
    #expect(table.columns[0].text(at: 11) == "string \((1 * 7919 + 31) % 200_000)")
    #expect(start.duration(to: .now) < .seconds(20))
  }
}
