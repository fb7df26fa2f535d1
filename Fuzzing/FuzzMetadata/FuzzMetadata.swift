import FuzzInput
import KindredData

/// Reads the bytes as metadata: SDV's V1 or 0.x JSON, with Kindred's own member. What is accepted
/// must survive being written and read again, which is tried with one input in four.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzMetadata(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = UnsafeBufferPointer(start: start, count: start == nil ? 0 : count)
  guard let metadata = try? Metadata(json: bytes) else { return 0 }
  try? metadata.validate()
  guard isOne(in: 4, UnsafeRawBufferPointer(bytes)) else { return 0 }
  let text = metadata.jsonText()
  let again = try? Metadata(json: text)
  require(again == metadata, "metadata change when written and read again: \(text)")
  if let definition = metadata.sqlSchema {
    var other = metadata
    other.sqlSchema = definition
    require(other.sqlSchema == definition, "a definition changes when written: \(definition)")
  }
  return 0
}
