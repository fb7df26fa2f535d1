import KindredData
import Testing

@Suite struct ValidationRelationshipTests {
  @Test func orphansAreCountedAndShown() throws {
    let report = try shopMetadata().validate(
      shop(orders: [Column("customer", integers: [4, 1, nil, 0])]))
    let finding = try #require(report.only)
    #expect(finding.kind == .orphan)
    #expect(finding.table == "orders")
    #expect(finding.columns == ["customer"])
    #expect(finding.count == 2)
    #expect(finding.examples == [.init(row: 1, value: "4"), .init(row: 4, value: "0")])
    #expect(kindredError { try report.throwIfInvalid() }?.row == 1)
    try report.throwIfInvalid(allowingOrphans: true)
  }

  @Test func keysOfDifferentTypesThatMatchAreAWarning() throws {
    let report = try shopMetadata().validate(
      shop(orders: [Column("customer", strings: ["1", "3", nil, "2"])]))
    #expect(report.only?.kind == .keyTypeMismatch)
    #expect(report.isValid)
    #expect(report.only?.problem.contains("'customers.id'") == true)
  }

  @Test func keysOfDifferentTypesThatNeverMatchAreAnError() throws {
    let report = try shopMetadata().validate(
      shop(orders: [Column("customer", strings: ["c1", "c3", nil, "01"])]))
    #expect(report.findings.map(\.kind) == [.keyTypeMismatch, .orphan])
    #expect(!report.isValid)
    #expect(kindredError { try report.throwIfInvalid(allowingOrphans: true) } != nil)
  }

  @Test func wholeDecimalsReferToIntegers() throws {
    let report = try shopMetadata().validate(
      shop(orders: [Column("customer", decimals: [1, 3, nil, 2.5])]))
    #expect(report.findings.map(\.kind) == [.keyTypeMismatch, .orphan])
    #expect(report.findings.last?.examples == [.init(row: 4, value: "2.5")])
  }

  @Test func compositeForeignKeys() throws {
    let metadata = try keyMetadata(
      [("p", ["a", "b"], ["a", "b"]), ("c", ["x", "y"], [])], [("p", "c", ["x", "y"])])
    let parent = try Table(
      "p", columns: [Column("a", integers: [1, 1, 2]), Column("b", strings: ["u", "v", "u"])])
    let child = try Table(
      "c",
      columns: [
        Column("x", integers: [2, 2, 1, nil, 9, nil, nil]),
        Column("y", strings: ["u", "v", nil, nil, "u", "v", "w"]),
      ])
    let report = try metadata.validate(Dataset([parent, child]))
    #expect(report.findings.map(\.kind) == [.orphan, .incompleteKey])
    #expect(report.findings[0].examples.map(\.row) == [2, 5])
    #expect(report.findings[0].value == "2, v")
    #expect(report.findings[1].severity == .warning)
    #expect(report.findings[1].examples.map(\.row) == [3, 6, 7])
    #expect(report.findings[1].value == "1, null")
  }

  @Test func selfReference() throws {
    let metadata = try keyMetadata(
      [("staff", ["id", "boss"], ["id"])], [("staff", "staff", ["boss"])])
    let table = try Table(
      "staff",
      columns: [Column("id", integers: [1, 2, 3]), Column("boss", integers: [nil, 1, 7])])
    let report = try metadata.validate(Dataset([table]))
    #expect(report.only?.kind == .orphan)
    #expect(report.only?.row == 3)
  }

  @Test func stringKeysOfDifferentDictionaries() throws {
    let data = try shop(
      customers: [Column("id", strings: ["b", "", "a"])],
      orders: [Column("customer", strings: ["a", "c", "", "b"])])
    let index = try RelationshipIndex(
      #require(try shopMetadata().relationships.first), parent: #require(data["customers"]),
      child: #require(data["orders"]))
    #expect(index.parentRows == [2, RelationshipIndex.orphan, 1, 0])
  }

  /// Three parts, some of them null or unknown; compared with a search through all parents.
  @Test func threePartKeysMatchAsSearched() throws {
    let relationship = Relationship(
      parentTable: "p", parentKey: ["a", "b", "c"], childTable: "q", childKey: ["a", "b", "c"])
    var state: UInt64 = 7
    func draw(_ count: Int, below limit: UInt64) -> [Int64?] {
      (0..<count).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let value = (state >> 33) % limit
        return value == 0 ? nil : Int64(value)
      }
    }
    func table(_ name: String, below limit: UInt64) throws -> (Table, [[Int64?]]) {
      let (a, b, c) = (draw(200, below: limit), draw(200, below: limit), draw(200, below: limit))
      let strings = b.map { $0.map { "s\($0)" } }
      let columns = [
        Column("a", integers: a), Column("b", strings: strings), Column("c", integers: c),
      ]
      return (try Table(name, columns: columns), (0..<200).map { [a[$0], b[$0], c[$0]] })
    }
    let (parent, parents) = try table("p", below: 6)
    let (child, children) = try table("q", below: 7)
    let expected = children.map { key -> Int32 in
      if key.contains(nil) { return RelationshipIndex.null }
      return parents.firstIndex(of: key).map { Int32($0) } ?? RelationshipIndex.orphan
    }
    let index = try RelationshipIndex(relationship, parent: parent, child: child)
    #expect(index.parentRows == expected)
  }

  /// Keys that number the rows are not looked up anywhere.
  @Test(arguments: [Int64(0), -2, .min, .max - 3])
  func numberedKeysAreRows(first: Int64) throws {
    let relationship = Relationship(
      parentTable: "p", parentKey: ["id"], childTable: "c", childKey: ["p"])
    let parent = try Table("p", columns: [Column("id", integers: (0..<4).map { first + $0 })])
    let child = try Table(
      "c",
      columns: [
        Column("p", integers: [first + 3, nil, first, first &- 1, first &+ 4, first + 1])
      ])
    let index = try RelationshipIndex(relationship, parent: parent, child: child)
    #expect(
      index.parentRows
        == [3, RelationshipIndex.null, 0, RelationshipIndex.orphan, RelationshipIndex.orphan, 1])
  }
}
