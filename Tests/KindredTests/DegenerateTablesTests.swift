import Kindred
import KindredData
import Testing

/// Tables at the edge of what a table can be: they are learned, and samples stay within bounds.
@Suite struct DegenerateTablesTests {
  /// Fits a table of a key and the given columns, and samples it.
  private func sample(
    _ columns: [(Column, SDType)], rows: Int? = nil, format: String? = nil
  ) throws -> Table {
    let count = columns.first?.0.count ?? 0
    var metadata = Metadata()
    try metadata.addTable(
      "t",
      columns: [ColumnMetadata("id", .id)]
        + columns.map {
          ColumnMetadata($0.0.name, $0.1, datetimeFormat: $0.1 == .datetime ? format : nil)
        }, primaryKey: ["id"])
    let ids = Column("id", integers: (0..<count).map { Int64($0) })
    let dataset = try Dataset([Table("t", columns: [ids] + columns.map(\.0))])
    let model = HMA1(metadata)
    try model.fit(dataset)
    let result = try model.sample(rows: rows, seed: 1)
    #expect(try metadata.validate(result).isValid)
    return try #require(result["t"])
  }

  private func column(
    _ column: Column, _ sdtype: SDType, rows: Int? = nil, format: String? = nil
  ) throws -> Column {
    let table = try sample([(column, sdtype)], rows: rows, format: format)
    return try #require(table[column: column.name])
  }

  @Test func constantsStayConstant() throws {
    let table = try sample([
      (Column("i", integers: Array(repeating: 7, count: 40)), .numerical),
      (Column("d", decimals: Array(repeating: -0.25, count: 40), places: 2), .numerical),
      (Column("s", strings: Array(repeating: "word", count: 40)), .categorical),
      (Column("b", booleans: Array(repeating: true, count: 40)), .boolean),
    ])
    for row in 0..<table.rowCount {
      #expect(table.columns.dropFirst().map { $0.text(at: row) } == ["7", "-0.25", "word", "True"])
    }
  }

  @Test(arguments: [SDType.numerical, .categorical, .boolean, .datetime, SDType(rawValue: "email")])
  func columnsOfNullsStayNull(sdtype: SDType) throws {
    let nulls = Column("x", strings: Array(repeating: nil, count: 30))
    let result = try column(nulls, sdtype, rows: 50, format: "%Y-%m-%d")
    #expect(result.count == 50)
    #expect(result.nullCount == 50)
  }

  @Test func oneRowIsEnough() throws {
    let table = try sample(
      [
        (Column("i", integers: [5]), .numerical), (Column("d", decimals: [0.5]), .numerical),
        (Column("s", strings: ["a"]), .categorical),
      ], rows: 20)
    #expect(table.rowCount == 20)
    for row in 0..<20 { #expect(table[column: "i"]?.text(at: row) == "5") }
  }

  @Test func noRowIsEnough() throws {
    let empty: [Int64] = []
    let table = try sample([(Column("i", integers: empty), .numerical)])
    #expect(table.rowCount == 0)
    // Asked for rows, a model that never saw any gives nulls.
    let rows = try sample([(Column("i", integers: empty), .numerical)], rows: 3)
    #expect(rows[column: "i"]?.nullCount == 3)
  }

  @Test func integersReachTheEndsOf64Bits() throws {
    let values = (0..<30).flatMap { [Int64.max - Int64($0 / 10), Int64.min + Int64($0 / 10)] }
    guard case .integers(let result) = try column(Column("i", integers: values), .numerical).values
    else {
      Issue.record("not integers")
      return
    }
    // Doubles are 1,024 apart there.
    #expect(result.allSatisfy { $0 >= Int64.max - 2048 || $0 <= Int64.min + 2048 })
    #expect(result.contains { $0 > 0 })
    #expect(result.contains { $0 < 0 })
  }

  @Test func decimalsReachTheEndsOfTheirRange() throws {
    let values = (0..<60).map { (Double($0) - 30) / 30 * 1.7e308 }
    guard case .decimals(let result) = try column(Column("d", decimals: values), .numerical).values
    else {
      Issue.record("not decimals")
      return
    }
    #expect(result.allSatisfy { $0.isFinite && abs($0) <= 1.7e308 })
    #expect(Set(result).count > 10)
    let tiny = (1...60).map { Double($0) * .leastNonzeroMagnitude }
    #expect(try column(Column("d", decimals: tiny), .numerical).count == 60)
  }

  @Test func datesReachTheEndsOfTheCalendar() throws {
    let format = "%Y-%m-%d %H:%M:%S.%f"
    let printed = try TimestampFormat(format)
    // 0001-01-01 00:00:00 and 9999-12-31 23:59:59.999999 in microseconds since 1970.
    let (first, last): (Int64, Int64) = (-62_135_596_800_000_000, 253_402_300_799_999_999)
    let values = (0..<20).flatMap { [first, last, Int64($0)] }
    let dates = Column("x", timestamps: values, format: format)
    guard case .timestamps(let result) = try column(dates, .datetime, format: format).values else {
      Issue.record("not timestamps")
      return
    }
    for value in result {
      #expect((first...last).contains(value))
      _ = try printed.string(from: value)
    }
  }

  @Test func emptyStringsAreNotNulls() throws {
    let values: [String?] = (0..<90).map { [nil, "", "x"][$0 % 3] }
    let result = try column(Column("s", strings: values), .categorical)
    #expect(result.nullCount == 30)
    let texts = (0..<90).compactMap { result.text(at: $0) }
    #expect(texts.filter(\.isEmpty).count == 30)
  }

  @Test func booleansMayBeNull() throws {
    let values: [Bool?] = (0..<90).map { [nil, true, false][$0 % 3] }
    let result = try column(Column("b", booleans: values), .boolean)
    #expect(result.nullCount == 30)
    #expect((0..<90).filter { result.text(at: $0) == "True" }.count == 30)
  }

  @Test func labelsOfAnyScriptSurvive() throws {
    let labels = ["größe", "日本", "👩‍👩‍👧", "e\u{301}", "\u{E9}", "\"quoted\"", "two\nlines"]
    let values = (0..<140).map { labels[$0 % 7] }
    let result = try column(Column("s", strings: values), .categorical)
    // As bytes: Swift holds the two spellings of é for equal.
    let texts = Set((0..<140).compactMap { result.text(at: $0) }.map { Array($0.utf8) })
    #expect(texts == Set(labels.map { Array($0.utf8) }))
  }
}
