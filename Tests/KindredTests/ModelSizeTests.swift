import Kindred
import KindredData
import KindredStatistics
import Testing

/// What trees take in a model file grows with columns and depth, not with rows.
@Suite struct ModelSizeTests {
  private static func payload(rows: Int) throws -> Int {
    let (metadata, dataset) = try ModelChoiceTests.codes(rows: rows)
    let model = HMA1(metadata, options: FitOptions(model: .trees, seed: 1))
    try model.fit(dataset)
    return try ModelFileForge(model).payload.count
  }

  /// Trees are grown on at most 40,000 rows with leaves of at least 80 in a table of 40,000 and more:
  /// 500 leaves of at most 32 groups of four bytes and some twenty bytes more, beside 1,300 cells of
  /// eight bytes: below 85,000 bytes a column, whatever the number of rows.
  @Test func rowsDoNotMatter() throws {
    let small = try Self.payload(rows: 40_000)
    let large = try Self.payload(rows: 160_000)
    #expect(large < 3 * 85_000)
    #expect(Double(large) < 1.5 * Double(small))
  }
}
