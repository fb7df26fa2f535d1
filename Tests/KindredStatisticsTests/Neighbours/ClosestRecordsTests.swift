import KindredStatistics
import Testing

/// The search against the definition: every record compared with every other.
@Suite struct ClosestRecordsTests {
  @Test(arguments: [1, 3, 64, 65, 700])
  func distancesAreThoseOfTheDefinition(count: Int) throws {
    let (known, asked) = (Records.mixed(count, "known"), Records.mixed(300, "asked"))
    let found = try ClosestRecords(known).distances(from: asked)
    let wanted = Records.distances(from: asked, to: known, ranges: known)
    #expect(zip(found, wanted).allSatisfy { abs($0 - $1) < 1e-14 })
    #expect(found.contains(0) == wanted.contains(0))
  }

  @Test func numbersOfOtherRecordsCountForTheRanges() throws {
    let (known, asked) = (Records.mixed(200, "a"), Records.mixed(100, "b"))
    var others = Records.mixed(50, "c")
    others[0].values[3] = 40
    let found = try ClosestRecords(known, rangesWith: others).distances(from: asked)
    let wanted = Records.distances(
      from: asked, to: known, ranges: zip(known, others).map { $0 + $1.values })
    #expect(zip(found, wanted).allSatisfy { abs($0 - $1) < 1e-14 })
    #expect(try ClosestRecords(known).distances(from: asked) != found)
  }

  @Test func recordsAreNotComparedWithThemselves() throws {
    var known = Records.mixed(400, "twins")
    for column in known.indices { known[column].values[7] = known[column].values[230] }
    let found = try ClosestRecords(known).distancesToOthers()
    for row in [0, 7, 100, 230, 399] {
      let rest = known.map { column in
        RecordColumn(
          column.kind,
          column.values.indices.filter { $0 != row }.map { column.values[$0] })
      }
      let own = known.map { RecordColumn($0.kind, [$0.values[row]]) }
      let wanted = Records.distances(from: own, to: rest, ranges: known)[0]
      #expect(abs(found[row] - wanted) < 1e-14)
    }
    #expect(found[7] == 0 && found[230] == 0)
    #expect(try ClosestRecords([RecordColumn(.number, [1])]).distancesToOthers() == [1])
  }

  @Test func threadsChangeNothing() throws {
    let (known, asked) = (Records.mixed(2000, "known"), Records.mixed(1000, "asked"))
    let search = try ClosestRecords(known)
    let one = try search.distances(from: asked)
    #expect(try search.distances(from: asked, threads: 4) == one)
    #expect(search.distancesToOthers(threads: 3) == search.distancesToOthers())
  }

  @Test func extremesAndConstants() throws {
    let known = [
      RecordColumn(.number, [-1e308, 1e308, 0]), RecordColumn(.number, [5, 5, 5]),
      RecordColumn(.number, [.nan, .nan, .nan]), RecordColumn(.label, [.nan, 3_000_000, 0]),
    ]
    let asked = [
      RecordColumn(.number, [1e308, .nan, .infinity]), RecordColumn(.number, [5, 6, 5]),
      RecordColumn(.number, [.nan, 1, .nan]), RecordColumn(.label, [3_000_000, .nan, 0]),
    ]
    let found = try ClosestRecords(known).distances(from: asked)
    #expect(found == [0, 0.75, 0.25])
  }

  @Test func manyEqualRecordsAndWideOnes() throws {
    let same = [RecordColumn(.label, [Double](repeating: 2, count: 5000))]
    #expect(
      try ClosestRecords(same).distances(from: [RecordColumn(.label, [1, 2])]) == [1, 0])
    let wide = (0..<300).map { column in
      RecordColumn(.number, ClosestRecordsTests.uniforms(150, "wide \(column)"))
    }
    let asked = (0..<300).map { column in
      RecordColumn(.number, ClosestRecordsTests.uniforms(20, "asked \(column)"))
    }
    let found = try ClosestRecords(wide).distances(from: asked)
    let wanted = Records.distances(from: asked, to: wide, ranges: wide)
    #expect(zip(found, wanted).allSatisfy { abs($0 - $1) < 1e-13 })
  }

  @Test func whatCannotBeCompared() {
    let column = RecordColumn(.number, [1, 2])
    #expect(throws: StatisticsError.self) { try ClosestRecords([]) }
    #expect(throws: StatisticsError.self) { try ClosestRecords([RecordColumn(.number, [])]) }
    #expect(throws: StatisticsError.self) {
      try ClosestRecords([column, RecordColumn(.label, [1])])
    }
    #expect(throws: StatisticsError.self) {
      try ClosestRecords([column]).distances(from: [RecordColumn(.label, [1])])
    }
    #expect(throws: StatisticsError.self) {
      try ClosestRecords([column], rangesWith: [RecordColumn(.label, [1])])
    }
  }

  static func uniforms(_ count: Int, _ name: String) -> [Double] {
    let random = CounterRandom(seed: 3, stream: CounterRandom.stream("records", name))
    return (0..<count).map { random.uniform(row: UInt64($0)) }
  }
}

/// Records of numbers and labels, with nulls, ties and numbers outside the other records' range.
private enum Records {
  static func mixed(_ count: Int, _ name: String) -> [RecordColumn] {
    let numbers = (0..<6).map { ClosestRecordsTests.uniforms(count, "\(name) \($0)") }
    let missing = ClosestRecordsTests.uniforms(count, "\(name) missing")
    let scale = name == "asked" ? 1.3 : 1
    return [
      RecordColumn(.number, numbers[0].map { $0 * scale }),
      RecordColumn(.number, zip(numbers[1], missing).map { $1 < 0.2 ? .nan : ($0 * 5).rounded() }),
      RecordColumn(.label, numbers[2].map { ($0 * 4).rounded(.down) }),
      RecordColumn(
        .label, zip(numbers[3], missing).map { $1 > 0.9 ? .nan : ($0 * $0 * 30).rounded() }),
      RecordColumn(.number, numbers[4].map { 1e15 + ($0 * 1e6).rounded() }),
      RecordColumn(.number, numbers[5].map { _ in 4 }),
    ]
  }

  static func distances(
    from asked: [RecordColumn], to known: [RecordColumn], ranges: [RecordColumn]
  ) -> [Double] {
    let spans = ranges.map { column in
      let present = column.values.filter { !$0.isNaN }
      return (present.max() ?? 0) - (present.min() ?? 0)
    }
    return asked[0].values.indices.map { row in
      known[0].values.indices.map { other in
        known.indices.reduce(0.0) { sum, column in
          let (a, b) = (asked[column].values[row], known[column].values[other])
          if a.isNaN || b.isNaN { return sum + (a.isNaN && b.isNaN ? 0 : 1) }
          if known[column].kind == .label || spans[column] == 0 { return sum + (a == b ? 0 : 1) }
          return sum + min(1, abs(a - b) / spans[column])
        } / Double(known.count)
      }.min() ?? 1
    }
  }
}

extension RecordColumn {
  fileprivate static func + (column: RecordColumn, values: [Double]) -> RecordColumn {
    RecordColumn(column.kind, column.values + values)
  }
}
