import Kindred
import KindredData
import KindredStatistics
import Testing

/// Tables that refer to themselves: roots are what they are in the data.
@Suite struct SelfReferenceTests {
  /// Fits a table whose rows have these parents.
  private func fitted(_ parents: [Int64?]) throws -> (HMA1, KeySchema) {
    var schema = KeySchema()
    try schema.add(
      "nodes", key: ["id"], numbers: ["size"],
      [
        ("id", parents.indices.map { Int64($0) }), ("parent", parents),
        ("size", parents.indices.map { Int64($0 % 7) }),
      ])
    try schema.refer("nodes", ["parent"], to: "nodes")
    return (try schema.fitted(), schema)
  }

  /// Rows by what they lead to: nothing, themselves, or a circle of several (by its length).
  private func ends(_ sample: Dataset) throws -> (nulls: Int, selves: Int, circles: [Int]) {
    let ids = try sample.integers("nodes", "id").compactMap { $0 }
    let parents = try sample.integers("nodes", "parent")
    let rows = Dictionary(uniqueKeysWithValues: zip(ids, ids.indices))
    var circles: Set<[Int]> = []
    for start in ids.indices {
      var way: [Int] = []
      var row: Int? = start
      while let next = row, !way.contains(next) {
        way.append(next)
        row = parents[next].flatMap { rows[$0] }
      }
      if let row, let first = way.firstIndex(of: row), way.count - first > 1 {
        circles.insert(way[first...].sorted())
      }
    }
    return (
      parents.count { $0 == nil }, zip(ids, parents).count { $0 == $1 },
      circles.map(\.count).sorted()
    )
  }

  @Test func rootsThatReferToThemselvesDoSo() throws {
    let (model, schema) = try fitted(Array(0..<6) + (6..<120).map { ($0 - 6) / 3 })
    for (seed, sample) in try schema.samples(model).enumerated() {
      let (nulls, selves, circles) = try ends(sample)
      #expect(nulls == 0 && circles == [])
      let expected = [6, 0.6, 18][seed % 3]
      #expect(abs(Double(selves) - expected) <= 1)
    }
  }

  @Test func nullRootsAndSelfRootsKeepTheirShares() throws {
    let (model, schema) = try fitted(
      Array(repeating: nil, count: 20) + Array(20..<60) + (60..<200).map { ($0 - 60) / 4 })
    let (nulls, selves, circles) = try ends(schema.samples(model)[0])
    #expect(circles == [])
    #expect(nulls + selves == 60)
    // A binomial share of 60: three standard deviations are 11.
    #expect(abs(selves - 40) <= 11)
  }

  @Test func circlesComeBack() throws {
    // Ten circles of two, and rows that hang on to them.
    let (model, schema) = try fitted((0..<20).map { $0 ^ 1 } + (20..<100).map { $0 % 20 })
    for (seed, sample) in try schema.samples(model).enumerated() {
      let (nulls, selves, circles) = try ends(sample)
      #expect(nulls == 0 && selves == 0)
      #expect(circles == Array(repeating: 2, count: [10, 1, 30][seed % 3]))
    }
    // A single row can only hold on to itself.
    let (_, selves, _) = try ends(model.sample(rows: 1, seed: 1))
    #expect(selves == 1)
  }

  /// Spouses refer to each other, others to nobody.
  @Test func pairsAndSingles() throws {
    let (model, schema) = try fitted((0..<60).map { $0 ^ 1 } + Array(repeating: nil, count: 40))
    for sample in try schema.samples(model, scales: [1, 2]) {
      let (_, selves, circles) = try ends(sample)
      let rows = sample["nodes"]?.rowCount ?? 0
      #expect(selves == 0)
      #expect(circles.allSatisfy { $0 == 2 } && 2 * circles.count == rows * 6 / 10)
      #expect(try sample.degrees("nodes", "parent").keys.allSatisfy { $0 == 1 })
    }
  }

  @Test func forestsStayForests() throws {
    let (model, schema) = try fitted(
      Array(repeating: nil, count: 5) + (5..<150).map { ($0 - 5) / 4 })
    for (seed, sample) in try schema.samples(model).enumerated() {
      let (nulls, selves, circles) = try ends(sample)
      #expect(selves == 0 && circles == [])
      #expect(abs(Double(nulls) - [5, 0.5, 15][seed % 3]) <= 1)
    }
  }
}
