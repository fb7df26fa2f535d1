import KindredData
import Testing

private func detect(_ tables: Table...) throws -> DetectionResult {
  try SchemaDetector().detect(Dataset(tables))
}

private func table(_ name: String, _ columns: Column...) throws -> Table {
  try Table(name, columns: columns)
}

private func integers(_ name: String, _ values: [Int?]) -> Column {
  Column(name, integers: values.map { $0.map { Int64($0) } })
}

/// "child.columns -> parent.columns" of every relationship.
private func links(_ result: DetectionResult) -> [String] {
  result.metadata.relationships.map {
    "\($0.childTable).\($0.childKey.joined(separator: "+")) -> "
      + "\($0.parentTable).\($0.parentKey.joined(separator: "+"))"
  }
}

private func evidence(_ result: DetectionResult, _ table: String, _ column: String) -> String? {
  result.findings.first { $0.table == table && $0.columns == [column] }?.description
}

@Suite("Keys")
struct SchemaDetectorKeyTests {
  @Test func keyAndForeignKeyWithEvidence() throws {
    let result = try detect(
      table("users", integers("user_id", [1, 2, 3]), integers("age", [30, 41, 52])),
      table("sessions", integers("id", [7, 8, 9, 10]), integers("user_id", [1, 1, 3, nil])))
    #expect(result.metadata["users"]?.primaryKey == ["user_id"])
    #expect(result.metadata["sessions"]?.primaryKey == ["id"])
    #expect(result.metadata["sessions"]?[column: "user_id"]?.sdtype == .id)
    #expect(links(result) == ["sessions.user_id -> users.user_id"])
    #expect(
      evidence(result, "sessions", "user_id")
        == "sessions.user_id -> users.user_id: same name, all 2 values found, "
        + "2 of 3 parents with children, null in 1 row")
    #expect(
      evidence(result, "users", "user_id")
        == "primary key users.user_id: named after its table, 3 distinct values, no null, "
        + "first column")
  }

  @Test(arguments: [
    ("users", "id", "user_id"), ("User", "Id", "userId"), ("tbl_user", "id", "fk_user"),
    ("users", "id", "user_ref"), ("users", "uid", "user"), ("users", "id", "owner_user_id"),
    ("categories", "id", "category_id"), ("person", "id", "person2_id"),
    ("OrderLine", "OrderLineID", "order_line_id"), ("addresses", "id", "shipping_address_id"),
    ("kunden", "kundennr", "kunden_nr"), ("Kunde", "Kundennummer", "Kundennummer"),
    ("objednavky", "id", "objednavka_id"), ("klienti", "klient_id", "id_klient"),
    ("department", "dept_no", "dept_no"), ("customer", "custkey", "custkey"),
    ("employees", "id", "emp_id"), ("accounts", "id", "acct_no"),
    ("user", "id", "created_by"), ("employee", "id", "SupportRepId"),
  ])
  func names(parent: String, key: String, column: String) throws {
    let result = try detect(
      table(parent, integers(key, Array(1...8)), integers("size", Array(11...18))),
      table(
        "visits", integers("visit_id", Array(1...9)),
        integers(column, [1, 2, 2, 4, 5, 6, 7, 8, 8])))
    #expect(links(result) == ["visits.\(column) -> \(parent).\(key)"])
  }

  @Test func smallNumbersAreNoForeignKeyWithoutName() throws {
    let result = try detect(
      table("users", integers("id", Array(1...50))),
      table(
        "games", integers("id", Array(1...9)), integers("turns", Array(3...11)),
        integers("foo_id", [1, 2, 3, 4, 5, 6, 7, 8, 8])))
    #expect(links(result).isEmpty)
    let finding = try #require(evidence(result, "games", "foo_id"))
    #expect(finding.hasPrefix("no foreign key games.foo_id: every value is found in users.id"))
  }

  @Test func valuesThatCannotBeChance() throws {
    let codes = (0..<20).map { "K\($0 * 37 % 101)" }
    let result = try detect(
      table("clients", Column("code", strings: codes)),
      table(
        "orders", integers("id", Array(1...10)),
        Column("placed", strings: (0..<10).map { codes[$0] })))
    #expect(links(result) == ["orders.placed -> clients.code"])
  }

  @Test func orphansAreReported() throws {
    let result = try detect(
      table("users", integers("id", [1, 2, 3])),
      table("visits", integers("id", Array(1...4)), integers("user_id", [1, 2, 8, 9])))
    #expect(links(result).isEmpty)
    #expect(
      evidence(result, "visits", "user_id")
        == "no foreign key visits.user_id -> users.id: named after the table, "
        + "but 2 of 4 values not found, such as '8'")
  }

  @Test func uniqueMeasuresAreNoKeys() throws {
    let result = try detect(
      table(
        "readings", integers("duration", Array(1...30)),
        Column("value", decimals: (0..<30).map { Double($0) / 7 })))
    #expect(result.metadata["readings"]?.primaryKey.isEmpty == true)
  }

  @Test func repeatedKeysAreReported() throws {
    let result = try detect(table("users", integers("user_id", [1, 2, 2])))
    #expect(result.metadata["users"]?.primaryKey.isEmpty == true)
    #expect(
      evidence(result, "users", "user_id")
        == "no primary key users.user_id: named after its table, "
        + "but 1 row repeat the value of another")
  }

  @Test func selfReference() throws {
    let result = try detect(
      table(
        "Employee", integers("EmployeeId", Array(1...8)),
        integers("ReportsTo", [nil, 1, 2, 2, 2, 1, 6, 6])))
    #expect(links(result) == ["Employee.ReportsTo -> Employee.EmployeeId"])
    let parents = try detect(
      table("nodes", integers("id", Array(1...5)), integers("parent_id", [nil, 1, 1, 2, 2])))
    #expect(links(parents) == ["nodes.parent_id -> nodes.id"])
  }

  @Test func cycle() throws {
    let result = try detect(
      table("staff", integers("staff_id", [1, 2]), integers("store_id", [1, 2])),
      table("store", integers("store_id", [1, 2]), integers("manager_staff_id", [1, 2])))
    #expect(
      links(result)
        == ["staff.store_id -> store.store_id", "store.manager_staff_id -> staff.staff_id"])
  }

  @Test func oneToOne() throws {
    let result = try detect(
      table("users", integers("user_id", Array(1...6)), integers("age", Array(20...25))),
      table("profiles", integers("user_id", [2, 3, 5]), integers("points", [1, 1, 2])))
    #expect(links(result) == ["profiles.user_id -> users.user_id"])
    #expect(result.metadata["users"]?.primaryKey == ["user_id"])
    #expect(result.metadata["profiles"]?.primaryKey == ["user_id"])
  }

  @Test func compositeKeyOfJunction() throws {
    // Every film occurs once, yet the table's name tells that the pair is the key.
    let result = try detect(
      table("film", integers("film_id", Array(1...12))),
      table("category", integers("category_id", [1, 2, 3])),
      table(
        "film_category", integers("film_id", Array(1...12)),
        integers("category_id", (0..<12).map { 1 + $0 % 3 })))
    #expect(result.metadata["film_category"]?.primaryKey == ["film_id", "category_id"])
    #expect(links(result).count == 2)
  }

  @Test func compositeKeyOfReferences() throws {
    let result = try detect(
      table("orders", integers("order_id", Array(1...10))),
      table("products", integers("product_id", Array(1...5))),
      table(
        "lines", integers("order_id", (0..<30).map { 1 + $0 / 3 }),
        integers("product_id", (0..<30).map { 1 + ($0 % 3 + $0 / 6) % 5 }),
        integers("quantity", (0..<30).map { 1 + $0 % 2 })))
    #expect(result.metadata["lines"]?.primaryKey == ["order_id", "product_id"])
  }

  @Test func numberedRowsOfAParent() throws {
    let result = try detect(
      table("orders", integers("id", Array(1...10))),
      table(
        "positions", integers("order_id", (0..<30).map { 1 + $0 / 3 }),
        integers("seq", (0..<30).map { 1 + $0 % 3 }),
        integers("pieces", (0..<30).map { 2 + $0 % 2 })))
    #expect(result.metadata["positions"]?.primaryKey == ["order_id", "seq"])
  }

  @Test func eventsHaveNoKey() throws {
    let result = try detect(
      table("store", integers("Store", Array(1...10))),
      table(
        "history", integers("Store", (0..<60).map { 1 + $0 % 10 }),
        integers("Sales", (0..<60).map { 5000 + $0 * $0 % 971 }),
        integers("Open", (0..<60).map { $0 % 7 == 0 ? 0 : 1 })))
    #expect(links(result) == ["history.Store -> store.Store"])
    #expect(result.metadata["history"]?.primaryKey.isEmpty == true)
  }

  @Test func emptyAndTinyTables() throws {
    let result = try detect(
      table("users", integers("id", []), integers("age", [])),
      table("visits", integers("id", [5]), integers("minutes", [9]), integers("user_id", [nil])),
      table("notes", integers("figure", [1])))
    #expect(result.metadata["users"]?.primaryKey == ["id"])
    #expect(result.metadata["visits"]?.primaryKey == ["id"])
    #expect(result.metadata["notes"]?.primaryKey.isEmpty == true)
    #expect(links(result) == ["visits.user_id -> users.id"])
    let none = try SchemaDetector().detect(Dataset([]))
    #expect(none.metadata == Metadata())
    #expect(try detect(Table("bare", columns: [])).metadata["bare"]?.columns.isEmpty == true)
  }

  @Test func foreignKeyWithoutValuesIsStoredLikeItsKey() throws {
    let result = try detect(
      table("language", integers("language_id", [1, 2])),
      table(
        "film", integers("film_id", [1, 2, 3]),
        Column("original_language_id", strings: [nil, nil, nil])))
    #expect(links(result) == ["film.original_language_id -> language.language_id"])
    let column = try #require(result.dataset["film"]?[column: "original_language_id"])
    #expect(column.values == .integers([0, 0, 0]))
    #expect(column.nullCount == 3)
  }

  @Test func integersWrittenAsDecimals() throws {
    let result = try detect(
      table("users", integers("id", [1, 2, 3])),
      table(
        "visits", integers("id", [1, 2, 3]), Column("user_id", decimals: [1, nil, 3], places: 1)))
    #expect(links(result) == ["visits.user_id -> users.id"])
    #expect(
      result.dataset["visits"]?[column: "user_id"]?.values == .integers([1, 0, 3]))
  }
}

extension SchemaDetectorKeyTests {
  @Test func namesBesideCodes() throws {
    let airports = ["AAA", "BBB", "CCC", "DDD", "EEE", "FFF"]
    let result = try detect(
      table(
        "airports", Column("iata_code", strings: airports),
        Column("airport", strings: airports.map { "\($0) International" })),
      table(
        "flights", integers("delay", Array(3...8)), Column("origin_airport", strings: airports),
        Column("destination_airport", strings: airports.reversed())))
    #expect(result.metadata["airports"]?.primaryKey == ["iata_code"])
    #expect(
      links(result) == [
        "flights.origin_airport -> airports.iata_code",
        "flights.destination_airport -> airports.iata_code",
      ])
  }

  @Test func decimalSpellingOfForeignKeysInFiles() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("id\n1\n2\n30\n", to: "users.csv")
    _ = try folder.write("id,user_id\n1,1.0\n2,\n3,30.0\n", to: "visits.csv")
    let result = try SchemaDetector().detect(folder: folder.path)
    #expect(links(result) == ["visits.user_id -> users.id"])
    #expect(result.dataset["visits"]?[column: "user_id"]?.values == .integers([1, 0, 30]))
    let reread = try CSVReader().readDataset(inFolder: folder.path, metadata: result.metadata)
    #expect(result.dataset == reread)
  }

  @Test func strangeNames() throws {
    let names = ["", "-", "1", "id id", "名前", "é", "__", "ID_", "x\n\"y\"", "😀"]
    let tables = try names.map { name in
      try Table(name, columns: names.map { integers($0, [3, 3, 5]) })
    }
    let result = try SchemaDetector().detect(Dataset(tables))
    #expect(result.metadata.tableNames == names)
    #expect(result.metadata.tables.allSatisfy { $0.primaryKey.isEmpty })
    #expect(result.metadata.relationships.isEmpty)
    // An index without name, as some programs write it.
    let index = try detect(table("t", integers("", [0, 1, 2]), integers("a", [4, 4, 5])))
    #expect(index.metadata["t"]?.primaryKey == [""])
  }

  @Test func extremeIntegers() throws {
    let wide: [Int?] = [.min, .max, 0, -1, nil]
    let result = try detect(
      table("a", integers("id", wide.dropLast() + [7]), integers("b_id", wide)),
      table("b", integers("id", [.max, .min, 0, -1, 1]), integers("n", wide)))
    #expect(links(result) == ["a.b_id -> b.id"])
  }

  @Test func prefixesOfColumnsAndTables() throws {
    let result = try detect(
      table("shop_part", integers("p_partkey", Array(1...9)), integers("p_size", Array(2...10))),
      table("shop_supplier", integers("s_suppkey", [1, 2]), integers("s_rank", [1, 2])),
      table(
        "shop_partsupp", integers("ps_partkey", (0..<18).map { 1 + $0 / 2 }),
        integers("ps_suppkey", (0..<18).map { 1 + $0 % 2 })))
    #expect(result.metadata["shop_partsupp"]?.primaryKey == ["ps_partkey", "ps_suppkey"])
    #expect(
      links(result) == [
        "shop_partsupp.ps_partkey -> shop_part.p_partkey",
        "shop_partsupp.ps_suppkey -> shop_supplier.s_suppkey",
      ])
  }

  @Test func keysSharedByTwoTablesPointOneWay() throws {
    let result = try detect(
      table("alpha", integers("ssn", Array(11...19)), integers("x", Array(1...9))),
      table("beta", integers("ssn", Array(11...15)), integers("y", Array(1...5))))
    #expect(links(result) == ["beta.ssn -> alpha.ssn"])
  }
}
