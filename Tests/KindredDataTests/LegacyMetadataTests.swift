import KindredData
import Testing

/// Reading the JSON of SDV 0.x.
@Suite struct LegacyMetadataTests {
  private func file(_ tables: String) -> String { "{\"tables\": \(tables)}" }

  @Test func everyField() throws {
    let metadata = try Metadata(
      json: file(
        """
        {"users": {"path": "users.csv", "use": true, "primary_key": "user_id", "fields": {
           "user_id": {"type": "id", "subtype": "integer"},
           "code": {"type": "id", "subtype": "string", "regex": "[a-z]{4}"},
           "age": {"type": "numerical", "subtype": "integer"},
           "size": {"type": "numerical", "subtype": "float"},
           "joined": {"type": "datetime", "format": "%Y-%m-%d"},
           "gender": {"type": "categorical"}, "vip": {"type": "boolean"},
           "email": {"type": "categorical", "pii": true, "pii_category": "email"},
           "card": {"type": "categorical", "pii": true,
                    "pii_category": ["credit_card_number", "visa"], "pii_locales": ["en_US"]}},
           "constraints": [{"constraint": "Positive", "column_names": ["age"]}]},
         "sessions": {"fields": {
           "user": {"type": "id", "subtype": "integer",
                    "ref": {"table": "users", "field": "user_id"}},
           "old": {"type": "id", "ref": {"table": "archive", "field": "id"}}}},
         "archive": {"use": false, "fields": {}}}
        """))
    try metadata.validate()
    #expect(metadata.tableNames == ["users", "sessions"])
    let users = try #require(metadata["users"])
    #expect(users.primaryKey == ["user_id"])
    #expect(users[column: "code"]?.regexFormat == "[a-z]{4}")
    #expect(users[column: "age"]?.computerRepresentation == "Int64")
    #expect(users[column: "size"]?.computerRepresentation == nil)
    #expect(users[column: "joined"]?.datetimeFormat == "%Y-%m-%d")
    #expect(users[column: "gender"]?.sdtype == .categorical)
    #expect(users[column: "vip"]?.sdtype == .boolean)
    #expect(users[column: "email"]?.sdtype.rawValue == "email")
    #expect(users[column: "card"]?.sdtype.rawValue == "credit_card_number")
    #expect(users[column: "card"]?.pii == true)
    #expect(
      metadata.relationships == [
        Relationship(
          parentTable: "users", parentKey: ["user_id"], childTable: "sessions", childKey: ["user"])
      ])
    #expect(metadata.extra.map(\.name) == ["constraints of users"])
    // Written as V1, it is the same schema.
    #expect(try Metadata(json: metadata.jsonText()) == metadata)
  }

  @Test func tablesAndFieldsMayBeLists() throws {
    let metadata = try Metadata(
      json: file(
        """
        [{"name": "t", "primary_key": "a", "fields": [
          {"name": "a", "type": "id"}, {"name": "b", "type": "boolean"}]}]
        """))
    #expect(metadata["t"]?.columnNames == ["a", "b"])
    #expect(metadata["t"]?.primaryKey == ["a"])
  }

  /// A field of table "t", and a part of the error.
  @Test(arguments: [
    ("{}", "has no 'type'"),
    ("{\"type\": \"complex\"}", "The field type is not known"),
    (
      "{\"type\": \"id\", \"subtype\": \"float\"}",
      "Invalid field \"subtype\" for key field: \"float\""
    ),
    ("{\"type\": \"numerical\", \"subtype\": \"big\"}", "\"big\""),
    (
      "{\"type\": \"categorical\", \"pii\": true, \"pii_category\": \"\"}",
      "\"pii_category\" is empty"
    ),
    (
      "{\"type\": \"categorical\", \"pii\": true, \"pii_category\": [\"id\"]}",
      "Invalid values '(pii)' for id column 'x'"
    ),
    ("{\"type\": \"datetime\", \"format\": 5}", "'format' is a number"),
    ("{\"type\": \"id\", \"ref\": \"users\"}", "'ref' is a text"),
    ("{\"type\": \"id\", \"ref\": {\"field\": \"id\"}}", "has no 'table'"),
    ("{\"type\": \"id\", \"ref\": {\"table\": \"user\"}}", "Did you mean 'users'?"),
    (
      "{\"type\": \"id\", \"ref\": {\"table\": \"users\", \"field\": \"b\"}}",
      "which is no primary key"
    ),
  ])
  func mistakes(field: String, mention: String) {
    let error = kindredError {
      _ = try Metadata(
        json: file(
          """
          {"users": {"primary_key": "id", "fields": {"id": {"type": "id"}, "b": {"type": "id"}}},
           "t": {"fields": {"x": \(field)}}}
          """))
    }
    #expect(error?.kind == .metadata)
    #expect(error?.table == "t")
    #expect(error?.column == "x")
    #expect(error?.description.contains(mention) == true, "\(String(describing: error))")
    #expect(error?.remedy?.isEmpty == false)
  }

  @Test func keysOfOtherTypes() throws {
    for type in ["boolean", "numerical"] {
      let metadata = try Metadata(
        json: file(
          "{\"t\": {\"primary_key\": \"a\", \"fields\": {\"a\": {\"type\": \"\(type)\"}}}}"))
      #expect(kindredError { try metadata.validate() }?.column == "a")
    }
    let noFields = kindredError { _ = try Metadata(json: file("{\"t\": {}}")) }
    #expect(noFields?.problem == "The table has no 'fields'")
    #expect(noFields?.table == "t")
  }
}
