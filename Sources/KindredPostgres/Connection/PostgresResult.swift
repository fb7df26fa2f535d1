import CLibPQ

/// A result of libpq, freed with the value.
struct PostgresResult: ~Copyable {
  let handle: OpaquePointer

  init(_ handle: OpaquePointer) { self.handle = handle }

  deinit { PQclear(handle) }

  var status: ExecStatusType { PQresultStatus(handle) }

  /// All rows as texts; nil is a null.
  var rows: [[String?]] {
    let columns = PQnfields(handle)
    return (0..<PQntuples(handle)).map { row in
      (0..<columns).map { column in
        guard PQgetisnull(handle, row, column) == 0 else { return nil }
        return PQgetvalue(handle, row, column).map { String(cString: $0) }
      }
    }
  }

  /// A field of an error report; nil when it has none.
  func diagnostic(_ field: kindred_diagnostic) -> String? {
    PQresultErrorField(handle, CInt(field.rawValue)).map { String(cString: $0) }
  }

  /// The whole report, for errors that libpq makes up itself.
  var message: String { PQresultErrorMessage(handle).map { String(cString: $0) } ?? "" }
}
