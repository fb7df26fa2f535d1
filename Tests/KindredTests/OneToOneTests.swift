import Kindred
import KindredData
import KindredStatistics
import Testing

/// Rows that share the key of their parent, and tables that refer to each other.
@Suite struct OneToOneTests {
  /// Every person has a passport, six in ten have a licence; both are declared after another key.
  private func people() throws -> KeySchema {
    var schema = KeySchema()
    let random = KeySchema.random("one to one")
    let people = (0..<400 as Range<Int64>).map { 7 + $0 }
    let drivers = people.filter { random.uniform(row: UInt64($0)) < 0.6 }
    try schema.add("offices", key: ["id"], [("id", (0..<300).map { $0 })])
    try schema.add(
      "people", key: ["id"], numbers: ["age"],
      [
        ("id", people), ("age", people.map { $0 % 60 }),
      ])
    try schema.add(
      "passports", key: ["person"],
      [("person", people), ("office", people.map { $0 % 300 })])
    try schema.add(
      "licences", key: ["person"], numbers: ["points"],
      [
        ("person", drivers), ("office", drivers.map { $0 * 7 % 300 }),
        ("points", drivers.map { $0 % 5 }),
      ])
    try schema.add(
      "fines", key: ["id"],
      [("id", drivers.map { $0 }), ("licence", drivers.map { $0 % 3 == 0 ? nil : $0 })])
    for table in ["passports", "licences"] {
      try schema.refer(table, ["office"], to: "offices")
      try schema.refer(table, ["person"], to: "people")
    }
    try schema.refer("fines", ["licence"], to: "licences")
    return schema
  }

  @Test func everyParentHasAtMostOneChild() throws {
    let schema = try people()
    let model = try schema.fitted()
    for sample in try schema.samples(model) {
      let people = Double(sample["people"]?.rowCount ?? 0)
      #expect(Double(sample["passports"]?.rowCount ?? 0) == people)
      let share = Double(sample["licences"]?.rowCount ?? 0) / people
      let real = Double(schema.tables[3].rowCount) / 400
      #expect(abs(share - real) < 1 / people + 0.001)
      #expect(try sample.degrees("passports", "person").keys.allSatisfy { $0 == 1 })
      // A foreign key that is unique in the data without being a key.
      #expect(try sample.degrees("fines", "licence").keys.allSatisfy { $0 == 1 })
    }
  }

  /// A department has a head, employees have a department; some have none.
  @Test func circlesOfTwoTablesKeepTheirNulls() throws {
    var schema = KeySchema()
    let staff = 0..<Int64(240)
    let departments = 0..<Int64(24)
    try schema.add(
      "departments", key: ["id"],
      [("id", departments.map { $0 }), ("head", departments.map { $0 % 4 == 0 ? nil : $0 * 9 })])
    try schema.add(
      "employees", key: ["id"], numbers: ["pay"],
      [
        ("id", staff.map { $0 }),
        ("department", staff.map { $0 % 10 == 3 ? nil : ($0 * 11) % 24 }),
        ("pay", staff.map { 1000 + $0 % 50 }),
      ])
    try schema.refer("departments", ["head"], to: "employees")
    try schema.refer("employees", ["department"], to: "departments")
    let model = try schema.fitted()
    for sample in try schema.samples(model) {
      for (table, column, share) in [
        ("departments", "head", 0.25), ("employees", "department", 0.1),
      ] {
        let values = try sample.integers(table, column)
        let nulls = Double(values.count { $0 == nil })
        #expect(abs(nulls - share * Double(values.count)) <= 1.5, "\(table) of \(values.count)")
      }
    }
  }

  /// Two tables with one key, each referring to the other.
  @Test func tablesThatShareTheirKey() throws {
    var schema = KeySchema()
    let rows = (0..<120 as Range<Int64>).map { 5 + $0 }
    try schema.add(
      "orders", key: ["id"], numbers: ["sum"],
      [
        ("id", rows), ("sum", rows.map { $0 * 13 % 90 }),
      ])
    try schema.add(
      "invoices", key: ["id"], numbers: ["due"],
      [
        ("id", rows), ("due", rows.map { $0 * 7 % 30 }),
      ])
    try schema.refer("invoices", ["id"], to: "orders")
    try schema.refer("orders", ["id"], to: "invoices")
    let model = try schema.fitted()
    _ = try schema.samples(model)
  }
}
