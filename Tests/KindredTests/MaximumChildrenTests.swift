import Kindred
import KindredData
import Testing

/// Limits that requests set on numbers of children.
@Suite struct MaximumChildrenTests {
  /// Orders of 100 customers (up to 9 each), each in one of 40 shops and of one of 3 kinds.
  private func fitted() throws -> HMA1 {
    var metadata = Metadata()
    for table in ["customers", "shops", "kinds"] {
      try metadata.addTable(
        table, columns: [ColumnMetadata("id", .id), ColumnMetadata("size", .numerical)],
        primaryKey: ["id"])
    }
    try metadata.addTable(
      "orders",
      columns: [
        ColumnMetadata("customer", .id), ColumnMetadata("shop", .id), ColumnMetadata("kind", .id),
      ])
    for (parent, key) in [("customers", "customer"), ("shops", "shop"), ("kinds", "kind")] {
      try metadata.addRelationship(parent: parent, child: "orders", foreignKey: key)
    }
    metadata.referenceTables = ["kinds"]
    func parents(_ name: String, _ count: Int64) throws -> Table {
      try Table(
        name,
        columns: [
          Column("id", integers: (0..<count).map { $0 }),
          Column("size", integers: (0..<count).map { $0 * 7 % 10 }),
        ])
    }
    let customers = (0..<Int64(100)).flatMap { Array(repeating: $0, count: Int($0 * 7 % 10)) }
    let model = HMA1(metadata, model: .copula)
    try model.fit(
      Dataset([
        parents("customers", 100), parents("shops", 40), parents("kinds", 3),
        Table(
          "orders",
          columns: [
            Column("customer", integers: customers),
            Column("shop", integers: customers.indices.map { Int64($0 * $0 % 40) }),
            Column("kind", integers: customers.indices.map { Int64($0 % 7 == 0 ? 1 : $0 % 2) }),
          ]),
      ]))
    return model
  }

  private func most(_ sample: Dataset, _ key: String) throws -> Int {
    guard case .integers(let keys)? = sample["orders"]?[column: key]?.values else { return 0 }
    var counts: [Int64: Int] = [:]
    for key in keys { counts[key, default: 0] += 1 }
    return counts.values.max() ?? 0
  }

  private func request(_ limits: [String: Int]) -> SampleRequest {
    var request = SampleRequest(seed: 1)
    request.maximumChildren = limits
    return request
  }

  @Test func noParentGetsMore() throws {
    let model = try fitted()
    let free = try model.sample(seed: 1)
    #expect(try most(free, "customer") > 5)
    #expect(try most(free, "shop") > 15)
    let sample = try model.sample(
      request(["orders.customer": 5, "orders.shop": 12, "orders.kind": 170]))
    #expect(try most(sample, "customer") == 5)
    #expect(try most(sample, "shop") <= 12)
    #expect(try most(sample, "kind") <= 170)
    #expect(try model.metadata.validate(sample).isValid)
  }

  @Test func impossibleLimitsAreRefused() throws {
    let model = try fitted()
    for limits in [["orders.shop": 2], ["orders.price": 2], ["orders.shop": -1]] {
      let error = try #require(
        throws: KindredError.self, performing: { _ = try model.sample(request(limits)) })
      #expect(error.kind == .argument)
    }
  }
}
