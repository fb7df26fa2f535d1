import KindredData

/// Reads the bytes as metadata: SDV's V1 or 0.x JSON, with Kindred's own member. What is accepted
/// must survive being written and read again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzMetadata(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = UnsafeBufferPointer(start: start, count: start == nil ? 0 : count)
  guard let metadata = try? Metadata(json: bytes) else { return 0 }
  try? metadata.validate()
  let text = metadata.jsonText()
  guard let again = try? Metadata(json: text), again == metadata else {
    fatalError("metadata change when written and read again")
  }
  return 0
}
