import Foundation
import KindredData
import Testing

@Suite struct MetadataFileTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  @Test func textIsAsSDVWritesIt() throws {
    var metadata = Metadata()
    try metadata.addTable("p", columns: [ColumnMetadata("id", .id)], primaryKey: ["id"])
    try metadata.addTable("c", columns: [ColumnMetadata("p", .id, regexFormat: "[a-z]\\d")])
    try metadata.addRelationship(parent: "p", child: "c", foreignKey: "p")
    #expect(
      metadata.jsonText() == #"""
        {
            "tables": {
                "p": {
                    "primary_key": "id",
                    "columns": {
                        "id": {
                            "sdtype": "id"
                        }
                    }
                },
                "c": {
                    "columns": {
                        "p": {
                            "sdtype": "id",
                            "regex_format": "[a-z]\\d"
                        }
                    }
                }
            },
            "relationships": [
                {
                    "parent_table_name": "p",
                    "parent_primary_key": "id",
                    "child_table_name": "c",
                    "child_foreign_key": "p"
                }
            ],
            "METADATA_SPEC_VERSION": "V1"
        }

        """#)
  }

  /// Databases of many shapes: everything the files say is said by what is written.
  @Test(arguments: DevelopmentData.names)
  func developmentData(name: String) throws {
    guard let source = DevelopmentData.folder(name) else { return }
    let file = source.appending(path: "metadata.json")
    let metadata = try Metadata(contentsOf: file)
    try metadata.validate()
    #expect(try Metadata(json: metadata.jsonText()) == metadata)
    let before = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
    let after = try JSONSerialization.jsonObject(with: Data(metadata.jsonText().utf8))
    #expect((before as? NSDictionary)?.isEqual(after) == true)
    #expect(
      try metadata.validate(
        CSVReader().readDataset(
          inFolder: source.path, metadata: metadata)
      ).isValid)
  }

  @Test func writesWholeFiles() throws {
    let metadata = try userMetadata()
    let url = URL(fileURLWithPath: folder.path + "/metadata.json")
    try metadata.write(to: url)
    #expect(try Metadata(contentsOf: url) == metadata)
    try Metadata().write(to: url)
    #expect(try Metadata(contentsOf: url) == Metadata())
    #expect(try folder.names == ["metadata.json"])
    let error = kindredError {
      try metadata.write(to: URL(fileURLWithPath: folder.path + "/none/metadata.json"))
    }
    #expect(error?.kind == .file)
  }

  @Test func filesThatCannotBeRead() throws {
    let missing = kindredError {
      _ = try Metadata(contentsOf: URL(fileURLWithPath: folder.path + "/none.json"))
    }
    #expect(missing?.kind == .file)
    #expect(missing?.value?.hasSuffix("none.json") == true)
    let path = try folder.write(Data([0x7B, 0xFF, 0x7D]), to: "bytes.json")
    let bytes = kindredError { _ = try Metadata(contentsOf: URL(fileURLWithPath: path)) }
    #expect(bytes?.kind == .format)
    #expect(bytes?.problem.contains("not UTF-8") == true)
    #expect(bytes?.problem.contains("bytes.json") == true)
  }

  @Test func whatKindredKnowsIsKept() throws {
    let text = #"""
      {"METADATA_SPEC_VERSION": "V1", "tables": {"t": {"columns": {"a": {"sdtype": "id"}}}},
       "kindred": {"big": 12345678901234567890.125e-3, "list": [null, true, {"x": "\u00e9\ud83d\ude00"}]}}
      """#
    let metadata = try Metadata(json: text)
    #expect(metadata.extra.map(\.name) == ["big", "list"])
    #expect(metadata.extra.first?.value == .number("12345678901234567890.125e-3"))
    let again = try Metadata(json: metadata.jsonText())
    #expect(again == metadata)
    #expect(
      again.extra.last?.value
        == .array([.null, .boolean(true), .object([.init("x", .string("é😀"))])]))
  }

  @Test func everyPropertyOfAColumnIsKept() throws {
    var metadata = Metadata()
    try metadata.addTable(
      "t\"\\\n\u{1}é",
      columns: [
        ColumnMetadata("n", .numerical, computerRepresentation: "Int64"),
        ColumnMetadata("d", .datetime, datetimeFormat: "%d/%m/%Y \"%H\""),
        ColumnMetadata("o", .categorical, order: ["low", "", "é"]),
        ColumnMetadata("a", .categorical, orderBy: "alphabetical"),
        ColumnMetadata("i", .id, regexFormat: "\\d{3}"),
        ColumnMetadata("e", SDType(rawValue: "email"), pii: false), ColumnMetadata("b", .boolean),
      ], primaryKey: ["i"])
    let table = try #require(metadata.tableNames.first)
    try metadata.addAlternateKey(["e"], of: table)
    try metadata.addAlternateKey(["n", "d"], of: table)
    try metadata.setSequenceKey("a", of: table)
    try metadata.setSequenceIndex("d", of: table)
    try metadata.addColumnRelationship(
      ColumnRelationship(type: "address", columns: ["o", "a"]), to: table)
    #expect(try Metadata(json: metadata.jsonText()) == metadata)
    #expect(try Metadata(json: Array(metadata.jsonText().utf8)) == metadata)
  }
}
