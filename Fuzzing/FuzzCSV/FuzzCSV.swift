import FuzzInput
import KindredData

/// Reads the bytes as a CSV file, the first one telling how: whatever they are, the reader must answer
/// with a table or one error, and with the same in chunks of any size.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzCSV(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let start, count > 0 else { return 0 }
  let text = UnsafeRawBufferPointer(start: start + 1, count: count - 1)
  guard let file = MemoryFile(text) else { return 0 }
  defer { file.remove() }
  let hints: [ColumnHint] = [
    .infer, .string, .key, .integer, .number, .boolean, .timestamp(format: nil),
    .timestamp(format: "%d.%m.%Y %H:%M:%S"),
  ]
  let hint = hints[Int(start[0] & 7)]
  let whole = read(file.path, hint, chunkBytes: nil)
  let pieces = read(file.path, hint, chunkBytes: 1 + Int(start[0] >> 3))
  require(whole == pieces, "chunks change what is read")
  return 0
}

/// The table, or the error's text.
private func read(_ path: String, _ hint: ColumnHint, chunkBytes: Int?) -> Outcome {
  do {
    let reader = CSVReader(threads: 1, chunkBytes: chunkBytes)
    let table = try reader.readTable(named: "fuzz", at: path, otherwise: hint)
    return .table(
      table.columns.map { column in
        (0..<table.rowCount).map { column.text(at: $0) }
      })
  } catch {
    return .failure("\(error)")
  }
}

private enum Outcome: Equatable {
  case table([[String?]])
  case failure(String)
}
