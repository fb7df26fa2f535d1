import Foundation
import KindredData
import Testing

@Suite struct CSVErrorTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var text: String
    var types: [String: ColumnHint] = [:]
    var problem: String
    var row: Int?
    var column: String?
    var value: String?
    var testDescription: String { problem }
  }

  static let cases = [
    Case(text: "a,a\n", problem: "names the column twice", column: "a"),
    Case(text: ",b\n1,2\n", problem: "Column 1 of the header has no name"),
    Case(text: "a,\"\"\n", problem: "Column 2 of the header has no name"),
    Case(text: "", problem: "empty"),
    Case(text: "\u{FEFF}", problem: "empty"),
    Case(text: "\n", problem: "empty"),
    Case(text: "a,b\n1,2\n3\n", problem: "has 1 field where the header has 2", row: 2),
    Case(text: "a,b\n1,2,3\n", problem: "has 3 fields where the header has 2", row: 1),
    Case(text: "a,b\n1,\"x\n2,y\n", problem: "never closed", row: 1, column: "b"),
    Case(text: "\"a\n1\n", problem: "Header: A quoted field is never closed"),
    Case(
      text: "a,b\n1,\"x\"y\n", problem: "Text follows a closing quote", row: 1, column: "b",
      value: "x\"y"),
    Case(text: "a,b\n1,2\n1,x\"y\"\n", problem: "does not begin with one", row: 2, column: "b"),
    Case(text: "a,b\n1,x\ry\n", problem: "carriage return", row: 1, column: "b"),
    Case(text: "a,b\n1,x\n2,\0\n", problem: "NUL byte", row: 2, column: "b"),
    Case(text: "a\0,b\n1,x\n", problem: "NUL byte"),
    Case(
      text: "a\n1\nx\n", types: ["a": .number], problem: "not a number", row: 2, column: "a",
      value: "x"),
    Case(text: "a\n1,5\n", types: ["a": .number], problem: "has 2 fields", row: 1),
    Case(
      text: "a\n\"1,5\"\n", types: ["a": .number], problem: "not a number", row: 1, value: "1,5"),
    Case(
      text: "a\n1.5\n", types: ["a": .integer], problem: "not an integer", row: 1, column: "a",
      value: "1.5"),
    Case(
      text: "a\n9223372036854775807\n9223372036854775808\n", types: ["a": .number],
      problem: "beyond 64 bits", row: 2, column: "a", value: "9223372036854775808"),
    Case(
      text: "a\n0.5\n-9223372036854775809\n", types: ["a": .number], problem: "beyond 64 bits",
      row: 2),
    Case(text: "a\ninf\n", types: ["a": .number], problem: "Infinities and NaN", row: 1),
    Case(text: "a\n1\n-Infinity\n", types: ["a": .number], problem: "Infinities and NaN", row: 2),
    Case(text: "a\nNaN\n", types: ["a": .number], problem: "Infinities and NaN", row: 1),
    Case(text: "a\n1e999\n", types: ["a": .number], problem: "too large", row: 1, value: "1e999"),
    Case(
      text: "a\nTrue\nmaybe\n", types: ["a": .boolean], problem: "not a boolean", row: 2,
      column: "a", value: "maybe"),
    Case(
      text: "a\n2019-01-01\n2019-02-29\n", types: ["a": .timestamp(format: "%Y-%m-%d")],
      problem: "does not follow the datetime format '%Y-%m-%d'", row: 2, column: "a",
      value: "2019-02-29"),
    Case(
      text: "a\n0000-01-01\n", types: ["a": .timestamp(format: "%Y-%m-%d")],
      problem: "years 1 to 9999", row: 1),
    Case(
      text: "a\n1\n", types: ["a": .timestamp(format: "%Q")], problem: "unknown directive",
      column: "a"),
    Case(
      text: "a\nsoon\n", types: ["a": .timestamp(format: nil)],
      problem: "no common datetime format", column: "a"),
    Case(text: "a\n1\n", types: ["b": .number], problem: "no such column", column: "b"),
  ]

  @Test(arguments: cases) func namesProblemAndPlace(_ expected: Case) throws {
    for (threads, chunkBytes) in [(1, nil), (1, 1), (3, 3)] as [(Int, Int?)] {
      let error = kindredError {
        _ = try readCSV(expected.text, expected.types, threads: threads, chunkBytes: chunkBytes)
      }
      #expect(error?.problem.contains(expected.problem) == true, "\(String(describing: error))")
      #expect(error?.table == "t")
      #expect(error?.row == expected.row)
      if let column = expected.column { #expect(error?.column == column) }
      if let value = expected.value { #expect(error?.value == value) }
      #expect(error?.remedy != nil)
    }
  }

  @Test func invalidUTF8NamesItsRow() throws {
    let folder = try TemporaryFolder()
    let flaws: [[UInt8]] = [
      [0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80],
      [0xE2, 0x82],
    ]
    for flaw in flaws {
      let bytes = Array("a,b\n1,é\n2,€\n3,".utf8) + flaw + Array("\n4,x\n".utf8)
      let path = try folder.write(Data(bytes), to: "t.csv")
      let error = kindredError { _ = try CSVReader().readTable(named: "t", at: path) }
      #expect(error?.problem == "The row is not UTF-8")
      #expect(error?.row == 3)
      #expect(error?.column == "b")
    }
  }

  @Test func theFirstOfSeveralErrorsIsNamed() throws {
    let rows = (1...500).map { $0 == 300 || $0 == 450 ? "x" : "\($0)" }
    for (threads, chunkBytes) in [(1, 50), (3, 50), (3, 7)] {
      let error = kindredError {
        _ = try readCSV(
          "a\n" + rows.joined(separator: "\n"), ["a": .number], threads: threads,
          chunkBytes: chunkBytes)
      }
      #expect(error?.row == 300)
    }
  }

  @Test(arguments: [nil, 1, 9]) func valuesAndTextShareOneOrder(chunkBytes: Int?) throws {
    let text = "a,b\n1,1\nx,1\n1,y\n1,1,1\n"
    let error = kindredError {
      _ = try readCSV(text, ["a": .number, "b": .number], chunkBytes: chunkBytes)
    }
    #expect(error?.row == 2)
    #expect(error?.column == "a")
  }

  @Test func filesThatCannotBeRead() throws {
    let folder = try TemporaryFolder()
    let reader = CSVReader()
    let missing = kindredError {
      _ = try reader.readTable(named: "t", at: folder.path + "/none.csv")
    }
    #expect(missing?.kind == .file)
    #expect(missing?.problem == "The file does not exist")
    #expect(missing?.value == folder.path + "/none.csv")
    let directory = kindredError { _ = try reader.readTable(named: "t", at: folder.path) }
    #expect(directory?.problem == "This is not a regular file")
    let noFolder = kindredError { _ = try reader.readDataset(inFolder: folder.path + "/none") }
    #expect(noFolder?.problem == "The folder does not exist")
    let empty = kindredError { _ = try reader.readDataset(inFolder: folder.path) }
    #expect(empty?.problem == "The folder has no CSV files")
    let file = try folder.write("x", to: "x")
    let noDirectory = kindredError { _ = try reader.readDataset(inFolder: file) }
    #expect(noDirectory?.problem == "This is not a folder")
  }
}
