import KindredData
import Testing

@Suite struct OrphanPolicyTests {
  /// A chain: a <- b <- c, where b has an orphan (row 2) and c one of its own (row 4).
  private func chain() throws -> (Metadata, Dataset) {
    let metadata = try keyMetadata(
      [("a", ["id"], ["id"]), ("b", ["id", "a"], ["id"]), ("c", ["b", "n"], [])],
      [("a", "b", ["a"]), ("b", "c", ["b"])])
    let dataset = try Dataset([
      Table("a", columns: [Column("id", integers: [1, 2])]),
      Table(
        "b", columns: [Column("id", integers: [10, 11, 12]), Column("a", integers: [2, 9, nil])]),
      Table(
        "c",
        columns: [
          Column("b", strings: ["11", "10", "12", "99", nil, "11"]),
          Column("n", integers: [0, 1, 2, 3, 4, 5]),
        ]),
    ])
    return (metadata, dataset)
  }

  @Test func dropCascades() throws {
    let (metadata, dataset) = try chain()
    let result = try dataset.resolvingOrphans(in: metadata, policy: .drop)
    #expect(result.dataset["a"] == dataset["a"])
    #expect(integers(result.dataset["b"]?[column: "id"]) == [10, 12])
    #expect(integers(result.dataset["c"]?[column: "n"]) == [1, 2, 4])
    #expect(
      result.notes == [
        "b: 1 of 3 rows dropped, 1 without a parent row",
        "c: 3 of 6 rows dropped, 1 without a parent row and 2 that refer to dropped rows",
      ])
  }

  @Test func nullKeepsTheRows() throws {
    let (metadata, dataset) = try chain()
    let result = try dataset.resolvingOrphans(in: metadata, policy: .null)
    #expect(integers(result.dataset["b"]?[column: "a"]) == [2, nil, nil])
    #expect(texts(result.dataset["c"]?[column: "b"]) == ["11", "10", "12", nil, nil, "11"])
    #expect(result.dataset["c"]?[column: "n"] == dataset["c"]?[column: "n"])
    #expect(
      result.notes == [
        "b.a: 1 key that 'a' does not have made null",
        "c.b: 1 key that 'b' does not have made null",
      ])
  }

  @Test func keepChangesNothing() throws {
    let (metadata, dataset) = try chain()
    let result = try dataset.resolvingOrphans(in: metadata, policy: .keep)
    #expect(result.dataset == dataset)
    #expect(result.notes.count == 2)
    #expect(
      result.notes.first?.hasPrefix("b.a: 1 row refers to rows that 'a' does not have") == true)
  }

  @Test(arguments: OrphanPolicy.allCases)
  func withoutOrphansNothingChanges(policy: OrphanPolicy) throws {
    let result = try shop().resolvingOrphans(in: shopMetadata(), policy: policy)
    #expect(try result.dataset == shop())
    #expect(result.notes.isEmpty)
  }

  @Test func aKeyInThePrimaryKeyCannotBecomeNull() throws {
    let metadata = try keyMetadata(
      [("p", ["id"], ["id"]), ("link", ["p", "n"], ["p", "n"])], [("p", "link", ["p"])])
    let dataset = try Dataset([
      Table("p", columns: [Column("id", integers: [1])]),
      Table("link", columns: [Column("p", integers: [1, 5]), Column("n", integers: [1, 1])]),
    ])
    let error = kindredError { _ = try dataset.resolvingOrphans(in: metadata, policy: .null) }
    #expect(error?.kind == .data)
    #expect(error?.table == "link")
    #expect(error?.row == 2)
    #expect(error?.value == "5")
    let dropped = try dataset.resolvingOrphans(in: metadata, policy: .drop)
    #expect(integers(dropped.dataset["link"]?[column: "p"]) == [1])
  }

  @Test func missingTablesAndColumnsAreErrors() throws {
    let (metadata, dataset) = try chain()
    for policy in OrphanPolicy.allCases {
      let fewer = try Dataset(Array(dataset.tables.prefix(2)))
      let error = kindredError { _ = try fewer.resolvingOrphans(in: metadata, policy: policy) }
      #expect(error?.table == "c")
      let bare = try Dataset(
        dataset.tables.prefix(2) + [Table("c", columns: [Column("n", integers: [1])])])
      let other = kindredError { _ = try bare.resolvingOrphans(in: metadata, policy: policy) }
      #expect(other?.column == "b")
    }
  }

  @Test func aLongChainWithinATable() throws {
    let metadata = try keyMetadata(
      [("node", ["id", "next"], ["id"])], [("node", "node", ["next"])])
    let count = 50_000
    // Row i refers to row i + 1, the last to a row that is not there; a second chain is sound.
    let ids = (0..<2 * count).map { Int64?(Int64($0)) }
    var next = (0..<2 * count).map { Int64?(Int64($0 + 1)) }
    next[count - 1] = -1
    next[2 * count - 1] = nil
    let table = try Table(
      "node", columns: [Column("id", integers: ids), Column("next", integers: next)])
    let result = try Dataset([table]).resolvingOrphans(in: metadata, policy: .drop)
    #expect(integers(result.dataset["node"]?[column: "id"]) == Array(ids[count...]))
    #expect(result.notes.first?.contains("49999 that refer to dropped rows") == true)
  }

  @Test func tablesInACircle() throws {
    let metadata = try keyMetadata(
      [("a", ["id", "b"], ["id"]), ("b", ["id", "a"], ["id"])],
      [("a", "b", ["a"]), ("b", "a", ["b"])])
    // a1 -> b1 -> a2 -> b2 -> a3 -> (missing); a4 <-> b4 is a sound circle.
    let dataset = try Dataset([
      Table(
        "a", columns: [Column("id", integers: [1, 2, 3, 4]), Column("b", integers: [1, 2, 9, 4])]),
      Table("b", columns: [Column("id", integers: [1, 2, 4]), Column("a", integers: [2, 3, 4])]),
    ])
    let result = try dataset.resolvingOrphans(in: metadata, policy: .drop)
    #expect(integers(result.dataset["a"]?[column: "id"]) == [4])
    #expect(integers(result.dataset["b"]?[column: "id"]) == [4])
    #expect(
      result.notes == [
        "a: 3 of 4 rows dropped, 1 without a parent row and 2 that refer to dropped rows",
        "b: 2 of 3 rows dropped, 2 that refer to dropped rows",
      ])
  }

  @Test func aSecondRowWithTheKeyIsAParentToo() throws {
    let metadata = try keyMetadata(
      [("root", ["id"], ["id"]), ("p", ["id", "root"], ["id"]), ("c", ["p"], [])],
      [("root", "p", ["root"]), ("p", "c", ["p"])])
    // Key 1 twice, the first time in an orphan; key 2 twice, both orphans.
    let dataset = try Dataset([
      Table("root", columns: [Column("id", integers: [7])]),
      Table(
        "p",
        columns: [Column("id", integers: [1, 1, 2, 2]), Column("root", integers: [0, 7, 0, 0])]),
      Table("c", columns: [Column("p", integers: [1, 2, 1])]),
    ])
    let result = try dataset.resolvingOrphans(in: metadata, policy: .drop)
    #expect(integers(result.dataset["p"]?[column: "id"]) == [1])
    #expect(integers(result.dataset["c"]?[column: "p"]) == [1, 1])
  }
}
