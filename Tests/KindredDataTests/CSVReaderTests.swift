import Foundation
import KindredData
import Testing

@Suite struct CSVReaderTests {
  /// Exponents, and digits that binary arithmetic left behind, are spellings of shorter decimals.
  @Test func placesAreThoseOfTheNumbers() throws {
    let table = try readCSV(
      "noise,exponent,random\n16.110920000000002,1e3,0.12345678901234\n10.5,1000.4,0.5\n"
        + "17.261699999999998,2.5e-2,1\n")
    #expect(table[column: "noise"]?.format == .decimal(places: 5))
    #expect(table[column: "exponent"]?.format == .decimal(places: 3))
    #expect(table[column: "random"]?.format == .decimal(places: nil))
    #expect(try writtenCSV(table).contains("\n16.11092,1000.000,0.12345678901234\n"))
  }

  @Test func infersTypes() throws {
    let table = try readCSV(
      """
      i,d,b,s,z,big,n,e
      1,1.5,True,x,007,12345678901234567890,,1e3
      -2,2,False,,12,1,,2
      ,,,y,,,,
      """)
    #expect(texts(table[column: "i"]) == ["1", "-2", nil])
    #expect(texts(table[column: "d"]) == ["1.5", "2.0", nil])
    #expect(texts(table[column: "b"]) == ["true", "false", nil])
    #expect(texts(table[column: "s"]) == ["x", nil, "y"])
    #expect(texts(table[column: "z"]) == ["007", "12", nil])
    #expect(texts(table[column: "big"]) == ["12345678901234567890", "1", nil])
    #expect(texts(table[column: "n"]) == [nil, nil, nil])
    #expect(texts(table[column: "e"]) == ["1000.0", "2.0", nil])
    #expect(table[column: "d"]?.format == .decimal(places: 1))
    #expect(table[column: "e"]?.format == .decimal(places: 1))
    #expect(table[column: "b"]?.format == .boolean(true: "True", false: "False"))
  }

  @Test(arguments: [1, 5, 1000])
  func typesWidenAcrossChunks(chunkBytes: Int) throws {
    let table = try readCSV(
      "k,n,i\n1,1,1\n,,\n2,3,2\nx1,2.25,a\n3,4,3\n007,,\n", ["k": .key, "n": .number],
      chunkBytes: chunkBytes)
    #expect(texts(table[column: "k"]) == ["1", nil, "2", "x1", "3", "007"])
    #expect(texts(table[column: "n"]) == ["1.0", nil, "3.0", "2.25", "4.0", nil])
    #expect(texts(table[column: "i"]) == ["1", nil, "2", "a", "3", nil])
    #expect(table[column: "n"]?.format == .decimal(places: 2))
  }

  @Test func keysKeepTheirText() throws {
    for (text, isInteger) in [
      ("10", true), ("-3", true), ("+3", false), ("03", false), ("-0", false),
    ] {
      let column = try readCSV("k\n1\n\(text)\n", ["k": .key]).columns.first
      #expect(texts(column) == ["1", text])
      if case .integers = column?.values { #expect(isInteger) } else { #expect(!isInteger) }
    }
  }

  @Test(arguments: [
    ("True", "False"), ("true", "false"), ("TRUE", "FALSE"), ("T", "F"), ("t", "f"),
    ("yes", "no"), ("Yes", "No"), ("Y", "N"), ("1", "0"),
  ])
  func booleansKeepTheirSpelling(yes: String, no: String) throws {
    let text = "b\n\(no)\n\n\(yes)\n"
    let table = try readCSV(text, ["b": .boolean])
    #expect(texts(table.columns.first) == ["false", nil, "true"])
    #expect(try writtenCSV(table) == text)
  }

  @Test func quotedEmptyIsEmptyStringOrNull() throws {
    let table = try readCSV(
      "s,n,b\n\"\",\"\",\"\"\n,,\n", ["s": .string, "n": .number, "b": .boolean])
    #expect(texts(table[column: "s"]) == ["", nil])
    #expect(texts(table[column: "n"]) == [nil, nil])
    #expect(texts(table[column: "b"]) == [nil, nil])
  }

  @Test func skipsByteOrderMarkAndReadsAnyLineEnd() throws {
    let plain = try readCSV("a,b\n1,x\n2,\"y\nz\"\n")
    #expect(try readCSV("\u{FEFF}a,b\r\n1,x\r\n2,\"y\nz\"") == plain)
    #expect(try readCSV("a,b\n\n1,x\r\n\r\n2,\"y\nz\"\n\n") == plain)
    #expect(try readCSV("\"a\",\"b\"\n\"1\",\"x\"\n2,\"y\nz\"\r") == plain)
  }

  @Test func readsFilesWithoutRows() throws {
    for text in ["a,b", "a,b\n", "a,b\r\n"] {
      let table = try readCSV(text, ["a": .number, "b": .timestamp(format: "%Y")])
      #expect(table.rowCount == 0)
      #expect(table.columnNames == ["a", "b"])
      #expect(table[column: "b"]?.values == .timestamps([]))
    }
  }

  @Test func readsWideTables() throws {
    let header = (0..<5000).map { "c\($0)" }.joined(separator: ",")
    let row = (0..<5000).map { "\($0)" }.joined(separator: ",")
    let text = header + "\n" + row + "\n" + row + "\n"
    let table = try readCSV(text)
    #expect(table.columns.count == 5000)
    #expect(texts(table[column: "c4999"]) == ["4999", "4999"])
    #expect(try writtenCSV(table) == text)
  }

  @Test func findsCommonDatetimeFormats() throws {
    let table = try readCSV(
      "a,b\n2019-01-01,2019-01-01T00:00:00Z\n2019-02-01,2019-01-01T00:00:01Z\n",
      ["a": .timestamp(format: nil), "b": .timestamp(format: nil)])
    #expect(table[column: "a"]?.format == .timestamp("%Y-%m-%d"))
    #expect(table[column: "b"]?.format == .timestamp("%Y-%m-%dT%H:%M:%SZ"))
    let empty = try readCSV("a,b\n,1\n", ["a": .timestamp(format: nil)])
    #expect(empty[column: "a"]?.values == .timestamps([0]))
  }

  @Test func readsAFolderSortedByName() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("a\n1\n", to: "zebra.csv")
    _ = try folder.write("a\n1\n", to: "ant.csv")
    _ = try folder.write("no table", to: "notes.txt")
    #expect(try CSVReader().readDataset(inFolder: folder.path).tableNames == ["ant", "zebra"])
  }

  @Test func cancelsAndReportsProgress() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("a\n" + String(repeating: "1\n", count: 1000), to: "t.csv")
    var reader = CSVReader(threads: 1, chunkBytes: 100)
    let log = Log()
    reader.progress = { log.append("\($0)/\($1)") }
    _ = try reader.readTable(named: "t", at: path)
    #expect(log.lines.last == "2002/2002")
    reader.isCancelled = { true }
    let error = kindredError { _ = try reader.readTable(named: "t", at: path) }
    #expect(error?.kind == .interrupted)
    // A hook that says so only once, in the middle of the work.
    for call in 1...25 {
      let asked = Log()
      reader.isCancelled = {
        asked.append("")
        return asked.lines.count == call
      }
      let error = kindredError {
        _ = try reader.readTable(named: "t", at: path, otherwise: call % 2 == 0 ? .number : .infer)
      }
      #expect(error?.kind == .interrupted)
    }
  }
}

/// Collects lines from callbacks.
final class Log: @unchecked Sendable {
  private let lock = NSLock()
  private var all: [String] = []

  func append(_ line: String) { lock.withLock { all.append(line) } }
  var lines: [String] { lock.withLock { all } }
}
