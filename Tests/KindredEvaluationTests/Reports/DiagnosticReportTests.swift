import KindredData
import KindredEvaluation
import Testing

/// Expected values: SDMetrics 0.32 on the same data.
@Suite struct DiagnosticReportTests {
  @Test func nullsAreLeftOutWhereTheRealDataHaveThem() throws {
    let report = try Comparing.diagnostic(
      .numerical, Column("x", integers: [1, 2, nil]), Column("x", integers: [1, 3, nil]))
    #expect(report.dataValidity.map(\.score) == [0.5])
  }

  @Test func nullsAreInvalidWhereTheRealDataHaveNone() throws {
    let report = try Comparing.diagnostic(
      .numerical, Column("x", integers: [1, 2]), Column("x", integers: [1, 3, nil]))
    #expect(report.dataValidity.map(\.score) == [1.0 / 3])
    // Integers with nulls are another type for pandas.
    #expect(report.dataStructure.map(\.score) == [0])
  }

  @Test func nullIsALabel() throws {
    let report = try Comparing.diagnostic(
      .categorical, Column("x", strings: ["a", "b"]), Column("x", strings: ["a", nil]))
    #expect(report.dataValidity.map(\.score) == [0.5])
  }

  @Test func identifiersMatchTheirExpression() throws {
    let report = try Comparing.diagnostic(
      ColumnMetadata("x", .id, regexFormat: "[A-C]{2}-(?P<year>20[0-9]{2})"),
      Column("x", strings: ["AB-2020", "BC-2021"]),
      // Right, wrong letter, a year that the real data do not have, too long, null.
      Column("x", strings: ["CC-2021", "AD-2020", "AA-2022", "AB-2020x", nil]))
    #expect(report.dataValidity.map(\.score) == [0.2])
  }

  @Test func anExpressionThatCannotBeReadIsAnError() throws {
    let report = try Comparing.diagnostic(
      ColumnMetadata("x", .id, regexFormat: "[A-"), Column("x", strings: ["A"]),
      Column("x", strings: ["A"]))
    #expect(report.dataValidity.map(\.score) == [nil])
    #expect(report.dataValidity.first?.error != nil)
  }

  @Test func tablesThatAreMissingAreAnError() throws {
    var metadata = Metadata()
    try metadata.addTable("t")
    let data = try Dataset([Table("t", columns: [])])
    let error = #expect(throws: KindredError.self) {
      try DatasetComparison(real: data, synthetic: Dataset([]), metadata: metadata)
    }
    #expect(error?.table == "t")
    #expect(error?.description.contains("synthetic") == true)
  }

  @Test func tablesWithoutRowsHaveNoScores() throws {
    let report = try Comparing.diagnostic(
      .numerical, Column("x", integers: [1, 2]), Column("x", integers: []))
    #expect(report.dataValidity.map(\.score) == [nil])
  }
}
