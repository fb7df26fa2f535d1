import KindredData
import KindredPostgres
import Testing

@Suite("The stream of COPY in binary form")
struct BinaryCopyTests {
  private let columns: [BinaryColumn] = [
    .init(name: "i", form: .integer32), .init(name: "t", form: .text),
    .init(name: "n", form: .numeric(places: 2)), .init(name: "d", form: .date),
  ]

  private func number<N: FixedWidthInteger>(_ value: N) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian) { Array($0) }
  }

  private func field(_ bytes: [UInt8]?) -> [UInt8] {
    guard let bytes else { return number(-1 as Int32) }
    return number(Int32(bytes.count)) + bytes
  }

  /// Two rows: (7, "é", -12.50, 2000-01-02) and nulls.
  private var stream: [UInt8] {
    let numeric =
      number(2 as Int16) + number(0 as Int16) + number(0x4000 as Int16) + number(2 as Int16)
      + number(12 as Int16) + number(5000 as Int16)
    return Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0] + number(0 as Int64)
      + number(4 as Int16) + field(number(7 as Int32)) + field(Array("é".utf8)) + field(numeric)
      + field(number(1 as Int32)) + number(4 as Int16) + field(nil) + field(nil) + field(nil)
      + field(nil) + number(-1 as Int16)
  }

  private func read(_ pieces: [[UInt8]]) throws -> Table {
    var reader = BinaryCopyReader(table: "t", columns: columns)
    for piece in pieces { try piece.withUnsafeBytes { try reader.append($0) } }
    try reader.finish()
    return try reader.takeBatch()
  }

  @Test("Pieces of any size give the same rows")
  func pieces() throws {
    let whole = try read([stream])
    #expect(whole.rowCount == 2)
    #expect(whole[column: "i"] == Column("i", integers: [7, nil]))
    #expect(whole[column: "t"]?.text(at: 0) == "é")
    #expect(whole[column: "n"] == Column("n", decimals: [-12.5, nil], places: 2))
    #expect(whole[column: "d"]?.text(at: 0) == "2000-01-02")
    for size in 1...20 {
      let pieces = stride(from: 0, to: stream.count, by: size).map {
        Array(stream[$0..<min($0 + size, stream.count)])
      }
      #expect(try read(pieces) == whole)
    }
  }

  @Test("Numerics as text have all digits")
  func numericTexts() throws {
    // Weight of the first digit, decimal places, digits in base 10,000, text.
    let cases: [(Int16, Int16, [Int16], String)] = [
      (0, 0, [], "0"), (0, 2, [], "0.00"), (0, 0, [7], "7"), (1, 0, [12, 34], "120034"),
      (2, 0, [5], "500000000"), (2, 1, [5], "500000000.0"), (1, 3, [1, 0, 205], "10000.020"),
      (-1, 4, [25], "0.0025"), (-2, 6, [1200], "0.000012"), (-3, 3, [1], "0.000"),
      (0, 6, [3, 1415, 9200], "3.141592"), (-1, 1, [4999], "0.4"),
    ]
    var bytes = Array(stream.prefix(19))
    for (weight, places, digits, _) in cases {
      let value =
        number(Int16(digits.count)) + number(weight) + number(0 as Int16) + number(places)
        + digits.flatMap(number)
      bytes += number(1 as Int16) + field(value)
    }
    bytes += number(-1 as Int16)
    var reader = BinaryCopyReader(
      table: "t", columns: [BinaryColumn(name: "x", form: .numericText)])
    try bytes.withUnsafeBytes { try reader.append($0) }
    try reader.finish()
    let column = try #require(try reader.takeBatch()[column: "x"])
    for (row, expected) in cases.map(\.3).enumerated() {
      #expect(column.text(at: row) == expected)
    }
  }

  @Test("A numeric beyond all doubles is an error, at once")
  func hugeNumeric() throws {
    let value =
      number(1 as Int16) + number(Int16.max) + number(0 as Int16) + number(0 as Int16)
      + number(1 as Int16)
    let bytes = Array(stream.prefix(19)) + number(1 as Int16) + field(value)
    var reader = BinaryCopyReader(
      table: "t", columns: [BinaryColumn(name: "x", form: .numeric(places: nil))])
    let error = #expect(throws: KindredError.self) {
      try bytes.withUnsafeBytes { try reader.append($0) }
    }
    #expect(error?.problem == "The number is too large")
    #expect(error?.column == "x")
  }

  @Test("Damaged streams are errors, never traps")
  func damage() {
    var random = SplitMix(seed: 3)
    for round in 0..<30_000 {
      var bytes = stream
      switch round % 3 {
      case 0: bytes.removeLast(1 + Int(random.next() % UInt64(bytes.count)))
      default:
        for _ in 0...(random.next() % 4) {
          bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
        }
      }
      do {
        _ = try read([bytes])
        #expect(round % 3 != 0, "a stream without its end was taken")
      } catch {
        #expect(error is KindredError)
      }
    }
  }

  @Test("A length that is claimed allocates nothing")
  func hugeLength() throws {
    var bytes = Array(stream.prefix(19)) + number(4 as Int16) + number(Int32.max)
    bytes += [1, 2, 3]
    #expect(throws: KindredError.self) { try read([bytes]) }
  }
}
