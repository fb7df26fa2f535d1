import KindredData
import Testing

/// References that no key declares, in metadata.
@Suite struct ImplicitReferenceMetadataTests {
  private let reference = ImplicitReference(
    table: "positions", referredTable: "seasons",
    columns: [
      .init(column: "player", referredColumn: "player"), .init(column: "year", referredColumn: "y"),
    ])

  private func metadata() throws -> Metadata {
    var metadata = Metadata()
    try metadata.addTable("players", columns: [ColumnMetadata("id", .id)], primaryKey: ["id"])
    try metadata.addTable(
      "seasons", columns: [ColumnMetadata("player", .id), ColumnMetadata("y", .numerical)])
    try metadata.addTable(
      "positions", columns: [ColumnMetadata("player", .id), ColumnMetadata("year", .numerical)])
    try metadata.addRelationship(parent: "players", child: "seasons", foreignKey: "player")
    try metadata.addRelationship(parent: "players", child: "positions", foreignKey: "player")
    return metadata
  }

  @Test func survivesTheFile() throws {
    var metadata = try metadata()
    #expect(metadata.implicitReferences == nil)
    metadata.implicitReferences = [reference]
    try metadata.validate()
    let read = try Metadata(json: metadata.jsonText())
    #expect(read.implicitReferences == [reference])
    #expect(read == metadata)
  }

  @Test func goesWithItsTables() throws {
    var metadata = try metadata()
    metadata.implicitReferences = [reference]
    #expect(metadata.restricted(to: ["players", "positions"]).implicitReferences == [])
    #expect(throws: KindredError.self) { try metadata.removeColumn("y", from: "seasons") }
  }

  @Test(arguments: [
    #"{"table": "positions"}"#, #"[{"table": "positions", "refers_to": "seasons"}]"#,
    #"[{"table": "positions", "refers_to": "games", "columns": {"year": "y"}}]"#,
    #"[{"table": "positions", "refers_to": "seasons", "columns": {"year": "year"}}]"#,
    #"[{"table": "positions", "refers_to": "seasons", "columns": {}}]"#,
    #"[{"table": "positions", "refers_to": "positions", "columns": {"year": "year"}}]"#,
    #"[{"table": "positions", "refers_to": "seasons", "columns": {"year": "y"}}, "#
      + #"{"table": "seasons", "refers_to": "positions", "columns": {"y": "year"}}]"#,
  ])
  func nonsenseIsAnError(list: String) throws {
    var text = try metadata().jsonText()
    let end = try #require(text.lastIndex(of: "}"))
    text.replaceSubrange(end..., with: #", "kindred": {"implicit_references": \#(list)}}"#)
    let read = try Metadata(json: text)
    let error = #expect(throws: KindredError.self) { try read.validate() }
    #expect(error?.kind == .metadata)
  }
}
