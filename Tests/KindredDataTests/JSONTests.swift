import Foundation
import KindredData
import Testing

/// The JSON reader, through the metadata that are read with it.
@Suite struct JSONTests {
  /// The value read at the place of `text`.
  private func read(_ text: String) throws -> JSONValue? {
    try Metadata(json: "{\"METADATA_SPEC_VERSION\": \"V1\", \"kindred\": {\"x\": \(text)}}")
      .extra.first?.value
  }

  @Test func values() throws {
    #expect(try read(" null\t") == .null)
    #expect(try read("[ ]") == .array([]))
    #expect(try read("{\r\n}") == .object([]))
    #expect(
      try read("[1,[true,{\"a\":false}]]")
        == .array([
          .number("1"), .array([.boolean(true), .object([.init("a", .boolean(false))])]),
        ]))
    #expect(
      try read(#""\"\\\/\b\f\n\r\t\u0041\u00E9\ud83d\ude00é😀""#)
        == .string("\"\\/\u{8}\u{C}\n\r\tAé😀é😀"))
  }

  /// No digit is lost, as numbers are not computed with.
  @Test(arguments: [
    "0", "-0", "1.50", "9007199254740993", "123456789012345678901234567890", "-1E+400", "2e-7",
  ])
  func numbersStayAsWritten(text: String) throws {
    #expect(try read(text) == .number(text))
  }

  @Test(arguments: [
    "01", "1.", ".5", "+1", "-", "1e", "0x10", "NaN", "Infinity", "tru", "nulls", "'a'", "\"a",
    "\"\t\"", "\"\\x\"", "\"\\u12G4\"", "\"\\u00\"", "\"\\ud800\"", "\"\\ud800\\u0041\"",
    "\"\\udc00\"", "[1,]", "[1 2]", "[", "{\"a\":1,}", "{\"a\" 1}", "{a:1}", "{\"a\":}", "{,}", "",
    "1 // no", "/* no */ 1", "{\"a\":1,\"a\":2}", "{\"é\":1,\"e\\u0301\":2}",
  ])
  func mistakes(text: String) {
    let error = kindredError { _ = try read(text) }
    #expect(error?.kind == .format)
    #expect(error?.problem.contains("in line 1, column") == true)
  }

  @Test func mistakesHaveTheirPlace() {
    let error = kindredError { _ = try Metadata(json: "{\n  \"é\": 1,\n  \"é\": 2\n}") }
    #expect(error?.problem == "The member \"é\" occurs twice in one object, in line 3, column 3")
    let behind = kindredError { _ = try Metadata(json: "{}\n}") }
    #expect(behind?.problem == "Text follows the end of the JSON value, in line 2, column 1")
  }

  @Test func depthIsBounded() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    // The object of the file, the object "kindred" and the lists; 64 levels in all.
    _ = try read(nested(62))
    for depth in [63, 100_000] {
      let error = kindredError { _ = try read(nested(depth)) }
      #expect(error?.problem.contains("nested deeper than 64 levels") == true)
    }
  }

  /// Every beginning of a file, and every file with one byte changed, is read or refused.
  @Test func damagedFilesNeverTrap() throws {
    let bytes = Array(try userMetadata().jsonText().utf8)
    for count in stride(from: 0, to: bytes.count - 2, by: 7) {
      #expect(throws: KindredError.self) { try Metadata(json: bytes[..<count]) }
    }
    var draw = Draw(state: 7)
    for _ in 0..<500 {
      var damaged = bytes
      damaged[draw.below(bytes.count)] = UInt8(draw.below(256))
      do {
        _ = try Metadata(json: damaged)
      } catch {
        #expect(error is KindredError)
      }
    }
  }

  @Test func largeSchemas() throws {
    let wide = (0..<5_000).map { "\"column \($0)\": {\"sdtype\": \"numerical\"}" }
    let tables = (0..<2_000).map {
      "\"t\($0)\": {\"primary_key\": \"a\", \"columns\": \(Self.columns)}"
    }
    let links = (1..<2_000).map {
      """
      {"parent_table_name": "t\($0 / 2)", "parent_primary_key": "a", "child_table_name": "t\($0)",
       "child_foreign_key": "b"}
      """
    }
    let metadata = try Metadata(
      json: """
        {"METADATA_SPEC_VERSION": "V1", "relationships": [\(links.joined(separator: ","))],
         "tables": {"wide": {"columns": {\(wide.joined(separator: ","))}},
                    \(tables.joined(separator: ","))}}
        """)
    try metadata.validate()
    #expect(metadata.tables.count == 2_001)
    #expect(metadata.relationships.count == 1_999)
  }

  private static let columns = "{\"a\": {\"sdtype\": \"id\"}, \"b\": {\"sdtype\": \"id\"}}"
}
