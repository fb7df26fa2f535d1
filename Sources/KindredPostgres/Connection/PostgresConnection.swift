import CLibPQ
import Glibc
import KindredData

/// One connection to a server, used by one thread at a time.
///
/// Calls wait for the server, so they belong on a thread that may block, not on Swift's
/// cooperative pool. While they wait they ask `isCancelled` ten times a second.
final class PostgresConnection {
  /// libpq's connection.
  let handle: OpaquePointer
  /// Hides the password that is in use, wherever it came from.
  private(set) var redaction: Redaction
  /// Asked while waiting; when it answers true, calls throw an error of kind `interrupted`.
  var isCancelled: @Sendable () -> Bool

  /// Connects.
  /// - Throws: `KindredError` of kind `database` when the server cannot be reached or refuses,
  ///   `interrupted` when cancelled.
  init(_ url: PostgresURL, isCancelled: @escaping @Sendable () -> Bool) throws {
    redaction = Redaction(secrets: [url.password])
    self.isCancelled = isCancelled
    let options = url.connectionOptions
    let started = Self.withCStrings(options.map(\.name)) { names in
      Self.withCStrings(options.map(\.value)) { values in
        PQconnectStartParams(names, values, 0)
      }
    }
    guard let started else {
      throw KindredError(
        .database, "There is no memory for a connection to the database",
        remedy: "Close other programs.")
    }
    handle = started
    // The password may come from the environment or a password file.
    redaction = Redaction(secrets: [url.password, PQpass(handle).map { String(cString: $0) }])
    // Notices would go to standard error.
    PQsetNoticeReceiver(handle, { _, _ in }, nil)
    try establish(url)
    PQsetnonblocking(handle, 1)
  }

  deinit { PQfinish(handle) }

  private func establish(_ url: PostgresURL) throws {
    let limit = connectTimeout.map {
      ContinuousClock.now.advanced(by: .seconds($0 * max(url.hosts.count, 1)))
    }
    var state = PQstatus(handle) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING
    while state != PGRES_POLLING_OK {
      guard state != PGRES_POLLING_FAILED else { throw unreachable(url, lastMessage) }
      let events = state == PGRES_POLLING_READING ? POLLIN : POLLOUT
      guard try wait(for: events, until: limit) else {
        throw unreachable(url, "No answer within connect_timeout")
      }
      state = PQconnectPoll(handle)
    }
  }

  private func unreachable(_ url: PostgresURL, _ message: String) -> KindredError {
    KindredError(
      .database, "The database cannot be opened: \(message)", value: redaction("\(url)"),
      remedy: "Check host, port, user, database and password (in the URL, PGPASSWORD or ~/.pgpass)."
    )
  }

  /// Seconds; nil for no limit.
  private var connectTimeout: Int? {
    guard let options = PQconninfo(handle) else { return nil }
    defer { PQconninfoFree(options) }
    var option = options
    while let keyword = option.pointee.keyword {
      if strcmp(keyword, "connect_timeout") == 0 {
        return option.pointee.val.flatMap { Int(String(cString: $0)) }.flatMap {
          $0 > 0 && $0 < 1_000_000 ? max($0, 2) : nil
        }
      }
      option += 1
    }
    return nil
  }

  /// The server's version, such as 150018.
  var serverVersion: Int { Int(PQserverVersion(handle)) }

  /// What libpq last complained about, in one line and without passwords.
  var lastMessage: String {
    ServerMessage.oneLine(redaction(PQerrorMessage(handle).map { String(cString: $0) } ?? ""))
  }

  // MARK: - Statements

  /// Runs one or more statements that return nothing of interest.
  /// - Throws: `KindredError` of kind `database` with the server's message.
  func run(_ sql: String) throws {
    guard PQsendQuery(handle, sql) == 1 else { throw lost() }
    _ = try finish()
  }

  /// Runs one statement and returns its rows as texts; nil is a null.
  /// - Throws: `KindredError` of kind `database` with the server's message.
  func rows(_ sql: String, _ parameters: [String?] = []) throws -> [[String?]] {
    let isSent = Self.withCStrings(parameters) { values in
      PQsendQueryParams(handle, sql, CInt(parameters.count), nil, values, nil, nil, 0)
    }
    guard isSent == 1 else { throw lost() }
    return try finish()
  }

  /// Reads results to the end; the rows of the last one that has any.
  /// - Throws: What the first failed result says.
  func finish() throws -> [[String?]] {
    try flush()
    var rows: [[String?]] = []
    var failure: KindredError?
    while let result = try nextResult() {
      switch result.status {
      case PGRES_TUPLES_OK: rows = result.rows
      case PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: break
      case PGRES_COPY_IN, PGRES_COPY_OUT:
        throw failure ?? lost()
      default: failure = failure ?? ServerMessage(result).error(redaction)
      }
    }
    if let failure { throw failure }
    return rows
  }

  /// The next result of the statement under way; nil after the last.
  func nextResult() throws -> PostgresResult? {
    while PQisBusy(handle) == 1 {
      _ = try wait(for: POLLIN)
      guard PQconsumeInput(handle) == 1 else { throw lost() }
    }
    return PQgetResult(handle).map { PostgresResult($0) }
  }

  /// Sends what has been queued.
  func flush() throws {
    while true {
      switch PQflush(handle) {
      case 0: return
      case 1:
        _ = try wait(for: POLLIN | POLLOUT)
        guard PQconsumeInput(handle) == 1 else { throw lost() }
      default: throw lost()
      }
    }
  }

  /// The error of a connection that broke.
  func lost() -> KindredError {
    KindredError(
      .database, "The connection to the database failed: \(lastMessage)",
      remedy: "See the server's log, and try again.")
  }

  // MARK: - Waiting

  /// Waits for the socket.
  /// - Returns: False when the limit has passed.
  /// - Throws: `KindredError` of kind `interrupted` when cancelled; the server is told to stop.
  func wait(for events: Int32, until limit: ContinuousClock.Instant? = nil) throws -> Bool {
    while true {
      try checkCancelled()
      guard PQsocket(handle) >= 0 else { throw lost() }
      var entry = pollfd(
        fd: PQsocket(handle), events: Int16(truncatingIfNeeded: events), revents: 0)
      let count = poll(&entry, 1, 100)
      if count > 0 { return true }
      if count < 0, errno != EINTR { throw lost() }
      if let limit, ContinuousClock.now >= limit { return false }
    }
  }

  /// - Throws: `KindredError` of kind `interrupted` when cancelled; the server is told to stop.
  func checkCancelled() throws {
    guard isCancelled() else { return }
    stopServer()
    throw KindredError(.interrupted, "Interrupted", remedy: "The database is as it was.")
  }

  /// Asks the server to give up the statement under way.
  func stopServer() {
    guard PQtransactionStatus(handle) == PQTRANS_ACTIVE, let cancel = PQgetCancel(handle) else {
      return
    }
    var buffer = [CChar](repeating: 0, count: 256)
    PQcancel(cancel, &buffer, CInt(buffer.count))
    PQfreeCancel(cancel)
  }

  /// Calls `body` with an array of C strings, ended by nil.
  private static func withCStrings<Result>(
    _ strings: [String?], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result
  ) -> Result {
    let copies = strings.map { $0.flatMap { strdup($0) } }
    defer { for copy in copies { free(copy) } }
    var pointers = copies.map { UnsafePointer($0) }
    pointers.append(nil)
    return pointers.withUnsafeBufferPointer { buffer in
      // An array with an element has an address.
      buffer.baseAddress.map(body) ?? withUnsafePointer(to: nil, body)
    }
  }
}

extension PostgresURL {
  /// Names and values for libpq; later ones win.
  fileprivate var connectionOptions: [(name: String?, value: String?)] {
    var options: [(name: String?, value: String?)] = [("fallback_application_name", "kindred")]
    if hosts.contains(where: { $0.name != nil }) {
      options.append(("host", hosts.map { $0.name ?? "" }.joined(separator: ",")))
    }
    if hosts.contains(where: { $0.port != nil }) {
      options.append(("port", hosts.map { $0.port ?? "" }.joined(separator: ",")))
    }
    if let user { options.append(("user", user)) }
    if let password { options.append(("password", password)) }
    if let database { options.append(("dbname", database)) }
    options += parameters.map { ($0.name, $0.value) }
    options.append(("client_encoding", "UTF8"))
    return options
  }
}
