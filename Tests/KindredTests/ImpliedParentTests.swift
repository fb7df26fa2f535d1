import Kindred
import KindredData
import Testing

/// Foreign keys that follow from others do so in samples.
@Suite struct ImpliedParentTests {
  /// Payments name the rental and, again, the rental's customer; the customer comes first.
  private func rentals() throws -> (metadata: Metadata, dataset: Dataset) {
    var metadata = Metadata()
    try metadata.addTable(
      "customers", columns: [ColumnMetadata("id", .id), ColumnMetadata("age", .numerical)],
      primaryKey: ["id"])
    try metadata.addTable(
      "rentals",
      columns: [
        ColumnMetadata("id", .id), ColumnMetadata("customer", .id),
        ColumnMetadata("days", .numerical),
      ], primaryKey: ["id"])
    try metadata.addTable(
      "payments",
      columns: [
        ColumnMetadata("customer", .id), ColumnMetadata("rental", .id),
        ColumnMetadata("amount", .numerical),
      ])
    try metadata.addRelationship(parent: "customers", child: "rentals", foreignKey: "customer")
    try metadata.addRelationship(parent: "customers", child: "payments", foreignKey: "customer")
    try metadata.addRelationship(parent: "rentals", child: "payments", foreignKey: "rental")
    let rentals = (0..<Int64(600)).map { $0 }
    let days = rentals.map { ($0 * 7919) % 30 }
    let dataset = try Dataset([
      Table(
        "customers",
        columns: [
          Column("id", integers: (0..<200).map { $0 }),
          Column("age", integers: (0..<200).map { ($0 * 37) % 60 + 18 }),
        ]),
      Table(
        "rentals",
        columns: [
          Column("id", integers: rentals), Column("customer", integers: rentals.map { $0 / 3 }),
          Column("days", integers: days),
        ]),
      Table(
        "payments",
        columns: [
          Column("customer", integers: rentals.map { $0 / 3 }),
          Column("rental", integers: rentals),
          Column("amount", integers: days.map { 10 * $0 + 5 }),
        ]),
    ])
    return (metadata, dataset)
  }

  @Test func customersOfPaymentsAreThoseOfTheirRentals() throws {
    let (metadata, dataset) = try rentals()
    let model = HMA1(metadata, model: .copula)
    try model.fit(dataset)
    for sample in [try model.sample(seed: 1), try model.sample(scale: 2.5, seed: 2)] {
      #expect(try metadata.validate(sample).isValid)
      guard case .integers(let keys) = sample["rentals"]?[column: "id"]?.values,
        case .integers(let owners) = sample["rentals"]?[column: "customer"]?.values,
        case .integers(let named) = sample["payments"]?[column: "customer"]?.values,
        case .integers(let rented) = sample["payments"]?[column: "rental"]?.values
      else { return #expect(Bool(false)) }
      let owner = Dictionary(uniqueKeysWithValues: zip(keys, owners))
      #expect(!named.isEmpty)
      #expect(zip(named, rented).allSatisfy { $0 == owner[$1] })
    }
  }

  /// One payment a rental: what a payment says about its rental is kept, as between columns of one
  /// row. The amount follows from the days, so ranks agree but for ties and the copula's cells.
  @Test func singleChildrenFollowTheirParents() throws {
    let (metadata, dataset) = try rentals()
    let model = HMA1(metadata, model: .copula)
    try model.fit(dataset)
    let sample = try model.sample(seed: 3)
    guard case .integers(let keys) = sample["rentals"]?[column: "id"]?.values,
      case .integers(let days) = sample["rentals"]?[column: "days"]?.values,
      case .integers(let rented) = sample["payments"]?[column: "rental"]?.values,
      case .integers(let amounts) = sample["payments"]?[column: "amount"]?.values
    else { return #expect(Bool(false)) }
    let length = Dictionary(uniqueKeysWithValues: zip(keys, days))
    let errors = zip(rented, amounts).map { abs(Double($1) - Double(10 * (length[$0] ?? 0) + 5)) }
    // Independent amounts would be off by 100 on average.
    #expect(errors.reduce(0, +) / Double(errors.count) < 15)
  }

  @Test func paymentsAloneHaveCustomers() throws {
    let (metadata, dataset) = try rentals()
    let model = HMA1(metadata, model: .copula)
    try model.fit(dataset)
    let payments = try #require(try model.sample("payments", rows: 50, seed: 1)["payments"])
    #expect(payments.rowCount == 50)
    #expect(payments[column: "customer"]?.nullCount == 0)
  }
}
