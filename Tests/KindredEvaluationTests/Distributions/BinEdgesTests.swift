import KindredData
import KindredEvaluation
import Testing

@Suite struct BinEdgesTests {
  @Test(arguments: [
    (0.0, 1.0), (-3.7, 812.4), (1e-9, 3e-9), (1e12, 1e12 + 50), (-1e300, 1e300), (0.1, 0.1),
    (5.0, 5.0),
  ])
  func edgesCoverTheRange(least: Double, most: Double) throws {
    let edges = try #require(BinEdges(numbersFrom: least, to: most, isWhole: false))
    #expect(edges.edges[0] <= least)
    #expect(edges.edges[edges.count] > most)
    #expect(edges.count <= 60)
    #expect(zip(edges.edges, edges.edges.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test func wholeNumbersHaveBinsOfTheirOwn() throws {
    let few = try #require(BinEdges(numbersFrom: 0, to: 12, isWhole: true))
    #expect(few.isPerNumber)
    #expect(few.count == 13)
    #expect(few.text(ofBin: 12) == "12")
    let many = try #require(BinEdges(numbersFrom: 0, to: 95_000, isWhole: true))
    #expect(!many.isPerNumber)
    #expect(many.text(ofEdge: 1) == "5,000")
  }

  @Test func nothingIsDrawnWithoutARange() {
    #expect(BinEdges(numbersFrom: .nan, to: 1, isWhole: false) == nil)
    #expect(BinEdges(numbersFrom: -.infinity, to: 1, isWhole: false) == nil)
    #expect(BinEdges(numbersFrom: 1e17, to: 1e17 + 64, isWhole: true) == nil)
    #expect(BinEdges(numbersFrom: -1e308, to: 1.7e308, isWhole: false) == nil)
    #expect(BinEdges(datesFrom: 1e19, to: 1e19) == nil)
  }

  @Test func datesBeginAtFullUnits() throws {
    let day = 86_400e6
    // 1994-11-20 to 2004-03-02.
    let years = try #require(BinEdges(datesFrom: 9089 * day, to: 12_479 * day))
    #expect(years.text(ofEdge: 0) == "1994-07")
    #expect(years.text(ofEdge: 1) == "1995-01")
    let days = try #require(BinEdges(datesFrom: 0, to: 22 * day))
    #expect(days.text(ofEdge: 3) == "1970-01-04")
    // Weeks begin on Mondays; 1970-01-01 was a Thursday.
    let weeks = try #require(BinEdges(datesFrom: 0, to: 160 * day))
    #expect(weeks.edges[0] == -3 * day)
    let hours = try #require(BinEdges(datesFrom: 0, to: day - 1))
    #expect(hours.text(ofEdge: 5) == "1970-01-01 05:00")
    let one = try #require(BinEdges(datesFrom: 5.5 * day, to: 5.5 * day))
    #expect(one.count == 1)
    for (least, most) in [(-6e16, 2.5e17), (-8e18, 8e18), (0, 1), (0, 3e6)] {
      let edges = try #require(BinEdges(datesFrom: least, to: most))
      #expect(edges.edges[0] <= least && edges.edges[edges.count] > most)
      #expect(edges.count <= 100)
    }
  }

  @Test func ticksAreRound() throws {
    let edges = try #require(BinEdges(numbersFrom: 300, to: 11_700, isWhole: true))
    let texts = edges.ticks(atMost: 3).map { edges.text(ofEdge: $0) }
    #expect(texts == ["0", "5,000", "10,000"])
    let months = try #require(BinEdges(datesFrom: 0, to: 700 * 86_400e6))
    let years = months.ticks(atMost: 3).map { months.text(ofTick: $0) }
    #expect(years == ["1970-01", "1971-01", "1972-01"])
    let hours = try #require(BinEdges(datesFrom: 0, to: 86_400e6))
    #expect(hours.text(ofTick: 0) == "1970-01-01")
    #expect(hours.text(ofTick: 6) == "1970-01-01 06:00")
  }
}
