import KindredData
import Testing

@Suite struct ValidationShapeTests {
  @Test func faultlessDataHaveNoFindings() throws {
    let report = try shopMetadata().validate(shop())
    #expect(report.findings.isEmpty)
    #expect(report.isValid)
    #expect(report.description == "The data fit the metadata.")
    try report.throwIfInvalid()
  }

  @Test func emptyTablesHaveNoFindings() throws {
    let empty = try Dataset(shop().map { try $0.gather([]) })
    #expect(try shopMetadata().validate(empty).findings.isEmpty)
  }

  @Test func missingTable() throws {
    let data = try Dataset([#require(shop()["orders"])])
    let finding = try #require(try shopMetadata().validate(data).only)
    #expect(finding.kind == .missingTable)
    #expect(finding.severity == .error)
    #expect(finding.table == "customers")
    #expect(finding.problem == "Table `customers` not found in tables")
  }

  @Test func extraTableIsAWarning() throws {
    let extra = try Table("notes", columns: [Column("text", strings: ["x"])])
    let report = try shopMetadata().validate(Dataset(shop().tables + [extra]))
    #expect(report.only?.kind == .extraTable)
    #expect(report.only?.table == "notes")
    #expect(report.isValid)
    #expect(report.warnings.count == 1)
    try report.throwIfInvalid()
  }

  @Test func missingColumnsAreOneFinding() throws {
    let data = try shop()
    let customers = try #require(data["customers"])
    let fewer = try Table(
      "customers", columns: customers.columns.filter { !["age", "tier"].contains($0.name) })
    let report = try shopMetadata().validate(Dataset([fewer, #require(data["orders"])]))
    #expect(report.only?.kind == .missingColumn)
    #expect(report.only?.columns == ["age", "tier"])
    #expect(report.only?.problem == "Missing columns on table customers: ['age', 'tier']")
  }

  @Test func aMissingKeyColumnIsReportedOnce() throws {
    let data = try shop()
    let customers = try #require(data["customers"])
    let fewer = try Table("customers", columns: customers.columns.filter { $0.name != "id" })
    let report = try shopMetadata().validate(Dataset([fewer, #require(data["orders"])]))
    #expect(report.only?.kind == .missingColumn)
  }

  @Test func everyExtraColumnIsAFinding() throws {
    let data = try shop()
    let orders = try #require(data["orders"])
    let extra = ["x", "y"].map { Column($0, integers: [1, 2, 3, 4]) }
    let report = try shopMetadata().validate(
      Dataset([#require(data["customers"]), Table("orders", columns: orders.columns + extra)]))
    #expect(report.findings.map(\.kind) == [.extraColumn, .extraColumn])
    #expect(report.findings.map(\.columns) == [["x"], ["y"]])
    #expect(report.findings.first?.problem == "Unexpected column in table `orders`: `x`")
  }

  @Test func throwsTheFirstErrorAndCountsTheOthers() throws {
    let report = try shopMetadata().validate(Dataset([]))
    let error = try #require(kindredError { try report.throwIfInvalid() })
    #expect(error.kind == .data)
    #expect(error.table == "customers")
    #expect(error.description.contains("1 further problem: `kindred validate`"))
    #expect(report.description.hasSuffix("\n2 errors, 0 warnings"))
  }

  @Test func validityMustCoverEveryRow() {
    let column = Column("a", .integers([1, 2, 3]), validity: Bitmap([true]))
    let error = kindredError { _ = try Table("t", columns: [column]) }
    #expect(error?.kind == .data)
    #expect(error?.column == "a")
  }
}
