import Testing

/// `kindred validate` lists every contradiction, not the first.
@Suite("The report of kindred validate")
struct ValidateReportTests {
  private let folder = Folder()

  init() {
    folder.file(
      "metadata.json",
      """
      {"METADATA_SPEC_VERSION": "V1",
       "tables": {
        "users": {"primary_key": "id", "columns": {
          "id": {"sdtype": "id"}, "age": {"sdtype": "numerical"},
          "joined": {"sdtype": "datetime", "datetime_format": "%Y-%m-%d"}}},
        "visits": {"primary_key": "id", "columns": {
          "id": {"sdtype": "id"}, "user": {"sdtype": "id"}, "vip": {"sdtype": "boolean"}}}},
       "relationships": [{
        "parent_table_name": "users", "parent_primary_key": "id",
        "child_table_name": "visits", "child_foreign_key": "user"}]}
      """)
  }

  @Test("Values, keys, references and shape at once, with status 1")
  func everything() throws {
    folder.file("users.csv", "id,age,joined\n1,old,2020-01-01\n2,31,yesterday\n2,32,2020-02-30\n")
    folder.file("visits.csv", "id,user,vip,colour\n1,1,True,red\n2,9,maybe,red\n")
    folder.file("notes.csv", "text\nhello\n")
    let outcome = try Program.run("validate", folder.path)
    #expect(outcome.status == 1)
    for text in [
      "column 'age', row 1, value 'old'", "column 'joined', row 2, value 'yesterday'",
      "column 'vip', row 2, value 'maybe'", "column 'user', row 2, value '9'",
      "Unexpected column in table `visits`: `colour`", "Unexpected table `notes`",
      "6 errors, 1 warning",
    ] {
      #expect(outcome.output.contains(text), "\(outcome.output)")
    }
    #expect(outcome.errors.isEmpty)
  }

  @Test("Missing tables and columns")
  func missing() throws {
    folder.file("users.csv", "id,age\n1,30\n")
    let outcome = try Program.run("validate", folder.path)
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("Missing columns on table users: ['joined']"))
    #expect(outcome.output.contains("Table `visits` not found in tables"))
  }

  @Test("Text that is no CSV is an error, not a finding")
  func ragged() throws {
    folder.file("users.csv", "id,age,joined\n1,30\n")
    folder.file("visits.csv", "id,user,vip\n")
    let outcome = try Program.run("validate", folder.path)
    #expect(outcome.status == 1)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("table 'users', row 1"))
  }

  @Test("Data that fit")
  func valid() throws {
    folder.file("users.csv", "id,age,joined\n1,30,2020-01-01\n2,,\n")
    folder.file("visits.csv", "id,user,vip\n1,1,True\n2,,False\n")
    let outcome = try Program.run("validate", folder.path)
    #expect(outcome.status == 0)
    #expect(outcome.output == "The data fit the metadata.\n")
  }
}
