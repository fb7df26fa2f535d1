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
}
