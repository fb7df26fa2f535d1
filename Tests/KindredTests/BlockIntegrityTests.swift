import Kindred
import KindredData
import KindredStatistics
import Testing

/// Samples of several blocks satisfy the schema, whatever their keys look like.
@Suite struct BlockIntegrityTests {
  /// Samples a model in blocks, and returns what is wrong, and whether there was more than one block.
  private func check(
    _ model: HMA1, _ metadata: Metadata, rowsPerBlock: Int, scale: Double, isDivided: Bool,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for seed in 0..<3 as Range<UInt64> {
      var request = SampleRequest(scale: scale, resettingKeys: true, seed: seed)
      let whole = try model.sample(request)
      request.rowsPerBlock = rowsPerBlock
      let sample = try model.sample(request)
      let findings = try metadata.validate(sample).findings.map(\.problem)
      #expect(findings == [], "seed \(seed)", sourceLocation: sourceLocation)
      #expect((sample != whole) == isDivided, sourceLocation: sourceLocation)
      for table in whole {
        // Numbers of rows are met in every block, all but rounding.
        let rows = Double(sample[table.name]?.rowCount ?? 0)
        #expect(
          abs(rows - Double(table.rowCount)) <= 8 + 0.02 * Double(table.rowCount),
          "\(table.name)", sourceLocation: sourceLocation)
      }
      // Shards count the rows of the blocks before without drawing them where that can be done.
      var last = request
      last.shard = try SampleRequest.Shard(index: 5, count: 5)
      for table in try model.sample(last) {
        guard let all = sample[table.name] else { continue }
        let first = all.rowCount - table.rowCount
        for (column, part) in zip(all.columns, table.columns) {
          #expect(
            (0..<part.count).allSatisfy { part.text(at: $0) == column.text(at: first + $0) },
            "\(table.name).\(part.name)", sourceLocation: sourceLocation)
        }
      }
    }
  }

  @Test(arguments: [TabularModel.copula, .trees]) func shop(model: TabularModel) throws {
    let shop = try Shop(customers: 300)
    try check(
      shop.fitted(FitOptions(model: model)), shop.metadata, rowsPerBlock: 1000, scale: 10,
      isDivided: true)
  }

  /// A self-reference, keys that may be null, two keys to one parent.
  @Test func staff() throws {
    let model = try Staff.fitted()
    try check(model, model.metadata, rowsPerBlock: 60, scale: 20, isDivided: true)
  }

  /// A key of two foreign keys: rows of a block meet parents of the block, so pairs differ.
  @Test func keysOfTwoForeignKeys() throws {
    var schema = KeySchema()
    let random = KeySchema.random("works")
    try schema.add("people", key: ["id"], [("id", (0..<80).map { $0 })])
    try schema.add("places", key: ["id"], [("id", (0..<30).map { $0 })])
    var pairs: [(Int64, Int64)] = []
    for person in 0..<80 as Range<Int64> {
      for place in 0..<30 as Range<Int64>
      where random.uniform(row: UInt64(person * 30 + place)) < 0.15 {
        pairs.append((person, place))
      }
    }
    try schema.add(
      "works", key: ["who", "place"], [("who", pairs.map(\.0)), ("place", pairs.map(\.1))])
    try schema.refer("works", ["who"], to: "people")
    try schema.refer("works", ["place"], to: "places")
    try check(
      schema.fitted(), schema.metadata, rowsPerBlock: 300, scale: 10, isDivided: true)
  }

  /// A key of a foreign key and a label, and a key copied from the parent.
  @Test func keysWithALearnedPart() throws {
    var schema = KeySchema()
    let ids = (0..<120 as Range<Int64>).map { $0 }
    try schema.add("shops", key: ["id"], [("id", ids)])
    try schema.add(
      "days", key: ["shop", "day"], numbers: ["day"],
      [("shop", ids.flatMap { [$0, $0, $0] }), ("day", ids.flatMap { [$0 % 5, 5 + $0 % 3, 9] })])
    try schema.add(
      "details", key: ["shop"], numbers: ["size"],
      [("shop", ids.filter { $0 % 3 > 0 }), ("size", ids.filter { $0 % 3 > 0 }.map { $0 % 7 })])
    try schema.refer("days", ["shop"], to: "shops")
    try schema.refer("details", ["shop"], to: "shops")
    try check(schema.fitted(), schema.metadata, rowsPerBlock: 700, scale: 10, isDivided: true)
  }

  /// A key of values alone must be unique in the whole table: one block.
  @Test func keysOfLearnedValuesAreNotDivided() throws {
    var metadata = Metadata()
    try metadata.addTable(
      "rates",
      columns: [
        ColumnMetadata("day", .numerical), ColumnMetadata("currency", .categorical),
        ColumnMetadata("rate", .numerical),
      ], primaryKey: ["day", "currency"])
    let rows = 0..<900
    let dataset = try Dataset([
      Table(
        "rates",
        columns: [
          Column("day", integers: rows.map { Int64($0) }),
          Column("currency", strings: rows.map { ["EUR", "USD", "GBP"][$0 % 3] }),
          Column("rate", decimals: rows.map { Double($0 * $0 % 77) / 8 }, places: 3),
        ])
    ])
    let model = HMA1(metadata)
    try model.fit(dataset)
    try check(model, metadata, rowsPerBlock: 100, scale: 1, isDivided: false)
  }

  /// A foreign key to a reference table is no part that tells blocks apart.
  @Test func keysOfReferencesAreNotDivided() throws {
    var schema = KeySchema()
    try schema.add("kinds", key: ["id"], [("id", (0..<400).map { $0 })])
    try schema.add(
      "texts", key: ["kind"], numbers: ["length"],
      [("kind", (0..<300).map { $0 }), ("length", (0..<300).map { $0 * 37 % 91 })])
    try schema.refer("texts", ["kind"], to: "kinds")
    let model = HMA1(schema.metadata, options: FitOptions(referenceTables: ["kinds"]))
    try model.fit(Dataset(schema.tables))
    try check(model, schema.metadata, rowsPerBlock: 50, scale: 1, isDivided: false)
  }

  /// Tables that do not hang together are divided on their own: a small one is a block.
  @Test func tablesThatDoNotHangTogether() throws {
    var schema = KeySchema()
    try schema.add("settings", key: ["id"], [("id", (0..<3).map { $0 })])
    try schema.add(
      "people", key: ["id"], numbers: ["age"],
      [("id", (0..<900).map { $0 }), ("age", (0..<900).map { $0 % 80 })])
    try check(schema.fitted(), schema.metadata, rowsPerBlock: 300, scale: 4, isDivided: true)
  }

  /// Staff, stores with a head of staff, a bridge: circles and two keys to one parent.
  @Test func circles() throws {
    var schema = KeySchema()
    let ids = (0..<60 as Range<Int64>).map { $0 }
    try schema.add(
      "staff", key: ["id"], numbers: ["pay"],
      [
        ("id", ids), ("boss", ids.map { $0 < 3 ? nil : ($0 - 3) / 3 }),
        ("store", ids.map { $0 % 12 }),
        ("pay", ids.map { 1000 - 7 * $0 }),
      ])
    try schema.add(
      "stores", key: ["id"], [("id", (0..<12).map { $0 }), ("head", (0..<12).map { $0 + 20 })])
    try schema.add(
      "trips", key: [], numbers: ["km"],
      [("from", ids.map { $0 % 12 }), ("to", ids.map { $0 * 7 % 12 }), ("km", ids.map { $0 % 9 })])
    try schema.refer("staff", ["boss"], to: "staff")
    try schema.refer("staff", ["store"], to: "stores")
    try schema.refer("stores", ["head"], to: "staff")
    try schema.refer("trips", ["from"], to: "stores")
    try schema.refer("trips", ["to"], to: "stores")
    try check(schema.fitted(), schema.metadata, rowsPerBlock: 140, scale: 12, isDivided: true)
  }
}
