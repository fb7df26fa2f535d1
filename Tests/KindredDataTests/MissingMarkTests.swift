import Foundation
import KindredData
import Testing

/// Words that programs write for missing values.
@Suite struct MissingMarkTests {
  @Test(arguments: [
    "NA", "N/A", "n/a", "#N/A", "<NA>", "NULL", "Null", "null", "None", "\\N",
  ])
  func wordsAreNullsWhereTextCannotStand(word: String) throws {
    let text = "i,d,b,t\n1,0.5,True,2024-01-01\n\(word),\(word),\(word),\(word)\n"
    let table = try readCSV(
      text,
      ["i": .integer, "d": .number, "b": .boolean, "t": .timestamp(format: "%Y-%m-%d")])
    #expect(table.columns.map(\.nullCount) == [1, 1, 1, 1])
    let found = try readCSV(text)
    #expect(texts(found[column: "i"]) == ["1", nil])
    #expect(texts(found[column: "d"]) == ["0.5", nil])
    #expect(found[column: "b"]?.nullCount == 1)
  }

  /// What all rows have in common does not depend on where chunks end.
  @Test(arguments: [1, 7, 1 << 20]) func chunksChangeNothing(bytes: Int) throws {
    let text = "a,b,c\n1,NA,x\nNA,2.5,NA\n3,NULL,y\nNA,4,z\n"
    #expect(try readCSV(text, threads: 2, chunkBytes: bytes) == readCSV(text))
    #expect(texts(try readCSV(text, chunkBytes: bytes)[column: "b"]) == [nil, "2.5", nil, "4.0"])
  }

  @Test func textKeepsThem() throws {
    let table = try readCSV("code,only\nDE,NA\nNA,NA\n")
    #expect(texts(table[column: "code"]) == ["DE", "NA"])
    // Nothing says that these were numbers.
    #expect(texts(table[column: "only"]) == ["NA", "NA"])
  }

  @Test func otherWordsAreErrors() throws {
    let error = kindredError { _ = try readCSV("a\n1\nNA\nnone at all\n", ["a": .integer]) }
    #expect(error?.row == 3)
    #expect(error?.value == "none at all")
  }

  @Test func theReaderTellsWhatItTookForNull() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("a,b\n1,NA\nNULL,2\nNA,3\n", to: "t.csv")
    let log = Log()
    let reader = CSVDatasetReader(folder: folder.path)
    reader.warn = { log.append($0) }
    let expected = [
      "t.a: 2 values like 'NULL' are read as null", "t.b: 1 value like 'NA' is read as null",
    ]
    _ = try reader.readDataset(as: nil)
    #expect(log.lines == expected)
    try reader.readBatches(of: nil, as: nil, batchRows: 1) { _ in }
    #expect(log.lines == expected + expected)
  }

  /// A foreign key that lacks values, as R writes it, refers to numbers all the same.
  @Test func keysOfNumbersMayLackValues() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("id\n1\n2\n", to: "shops.csv")
    _ = try folder.write("shop,day\n1,01.02.2024\nNA,NA\n2,NULL\n", to: "sales.csv")
    var metadata = Metadata()
    try metadata.addTable("shops", columns: [ColumnMetadata("id", .id)], primaryKey: ["id"])
    try metadata.addTable(
      "sales",
      columns: [
        ColumnMetadata("shop", .id), ColumnMetadata("day", .datetime, datetimeFormat: "%d.%m.%Y"),
      ])
    try metadata.addRelationship(parent: "shops", child: "sales", foreignKey: "shop")
    let reader = CSVReader()
    let dataset = try reader.readDataset(inFolder: folder.path, metadata: metadata)
    #expect(texts(dataset["sales"]?[column: "shop"]) == ["1", nil, "2"])
    #expect(dataset["sales"]?[column: "day"]?.nullCount == 2)
    #expect(try metadata.validate(dataset).isValid)
    #expect(try reader.validate(folder: folder.path, metadata: metadata).isValid)
  }

  @Test func datesAreFoundBesideThem() throws {
    let folder = try TemporaryFolder()
    let days = (1...28).map { "\($0 % 3 == 0 ? "NA" : "\($0).02.2024"),\($0)" }
    _ = try folder.write("day,n\n" + days.joined(separator: "\n") + "\n", to: "t.csv")
    let found = try CSVDatasetReader(folder: folder.path).detect()
    #expect(found.metadata["t"]?[column: "day"]?.sdtype == .datetime)
    #expect(found.metadata["t"]?[column: "day"]?.datetimeFormat == "%d.%m.%Y")
    #expect(found.dataset["t"]?[column: "day"]?.nullCount == 9)
  }
}
