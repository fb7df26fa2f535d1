import Kindred
import KindredData
import KindredStatistics
import Testing

/// What trees take in a model file grows with columns and depth, not with rows.
@Suite struct ModelSizeTests {
  private static func forge(rows: Int) throws -> ModelFileForge {
    let (metadata, dataset) = try ModelChoiceTests.codes(rows: rows)
    let model = HMA1(metadata, options: FitOptions(model: .trees, seed: 1))
    try model.fit(dataset)
    return try ModelFileForge(model)
  }

  /// Trees are grown on at most 100,000 rows with leaves of at least 80 in a table of 40,000 and more:
  /// 500 leaves of at most 32 groups of four bytes and some twenty bytes more, beside 1,300 cells of
  /// eight bytes: below 85,000 bytes a column, whatever the number of rows.
  @Test func rowsDoNotMatter() throws {
    let small = try Self.forge(rows: 40_000).payload.count
    let large = try Self.forge(rows: 160_000)
    #expect(large.payload.count < 3 * 85_000)
    #expect(Double(large.payload.count) < 1.5 * Double(small))
    // Packed. By how much is the library's affair; it is about a third to a half.
    #expect(large.size < large.payload.count * 4 / 5)
  }
}
