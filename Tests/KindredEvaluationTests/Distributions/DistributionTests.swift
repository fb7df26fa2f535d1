import KindredData
import KindredEvaluation
import Testing

@Suite struct DistributionTests {
  private func distribution(
    _ sdtype: SDType, _ real: Column, _ synthetic: Column
  ) throws -> ColumnDistribution {
    var metadata = Metadata()
    try metadata.addTable("t")
    try metadata.addColumn(ColumnMetadata("x", sdtype), to: "t")
    let comparison = try DatasetComparison(
      real: Dataset([Table("t", columns: [real])]),
      synthetic: Dataset([Table("t", columns: [synthetic])]), metadata: metadata)
    return try #require(comparison.columnDistributions().first)
  }

  @Test func everyValueIsInABin() throws {
    let real = (0..<1000).map { (row: Int) -> Double? in
      row % 10 == 3 ? nil : Double(row * row % 531) / 8
    }
    let synthetic = (0..<500).map { (row: Int) -> Double in Double(row % 70) - 9.5 }
    let found = try distribution(
      .numerical, Column("x", decimals: real), Column("x", .decimals(synthetic)))
    #expect(found.real.nulls == 100)
    guard case .numbers(let edges, let first, let second) = found.content else {
      Issue.record("no histogram")
      return
    }
    #expect(first.total == 900)
    #expect(second.total == 500)
    for bin in 0..<edges.count {
      let range = edges.edges[bin]..<edges.edges[bin + 1]
      #expect(first.bins[bin] == real.count { $0.map(range.contains) ?? false })
      #expect(second.bins[bin] == synthetic.count { range.contains($0) })
    }
  }

  @Test func valuesFarOutGetNoBins() throws {
    let real = (0..<2000).map { (row: Int) -> Int64 in row == 77 ? 1_000_000_000 : Int64(row % 40) }
    let found = try distribution(
      .numerical, Column("x", .integers(real)), Column("x", integers: [1, 2, 3]))
    guard case .numbers(let edges, let first, _) = found.content else {
      Issue.record("no histogram")
      return
    }
    #expect(edges.edges[edges.count] <= 100)
    #expect(first.above == 1)
    #expect(first.total == 2000)
  }

  @Test func datesAreCountedInMicroseconds() throws {
    let day: Int64 = 86_400_000_000
    let days = (0..<366).map { (number: Int64) -> Int64? in number * day }
    let found = try distribution(
      .datetime, Column("x", timestamps: days, format: "%Y-%m-%d"),
      Column("x", timestamps: [0, 400 * day], format: "%Y-%m-%d"))
    guard case .numbers(let edges, let first, _) = found.content else {
      Issue.record("no histogram")
      return
    }
    #expect(edges.scale == .dates)
    #expect(first.bins[0] == 31)
    #expect(first.bins[1] == 28)
  }

  @Test func rareRealLabelsAreFoldedAndInventedOnesShown() throws {
    let real = (0..<2000).map { (row: Int) -> String in
      row < 9 ? "nine" : row < 19 ? "ten" : "most"
    }
    let found = try distribution(
      .categorical, Column("x", strings: real.map { $0 }),
      Column("x", strings: ["most", "new", "nine", nil]))
    guard case .labels(let labels) = found.content else {
      Issue.record("no labels")
      return
    }
    #expect(labels.leastRows == 10)
    #expect(labels.shown.map(\.text) == ["most", "ten", "new"])
    #expect(labels.shown.map(\.real) == [1981, 10, 0])
    #expect(labels.folded.labels == 1)
    #expect(labels.folded.real == 9)
    #expect(labels.folded.synthetic == 1)
    #expect(found.synthetic.nullShare == 0.25)
  }
}
