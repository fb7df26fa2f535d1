import Foundation
import KindredData
import Testing

@Suite struct CSVWriterTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  func table(_ name: String, _ values: [Int64?]) throws -> Table {
    try Table(name, columns: [Column("a", integers: values), Column("b", integers: values)])
  }

  @Test func spellsValuesByTheirFormat() throws {
    let table = try Table(
      "t",
      columns: [
        Column("i", integers: [1, nil, .min]),
        Column("d", decimals: [1, nil, -0.005], places: 2),
        Column("f", decimals: [100_000, 1e22, 0.1]),
        Column("s", strings: ["plain", "", "a \"b\", c"]),
        Column("b", booleans: [true, nil, false]),
        Column("t", timestamps: [0, nil, 1], format: "%d %b %Y, %H:%M"),
      ])
    #expect(
      try writtenCSV(table) == """
        i,d,f,s,b,t
        1,1.00,100000.0,plain,True,"01 Jan 1970, 00:00"
        ,,1e+22,"",,
        -9223372036854775808,-0.01,0.1,"a ""b"", c",False,"01 Jan 1970, 00:00"

        """)
  }

  @Test(arguments: [
    (0.125, 2, "0.12"), (0.375, 2, "0.38"), (1.005, 2, "1.00"), (2.5, 0, "2"), (-0.004, 2, "0.00"),
    (123_456_789.987_654_321, 9, "123456789.987654328"), (9.999, 2, "10.00"), (0.07, 2, "0.07"),
    (1e15, 1, "1000000000000000.0"), (999_999_999_999.5, 1, "999999999999.5"),
  ])
  func roundsDecimalsExactly(value: Double, places: Int, text: String) throws {
    let table = try Table("t", columns: [Column("d", decimals: [value], places: places)])
    #expect(try writtenCSV(table) == "d\n\(text)\n")
    #expect(text == String(format: "%.\(places)f", value == -0.004 ? 0.0 : value))
  }

  @Test func batchesMakeOneFile() throws {
    let writer = try CSVDatasetWriter(folder: folder.path + "/new/deep")
    try writer.open(table: "empty", columns: ["x"])
    try writer.append(table("t", [1, 2]))
    try writer.append(table("t", []))
    try writer.append(table("t", [nil]))
    try writer.finish()
    #expect(try folder.text(of: "new/deep/t.csv") == "a,b\n1,1\n2,2\n,\n")
    #expect(try folder.text(of: "new/deep/empty.csv") == "x\n")
  }

  @Test func longTablesAreIndependentOfThreadsAndBatches() throws {
    let values = (0..<200_000).map { Int64($0) as Int64? }
    let text = try writtenCSV(table("t", values), threads: 3)
    #expect(text == "a,b\n" + values.map { "\($0 ?? 0),\($0 ?? 0)\n" }.joined())
  }

  @Test func nothingIsLeftWithoutFinish() throws {
    do {
      let writer = try CSVDatasetWriter(folder: folder.path)
      try writer.append(table("t", [1]))
      // What is being written stands beside the folder.
      #expect(try folder.names == [])
    }
    #expect(try folder.names == [])
    let writer = try CSVDatasetWriter(folder: folder.path + "/new")
    try writer.append(table("t", [1]))
    writer.cancel()
    #expect(try folder.names == [])
    #expect(kindredError { try writer.append(table("t", [1])) }?.kind == .argument)
  }

  @Test func existingFilesAreKept() throws {
    _ = try folder.write("old", to: "u.csv")
    let tables = try [table("t", [1]), table("u", [1])]
    let error = kindredError { try CSVWriter().write(tables, toFolder: folder.path) }
    #expect(error?.problem == "The file exists already")
    #expect(error?.table == "u")
    #expect(try folder.names == ["u.csv"])
    try CSVWriter(overwrite: true).write(tables, toFolder: folder.path)
    #expect(try folder.text(of: "u.csv") == "a,b\n1,1\n")
    #expect(try folder.names == ["t.csv", "u.csv"])
  }

  @Test func errorsLeaveNothing() throws {
    let good = try table("good", [1])
    let infinite = try Table("bad", columns: [Column("d", decimals: [1, nil, .infinity])])
    let error = kindredError { try CSVWriter().write([good, infinite], toFolder: folder.path) }
    #expect(error?.row == 3)
    #expect(error?.column == "d")
    #expect(try folder.names == [])
    let late = try Table(
      "late", columns: [Column("t", timestamps: [.max], format: "%Y")])
    #expect(kindredError { try CSVWriter().write(late, toFolder: folder.path) }?.row == 1)
    let named = try Table("../x", columns: [Column("a", integers: [1])])
    #expect(kindredError { try CSVWriter().write(named, toFolder: folder.path) }?.kind == .argument)
    let none = try Table("none", columns: [])
    #expect(kindredError { try CSVWriter().write(none, toFolder: folder.path) }?.kind == .argument)
    #expect(try folder.names == [])
  }

  @Test func foldersThatCannotBeMadeAreReported() throws {
    // A folder that is a file, and one where nothing can be made.
    let file = try folder.write("x", to: "file")
    let error = kindredError { try CSVWriter().write(table("t", [1]), toFolder: file) }
    #expect(error?.kind == .file)
    #expect(error?.problem.contains("Not a directory") == true)
    let below = kindredError { try CSVWriter().write(table("t", [1]), toFolder: "/proc/none") }
    #expect(below?.kind == .file)
  }

  @Test func errorsCountTheRowsOfEarlierBatches() throws {
    let writer = try CSVDatasetWriter(folder: folder.path)
    try writer.append(Table("t", columns: [Column("d", decimals: [1, 2])]))
    let error = kindredError {
      try writer.append(Table("t", columns: [Column("d", decimals: [.nan])]))
    }
    #expect(error?.row == 3)
    #expect(try folder.names == [])
  }

  @Test func cancellationLeavesNothing() throws {
    var writer = CSVWriter()
    writer.isCancelled = { true }
    let error = kindredError { try writer.write(table("t", [1]), toFolder: folder.path) }
    #expect(error?.kind == .interrupted)
    #expect(try folder.names == [])
  }

  @Test func progressCountsRows() throws {
    let log = Log()
    var writer = CSVWriter()
    writer.progress = { log.append("\($0)/\($1)") }
    try writer.write([table("t", [1, 2]), table("u", [3])], toFolder: folder.path)
    #expect(log.lines == ["2/3", "3/3"])
  }

  @Test func aHeaderThatBeginsWithAMarkKeepsIt() throws {
    let table = try Table("t", columns: [Column("\u{FEFF}a", strings: ["x"])])
    #expect(try readCSV(writtenCSV(table)).columnNames == ["\u{FEFF}a"])
  }
}
