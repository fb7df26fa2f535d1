import Kindred
import KindredData
import Testing

/// Which values of small tables a model keeps.
@Suite struct PrivacyLevelTests {
  /// The number of rows, a level, and the rows that a value must have to be kept as it is: ten, but no
  /// more than a fifth, a tenth or a hundredth of all, and at least one.
  @Test(arguments: [
    (rows: 300, level: PrivacyLevel.strict, least: 10), (300, .balanced, 10), (300, .fidelity, 3),
    (100, .strict, 10), (100, .balanced, 10), (100, .fidelity, 1),
    (50, .strict, 10), (50, .balanced, 5), (50, .fidelity, 1),
    (30, .strict, 6), (30, .balanced, 3), (30, .fidelity, 1),
  ])
  func valuesStandForAsManyRowsAsTheLevelAsks(rows: Int, level: PrivacyLevel, least: Int) throws {
    // Value 10 n has n rows, up to 12, and then again; the last one gets the rest.
    var values: [Int64] = []
    var value: Int64 = 0
    while values.count < rows {
      value += 10
      let count = min(Int(value / 10 - 1) % 12 + 1, rows - values.count)
      values += [Int64](repeating: value, count: count)
    }
    var metadata = Metadata()
    try metadata.addTable(
      "stores", columns: [ColumnMetadata("id", .id), ColumnMetadata("distance", .numerical)],
      primaryKey: ["id"])
    let model = HMA1(metadata, options: FitOptions(privacy: level))
    try model.fit(
      Dataset([
        Table(
          "stores",
          columns: [
            Column("id", integers: (0..<rows).map { Int64($0) }),
            Column("distance", integers: values),
          ])
      ]))
    let kept = try #require(try model.summary().tables.first?.columns.last).keptValues

    let keptValues = Set(kept.compactMap { Int64($0) })
    let frequent = Set(values).filter { value in values.count { $0 == value } >= least }

    // The range is kept as well.
    let ends = Set([values.min(), values.max()].compactMap(\.self))
    #expect(keptValues.subtracting(ends).isSubset(of: frequent))
    #expect(keptValues.isSuperset(of: ends))
    // Fewer rows than that at the end take one more value along.
    #expect(frequent.subtracting(keptValues).count <= 1)
  }
}
