import Foundation
import Kindred
import KindredData
import Testing

/// Columns whose values are those of a parent's column.
@Suite struct CopiedColumnTests {
  private static let customers = 300
  private static let orders = 1_500
  /// Three orders in ten have a price of their own.
  private static func hasOwnPrice(_ order: Int) -> Bool { order * 7919 % 10 < 3 }

  /// Orders repeat their customer's city and street, and most of them the customer's usual price.
  private func shop() throws -> (metadata: Metadata, dataset: Dataset) {
    var metadata = Metadata()
    try metadata.addTable(
      "customers",
      columns: [
        ColumnMetadata("id", .id), ColumnMetadata("city", .categorical),
        ColumnMetadata("street", SDType(rawValue: "address")), ColumnMetadata("price", .numerical),
      ], primaryKey: ["id"])
    try metadata.addTable(
      "orders",
      columns: [
        ColumnMetadata("customer", .id), ColumnMetadata("ship_city", .categorical),
        ColumnMetadata("ship_street", SDType(rawValue: "address")),
        ColumnMetadata("price", .numerical),
        ColumnMetadata("quantity", .numerical),
      ])
    try metadata.addRelationship(parent: "customers", child: "orders", foreignKey: "customer")
    let cities = (0..<Self.customers).map { $0 % 13 == 0 ? nil : "City \($0 * 31 % 17)" }
    let streets = (0..<Self.customers).map { "\($0 + 1) Long Street" }
    let prices = (0..<Self.customers).map { Int64($0 * 53 % 200 + 100) }
    let owners = (0..<Self.orders).map { $0 * 7 % Self.customers }
    let dataset = try Dataset([
      Table(
        "customers",
        columns: [
          Column("id", integers: (0..<Int64(Self.customers)).map { $0 }),
          Column("city", strings: cities), Column("street", strings: streets),
          Column("price", integers: prices),
        ]),
      Table(
        "orders",
        columns: [
          Column("customer", integers: owners.map { Int64($0) }),
          Column("ship_city", strings: owners.map { cities[$0] }),
          Column("ship_street", strings: owners.map { streets[$0] }),
          Column(
            "price",
            integers: owners.enumerated().map { order, owner in
              Self.hasOwnPrice(order) ? Int64(order * 37 % 40 + 301) : prices[owner]
            }),
          Column("quantity", integers: (0..<Self.orders).map { Int64($0 * 11 % 9) }),
        ]),
    ])
    return (metadata, dataset)
  }

  /// Per order, whether the column agrees with the customer's.
  private func agreement(
    _ sample: Dataset, _ column: String, with parentColumn: String
  ) throws -> [Bool] {
    let customers = try #require(sample["customers"])
    let orders = try #require(sample["orders"])
    let ids = try #require(customers[column: "id"])
    let theirs = try #require(customers[column: parentColumn])
    var values: [String?: String?] = [:]
    for row in 0..<customers.rowCount { values[ids.text(at: row)] = theirs.text(at: row) }
    let keys = try #require(orders[column: "customer"])
    let own = try #require(orders[column: column])
    return (0..<orders.rowCount).map { own.text(at: $0) == values[keys.text(at: $0)] }
  }

  @Test func copiesFollowTheirParents() throws {
    let (metadata, dataset) = try shop()
    let model = HMA1(metadata, model: .copula)
    try model.fit(dataset)
    for sample in [try model.sample(seed: 1), try model.sample(scale: 3, seed: 2)] {
      #expect(try metadata.validate(sample).isValid)
      #expect(try agreement(sample, "ship_city", with: "city").allSatisfy { $0 })
      #expect(try agreement(sample, "ship_street", with: "street").allSatisfy { $0 })
      // Rows are copied by rank, so the share is exact but for one row; own prices lie apart.
      let copied = try agreement(sample, "price", with: "price")
      let share = Double(copied.count { $0 }) / Double(copied.count)
      #expect(abs(share - 0.7) < 0.005)
    }
  }

  @Test func pricesOfTheirOwnHaveTheirOwnDistribution() throws {
    let (metadata, dataset) = try shop()
    let model = HMA1(metadata, model: .copula)
    try model.fit(dataset)
    let sample = try model.sample(seed: 3)
    guard case .integers(let prices) = sample["orders"]?[column: "price"]?.values else {
      Issue.record("prices are not whole numbers")
      return
    }
    let copied = try agreement(sample, "price", with: "price")
    for (price, isCopied) in zip(prices, copied) where !isCopied {
      #expect((301...340).contains(price))
    }
  }

  @Test func aModelFileKeepsCopies() throws {
    let (metadata, dataset) = try shop()
    let model = HMA1(metadata, model: .copula)
    try model.fit(dataset)
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("copies-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("model.kindred")
    try model.save(to: path)
    let loaded = try HMA1.load(from: path)
    #expect(try loaded.sample(seed: 5) == model.sample(seed: 5))
    let detail = try loaded.summary().tables[1].columns[1]
    #expect(detail.source == "parent")
    #expect(detail.detail.contains("customers.city"))
  }

  /// Without their parents, children have values of their own: not one for all.
  @Test func childrenAloneHaveValues() throws {
    let (metadata, dataset) = try shop()
    let model = HMA1(metadata, model: .copula)
    try model.fit(dataset)
    let orders = try #require(
      try model.sample("orders", rows: 400, seed: 4)["orders"]?[column: "ship_city"])
    let labels = Set((0..<orders.count).map { orders.text(at: $0) })
    #expect(labels.count > 10)
    // 7.7 % are null; 400 draws stay within four standard errors of 1.3 %.
    #expect(abs(Double(orders.nullCount) / 400 - 0.077) < 0.054)
  }

  /// Columns that agree in some rows by chance do not follow each other.
  @Test func chanceIsNoCopy() throws {
    var (metadata, dataset) = try shop()
    metadata = try Metadata(json: metadata.jsonText())
    let orders = try #require(dataset["orders"])
    dataset = try Dataset([
      try #require(dataset["customers"]),
      Table(
        "orders",
        columns: orders.columns.map { column in
          column.name == "ship_city"
            ? Column(
              "ship_city", strings: (0..<Self.orders).map { "City \($0 * 13 % 17)" })
            : column
        }),
    ])
    let model = HMA1(metadata, model: .copula)
    try model.fit(dataset)
    #expect(try model.summary().tables[1].columns[1].source == "distribution")
  }
}
