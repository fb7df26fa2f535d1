import Foundation
import FuzzInput
import Kindred
import KindredData

/// Loads the bytes as the payload of a model file whose envelope is sound, and samples from it when it
/// is accepted: a model file may come from anybody.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzModelFile(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let payload = UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count)
  let bytes = Envelope.file(payload)
  guard let file = bytes.withUnsafeBytes({ MemoryFile($0) }) else { return 0 }
  defer { file.remove() }
  guard let model = try? HMA1.load(from: URL(fileURLWithPath: file.path)) else { return 0 }
  let request = SampleRequest(rows: 3, seed: 1, threads: 1)
  // Samples of a size that a file declares are no fault; they only take long.
  guard let rows = try? model.expectedRows(of: request), rows < 2000 else { return 0 }
  _ = try? model.sample(request)
  return 0
}
