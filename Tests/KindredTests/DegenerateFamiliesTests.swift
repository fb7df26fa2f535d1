import Kindred
import KindredData
import Testing

/// Parents without children, children without parents.
@Suite struct DegenerateFamiliesTests {
  /// Fits parents and children (by their foreign keys) and samples them.
  private func sample(
    parents: Int, children keys: [Int64?], rows: Int? = nil
  ) throws -> (parents: Table, children: Table) {
    var metadata = Metadata()
    try metadata.addTable(
      "parents", columns: [ColumnMetadata("id", .id), ColumnMetadata("x", .numerical)],
      primaryKey: ["id"])
    try metadata.addTable(
      "children",
      columns: [
        ColumnMetadata("id", .id), ColumnMetadata("parent", .id), ColumnMetadata("y", .numerical),
      ], primaryKey: ["id"])
    try metadata.addRelationship(parent: "parents", child: "children", foreignKey: "parent")
    let numbers = (0..<parents).map { Int64($0) }
    let rowNumbers = keys.indices.map { Int64($0) }
    let dataset = try Dataset([
      Table(
        "parents", columns: [Column("id", integers: numbers), Column("x", integers: numbers)]),
      Table(
        "children",
        columns: [
          Column("id", integers: rowNumbers), Column("parent", integers: keys),
          Column("y", integers: rowNumbers),
        ]),
    ])
    let model = HMA1(metadata)
    try model.fit(dataset)
    // Models of such tables can be saved and read, too.
    let loaded = try ModelFileForge.load(ModelFileForge.file(ModelFileForge(model).payload))
    let result = try loaded.sample(rows: rows, seed: 1)
    #expect(try result == model.sample(rows: rows, seed: 1))
    #expect(try metadata.validate(result).isValid)
    return (try #require(result["parents"]), try #require(result["children"]))
  }

  @Test func noChildren() throws {
    let result = try sample(parents: 40, children: [])
    #expect(result.parents.rowCount == 40)
    #expect(result.children.rowCount == 0)
  }

  @Test func noParents() throws {
    let result = try sample(parents: 0, children: Array(repeating: nil, count: 25))
    #expect(result.parents.rowCount == 0)
    #expect(result.children.rowCount == 25)
    #expect(result.children[column: "parent"]?.nullCount == 25)
  }

  @Test func nobody() throws {
    let result = try sample(parents: 0, children: [])
    #expect(result.parents.rowCount == 0)
    #expect(result.children.rowCount == 0)
  }

  @Test func allForeignKeysNull() throws {
    let result = try sample(parents: 10, children: Array(repeating: nil, count: 30))
    #expect(result.children.rowCount == 30)
    #expect(result.children[column: "parent"]?.nullCount == 30)
    // Children come along in proportion.
    let twice = try sample(parents: 10, children: Array(repeating: nil, count: 30), rows: 20)
    #expect(twice.children.rowCount == 60)
  }

  @Test func oneParentOfAll() throws {
    let result = try sample(parents: 1, children: (0..<50).map { _ in 0 })
    #expect(result.parents.rowCount == 1)
    #expect(result.children.rowCount == 50)
    #expect(result.children[column: "parent"]?.nullCount == 0)
  }

  @Test func oneRowEach() throws {
    let result = try sample(parents: 1, children: [0], rows: 5)
    #expect(result.parents.rowCount == 5)
    #expect(result.children.rowCount == 5)
  }

  @Test func oneParentHasAllTheChildren() throws {
    let result = try sample(parents: 30, children: (0..<30).map { _ in 7 })
    #expect(result.parents.rowCount == 30)
    #expect(result.children.rowCount == 30)
  }
}
