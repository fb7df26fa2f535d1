import Foundation
import FuzzInput
import Kindred
import KindredData

/// Loads the bytes as the payload of a model file whose envelope is sound, one input in 64 as the
/// whole file, one in 8 as packed content. A model file may come from anybody, so what is accepted must
/// be fit to sample from: tried with one accepted input in 64, as it takes a hundred times as long as
/// loading.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzModelFile(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count)
  if isOne(in: 64, bytes) { _ = try? HMA1.load(from: Data(bytes), named: "fuzz") }
  if isOne(in: 8, bytes) {
    _ = try? HMA1.load(from: Data(Envelope.file(bytes, isPacked: true)), named: "fuzz")
  }
  guard let model = try? HMA1.load(from: Data(Envelope.file(bytes)), named: "fuzz"),
    isOne(in: 64, bytes)
  else { return 0 }
  let request = SampleRequest(rows: 3, seed: 1, threads: 1)
  // Samples of a size that a file declares are no fault; they only take long.
  guard let rows = try? model.expectedRows(of: request), rows < 200 else { return 0 }
  _ = try? model.sample(request)
  return 0
}
