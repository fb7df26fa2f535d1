import KindredData
import Testing

@Suite struct CSVRoundTripTests {
  /// A linear congruential generator (Knuth's MMIX constants): reproducible on every platform.
  struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33 ^ state << 31
    }
  }

  static let pieces = [
    "\"", "\"\"", ",", "\n", "\r\n", "\r", " ", "a", "é", "漢字", "😀", "0", "-", "'", ";", "\t",
    "\u{FEFF}", "True", "NULL",
  ]

  func nastyTable(seed: UInt64, rows: Int) throws -> Table {
    var random = Generator(state: seed)
    func maybe<T>(_ value: T) -> T? { Int.random(in: 0..<5, using: &random) == 0 ? nil : value }
    var strings: [String?] = []
    var integers: [Int64?] = []
    var decimals: [Double?] = []
    var shortest: [Double?] = []
    var booleans: [Bool?] = []
    var timestamps: [Int64?] = []
    for _ in 0..<rows {
      let count = Int.random(in: 0...6, using: &random)
      let string = (0..<count).map { _ in
        Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &random)]
      }
      strings.append(maybe(string.joined()))
      integers.append(maybe(Int64.random(in: .min ... .max, using: &random)))
      decimals.append(maybe(Double(Int.random(in: -99_999...99_999, using: &random)) / 100))
      let bits = UInt64.random(in: 0 ... .max, using: &random)
      let value = Double(bitPattern: bits)
      shortest.append(maybe(value.isFinite ? value : 0.1))
      booleans.append(maybe(Bool.random(using: &random)))
      let time = Int64.random(in: -62_135_596_800...253_402_300_799, using: &random)
      timestamps.append(maybe(time * 1_000_000 + Int64.random(in: 0..<1000, using: &random) * 1000))
    }
    decimals[0] = 0.25
    shortest[0] = 1e-7
    timestamps[0] = 1_500_000_000_123_000
    return try Table(
      "t",
      columns: [
        Column("a,\"b\"", strings: strings), Column("integer", integers: integers),
        Column("decimal", decimals: decimals, places: 2), Column("shortest", decimals: shortest),
        Column("boolean", booleans: booleans),
        Column("timestamp", timestamps: timestamps, format: "%Y-%m-%dT%H:%M:%S.%3f"),
      ])
  }

  @Test(arguments: 1...8) func whatIsWrittenIsReadBack(seed: Int) throws {
    let table = try nastyTable(seed: UInt64(seed), rows: 300)
    let text = try writtenCSV(table)
    #expect(try writtenCSV(table, threads: 3) == text)
    for (threads, chunkBytes) in [(1, nil), (3, 64), (1, 1), (2, 1000)] as [(Int, Int?)] {
      let again = try readCSV(
        text,
        [
          "a,\"b\"": .string, "integer": .integer, "decimal": .number, "shortest": .number,
          "boolean": .boolean, "timestamp": .timestamp(format: "%Y-%m-%dT%H:%M:%S.%f"),
        ], threads: threads, chunkBytes: chunkBytes)
      #expect(again.columnNames == table.columnNames)
      for (column, original) in zip(again.columns, table.columns) {
        #expect(texts(column) == texts(original), "\(column.name)")
      }
      #expect(try writtenCSV(again) == text)
    }
  }

  @Test func aSingleColumnKeepsNullsAndEmptyStrings() throws {
    let table = try Table("t", columns: [Column("s", strings: [nil, "", "x", nil])])
    #expect(try writtenCSV(table) == "s\n\n\"\"\nx\n\n")
    #expect(
      try texts(readCSV(writtenCSV(table), ["s": .string]).columns.first) == [nil, "", "x", nil])
  }

  @Test func resultsDoNotDependOnThreadsOrChunks() throws {
    // Every fifth name is null.
    let rows = (0..<2000).map {
      "\($0),\($0 % 5 == 0 ? "" : "name \($0 % 7)"),\"x\n\"\"\($0)\"\"\",\(Double($0) / 4)"
    }
    let text = "id,name,note,amount\n" + rows.joined(separator: "\n")
    let table = try readCSV(text)
    #expect(table.rowCount == 2000)
    for (threads, chunkBytes) in [(3, 17), (1, 17), (3, 4096), (2, 1)] {
      #expect(try readCSV(text, threads: threads, chunkBytes: chunkBytes) == table)
    }
  }
}
