import Kindred
import KindredData
import KindredStatistics
import Testing

/// Foreign keys that share a column never refer to a row that does not exist.
@Suite struct SharedColumnTests {
  /// Tenants with users of their own; orders name buyer and seller, both of the order's tenant, and
  /// at times a voucher of the tenant.
  private func shop(declaringTenants: Bool) throws -> KeySchema {
    var schema = KeySchema()
    let random = KeySchema.random("tenants")
    let tenants = (0..<30 as Range<Int64>).map { 10 + $0 }
    if declaringTenants { try schema.add("tenants", key: ["id"], [("id", tenants)]) }
    var users: [(Int64, Int64)] = []
    var orders: [[Int64?]] = []
    var vouchers: [(Int64, Int64)] = []
    for (place, tenant) in tenants.enumerated() {
      let count = 1 + Int64(random.integer(below: 6, row: UInt64(place), lane: 0))
      users += (0..<count).map { (tenant, 1 + $0) }
      let offered = Int64(random.integer(below: 3, row: UInt64(place), lane: 1))
      vouchers += (0..<offered).map { (tenant, 1 + $0) }
      for order in 0..<random.integer(below: 20, row: UInt64(place), lane: 2) {
        let row = UInt64(place) << 8 | order
        func pick(_ lane: UInt64) -> Int64 {
          1 + Int64(random.integer(below: UInt64(count), row: row, lane: lane))
        }
        let voucher =
          offered > 0 && order % 3 == 0
          ? 1 + Int64(random.integer(below: UInt64(offered), row: row, lane: 5)) : nil
        orders.append([tenant, pick(3), pick(4), voucher])
      }
    }
    try schema.add(
      "users", key: ["tenant", "number"], [("tenant", users.map(\.0)), ("number", users.map(\.1))])
    try schema.add(
      "vouchers", key: ["tenant", "voucher"],
      [("tenant", vouchers.map(\.0)), ("voucher", vouchers.map(\.1))])
    try schema.add(
      "orders", key: [],
      [
        ("tenant", orders.map { $0[0] }), ("buyer", orders.map { $0[1] }),
        ("seller", orders.map { $0[2] }), ("voucher", orders.map { $0[3] }),
      ])
    if declaringTenants {
      for table in ["users", "vouchers", "orders"] {
        try schema.refer(table, ["tenant"], to: "tenants")
      }
    }
    try schema.refer("orders", ["tenant", "buyer"], to: "users")
    try schema.refer("orders", ["tenant", "seller"], to: "users")
    if declaringTenants { try schema.refer("orders", ["tenant", "voucher"], to: "vouchers") }
    return schema
  }

  @Test(arguments: [true, false]) func tenantsAgree(declaringTenants: Bool) throws {
    let schema = try shop(declaringTenants: declaringTenants)
    let model = HMA1(schema.metadata, model: .copula)
    try model.fit(Dataset(schema.tables))
    let real = try Dataset(schema.tables)
    for seed in 0..<8 as Range<UInt64> {
      let sample = try model.sample(
        scale: [1, 0.2, 2.5][Int(seed) % 3], seed: seed, resettingKeys: true)
      let problems = try schema.metadata.validate(sample).findings.filter { $0.severity == .error }
      #expect(problems.map(\.problem) == [])
      for column in ["buyer", "seller"] {
        #expect(try sample.integers("orders", column).allSatisfy { $0 != nil })
      }
      guard declaringTenants, seed % 3 == 0 else { continue }
      func vouchers(_ dataset: Dataset) throws -> Double {
        let values = try dataset.integers("orders", "voucher")
        return Double(values.count { $0 != nil }) / Double(values.count)
      }
      #expect(abs(try vouchers(sample) - vouchers(real)) < 0.1)
    }
  }

  /// Employees report to others of their firm.
  @Test func superiorsAreOfTheSameFirm() throws {
    var schema = KeySchema()
    let random = KeySchema.random("firms")
    try schema.add("firms", key: ["id"], [("id", (0..<20).map { $0 })])
    let staff = (0..<20 as Range<Int64>).flatMap { firm in
      (1...3 + Int64(random.integer(below: 9, row: UInt64(firm)))).map { number -> [Int64?] in
        [firm, number, number < 2 ? nil : number / 2]
      }
    }
    try schema.add(
      "staff", key: ["firm", "number"],
      [
        ("firm", staff.map { $0[0] }), ("number", staff.map { $0[1] }),
        ("superior", staff.map { $0[2] }),
      ])
    try schema.refer("staff", ["firm"], to: "firms")
    try schema.refer("staff", ["firm", "superior"], to: "staff")
    let model = HMA1(schema.metadata, model: .copula)
    try model.fit(Dataset(schema.tables))
    for seed in 0..<4 as Range<UInt64> {
      let sample = try model.sample(
        scale: [1, 3][Int(seed) % 2], seed: seed, resettingKeys: true)
      let problems = try schema.metadata.validate(sample).findings.filter { $0.severity == .error }
      #expect(problems.map(\.problem) == [])
      let superiors = try sample.integers("staff", "superior")
      #expect(superiors.contains { $0 != nil } && superiors.contains(nil))
    }
  }
}
