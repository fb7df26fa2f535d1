import FuzzInput
import KindredData
import KindredPostgres

/// Reads the bytes as the rows that a server sends. The size of the pieces in which they arrive must
/// not change what is read, which is tried with one input in 16; the first byte tells the size.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzBinaryRows(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let start, count > 0 else { return 0 }
  let stream = UnsafeRawBufferPointer(start: start + 1, count: count - 1)
  let whole = read(stream, pieceBytes: max(1, stream.count))
  guard isOne(in: 16, stream) else { return 0 }
  let pieces = read(stream, pieceBytes: 1 + Int(start[0] & 63))
  require(whole == pieces, "pieces change what is read: \(whole), \(pieces)")
  return 0
}

/// A column of every form.
private let columns: [BinaryColumn] = [
  .boolean, .integer16, .integer32, .integer64, .float32, .float64, .wholeNumeric,
  .numeric(places: 2), .numeric(places: nil), .numericText, .text, .uuid, .date,
  .timestamp(isZoned: false), .timestamp(isZoned: true), .time, .nothing,
].enumerated().map { BinaryColumn(name: "c\($0)", form: $1) }

private func read(
  _ stream: UnsafeRawBufferPointer, pieceBytes: Int
) -> Result<Table, KindredError> {
  var reader = BinaryCopyReader(table: "fuzz", columns: columns)
  do {
    var first = 0
    while first < stream.count {
      let last = min(stream.count, first + pieceBytes)
      try reader.append(UnsafeRawBufferPointer(rebasing: stream[first..<last]))
      first = last
    }
    try reader.finish()
    return .success(try reader.takeBatch())
  } catch let error as KindredError {
    return .failure(error)
  } catch {
    require(false, "an error of another type: \(error)")
    return .failure(KindredError(.database, "\(error)"))
  }
}
