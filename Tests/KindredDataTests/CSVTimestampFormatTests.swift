import KindredData
import Testing

@Suite struct CSVTimestampFormatTests {
  @Test(
    arguments: [
      ("%Y-%m-%d", "1970-01-02", 86_400_000_000),
      ("%Y-%m-%d", "0001-01-01", -62_135_596_800_000_000),
      ("%Y-%m-%d %H:%M:%S.%f", "9999-12-31 23:59:59.999999", 253_402_300_799_999_999),
      ("%F %T", "2000-02-29 23:59:59", 951_868_799_000_000),
      ("%Y-%m-%dT%H:%M:%S.%3f", "1969-12-31T23:59:59.999", -1000),
      ("%d.%m.%y %R", "31.12.69 01:02", -82_680_000_000),
      ("%d.%m.%y", "31.12.68", 3_124_137_600_000_000),
      ("%D %I:%M %p", "07/04/76 12:05 AM", 205_286_700_000_000),
      ("%D %I:%M %p", "07/04/76 12:05 PM", 205_329_900_000_000),
      ("%a, %d %b %Y", "Thu, 01 Jan 1970", 0),
      ("%A %B %d %Y", "Friday May 01 1970", 10_368_000_000_000),
      ("%Y%j", "2020366", 1_609_372_800_000_000),
      ("%Y-%-m-%-d", "2019-1-5", 1_546_646_400_000_000),
      ("100%% %Y", "100% 1970", 0),
      ("%Y-%m-%d %Z", "1970-01-01 UTC", 0),
      ("%Y%m%d", "19700103", 172_800_000_000),
    ] as [(String, String, Int64)])
  func readsAndPrints(format: String, text: String, microseconds: Int64) throws {
    let compiled = try TimestampFormat(format)
    #expect(compiled.parse(text) == microseconds)
    #expect(try compiled.string(from: microseconds) == text)
  }

  @Test func everyDayOfTwoMillenniaCountsUp() throws {
    let format = try TimestampFormat("%Y-%m-%d")
    var day: Int64 = -719_162
    for year in stride(from: 1, through: 9999, by: 123) {
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      let text = "0000\(year)".suffix(4)
      let next = "0000\(year + 1)".suffix(4)
      let first = try #require(format.parse("\(text)-01-01"))
      if year < 9999, let end = format.parse("\(next)-01-01") {
        #expect((end - first) / 86_400_000_000 == (isLeap ? 366 : 365))
      }
      #expect(first / 86_400_000_000 >= day)
      day = first / 86_400_000_000
      #expect((format.parse("\(text)-02-29") != nil) == isLeap)
    }
  }

  @Test func readsNumbersWithoutLeadingZerosAndRunsOfBlanks() throws {
    let format = try TimestampFormat("%Y-%m-%d %H:%M:%S.%f")
    #expect(format.parse("2019-1-5   1:2:3.5") == format.parse("2019-01-05 01:02:03.500000"))
    #expect(try TimestampFormat("%d %b %Y").parse("5 JAN 2019") != nil)
  }

  @Test(arguments: [
    "", "2019", "2019-13-01", "2019-00-01", "2019-02-29", "2019-04-31", "0000-01-01", "19-01-01",
    "2019-01-01 ", " 2019-01-01", "2019-01-01x", "2019/01/01", "２０１９-01-01", "-2019-01-01",
  ])
  func refusesWhatIsNoDate(text: String) throws {
    #expect(try TimestampFormat("%Y-%m-%d").parse(text) == nil)
  }

  @Test(arguments: ["25:00:00", "24:00:00", "12:60:00", "12:00:60", "12:00"])
  func refusesWhatIsNoTime(text: String) throws {
    #expect(try TimestampFormat("%H:%M:%S").parse(text) == nil)
  }

  @Test(arguments: ["%Q", "%", "%Y-%", "%-f", "%3Y", "%U", "", "no directive", "%é"])
  func refusesUnknownFormats(format: String) {
    #expect(kindredError { _ = try TimestampFormat(format) }?.kind == .format)
  }

  @Test func refusesToPrintOtherYears() throws {
    let format = try TimestampFormat("%Y-%m-%d")
    for time in [Int64.min, -62_135_596_800_000_001, 253_402_300_800_000_000, .max] {
      #expect(kindredError { _ = try format.string(from: time) }?.kind == .data)
    }
  }

  @Test func fractionsKeepTheirDigits() throws {
    let text = "t\n2019-01-01 00:00:00.125\n2019-01-01 00:00:01.5\n\n"
    let table = try readCSV(text, ["t": .timestamp(format: "%Y-%m-%d %H:%M:%S.%f")])
    #expect(table.columns.first?.format == .timestamp("%Y-%m-%d %H:%M:%S.%3f"))
    #expect(
      try writtenCSV(table) == "t\n2019-01-01 00:00:00.125\n2019-01-01 00:00:01.500\n\n")
  }

  @Test func oneOffsetIsKeptAsText() throws {
    let text = "t\n2019-01-01T10:00:00+02:00\n2019-07-01T10:00:00+02:00\n"
    let table = try readCSV(text, ["t": .timestamp(format: "%Y-%m-%dT%H:%M:%S%z")])
    #expect(table.columns.first?.format == .timestamp("%Y-%m-%dT%H:%M:%S+02:00"))
    #expect(try writtenCSV(table) == text)
  }

  @Test func differentOffsetsBecomeUniversalTime() throws {
    let text = "t\n2019-01-01 10:00:00+0100\n2019-07-01 10:00:00+0200\n"
    for chunkBytes in [nil, 1] {
      let table = try readCSV(
        text, ["t": .timestamp(format: "%Y-%m-%d %H:%M:%S%z")], chunkBytes: chunkBytes)
      #expect(
        try writtenCSV(table) == "t\n2019-01-01 09:00:00+0000\n2019-07-01 08:00:00+0000\n")
    }
  }

  @Test func stringsBecomeTimestamps() throws {
    let strings = Column("when", strings: ["2019-01-02", nil, "2019-01-02", "", "2019-01-03"])
    let column = try strings.timestamps(format: "%Y-%m-%d")
    #expect(
      texts(column) == ["1546387200000000", nil, "1546387200000000", nil, "1546473600000000"])
    #expect(column.format == .timestamp("%Y-%m-%d"))
  }

  @Test func stringsThatAreNoTimestampsAreNamed() {
    let strings = Column("when", strings: ["2019-01-02", nil, "soon"])
    let error = kindredError { _ = try strings.timestamps(format: "%Y-%m-%d", table: "t") }
    #expect(error?.row == 3)
    #expect(error?.value == "soon")
    #expect(error?.column == "when")
    #expect(error?.table == "t")
    let integers = Column("n", integers: [1])
    #expect(kindredError { _ = try integers.timestamps(format: "%Y") }?.kind == .argument)
  }
}
