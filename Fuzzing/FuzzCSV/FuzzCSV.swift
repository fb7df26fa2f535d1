import FuzzInput
import KindredData

/// Reads the bytes as a CSV file, the first one telling how: whatever they are, the reader must answer
/// with a table or one error. Chunks of any size must not change the answer, which is tried with one
/// input in 16.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzCSV(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let start, count > 0 else { return 0 }
  let text = UnsafeBufferPointer(start: start + 1, count: count - 1)
  let hints: [ColumnHint] = [
    .infer, .string, .key, .integer, .number, .boolean, .timestamp(format: nil),
    .timestamp(format: "%d.%m.%Y %H:%M:%S"),
  ]
  let hint = hints[Int(start[0] & 7)]
  let whole = read(text, hint, chunkBytes: nil)
  guard isOne(in: 16, UnsafeRawBufferPointer(text)) else { return 0 }
  let pieces = read(text, hint, chunkBytes: 1 + Int(start[0] >> 3))
  require(whole == pieces, "chunks change what is read: \(whole), \(pieces)")
  return 0
}

private func read(
  _ text: UnsafeBufferPointer<UInt8>, _ hint: ColumnHint, chunkBytes: Int?
) -> Result<Table, KindredError> {
  do {
    let reader = CSVReader(threads: 1, chunkBytes: chunkBytes)
    return .success(try reader.readTable(named: "fuzz", text: text, otherwise: hint))
  } catch let error as KindredError {
    return .failure(error)
  } catch {
    require(false, "an error of another type: \(error)")
    return .failure(KindredError(.format, "\(error)"))
  }
}
