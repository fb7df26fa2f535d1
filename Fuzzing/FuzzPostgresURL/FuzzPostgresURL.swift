import KindredData
import KindredPostgres

/// Reads the bytes as the URL of a database: refusals must not repeat what they refuse, which may be a
/// password.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPostgresURL(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: start == nil ? 0 : count))
  _ = try? PostgresURL(utf8: bytes)
  _ = try? PostgresURL(utf8: Array("postgres://".utf8) + bytes)
  return 0
}
