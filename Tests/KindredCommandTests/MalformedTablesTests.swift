import Foundation
import Testing

/// Files that cannot be read, and what is said of them.
@Suite("Malformed CSV files")
struct MalformedTablesTests {
  /// A file, its metadata (nil to detect), and what the error has to say.
  struct Fault: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    var kind: String?
    let texts: [String]

    init(_ description: String, _ text: String, _ kind: String? = nil, says texts: [String]) {
      testDescription = description
      bytes = Array(text.utf8)
      self.kind = kind
      self.texts = texts
    }

    init(_ description: String, bytes: [UInt8], says texts: [String]) {
      testDescription = description
      self.bytes = bytes
      self.texts = texts
    }
  }

  private static let numerical = #"{"sdtype": "numerical"}"#
  private static let date = #"{"sdtype": "datetime", "datetime_format": "%Y-%m-%d"}"#

  static let faults: [Fault] = [
    Fault("empty file", "", says: ["empty", "header"]),
    Fault("missing field", "id,x\n1,2\n2\n3,4\n", says: ["1 field", "row 2"]),
    Fault("extra field", "id,x\n1,2\n2,3,4\n", says: ["3 fields", "row 2"]),
    Fault("open quote", "id,x\n1,2\n2,\"abc\n3,4\n", says: ["never closed", "row 2", "'x'"]),
    Fault(
      "not UTF-8", bytes: Array("id,x\n1,2\n2,a".utf8) + [0xFF, 0x0A],
      says: ["UTF-8", "row 2", "'x'"]),
    Fault(
      "NUL byte", bytes: Array("id,x\n1,2\n2,a".utf8) + [0, 0x0A], says: ["NUL", "row 2", "'x'"]),
    Fault("two columns of a name", "id,id\n1,2\n", says: ["twice", "'id'"]),
    Fault("column without a name", "id,\n1,2\n", says: ["has no name"]),
    Fault("missing column", "id\n1\n", numerical, says: ["Missing columns", "table t", "'x'"]),
    Fault(
      "unexpected column", "id,x,z\n1,2,3\n", numerical,
      says: ["Unexpected column", "`t`", "`z`"]),
    Fault(
      "no number", "id,x\n1,2\n2,abc\n", numerical,
      says: ["not a number", "'t'", "'x'", "row 2", "'abc'"]),
    Fault(
      "no number, but two lines", "id,x\n1,2\n2,\"a\nb\u{1B}[31m\"\n", numerical,
      says: ["row 2", #"'a\nb\u{1B}[31m'"#]),
    Fault(
      "no date", "id,x\n1,2020-01-01\n2,2020-13-45\n", date,
      says: ["%Y-%m-%d", "'x'", "row 2", "'2020-13-45'"]),
    Fault("year 0", "id,x\n1,0000-01-01\n", date, says: ["years 1 to 9999", "row 1"]),
    Fault("year 10000", "id,x\n1,10000-01-01\n", date, says: ["years 1 to 9999", "row 1"]),
    Fault(
      "integer beyond 64 bits", "id,x\n1,9223372036854775808\n", numerical,
      says: ["beyond 64 bits", "row 1"]),
    Fault("number beyond decimals", "id,x\n1,0.5\n2,1e400\n", numerical, says: ["large", "row 2"]),
    Fault("infinity", "id,x\n1,2\n2,inf\n", numerical, says: ["Infinities", "row 2", "'inf'"]),
    Fault("minus infinity", "id,x\n1,-Infinity\n", numerical, says: ["Infinities", "row 1"]),
    Fault("not a number as text", "id,x\n1,NaN\n", numerical, says: ["NaN", "row 1"]),
    Fault(
      "primary key twice", "id,x\n1,2\n2,3\n1,4\n", numerical,
      says: ["not unique", "'id'", "row 3", "row 1", "'1'"]),
    Fault("primary key null", "id,x\n1,2\n,3\n", numerical, says: ["null", "'id'", "row 2"]),
  ]

  @Test("One line with the place and the remedy, and nothing written", arguments: faults)
  func isTold(fault: Fault) throws {
    let folder = Folder()
    folder.file("data/note.txt", "")
    try Data(fault.bytes).write(to: folder.url.appendingPathComponent("data/t.csv"))
    if let kind = fault.kind { folder.file("data/metadata.json", Self.metadata(kind)) }
    let data = folder.contents("data")
    try Program.run("fit", folder.path("data"), "-o", folder.path("model"))
      .expectFailure(1, saying: fault.texts)
    // `validate` lists what it finds as its result, or fails where the file cannot be read.
    let outcome = try Program.run("validate", folder.path("data"))
    #expect(outcome.status == 1)
    for text in fault.texts { #expect((outcome.output + outcome.errors).contains(text)) }
    #expect(folder.contents() == ["data"])
    #expect(folder.contents("data") == data)
  }

  /// A table `t` of a key `id` and a column `x`.
  static func metadata(_ kind: String) -> String {
    """
    {"tables": {"t": {"primary_key": "id", "columns": {
       "id": {"sdtype": "id"}, "x": \(kind)}}},
     "relationships": [], "METADATA_SPEC_VERSION": "V1"}
    """
  }
}
