import KindredData
import Testing

/// The type found for the only column besides a key of a table of `rows` rows.
private func type(
  _ column: Column, table: String = "things"
) throws -> ColumnMetadata {
  let ids = Column("id", integers: (0..<column.count).map { Int64($0) })
  let dataset = try Dataset([Table(table, columns: [ids, column])])
  let result = try SchemaDetector().detect(dataset)
  return try #require(result.metadata[table]?[column: column.name])
}

private func integers(_ name: String, _ count: Int, _ value: (Int) -> Int) -> Column {
  Column(name, integers: (0..<count).map { Int64(value($0)) })
}

private func strings(_ name: String, _ count: Int, _ value: (Int) -> String) -> Column {
  Column(name, strings: (0..<count).map { value($0) })
}

@Suite("Column types")
struct SchemaDetectorTypeTests {
  @Test func codesAreCategoricalMeasuresAreNot() throws {
    #expect(try type(integers("promo", 40) { $0 % 2 }).sdtype == .categorical)
    #expect(try type(integers("is_member", 40) { $0 % 2 }).sdtype == .boolean)
    #expect(try type(integers("DayOfWeek", 200) { 1 + $0 % 7 }).sdtype == .categorical)
    #expect(try type(integers("status", 100) { 10 * ($0 % 20) }).sdtype == .categorical)
    #expect(try type(integers("zone", 100) { 10 * ($0 % 5) }).sdtype == .categorical)
    #expect(try type(integers("quantity", 100) { 1 + $0 % 5 }).sdtype == .numerical)
    #expect(try type(integers("duration", 100) { 12 * ($0 % 5) }).sdtype == .numerical)
    #expect(try type(integers("temperature", 100) { $0 % 3 - 1 }).sdtype == .numerical)
    #expect(try type(integers("hits", 100) { $0 % 40 }).sdtype == .numerical)
    #expect(try type(integers("level", 3) { $0 }).sdtype == .numerical)
  }

  @Test func booleansInWords() throws {
    #expect(try type(strings("answer", 4) { $0 % 2 == 0 ? "yes" : "no" }).sdtype == .boolean)
    #expect(try type(strings("flag", 4) { $0 % 2 == 0 ? "T" : "F" }).sdtype == .boolean)
    #expect(try type(strings("sex", 4) { $0 % 2 == 0 ? "M" : "F" }).sdtype == .categorical)
    #expect(try type(strings("answer", 4) { _ in "N" }).sdtype == .categorical)
    #expect(try type(strings("is_new", 4) { _ in "N" }).sdtype == .boolean)
  }

  @Test(arguments: [
    ("2024-01-31", "%Y-%m-%d"), ("2024-01-31 23:59:01", "%Y-%m-%d %H:%M:%S"),
    ("2024-01-31T23:59", "%Y-%m-%dT%H:%M"), ("31.01.2024", "%d.%m.%Y"),
    ("31/01/2024", "%d/%m/%Y"), ("01/31/2024", "%m/%d/%Y"), ("31-Jan-2024", "%d-%b-%Y"),
    ("Jan 31, 2024", "%b %d, %Y"), ("23:59:01", "%H:%M:%S"),
    ("2024-01-31 23:59:01.250", "%Y-%m-%d %H:%M:%S.%f"),
    ("2024-01-31T23:59:01+0200", "%Y-%m-%dT%H:%M:%S%z"),
  ])
  func datetimes(text: String, format: String) throws {
    let found = try type(strings("moment", 3) { _ in text })
    #expect(found.sdtype == .datetime)
    #expect(found.datetimeFormat == format)
  }

  @Test func datesAsNumbersNeedTheName() throws {
    let values: (Int) -> Int = { 2_015_0101 + $0 % 28 }
    let found = try type(integers("order_date", 60, values))
    #expect(found.sdtype == .datetime)
    #expect(found.datetimeFormat == "%Y%m%d")
    #expect(try type(integers("figure", 60, values)).sdtype == .numerical)
  }

  @Test func ambiguousDatesAreReported() throws {
    let dates = strings("moment", 3) { "0\($0 + 1)/02/2024" }
    let result = try SchemaDetector().detect(Dataset([Table("t", columns: [dates])]))
    #expect(
      result.findings.map(\.description) == [
        "t.moment: read as %m/%d/%Y; day and month could be the other way round"
      ])
  }

  @Test(arguments: [
    ("Email", "ann@example.org", "email"), ("contact", "ann@example.org", "email"),
    ("HomePhone", "+49 711 28-42", "phone_number"),
    ("fax_number", "(206) 555-9857", "phone_number"),
    ("FirstName", "Zoë", "first_name"), ("last_name", "O'Neil", "last_name"),
    ("Nachname", "Müller", "last_name"), ("billing_address", "12 Main St.", "address"),
    ("PostalCode", "T5K 2N1", "postcode"), ("ssn", "123-45-6789", "ssn"),
    ("client", "10.0.0.1", "ipv4_address"), ("homepage", "https://a.example/x", "url"),
    ("device", "00:1a:2b:3c:4d:5e", "mac_address"), ("password", "8cb2237d06", "password"),
    ("card_number", "4111 1111 1111 1111", "credit_card_number"),
  ])
  func personalTypes(name: String, value: String, sdtype: String) throws {
    #expect(try type(strings(name, 3) { _ in value }).sdtype.rawValue == sdtype)
  }

  @Test func personalNamesNeedFittingValues() throws {
    #expect(try type(strings("phone", 30) { "model \($0 % 3)" }).sdtype == .categorical)
    #expect(
      try type(strings("email", 30) { $0 % 2 == 0 ? "weekly" : "daily" }).sdtype == .categorical)
    #expect(try type(integers("address_count", 30) { $0 }).sdtype == .numerical)
  }

  @Test func namesOfPeopleAndOfThings() throws {
    let names = strings("name", 6) { ["Ann", "Bea", "Cid", "Dan", "Eve", "Fay"][$0] + " Low" }
    #expect(try type(names, table: "customers").sdtype.rawValue == "name")
    #expect(try type(names, table: "boats").sdtype == .categorical)
  }

  @Test func placesAreLearnedWhereTheyRepeat() throws {
    func city(_ index: Int) -> String {
      String(index, radix: 26).map {
        String(UnicodeScalar(UInt8(97 + Int(String($0), radix: 26)!)))
      }
      .joined() + "ville"
    }
    #expect(try type(strings("city", 60) { city($0) }).sdtype.rawValue == "city")
    #expect(try type(strings("city", 60) { city($0 % 9) }).sdtype == .categorical)
  }

  @Test func freeText() throws {
    let sentences = strings("notes", 40) { "The item \($0) was sold on the spot" }
    #expect(try type(sentences).sdtype == .text)
    #expect(try type(strings("remark", 40) { "was sold on the \($0 % 2)" }).sdtype == .categorical)
  }

  @Test func identifiersThatAreNoKeys() throws {
    func code(_ index: Int) -> String { "AB-\(1000 + index * 7)" }
    #expect(try type(strings("tracking_number", 80) { code($0) }).sdtype == .id)
    let uuids = strings("session", 40) { index in
      let digits = String(index, radix: 16)
      return "3f2b8a10-0c1d-4e5f-8a9b-" + String(repeating: "0", count: 12 - digits.count) + digits
    }
    #expect(try type(uuids).sdtype == .id)
  }

  @Test func columnsWithoutValues() throws {
    #expect(try type(Column("empty", strings: [nil, nil])).sdtype == .unknown)
    #expect(try type(Column("email", strings: [nil, nil])).sdtype.rawValue == "email")
    #expect(try type(Column("phone", strings: [" ", " "])).sdtype.rawValue == "phone_number")
    #expect(try type(Column("blank", strings: [" ", " "])).sdtype == .categorical)
  }

  @Test func columnsAreStoredByType() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write(
      "id,day,member,zone\n1,2024-02-01,Y,1\n2,2024-02-03,N,2\n"
        + (3..<40).map { "\($0),2024-02-04,N,\($0 % 3)\n" }.joined(), to: "t.csv")
    let result = try SchemaDetector().detect(folder: folder.path)
    let reread = try CSVReader().readDataset(inFolder: folder.path, metadata: result.metadata)
    #expect(result.dataset == reread)
    #expect(
      result.metadata["t"]?.columns.map(\.sdtype) == [.id, .datetime, .boolean, .categorical])
  }
}
