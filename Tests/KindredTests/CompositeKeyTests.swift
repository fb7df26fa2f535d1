import Kindred
import KindredData
import KindredStatistics
import Testing

/// Keys of several columns tell the rows of a sample apart.
@Suite struct CompositeKeyTests {
  /// Order lines whose products are declared first: lines are numbered within orders all the same.
  @Test func linesAreNumberedWithinTheParentOfTheKey() throws {
    var schema = KeySchema()
    let random = KeySchema.random("lines")
    try schema.add("products", key: ["id"], [("id", (0..<25).map { $0 })])
    try schema.add("orders", key: ["id"], [("id", (0..<80).map { 100 + $0 })])
    let lines = (0..<80).flatMap { order in
      (0..<1 + Int64(random.integer(below: 5, row: UInt64(order)))).map {
        (Int64(100 + order), $0 + 1)
      }
    }
    try schema.add(
      "lines", key: ["order", "line"],
      [
        ("order", lines.map(\.0)), ("line", lines.map(\.1)),
        (
          "product",
          lines.indices.map { Int64(random.integer(below: 25, row: UInt64($0), lane: 1)) }
        ),
      ])
    try schema.refer("lines", ["product"], to: "products")
    try schema.refer("lines", ["order"], to: "orders")
    let model = try schema.fitted()
    for sample in try schema.samples(model) {
      var numbers: [Int64: [Int64]] = [:]
      for (order, line) in zip(
        try sample.integers("lines", "order"), try sample.integers("lines", "line"))
      {
        numbers[try #require(order), default: []].append(try #require(line))
      }
      for lines in numbers.values { #expect(lines.sorted() == (1...Int64(lines.count)).map { $0 }) }
    }
  }

  /// A key of three foreign keys, none of whose pairs is unique.
  @Test func tuplesOfThreeParentsStayUnique() throws {
    var schema = KeySchema()
    let random = KeySchema.random("triples")
    for (table, count) in [("students", 40), ("courses", 12), ("terms", 4)] {
      try schema.add(table, key: ["id"], [("id", (0..<Int64(count)).map { $0 })])
    }
    var triples: Set<[Int64]> = []
    for row in 0..<1200 {
      triples.insert([
        Int64(random.integer(below: 40, row: UInt64(row), lane: 0)),
        Int64(random.integer(below: 12, row: UInt64(row), lane: 1)),
        Int64(random.integer(below: 4, row: UInt64(row), lane: 2)),
      ])
    }
    let rows = triples.sorted { $0.lexicographicallyPrecedes($1) }
    try schema.add(
      "exams", key: ["student", "course", "term"],
      [
        ("student", rows.map { $0[0] }), ("course", rows.map { $0[1] }),
        ("term", rows.map { $0[2] }),
      ])
    try schema.refer("exams", ["student"], to: "students")
    try schema.refer("exams", ["course"], to: "courses")
    try schema.refer("exams", ["term"], to: "terms")
    let model = try schema.fitted()
    _ = try schema.samples(model)
    // The only parents of a small sample hardly have room for all rows.
    let sample = try model.sample(rows: 3, seed: 9)
    #expect(try schema.metadata.validate(sample).findings.map(\.problem) == [])
  }

  /// A dense bridge without a declared key: pairs stay unique, and both sides keep their degrees.
  @Test func pairsOfABridgeStayUnique() throws {
    var schema = KeySchema()
    let random = KeySchema.random("bridge")
    try schema.add("films", key: ["id"], [("id", (0..<60).map { $0 })])
    try schema.add("actors", key: ["id"], [("id", (0..<15).map { $0 })])
    let pairs = (0..<60 as Range<Int64>).flatMap { film in
      (0..<15 as Range<Int64>).filter { actor in
        // The first actors are in most films.
        random.uniform(row: UInt64(film * 15 + actor)) < (actor < 9 ? 0.95 : 0.3)
      }.map { (film, $0) }
    }
    try schema.add(
      "roles", key: [], [("film", pairs.map(\.0)), ("actor", pairs.map(\.1))])
    try schema.refer("roles", ["film"], to: "films")
    try schema.refer("roles", ["actor"], to: "actors")
    let model = try schema.fitted()
    let real = try Dataset(schema.tables)
    for sample in try schema.samples(model, scales: [1]) {
      let films = try sample.integers("roles", "film")
      let actors = try sample.integers("roles", "actor")
      let distinct = Set(zip(films, actors).map { [$0, $1] })
      #expect(distinct.count == films.count)
      for column in ["film", "actor"] {
        let (own, others) = (try sample.degrees("roles", column), try real.degrees("roles", column))
        func mean(_ degrees: [Int: Int]) -> Double {
          Double(degrees.reduce(0) { $0 + $1.key * $1.value })
            / Double(max(1, degrees.values.reduce(0, +)))
        }
        // Totals are met by ones.
        #expect(abs(mean(own) - mean(others)) < 1)
        #expect((own.keys.max() ?? 0) <= (others.keys.max() ?? 0))
      }
    }
  }

  /// A measure as a part of a key: the years of a team do not repeat.
  @Test(arguments: [TabularModel.copula, .trees])
  func learnedPartsOfKeysStayUnique(of tabular: TabularModel) throws {
    var schema = KeySchema()
    let random = KeySchema.random("seasons")
    try schema.add("teams", key: ["id"], [("id", (0..<50).map { $0 })])
    let seasons = (0..<50 as Range<Int64>).flatMap { team in
      (1990..<2020 as Range<Int64>).filter { year in
        random.uniform(row: UInt64(team * 3000 + year)) < 0.4
      }.map { (team, $0) }
    }
    try schema.add(
      "seasons", key: ["team", "year"], numbers: ["year", "wins"],
      [
        ("team", seasons.map(\.0)), ("year", seasons.map(\.1)),
        ("wins", seasons.map { ($0.1 * 7 + $0.0) % 30 }),
      ])
    try schema.refer("seasons", ["team"], to: "teams")
    let model = try schema.fitted(tabular)
    for sample in try schema.samples(model) {
      let years = try sample.integers("seasons", "year").compactMap { $0 }
      #expect(years.allSatisfy { (1990..<2020).contains($0) })
      // Years are spread evenly: a mean of 600 and more is off by three standard errors of 8.7 / √600
      // at most, that of the data included twice; small samples by more.
      let mean = Double(years.reduce(0, +)) / Double(max(1, years.count))
      #expect(abs(mean - 2004.5) < (years.count > 500 ? 2.2 : 6))
    }
  }

  @Test func shardsAndThreadsDoNotMatter() throws {
    var schema = KeySchema()
    try schema.add("a", key: ["id"], [("id", (0..<30).map { $0 })])
    try schema.add("b", key: ["id"], [("id", (0..<20).map { $0 })])
    let pairs = (0..<30 as Range<Int64>).flatMap { a in
      (0..<20 as Range<Int64>).filter { (a * 7 + $0 * 3) % 5 < 3 }.map { (a, $0) }
    }
    try schema.add(
      "ab", key: ["a", "b"], [("a", pairs.map(\.0)), ("b", pairs.map(\.1))])
    try schema.refer("ab", ["a"], to: "a")
    try schema.refer("ab", ["b"], to: "b")
    try schema.add(
      "notes", key: ["a", "b", "n"],
      [
        ("a", pairs.flatMap { [$0.0, $0.0] }), ("b", pairs.flatMap { [$0.1, $0.1] }),
        ("n", pairs.flatMap { _ in [1, 2] }),
      ])
    try schema.refer("notes", ["a", "b"], to: "ab")
    let model = try schema.fitted()
    let whole = try model.sample(SampleRequest(resettingKeys: true, seed: 5, threads: 1))
    #expect(try schema.metadata.validate(whole).isValid)
    for threads in [2, 7] {
      let again = try model.sample(SampleRequest(resettingKeys: true, seed: 5, threads: threads))
      #expect(again == whole)
    }
    for count in [3, 8] {
      var notes: [[Int64?]] = [[], [], []]
      for index in 1...count {
        let part = try model.sample(
          SampleRequest(
            resettingKeys: true, seed: 5, shard: try SampleRequest.Shard(index: index, count: count)
          ))
        for (place, column) in ["a", "b", "n"].enumerated() {
          notes[place] += try part.integers("notes", column)
        }
      }
      #expect(notes == (try ["a", "b", "n"].map { try whole.integers("notes", $0) }))
    }
  }
}
