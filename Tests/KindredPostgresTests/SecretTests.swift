import Foundation
import KindredData
import KindredPostgres
import Testing

@Suite("Passwords", .enabled(if: TestServer.isInstalled, TestServer.isMissing))
struct SecretTests {
  private let server: TestServer

  init() throws { server = try #require(TestServer.shared) }

  private func url(password: String, database: String = "postgres") throws -> PostgresURL {
    let encoded = password.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    return try PostgresURL(
      "postgres://\(TestServer.guarded.user):\(encoded)@127.0.0.1:\(server.port)/\(database)")
  }

  @Test("The password of the URL opens the database, another one does not")
  func login() throws {
    _ = try PostgresDatasetReader(url: url(password: TestServer.guarded.password))
    let error = #expect(throws: KindredError.self) {
      try PostgresDatasetReader(url: url(password: "wr0ng-pässword"))
    }
    #expect(error?.kind == .database)
    #expect(error?.description.contains("wr0ng") == false, "\(error?.description ?? "")")
    #expect(error?.description.contains("authentication failed") == true)
  }

  @Test("Errors of the server that quote the password hide it")
  func quoted() throws {
    let password = TestServer.guarded.password
    let error = #expect(throws: KindredError.self) {
      try PostgresDatasetReader(url: url(password: password, database: password))
    }
    #expect(error?.description.contains(password) == false, "\(error?.description ?? "")")
    #expect(error?.description.contains("***") == true, "\(error?.description ?? "")")
  }

  @Test("No server, no host, no database: one line, what and what to do")
  func unreachable() throws {
    for text in [
      "postgres://u:secret@127.0.0.1:1/d", "postgres://u:secret@nowhere.invalid/d",
      "postgres://lab:secret@127.0.0.1:\(server.port)/absent",
      "postgres://u:secret@127.0.0.1:\(server.port)/d?sslmode=nonsense",
      "postgres://u:secret@127.0.0.1:\(server.port)/d?foo=bar",
      "postgres://lab:secret@127.0.0.1:\(server.port)/postgres?sslmode=require",
    ] {
      let error = #expect(throws: KindredError.self) {
        try PostgresDatasetReader(url: PostgresURL(text))
      }
      #expect(error?.kind == .database, "\(text)")
      #expect(error?.description.contains("secret") == false, "\(error?.description ?? "")")
      #expect(error?.description.contains("\n") == false)
      #expect(error?.remedy != nil)
    }
  }

  @Test("Schemas that do not exist, and schemas without tables")
  func schemas() throws {
    let database = try server.database()
    let missing = #expect(throws: KindredError.self) {
      try PostgresDatasetReader(url: database.url("schema=nope"))
    }
    #expect(missing?.kind == .argument && missing?.value == "nope")
    let empty = #expect(throws: KindredError.self) {
      try PostgresDatasetReader(url: database.url()).declaredSchema()
    }
    #expect(empty?.description.contains("no tables") == true)
  }

  @Test("Waiting for a lock can be interrupted")
  func interruption() throws {
    let database = try server.database("CREATE TABLE t (a integer); INSERT INTO t VALUES (1)")
    let holder = Thread {
      _ = try? database.rows("BEGIN; LOCK TABLE t; SELECT pg_sleep(5); COMMIT")
    }
    holder.start()
    var isLocked = false
    for _ in 0..<100 where !isLocked {
      usleep(50_000)
      isLocked =
        try database.rows(
          "SELECT count(*) FROM pg_locks WHERE relation = 't'::regclass AND mode = 'AccessExclusiveLock'"
        ) == ["1"]
    }
    #expect(isLocked)
    let reader = try PostgresDatasetReader(url: database.url())
    let start = Date()
    reader.isCancelled = { Date().timeIntervalSince(start) > 0.3 }
    let error = #expect(throws: KindredError.self) { try reader.readDataset(as: nil) }
    #expect(error?.kind == .interrupted)
    #expect(Date().timeIntervalSince(start) < 3)
  }
}
