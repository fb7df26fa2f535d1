import KindredData
import Testing

@Suite struct MetadataBuildingTests {
  /// What a call throws; the schema has to stay as it was.
  private func error(_ change: (inout Metadata) throws -> Void) throws -> KindredError? {
    let before = try userMetadata()
    var after = before
    let error = kindredError { try change(&after) }
    #expect(after == before)
    #expect(error?.remedy?.isEmpty == false)
    return error
  }

  @Test func callsAddUp() throws {
    var metadata = try userMetadata()
    #expect(metadata.tableNames == ["users", "sessions"])
    #expect(
      metadata.relationships == [
        Relationship(
          parentTable: "users", parentKey: ["user_id"], childTable: "sessions",
          childKey: ["user_id"])
      ])
    try metadata.addColumn(ColumnMetadata("os", .categorical), to: "sessions")
    try metadata.updateColumn(ColumnMetadata("os", .text), in: "sessions")
    try metadata.addAlternateKey(["email"], of: "sessions")
    try metadata.setSequenceKey("user_id", of: "sessions")
    try metadata.setSequenceIndex("start", of: "sessions")
    try metadata.addColumnRelationship(
      ColumnRelationship(type: "gps", columns: ["os", "start"]), to: "sessions")
    let sessions = try #require(metadata["sessions"])
    #expect(sessions.columnNames == ["session_id", "user_id", "start", "email", "os"])
    #expect(sessions[column: "os"]?.sdtype == .text)
    #expect(sessions.alternateKeys == [["email"]])
    #expect(sessions.sequenceKey == "user_id")
    #expect(sessions.sequenceIndex == "start")
    try metadata.validate()
    try metadata.removeColumn("age", from: "users")
    #expect(metadata["users"]?.columnNames == ["user_id", "country", "vip"])
    try metadata.removeTable("users")
    #expect(metadata.tableNames == ["sessions"])
    #expect(metadata.relationships.isEmpty)
  }

  @Test func everyShapeOfSchemaIsAllowed() throws {
    var metadata = try keyMetadata(
      [
        ("user", ["id", "boss", "team"], ["id"]), ("team", ["id", "lead", "deputy"], ["id"]),
        ("line", ["a", "b"], ["a", "b"]), ("note", ["a", "b", "user"], []), ("alone", ["x"], []),
      ],
      [
        ("user", "user", ["boss"]), ("team", "user", ["team"]), ("user", "team", ["lead"]),
        ("user", "team", ["deputy"]), ("line", "note", ["a", "b"]), ("user", "note", ["user"]),
        ("team", "note", ["user"]), ("user", "note", ["a"]),
      ])
    try metadata.validate()
    #expect(metadata.relationships(toParentsOf: "note").count == 4)
    #expect(metadata.relationships(toChildrenOf: "user").count == 5)
    // The default of a composite key: the columns of the same names.
    try metadata.addTable("twin", columns: [ColumnMetadata("b", .id), ColumnMetadata("a", .id)])
    try metadata.addRelationship(parent: "line", child: "twin")
    #expect(metadata.relationships.last?.childKey == ["a", "b"])
  }

  @Test func tables() throws {
    let taken = try error { try $0.addTable("users") }
    #expect(taken?.kind == .metadata)
    #expect(taken?.problem == "Table name \"users\" already exists")
    #expect(try error { try $0.addTable("") }?.kind == .metadata)
    let twice = try error {
      try $0.addTable("t", columns: [ColumnMetadata("a", .id), ColumnMetadata("a", .text)])
    }
    #expect(twice?.table == "t")
    #expect(twice?.column == "a")
    let key = try error {
      try $0.addTable("t", columns: [ColumnMetadata("code", .id)], primaryKey: ["cod"])
    }
    #expect(key?.remedy == "Did you mean 'code'?")
    let unknown = try error { try $0.removeTable("session") }
    #expect(unknown?.kind == .argument)
    #expect(unknown?.problem == "Table 'session' does not exist")
    #expect(unknown?.remedy == "Did you mean 'sessions'?")
    let foreign = try error { try $0.removeTable("warehouse") }
    #expect(foreign?.remedy == "The tables are users, sessions.")
  }

  @Test func columns() throws {
    let taken = try error { try $0.addColumn(ColumnMetadata("age", .id), to: "users") }
    #expect(taken?.problem == "Column name \"age\" already exists")
    #expect(try error { try $0.addColumn(ColumnMetadata("", .id), to: "users") }?.kind == .metadata)
    #expect(try error { try $0.addColumn(ColumnMetadata("a", .id), to: "user") }?.table == "user")
    let unknown = try error { try $0.updateColumn(ColumnMetadata("Agee", .id), in: "users") }
    #expect(unknown?.kind == .argument)
    #expect(unknown?.table == "users")
    #expect(unknown?.column == "Agee")
    #expect(unknown?.remedy == "Did you mean 'age'?")
    for (column, table) in [("user_id", "users"), ("user_id", "sessions")] {
      #expect(try error { try $0.removeColumn(column, from: table) }?.kind == .metadata)
    }
  }

  @Test func columnsInUseStay() throws {
    var metadata = try userMetadata()
    try metadata.setSequenceIndex("start", of: "sessions")
    try metadata.addAlternateKey(["email"], of: "sessions")
    try metadata.addColumnRelationship(
      ColumnRelationship(type: "address", columns: ["country"]), to: "users")
    let before = metadata
    for (column, table) in [("start", "sessions"), ("email", "sessions"), ("country", "users")] {
      let error = kindredError { try metadata.removeColumn(column, from: table) }
      #expect(error?.column == column)
    }
    #expect(metadata == before)
  }

  @Test func keys() throws {
    #expect(
      try error { try $0.setPrimaryKey("agee", of: "users") }?.remedy == "Did you mean 'age'?")
    let twice = try error { try $0.setPrimaryKey(["start", "start"], of: "sessions") }
    #expect(twice?.problem == "A key names a column twice")
    let used = try error { try $0.setPrimaryKey("country", of: "users") }
    #expect(used?.problem == "'sessions' refers to the primary key of 'users'")
    #expect(try error { try $0.addAlternateKey([], of: "users") }?.kind == .metadata)
    #expect(try error { try $0.addAlternateKey(["user_id"], of: "users") }?.kind == .metadata)
    #expect(try error { try $0.setSequenceKey("x", of: "users") }?.column == "x")
    #expect(try error { try $0.setSequenceIndex("x", of: "users") }?.column == "x")
    let empty = ColumnRelationship(type: "gps", columns: [])
    #expect(try error { try $0.addColumnRelationship(empty, to: "users") }?.value == "gps")
  }

  @Test func relationships() throws {
    let parent = try error { try $0.addRelationship(parent: "nope", child: "sessions") }
    #expect(parent?.problem == "Table 'nope' does not exist")
    let field = try error {
      try $0.addRelationship(parent: "users", child: "sessions", foreignKey: "userid")
    }
    #expect(field?.remedy == "Did you mean 'user_id'?")
    let again = try error { try $0.addRelationship(parent: "users", child: "sessions") }
    #expect(again?.problem == "The relationship to 'users' exists already")
    let width = try error {
      try $0.addRelationship(
        parent: "users", child: "sessions", foreignKey: ["user_id", "session_id"])
    }
    #expect(width?.problem.contains("has 2 columns, the primary key of 'users' has 1") == true)
    let own = try error { try $0.addRelationship(parent: "users", child: "users") }
    #expect(own?.problem == "A key cannot refer to itself")
    var metadata = try userMetadata()
    try metadata.addTable("log", columns: [ColumnMetadata("x", .id)])
    let keyless = kindredError {
      try metadata.addRelationship(parent: "log", child: "users", foreignKey: "user_id")
    }
    #expect(keyless?.problem == "The parent table has no primary key to refer to")
    let relationship = try #require(metadata.relationships.first)
    try metadata.removeRelationship(relationship)
    #expect(metadata.relationships.isEmpty)
    #expect(kindredError { try metadata.removeRelationship(relationship) }?.kind == .argument)
  }
}
