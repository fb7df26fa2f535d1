import Kindred
import KindredData
import KindredStatistics

/// A generated dataset with known structure: customers, their orders (with nulls, decimals, dates,
/// labels that depend on the customer), order lines under a composite key, and products.
struct Shop {
  var metadata = Metadata()
  let dataset: Dataset

  init(customers: Int, seed: UInt64 = 1) throws {
    let random = CounterRandom(seed: seed, stream: CounterRandom.stream("shop"))
    try metadata.addTable(
      "customers",
      columns: [
        ColumnMetadata("id", .id), ColumnMetadata("segment", .categorical),
        ColumnMetadata("income", .numerical), ColumnMetadata("email", SDType(rawValue: "email")),
      ], primaryKey: ["id"])
    try metadata.addTable(
      "products",
      columns: [ColumnMetadata("sku", .id), ColumnMetadata("price", .numerical)],
      primaryKey: ["sku"])
    try metadata.addTable(
      "orders",
      columns: [
        ColumnMetadata("order_id", .id), ColumnMetadata("customer", .id),
        ColumnMetadata("placed", .datetime, datetimeFormat: "%Y-%m-%d"),
        ColumnMetadata("total", .numerical), ColumnMetadata("coupon", .categorical),
        ColumnMetadata("paid", .boolean),
      ], primaryKey: ["order_id"])
    try metadata.addTable(
      "lines",
      columns: [
        ColumnMetadata("order_id", .id), ColumnMetadata("line", .id),
        ColumnMetadata("sku", .id), ColumnMetadata("quantity", .numerical),
      ], primaryKey: ["order_id", "line"])
    try metadata.addRelationship(parent: "customers", child: "orders", foreignKey: "customer")
    try metadata.addRelationship(parent: "orders", child: "lines", foreignKey: "order_id")
    try metadata.addRelationship(parent: "products", child: "lines", foreignKey: "sku")
    // A catalogue by name, but the tests want one that is learned.
    metadata.referenceTables = []

    let products = 40
    var segments: [String] = []
    var incomes: [Double] = []
    var orders:
      (customer: [Int64], placed: [Int64], total: [Double], coupon: [String?], paid: [Bool])
    orders = ([], [], [], [], [])
    var lines: (order: [Int64], line: [Int64], sku: [String], quantity: [Int64]) = ([], [], [], [])
    for customer in 0..<customers {
      let row = UInt64(customer)
      let wealth = random.normal(row: row, lane: 0)
      segments.append(wealth > 0.5 ? "gold" : wealth > -0.5 ? "silver" : "basic")
      incomes.append((30_000 + 9_000 * wealth).rounded())
      let count = Int(random.uniform(row: row, lane: 1) * (wealth > 0 ? 8 : 4))
      for order in 0..<count {
        let place = row << 8 | UInt64(order)
        orders.customer.append(Int64(1000 + customer))
        orders.placed.append(
          Int64(18_000 + Int(random.uniform(row: place, lane: 2) * 700)) * 86_400_000_000)
        let total = (20 + 6 * wealth + 4 * random.normal(row: place, lane: 3)) * 100
        orders.total.append(max(1, total.rounded() / 100))
        let hasCoupon = random.uniform(row: place, lane: 4) < 0.4
        orders.coupon.append(hasCoupon ? (wealth > 0 ? "VIP" : "SALE") : nil)
        orders.paid.append(random.uniform(row: place, lane: 5) < 0.8)
        for line in 0..<1 + Int(random.uniform(row: place, lane: 6) * 3) {
          let product = random.integer(below: UInt64(products), row: place, lane: 7 + UInt64(line))
          lines.order.append(Int64(orders.customer.count))
          lines.line.append(Int64(line + 1))
          lines.sku.append("SKU-\(100 + product)")
          lines.quantity.append(1 + Int64(random.uniform(row: place, lane: 12 + UInt64(line)) * 5))
        }
      }
    }
    let count = orders.customer.count
    dataset = try Dataset([
      Table(
        "customers",
        columns: [
          Column("id", integers: (0..<customers).map { Int64(1000 + $0) }),
          Column("segment", strings: segments), Column("income", decimals: incomes, places: 0),
          Column("email", strings: (0..<customers).map { "user\($0)@corp.test" }),
        ]),
      Table(
        "products",
        columns: [
          Column("sku", strings: (0..<products).map { "SKU-\(100 + $0)" }),
          Column("price", decimals: (0..<products).map { 5 + Double($0) / 4 }, places: 2),
        ]),
      Table(
        "orders",
        columns: [
          Column("order_id", integers: (1...max(1, count)).prefix(count).map { Int64($0) }),
          Column("customer", integers: orders.customer),
          Column("placed", timestamps: orders.placed, format: "%Y-%m-%d"),
          Column("total", decimals: orders.total, places: 2),
          Column("coupon", strings: orders.coupon), Column("paid", booleans: orders.paid),
        ]),
      Table(
        "lines",
        columns: [
          Column("order_id", integers: lines.order), Column("line", integers: lines.line),
          Column("sku", strings: lines.sku), Column("quantity", integers: lines.quantity),
        ]),
    ])
  }

  /// A model fitted on the shop.
  func fitted(_ options: FitOptions = FitOptions(model: .copula)) throws -> HMA1 {
    let model = HMA1(metadata, options: options)
    try model.fit(dataset)
    return model
  }
}
