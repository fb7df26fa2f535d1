import FuzzInput
import KindredPostgres

/// Reads the bytes as the URL of a database, and looks for URLs with passwords in them, as in the
/// messages of a server.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPostgresURL(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: start == nil ? 0 : count))
  let whole = bytes.starts(with: scheme) ? bytes : scheme + bytes
  if let url = try? PostgresURL(utf8: whole) { _ = url.description }
  if bytes.withUnsafeBytes({ isOne(in: 4, $0) }) {
    _ = try? PostgresURL(utf8: bytes)
    _ = Redaction()(String(decoding: bytes, as: UTF8.self))
  }
  return 0
}

private let scheme = Array("postgres://".utf8)
