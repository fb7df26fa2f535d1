import KindredData
import KindredEvaluation
import Testing

/// Expected values: SDMetrics 0.32 on the same data.
@Suite struct QualityReportTests {
  @Test func labelsUnknownToTheRealDataHaveATraceOfIt() throws {
    let report = try Comparing.one(
      .categorical, Column("x", strings: ["a", "a", "b"]), Column("x", strings: ["a", "c"]))
    #expect(abs((report.score ?? 0) - 0.500000333333) < 1e-9)
  }

  @Test func constantColumnsHaveAShapeButNoCorrelation() throws {
    let report = try Comparing.one(
      .numerical, Column("x", integers: [1, 1]), Column("x", integers: [2, 2]))
    #expect(report.columnShapes.map(\.score) == [0])
    #expect(report.properties[1].score == nil)
  }

  @Test func nullsAreLeftOutOfShapes() throws {
    let report = try Comparing.one(
      .numerical, Column("x", decimals: [1, nil, 3]), Column("x", decimals: [1, 3, nil, nil]))
    #expect(report.columnShapes.map(\.score) == [1])
  }

  @Test func aColumnOfNullsHasNoShape() throws {
    let report = try Comparing.one(
      .categorical, Column("x", strings: ["a"]), Column("x", strings: [nil]))
    #expect(report.columnShapes[0].score == nil)
    #expect(report.columnShapes[0].error != nil)
  }

  @Test func aMissingColumnIsAnError() throws {
    let error = #expect(throws: KindredError.self) {
      try Comparing.one(.numerical, Column("x", integers: [1]), Column("y", integers: [1]))
    }
    #expect(error?.kind == .data)
    #expect(error?.column == "x")
  }

  @Test func keysThatAreAllTheSameAreJoinedUpToALimit() throws {
    var metadata = Metadata()
    for table in ["parent", "child"] {
      try metadata.addTable(table)
      try metadata.addColumn(ColumnMetadata("key", .id), to: table)
      try metadata.addColumn(ColumnMetadata("x", .numerical), to: table)
    }
    try metadata.setPrimaryKey("key", of: "parent")
    try metadata.addRelationship(parent: "parent", child: "child", foreignKey: "key")
    func data(_ rows: Int) throws -> Dataset {
      let columns = [
        Column("key", .integers(Array(repeating: 1, count: rows))),
        Column("x", .integers((0..<Int64(rows)).map { $0 })),
      ]
      return try Dataset(["parent", "child"].map { try Table($0, columns: columns) })
    }
    for (rows, isScored) in [(20, true), (20_000, false)] {
      let report = try QualityReport(
        try DatasetComparison(real: data(rows), synthetic: data(rows), metadata: metadata),
        thresholds: .legacy)
      #expect(report.intertablePairs.count == 1)
      #expect((report.intertablePairs[0].similarity == 1) == isScored)
      #expect((report.intertablePairs[0].error == nil) == isScored)
    }
  }
}

/// Reports on tables of one column.
enum Comparing {
  static func one(_ sdtype: SDType, _ real: Column, _ synthetic: Column) throws -> QualityReport {
    try QualityReport(comparison(sdtype, real, synthetic))
  }

  static func diagnostic(_ sdtype: SDType, _ real: Column, _ synthetic: Column) throws
    -> DiagnosticReport
  {
    DiagnosticReport(try comparison(sdtype, real, synthetic))
  }

  static func diagnostic(_ column: ColumnMetadata, _ real: Column, _ synthetic: Column) throws
    -> DiagnosticReport
  {
    DiagnosticReport(try comparison(column, real, synthetic))
  }

  private static func comparison(_ sdtype: SDType, _ real: Column, _ synthetic: Column) throws
    -> DatasetComparison
  {
    try comparison(ColumnMetadata("x", sdtype), real, synthetic)
  }

  private static func comparison(_ column: ColumnMetadata, _ real: Column, _ synthetic: Column)
    throws -> DatasetComparison
  {
    var metadata = Metadata()
    try metadata.addTable("t")
    try metadata.addColumn(column, to: "t")
    return try DatasetComparison(
      real: Dataset([Table("t", columns: [real])]),
      synthetic: Dataset([Table("t", columns: [synthetic])]), metadata: metadata)
  }
}
