import CLibPQ
import Glibc
import KindredData

extension PostgresConnection {
  // MARK: - From the server

  /// Streams the rows of a COPY ... TO STDOUT, in the pieces in which they arrive.
  /// - Throws: `KindredError` of kind `database` with the server's message, `interrupted` when
  ///   cancelled, and what `body` throws. The connection is not to be used after an error.
  func copyOut(_ sql: String, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    guard PQsendQuery(handle, sql) == 1 else { throw lost() }
    try begin(PGRES_COPY_OUT)
    var received = 0
    while true {
      var buffer: UnsafeMutablePointer<CChar>?
      let count = PQgetCopyData(handle, &buffer, 1)
      switch count {
      case 1...:
        defer { PQfreemem(buffer) }
        received += 1
        if received & 0xFFF == 0 { try checkCancelled() }
        do {
          try body(UnsafeRawBufferPointer(start: buffer, count: Int(count)))
        } catch {
          stopServer()
          throw error
        }
      case 0:
        _ = try wait(for: POLLIN)
        guard PQconsumeInput(handle) == 1 else { throw lost() }
      case -1:
        _ = try finish()
        return
      default: throw lost()
      }
    }
  }

  // MARK: - To the server

  /// Begins a COPY ... FROM STDIN.
  /// - Throws: `KindredError` of kind `database` with the server's message.
  func beginCopyIn(_ sql: String) throws {
    guard PQsendQuery(handle, sql) == 1 else { throw lost() }
    try begin(PGRES_COPY_IN)
  }

  /// Sends a piece of the COPY under way. Not more than a piece waits in memory.
  /// - Throws: `KindredError` of kind `database` with what the server says of rows sent so far.
  func putCopy(_ bytes: UnsafeBufferPointer<UInt8>) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      try checkCancelled()
      let piece = UnsafeBufferPointer(rebasing: rest.prefix(1 << 18))
      let isQueued = piece.withMemoryRebound(to: CChar.self) {
        PQputCopyData(handle, $0.baseAddress, CInt($0.count))
      }
      switch isQueued {
      case 1: rest = rest.dropFirst(piece.count)
      case 0: _ = try wait(for: POLLIN | POLLOUT)
      default:
        // The server has given up the COPY; its reason is the next result.
        _ = try finish()
        throw lost()
      }
      try flush()
      // An error that the server has reported is noticed by the next call.
      guard PQconsumeInput(handle) == 1 else { throw lost() }
    }
  }

  /// Ends the COPY under way.
  /// - Throws: `KindredError` of kind `database` with what the server says of the rows.
  func endCopyIn() throws {
    while true {
      switch PQputCopyEnd(handle, nil) {
      case 1:
        _ = try finish()
        return
      case 0: _ = try wait(for: POLLIN | POLLOUT)
      default:
        _ = try finish()
        throw lost()
      }
    }
  }

  /// Reads the answer to a COPY command.
  private func begin(_ expected: ExecStatusType) throws {
    try flush()
    guard let result = try nextResult() else { throw lost() }
    guard result.status == expected else {
      let failure = ServerMessage(result).error(redaction)
      while let _ = try nextResult() {}
      throw failure
    }
  }
}
