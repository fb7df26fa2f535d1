import Foundation
import KindredData
import Testing

@Suite struct MetadataConsistencyTests {
  @Test func noTablesAndNoColumns() throws {
    var metadata = Metadata()
    #expect(
      kindredError { try metadata.validate() }?.problem
        == "\"tables\" entry not found in Metadata")
    try metadata.addTable("t")
    #expect(kindredError { try metadata.validate() }?.table == "t")
  }

  @Test(arguments: [SDType.numerical, .boolean, .datetime, .categorical])
  func measuresAreNoKeys(type: SDType) throws {
    var metadata = try userMetadata()
    try metadata.updateColumn(ColumnMetadata("user_id", type), in: "users")
    let error = kindredError { try metadata.validate() }
    #expect(error?.kind == .metadata)
    #expect(error?.problem == "The key is of sdtype '\(type.rawValue)'")
    #expect(error?.table == "users")
    #expect(error?.column == "user_id")
    metadata = try userMetadata()
    try metadata.updateColumn(ColumnMetadata("user_id", type), in: "sessions")
    #expect(kindredError { try metadata.validate() }?.table == "sessions")
  }

  @Test(arguments: ["id", "email", "ssn", "unknown", "text"])
  func identifiersAndPersonalValuesAre(type: String) throws {
    var metadata = try userMetadata()
    let type = SDType(rawValue: type)
    try metadata.updateColumn(ColumnMetadata("user_id", type), in: "users")
    try metadata.updateColumn(ColumnMetadata("user_id", type), in: "sessions")
    try metadata.validate()
  }

  @Test func partsOfACompositeKeyMayBeMeasures() throws {
    var metadata = Metadata()
    try metadata.addTable(
      "lines", columns: [ColumnMetadata("order", .id), ColumnMetadata("line", .numerical)],
      primaryKey: ["order", "line"])
    try metadata.validate()
  }

  /// Properties that are wrong or belong to another type.
  @Test(arguments: [
    (ColumnMetadata("x", .numerical, regexFormat: "a"), "regex_format"),
    (ColumnMetadata("x", .numerical, computerRepresentation: "Int7"), "Int7"),
    (ColumnMetadata("x", .boolean, pii: true), "pii"),
    (ColumnMetadata("x", .id, datetimeFormat: "%Y"), "datetime_format"),
    (ColumnMetadata("x", SDType(rawValue: "email"), orderBy: "alphabetical"), "order_by"),
    (ColumnMetadata("x", .datetime, datetimeFormat: "%Q"), "%Q"),
    (ColumnMetadata("x", .categorical, order: ["a"], orderBy: "alphabetical"), "order_by"),
    (ColumnMetadata("x", .categorical, orderBy: "size"), "size"),
    (ColumnMetadata("x", .categorical, order: []), "no labels"),
    (ColumnMetadata("x", .categorical, order: ["a", "b", "a"]), "twice"),
    (ColumnMetadata("x", SDType(rawValue: "")), "empty"),
  ])
  func properties(column: ColumnMetadata, mention: String) throws {
    var metadata = Metadata()
    try metadata.addTable("t", columns: [column])
    let error = kindredError { try metadata.validate() }
    #expect(error?.kind == .metadata)
    #expect(error?.table == "t")
    #expect(error?.column == "x")
    #expect(error?.remedy?.isEmpty == false)
    #expect(error?.description.contains(mention) == true)
  }

  @Test(arguments: DevelopmentData.names)
  func detectedSchemasAreConsistent(name: String) throws {
    guard let folder = DevelopmentData.folder(name) else { return }
    let found = try SchemaDetector().detect(folder: folder).metadata
    try found.validate()
    #expect(try Metadata(json: found.jsonText()) == found)
  }

  @Test func descriptionListsTablesAndRelationships() throws {
    var metadata = try userMetadata()
    #expect(
      metadata.description == """
        Metadata
          tables: ['users', 'sessions']
          relationships:
            sessions.user_id -> users.user_id
        """)
    try metadata.removeTable("users")
    #expect(metadata.description == "Metadata\n  tables: ['sessions']")
    let composite = try keyMetadata(
      [("line", ["a", "b"], ["a", "b"]), ("note", ["c", "d"], [])],
      [("line", "note", ["c", "d"])])
    #expect(composite.description.hasSuffix("note.(c, d) -> line.(a, b)"))
  }
}
