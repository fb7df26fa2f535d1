import KindredData
import Testing

/// Metadata that are damaged or contradict themselves: always a `KindredError`, never a crash.
@Suite struct MetadataDamageTests {
  private static let text = """
    {"tables": {
      "a": {"primary_key": "id", "columns": {
        "id": {"sdtype": "id", "regex_format": "A[0-9]{4}"},
        "d": {"sdtype": "datetime", "datetime_format": "%Y-%m-%d"}}},
      "b": {"columns": {"a_id": {"sdtype": "id"}, "x": {"sdtype": "numerical"}}}},
     "relationships": [{"parent_table_name": "a", "parent_primary_key": "id",
       "child_table_name": "b", "child_foreign_key": "a_id"}],
     "METADATA_SPEC_VERSION": "V1"}
    """

  private func read(_ text: String) throws {
    try Metadata(json: text).validate()
  }

  @Test func theWholeIsGood() throws {
    try read(Self.text)
  }

  @Test func everyTruncationIsTold() {
    for length in 0..<Self.text.utf8.count {
      #expect(throws: KindredError.self, "the first \(length) bytes") {
        try read(String(decoding: Self.text.utf8.prefix(length), as: UTF8.self))
      }
    }
  }

  @Test func anyChangedByteIsToldOrUsable() {
    for place in Self.text.utf8.indices {
      for byte in "\"{}[],:0x\\\0\n".utf8 {
        var bytes = Array(Self.text.utf8)
        bytes[Self.text.utf8.distance(from: Self.text.startIndex, to: place)] = byte
        do { try read(String(decoding: bytes, as: UTF8.self)) } catch {
          #expect(error is KindredError)
        }
      }
    }
  }

  @Test(arguments: [
    #"[]"#, #"7"#, #""text""#, #"null"#, #"{}"#, #"{"tables": []}"#,
    #"{"tables": 7, "METADATA_SPEC_VERSION": "V1"}"#,
    #"{"tables": {"a": []}, "METADATA_SPEC_VERSION": "V1"}"#,
    #"{"tables": {"a": {"columns": 7}}, "METADATA_SPEC_VERSION": "V1"}"#,
    #"{"tables": {"a": {"columns": {"x": 7}}}, "METADATA_SPEC_VERSION": "V1"}"#,
    #"{"tables": {"a": {"columns": {"x": {"sdtype": 7}}}}, "METADATA_SPEC_VERSION": "V1"}"#,
    #"{"tables": {"a": {"columns": {"x": {}}}}, "METADATA_SPEC_VERSION": "V1"}"#,
    #"{"tables": {"a": {"primary_key": 7, "columns": {}}}, "METADATA_SPEC_VERSION": "V1"}"#,
    #"{"tables": {}, "relationships": {}, "METADATA_SPEC_VERSION": "V1"}"#,
    #"{"tables": {}, "relationships": [7], "METADATA_SPEC_VERSION": "V1"}"#,
    #"{"tables": {}, "relationships": [{}], "METADATA_SPEC_VERSION": "V1"}"#,
    #"{"tables": {}, "METADATA_SPEC_VERSION": "V99"}"#,
    #"{"tables": {}, "METADATA_SPEC_VERSION": 1}"#,
  ])
  func wrongTypesAreTold(text: String) {
    let error = #expect(throws: KindredError.self) { try read(text) }
    #expect(error?.problem.isEmpty == false)
    #expect(error?.remedy?.isEmpty == false)
  }

  @Test func unknownNamesAreTold() {
    for (name, wrong) in [
      (#""parent_table_name": "a""#, #""parent_table_name": "aa""#),
      (#""child_table_name": "b""#, #""child_table_name": "bb""#),
      (#""child_foreign_key": "a_id""#, #""child_foreign_key": "a_ib""#),
      (#""parent_primary_key": "id""#, #""parent_primary_key": "ib""#),
      (#""primary_key": "id", "columns""#, #""primary_key": "ib", "columns""#),
    ] {
      let error = #expect(throws: KindredError.self, "\(wrong)") {
        try read(Self.text.replacing(name, with: wrong))
      }
      #expect(error?.kind == .metadata, "\(wrong)")
    }
  }

  @Test func deepNestingIsTold() {
    for (open, close) in [("[", "]"), (#"{"a":"#, "}")] {
      let text =
        String(repeating: open, count: 200_000) + "1" + String(repeating: close, count: 200_000)
      #expect(throws: KindredError.self) { try read(text) }
    }
  }
}
