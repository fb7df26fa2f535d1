import KindredData
import Testing

@Suite struct ValidationTypeTests {
  private func finding(customers column: Column) throws -> ValidationReport.Finding {
    let report = try shopMetadata().validate(shop(customers: [column]))
    return try #require(report.only)
  }

  @Test func textInANumericalColumn() throws {
    let finding = try finding(customers: Column("age", strings: ["30", nil, "old"]))
    #expect(finding.kind == .wrongType)
    #expect(finding.columns == ["age"])
    #expect(finding.row == 3)
    #expect(finding.value == "old")
    #expect(finding.count == 1)
  }

  @Test func numbersAsTextAreStillText() throws {
    let finding = try finding(customers: Column("age", strings: ["30", nil, "-1e3"]))
    #expect(finding.kind == .wrongType)
    #expect(finding.count == 2)
    #expect(finding.row == 1)
  }

  @Test func booleansAndDatetimesAreNoNumbers() throws {
    let booleans = try finding(customers: Column("age", booleans: [true, nil, false]))
    #expect(booleans.kind == .wrongType)
    let datetimes = try finding(
      customers: Column("age", timestamps: [0, 1, nil], format: "%Y-%m-%d"))
    #expect(datetimes.kind == .wrongType)
    #expect(datetimes.value == "1970-01-01")
  }

  @Test func datetimesThatDoNotFollowTheFormat() throws {
    let finding = try finding(
      customers: Column("joined", strings: ["2020-01-31", "2020-02-30", "31.1.2020"]))
    #expect(finding.kind == .wrongType)
    #expect(finding.row == 2)
    #expect(finding.value == "2020-02-30")
    #expect(finding.count == 2)
    #expect(finding.problem.contains("%Y-%m-%d"))
  }

  @Test func numbersAreNoDatetimes() throws {
    let finding = try finding(customers: Column("joined", integers: [nil, 5, 6]))
    #expect(finding.kind == .wrongType)
    #expect(finding.row == 2)
  }

  @Test func booleans() throws {
    let text = try finding(customers: Column("active", strings: ["yes", "maybe", "no"]))
    #expect(text.kind == .wrongType)
    #expect(text.value == "maybe")
    let numbers = try finding(customers: Column("active", integers: [0, 1, 2]))
    #expect(numbers.row == 3)
    #expect(numbers.value == "2")
    let bits = try shopMetadata().validate(
      shop(customers: [Column("active", integers: [0, 1, nil])]))
    #expect(bits.findings.isEmpty)
  }

  @Test func nullsHaveNoType() throws {
    let report = try shopMetadata().validate(
      shop(customers: [
        Column("age", strings: [nil, nil, nil]), Column("joined", integers: [nil, nil, nil]),
        Column("active", decimals: [nil, nil, nil]), Column("tier", booleans: [nil, nil, nil]),
      ]))
    #expect(report.findings.isEmpty)
  }

  @Test(arguments: [Double.infinity, -.infinity, .nan])
  func numbersThatAreNotFinite(value: Double) throws {
    let report = try shopMetadata().validate(
      shop(orders: [Column("amount", decimals: [1, value, 2, value])]))
    let finding = try #require(report.only)
    #expect(finding.kind == .notFinite)
    #expect(finding.table == "orders")
    #expect(finding.count == 2)
    #expect(finding.examples.map(\.row) == [2, 4])
    #expect(finding.value == String(value))
  }

  @Test func labelsThatAreNotListedAreAWarning() throws {
    let finding = try finding(customers: Column("tier", strings: ["low", "middle", nil]))
    #expect(finding.kind == .unlistedLabel)
    #expect(finding.severity == .warning)
    #expect(finding.value == "middle")
  }

  @Test func keysMayHoldAnyType() throws {
    var metadata = try shopMetadata()
    try metadata.updateColumn(ColumnMetadata("id", .numerical), in: "customers")
    try metadata.updateColumn(ColumnMetadata("customer", .numerical), in: "orders")
    let data = try shop(
      customers: [Column("id", strings: ["a", "b", "c"])],
      orders: [Column("customer", strings: ["a", "c", nil, "a"])])
    #expect(try metadata.validate(data).findings.isEmpty)
  }

  @Test func atMostFiveExamples() throws {
    var metadata = Metadata()
    try metadata.addTable("t", columns: [ColumnMetadata("n", .numerical)])
    let text = Column("n", strings: (0..<20).map { "x\($0)" })
    let report = try metadata.validate(Dataset([Table("t", columns: [text])]))
    #expect(report.only?.count == 20)
    #expect(report.only?.examples.map(\.value) == ["x0", "x1", "x2", "x3", "x4"])
  }
}
