import Kindred
import KindredData
import Testing

/// Whatever is sampled satisfies the schema.
@Suite struct IntegrityTests {
  @Test(arguments: [0, 1, 2, 17, 400]) func samplesAreValid(customers: Int) throws {
    let shop = try Shop(customers: customers)
    let model = try shop.fitted(FitOptions(referenceTables: []))
    for seed in 0..<5 as Range<UInt64> {
      let sample = try model.sample(seed: seed)
      #expect(try shop.metadata.validate(sample).findings.map(\.problem) == [])
    }
    for table in shop.metadata.tableNames {
      let sample = try model.sample(table, rows: 13, includingChildren: false, seed: 1)
      #expect(sample[table]?.rowCount == 13)
    }
  }

  @Test func successiveSamplesDoNotShareKeys() throws {
    let shop = try Shop(customers: 200)
    let model = try shop.fitted(FitOptions(referenceTables: []))
    var seen: Set<String> = []
    for _ in 0..<4 {
      let sample = try model.sample()
      for (table, column) in [("customers", "id"), ("orders", "order_id"), ("products", "sku")] {
        let column = try #require(sample[table]?[column: column])
        switch column.values {
        case .integers(let values):
          for value in values { #expect(seen.insert("\(table) \(value)").inserted) }
        case .strings(let values):
          for row in 0..<column.count { #expect(seen.insert("\(table) \(values[row])").inserted) }
        default: Issue.record("keys of an unexpected type")
        }
      }
    }
  }

  @Test func linesAreNumberedWithinTheirOrder() throws {
    let sample = try Shop(customers: 100).fitted().sample()
    let lines = try #require(sample["lines"])
    guard case .integers(let orders)? = lines[column: "order_id"]?.values,
      case .integers(let numbers)? = lines[column: "line"]?.values
    else {
      Issue.record("keys of an unexpected type")
      return
    }
    for row in orders.indices {
      let continues = row > 0 && orders[row] == orders[row - 1]
      #expect(numbers[row] == (continues ? numbers[row - 1] + 1 : 1))
    }
  }

  @Test func noPersonalValueIsTakenOver() throws {
    let shop = try Shop(customers: 300)
    let sample = try shop.fitted(FitOptions(referenceTables: [])).sample()
    guard case .strings(let real)? = shop.dataset["customers"]?[column: "email"]?.values,
      case .strings(let synthetic)? = sample["customers"]?[column: "email"]?.values
    else {
      Issue.record("mail addresses are not texts")
      return
    }
    let known = Set((0..<300).map { real[$0] })
    for row in 0..<300 {
      #expect(!known.contains(synthetic[row]))
      #expect(synthetic[row].contains("@"))
    }
  }

  /// A self-reference, a bridge without attributes, two keys to one parent, and a circle of two
  /// tables: all are refused by SDV's HMA.
  @Test func unusualRelationshipsStayValid() throws {
    var metadata = Metadata()
    try metadata.addTable(
      "staff",
      columns: [
        ColumnMetadata("id", .id), ColumnMetadata("boss", .id), ColumnMetadata("store", .id),
        ColumnMetadata("pay", .numerical),
      ], primaryKey: ["id"])
    try metadata.addTable(
      "stores", columns: [ColumnMetadata("id", .id), ColumnMetadata("head", .id)],
      primaryKey: ["id"])
    try metadata.addTable(
      "works", columns: [ColumnMetadata("who", .id), ColumnMetadata("place", .id)],
      primaryKey: ["who", "place"])
    try metadata.addTable(
      "trips",
      columns: [
        ColumnMetadata("from", .id), ColumnMetadata("to", .id), ColumnMetadata("km", .numerical),
      ])
    try metadata.addRelationship(parent: "staff", child: "staff", foreignKey: "boss")
    try metadata.addRelationship(parent: "stores", child: "staff", foreignKey: "store")
    try metadata.addRelationship(parent: "staff", child: "stores", foreignKey: "head")
    try metadata.addRelationship(parent: "staff", child: "works", foreignKey: "who")
    try metadata.addRelationship(parent: "stores", child: "works", foreignKey: "place")
    try metadata.addRelationship(parent: "stores", child: "trips", foreignKey: "from")
    try metadata.addRelationship(parent: "stores", child: "trips", foreignKey: "to")
    let ids = 0..<Int64(60)
    let dataset = try Dataset([
      Table(
        "staff",
        columns: [
          Column("id", integers: ids.map { $0 }),
          Column("boss", integers: ids.map { $0 < 3 ? nil : ($0 - 3) / 3 }),
          Column("store", integers: ids.map { $0 % 12 }),
          Column("pay", integers: ids.map { 1000 - 7 * $0 }),
        ]),
      Table(
        "stores",
        columns: [
          Column("id", integers: (0..<12).map { $0 }),
          Column("head", integers: (0..<12).map { $0 + 20 }),
        ]),
      Table(
        "works",
        columns: [
          Column("who", integers: ids.flatMap { [$0, $0, $0] }),
          Column("place", integers: ids.flatMap { [$0 % 12, ($0 + 5) % 12, ($0 + 7) % 12] }),
        ]),
      Table(
        "trips",
        columns: [
          Column("from", integers: ids.map { $0 % 12 }),
          Column("to", integers: ids.map { $0 * 7 % 12 }),
          Column("km", integers: ids.map { $0 % 9 }),
        ]),
    ])
    let model = HMA1(metadata)
    try model.fit(dataset)
    for seed in 0..<10 as Range<UInt64> {
      let sample = try model.sample(scale: Double(1 + seed % 3), seed: seed, resettingKeys: true)
      #expect(try metadata.validate(sample).findings.map(\.problem) == [])
      let staff = try #require(sample["staff"])
      #expect(try depthOfForest(staff, key: "id", parent: "boss") != nil)
    }
  }

  /// The longest way to a root; nil when rows go round in a circle.
  private func depthOfForest(_ table: Table, key: String, parent: String) throws -> Int? {
    let keys = try #require(table[column: key])
    let parents = try #require(table[column: parent])
    guard case .integers(let ids) = keys.values, case .integers(let up) = parents.values else {
      Issue.record("keys of an unexpected type")
      return nil
    }
    let rows = Dictionary(uniqueKeysWithValues: zip(ids, ids.indices))
    var deepest = 0
    for start in ids.indices {
      var row = start
      var depth = 0
      while parents.isValid(row) {
        row = try #require(rows[up[row]])
        depth += 1
        if depth > ids.count { return nil }
      }
      deepest = max(deepest, depth)
    }
    return deepest
  }
}
