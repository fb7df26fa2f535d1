import KindredData
import Testing

/// Reading SDV's V1 format: its forerunners, and every mistake with its place.
@Suite struct MetadataJSONTests {
  /// A file of version V1 with these tables and relationships.
  private func file(
    _ tables: String, _ relationships: String = "[]", version: String = "\"V1\""
  ) -> String {
    """
    {"tables": \(tables), "relationships": \(relationships), "METADATA_SPEC_VERSION": \(version)}
    """
  }

  private func link(_ parent: String, _ key: String, _ child: String, _ foreign: String) -> String {
    """
    [{"parent_table_name": "\(parent)", "parent_primary_key": \(key),
      "child_table_name": "\(child)", "child_foreign_key": \(foreign)}]
    """
  }

  private let tables = """
    {"z": {"primary_key": "id", "columns": {"id": {"sdtype": "id"}, "b": {"sdtype": "numerical"}}},
     "a": {"columns": {"z_id": {"sdtype": "id"}, "a": {"sdtype": "boolean"}}}}
    """

  @Test func orderIsKept() throws {
    let metadata = try Metadata(json: file(tables, link("z", "\"id\"", "a", "\"z_id\"")))
    #expect(metadata.tableNames == ["z", "a"])
    #expect(metadata["a"]?.columnNames == ["z_id", "a"])
    #expect(metadata.relationships.first?.childKey == ["z_id"])
  }

  @Test(arguments: ["\"V1\"", "\"MULTI_TABLE_V1\""])
  func versions(version: String) throws {
    let expected = try Metadata(json: file(tables))
    #expect(try Metadata(json: file(tables, version: version)) == expected)
    #expect(try Metadata(json: "\u{FEFF}{\"tables\": \(tables)}") == expected)
  }

  @Test func aSingleTable() throws {
    let metadata = try Metadata(
      json: """
        {"METADATA_SPEC_VERSION": "SINGLE_TABLE_V1", "primary_key": "id",
         "columns": {"id": {"sdtype": "id"}, "age": {"sdtype": "numerical"}}}
        """)
    #expect(metadata.tableNames == ["table"])
    #expect(metadata["table"]?.primaryKey == ["id"])
    #expect(try Metadata(json: metadata.jsonText()) == metadata)
  }

  @Test func keysMayBeListsAndNullsAreAbsent() throws {
    let metadata = try Metadata(
      json: file(
        """
        {"p": {"primary_key": ["a", "b"], "alternate_keys": ["c", ["a", "c"]], "sequence_key": null,
          "columns": {"a": {"sdtype": "id"}, "b": {"sdtype": "id", "regex_format": null},
                      "c": {"sdtype": "email", "pii": true}}},
         "q": {"columns": {"x": {"sdtype": "id"}, "y": {"sdtype": "id"}}}}
        """, link("p", "[\"a\", \"b\"]", "q", "[\"x\", \"y\"]")))
    #expect(metadata["p"]?.primaryKey == ["a", "b"])
    #expect(metadata["p"]?.alternateKeys == [["c"], ["a", "c"]])
    #expect(metadata.relationships.first?.childKey == ["x", "y"])
    try metadata.validate()
  }

  @Test func membersOfLaterVersionsAreIgnored() throws {
    let later = """
      {"t": {"future_knowledge": {"x": 1}, "columns": {"a": {"sdtype": "id"}}}}
      """
    #expect(try Metadata(json: file(later))["t"]?.columnNames == ["a"])
  }

  /// A schema, the table and column the error names, and a part of it.
  struct Mistake: Sendable, CustomTestStringConvertible {
    var tables: String
    var table: String?
    var column: String?
    var mention: String
    var testDescription: String { mention }

    init(_ tables: String, _ table: String?, _ column: String?, _ mention: String) {
      self.tables = tables
      self.table = table
      self.column = column
      self.mention = mention
    }
  }

  @Test(arguments: [
    Mistake("[]", nil, nil, "'tables' is a list"),
    Mistake("{\"t\": 5}", "t", nil, "a number instead of an object"),
    Mistake("{\"t\": {\"columns\": []}}", "t", nil, "'columns' is a list"),
    Mistake("{\"t\": {\"columns\": {\"a\": \"id\"}}}", "t", "a", "a text instead of an object"),
    Mistake("{\"t\": {\"columns\": {\"a\": {}}}}", "t", "a", "has no 'sdtype'"),
    Mistake("{\"t\": {\"columns\": {\"a\": {\"sdtype\": 1}}}}", "t", "a", "'sdtype' is a number"),
    Mistake("{\"t\": {\"columns\": {\"a\": {\"sdtype\": \"\"}}}}", "t", "a", "sdtype is empty"),
    Mistake(
      "{\"t\": {\"columns\": {\"a\": {\"sdtype\": \"numerical\", \"regex_format\": \"x\"}}}}", "t",
      "a",
      "Invalid values '(regex_format)' for numerical column 'a'"),
    Mistake(
      "{\"t\": {\"columns\": {\"a\": {\"sdtype\": \"datetime\", \"format\": \"%Y\"}}}}", "t", "a",
      "may have 'datetime_format'"),
    Mistake(
      "{\"t\": {\"columns\": {\"a\": {\"sdtype\": \"email\", \"pii\": \"yes\"}}}}", "t", "a",
      "'pii' is a text where true or false"),
    Mistake(
      "{\"t\": {\"columns\": {\"a\": {\"sdtype\": \"categorical\", \"order\": [[]]}}}}", "t", "a",
      "'order' is a list where a label"),
    Mistake(
      "{\"t\": {\"primary_key\": \"idd\", \"columns\": {\"id\": {\"sdtype\": \"id\"}}}}", "t",
      "idd",
      "Did you mean 'id'?"),
    Mistake(
      "{\"t\": {\"primary_key\": [1], \"columns\": {\"id\": {\"sdtype\": \"id\"}}}}", "t", nil,
      "'primary_key' is a number where a column name"),
    Mistake(
      "{\"t\": {\"primary_kei\": \"id\", \"columns\": {\"id\": {\"sdtype\": \"id\"}}}}", "t", nil,
      "Did you mean 'primary_key'?"),
    Mistake(
      "{\"t\": {\"sequence_index\": \"x\", \"columns\": {\"id\": {\"sdtype\": \"id\"}}}}", "t", "x",
      "Column 'x' does not exist"),
    Mistake(
      "{\"t\": {\"columns\": {\"a\": {\"sdtype\": \"id\"}}, \"column_relationships\": [{\"type\": \"gps\"}]}}",
      "t", nil, "has no 'column_names'"),
  ])
  func mistakesInTables(mistake: Mistake) {
    let error = kindredError { _ = try Metadata(json: file(mistake.tables)) }
    #expect(error?.table == mistake.table)
    #expect(error?.column == mistake.column)
    #expect(error?.description.contains(mistake.mention) == true, "\(String(describing: error))")
    #expect(error?.remedy?.isEmpty == false)
  }

  @Test func mistakesInRelationships() {
    func error(_ relationships: String) -> KindredError? {
      kindredError { _ = try Metadata(json: file(tables, relationships)) }
    }
    let table = error(link("zz", "\"id\"", "a", "\"z_id\""))
    #expect(table?.table == "zz")
    #expect(table?.remedy == "Did you mean 'z'?")
    let key = error(link("z", "\"b\"", "a", "\"z_id\""))
    #expect(key?.problem.hasSuffix("refers to a key that is not the primary key") == true)
    #expect(key?.column == "b")
    let column = error(link("z", "\"id\"", "a", "\"zid\""))
    #expect(column?.table == "a")
    #expect(column?.remedy == "Did you mean 'z_id'?")
    #expect(
      error(link("z", "\"id\"", "a", "[\"z_id\", \"a\"]"))?.problem.contains("2 columns") == true)
    let one = link("z", "\"id\"", "a", "\"z_id\"").dropFirst().dropLast()
    #expect(error("[\(one), \(one)]")?.problem == "The relationship to 'z' exists already")
    #expect(error(link("z", "\"id\"", "z", "\"id\""))?.problem == "A key cannot refer to itself")
    #expect(error(link("a", "[]", "z", "[]"))?.problem.contains("no primary key") == true)
    #expect(error("{}")?.problem == "'relationships' is an object where a list is expected")
    #expect(error("[{}]")?.problem == "A relationship has no 'parent_table_name'")
    #expect(error("[5]")?.problem == "A relationship is described by a number instead of an object")
  }

  @Test func otherFiles() {
    let version = kindredError { _ = try Metadata(json: file(tables, version: "\"V9\"")) }
    #expect(version?.value == "\"V9\"")
    #expect(kindredError { _ = try Metadata(json: "[]") }?.kind == .metadata)
    let empty = kindredError { _ = try Metadata(json: "{}") }
    #expect(empty?.problem == "\"tables\" entry not found in Metadata")
    #expect(kindredError { _ = try Metadata(json: [0xFF] as [UInt8]) }?.kind == .format)
    #expect(kindredError { _ = try Metadata(json: "") }?.kind == .format)
  }
}
