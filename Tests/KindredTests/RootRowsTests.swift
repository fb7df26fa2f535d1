import Kindred
import KindredData
import Testing

/// Numbers of rows for single root tables.
@Suite struct RootRowsTests {
  /// Users have sessions, stores have shifts; countries are a reference table.
  private func fitted() throws -> HMA1 {
    var metadata = Metadata()
    for (table, references) in [
      ("users", []), ("stores", []), ("countries", []), ("sessions", ["users", "countries"]),
      ("shifts", ["stores"]),
    ] {
      try metadata.addTable(
        table,
        columns: [ColumnMetadata("id", .id), ColumnMetadata("value", .numerical)]
          + references.map { ColumnMetadata($0, .id) }, primaryKey: ["id"])
    }
    for (child, parent) in [
      ("sessions", "users"), ("sessions", "countries"), ("shifts", "stores"),
    ] {
      try metadata.addRelationship(parent: parent, child: child, foreignKey: parent)
    }
    metadata.referenceTables = ["countries"]
    func table(_ name: String, _ rows: Int64, _ keys: [(String, Int64)] = []) throws -> Table {
      try Table(
        name,
        columns: [
          Column("id", integers: (0..<rows).map { $0 }),
          Column("value", integers: (0..<rows).map { $0 * 7 % 13 }),
        ] + keys.map { key, count in Column(key, integers: (0..<rows).map { $0 % count }) })
    }
    let model = HMA1(metadata, model: .copula)
    try model.fit(
      Dataset([
        table("users", 30), table("stores", 10), table("countries", 5),
        table("sessions", 90, [("users", 30), ("countries", 5)]),
        table("shifts", 40, [("stores", 10)]),
      ]))
    return model
  }

  private func sizes(_ request: SampleRequest) throws -> [String: Int] {
    let sample = try fitted().sample(request)
    return Dictionary(uniqueKeysWithValues: sample.tables.map { ($0.name, $0.rowCount) })
  }

  @Test func everyRootTableHasItsOwnNumber() throws {
    #expect(
      try sizes(SampleRequest(rootRows: ["users": 60, "stores": 3], seed: 1))
        == ["users": 60, "stores": 3, "countries": 5, "sessions": 180, "shifts": 12])
    // The others follow `rows`, or have as many as were fitted; the scale is for all.
    #expect(
      try sizes(SampleRequest(rows: 20, rootRows: ["users": 60], scale: 2, seed: 1))
        == ["users": 120, "stores": 40, "countries": 5, "sessions": 360, "shifts": 160])
    #expect(
      try sizes(SampleRequest(rootRows: ["stores": 0], seed: 1))
        == ["users": 30, "stores": 0, "countries": 5, "sessions": 90, "shifts": 0])
  }

  @Test(arguments: ["sessions", "countries", "planets"])
  func otherTablesAreRefused(table: String) throws {
    let error = try #require(
      throws: KindredError.self, performing: { try sizes(SampleRequest(rootRows: [table: 5])) })
    #expect(error.kind == .argument)
    #expect("\(error)".contains(table))
  }

  @Test func numbersOutOfRangeAreRefused() throws {
    #expect(throws: KindredError.self) { try sizes(SampleRequest(rootRows: ["users": -1])) }
    #expect(throws: KindredError.self) {
      try sizes(SampleRequest(table: "users", rootRows: ["users": 5]))
    }
  }
}
