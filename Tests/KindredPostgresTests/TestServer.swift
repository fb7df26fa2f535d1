import Foundation
import Glibc
import KindredPostgres
import Synchronization
import Testing

/// A PostgreSQL server of the tests' own: started on a free loopback port when first asked for, with
/// its data in a temporary folder, stopped when the test process ends, however it ends.
final class TestServer: Sendable {
  /// nil where the machine has no server, or it does not start.
  static let shared: TestServer? = try? TestServer()

  /// What a suite that needs the server is annotated with.
  static let isMissing: Comment = "SKIPPED: no PostgreSQL server (initdb) on this machine"

  /// Whether `initdb` is there.
  static var isInstalled: Bool { folderOfTools != nil }

  let port: Int
  private let folder: String
  private let serial = Mutex(0)

  /// The role that needs a password, and the password.
  static let guarded = (user: "guarded", password: "s3cr:t/@%päss")

  private init() throws {
    guard let tools = Self.folderOfTools else { throw ServerFailure("initdb is missing") }
    folder = FileManager.default.temporaryDirectory.path + "/kindred-postgres-\(UUID().uuidString)"
    port = try Self.freePort()
    // The server refuses to run as root.
    let isRoot = getuid() == 0
    let prefix = isRoot ? "runuser -u postgres -- " : ""
    try Shell.run(
      """
      set -eu; mkdir -m 755 '\(folder)'; \(isRoot ? "chown postgres '\(folder)'" : ":"); cd '\(folder)'
      \(prefix)'\(tools)/initdb' -D '\(folder)/data' -U lab --auth=trust --no-sync -E UTF8 \
        --locale=C.UTF-8 >'\(folder)/initdb.log' 2>&1
      echo 'host all \(Self.guarded.user) 127.0.0.1/32 scram-sha-256' >'\(folder)/hba'
      cat '\(folder)/data/pg_hba.conf' >>'\(folder)/hba'
      cat '\(folder)/hba' >'\(folder)/data/pg_hba.conf'
      \(Self.closingFiles)
      \(prefix)'\(tools)/pg_ctl' -D '\(folder)/data' -w -l '\(folder)/log' \
        -o '-p \(port) -h 127.0.0.1 -k \(folder) -c fsync=off' start >/dev/null 2>&1
      """)
    // The watchdog outlives this process, and everything that could end it.
    try Shell.run(
      """
      \(Self.closingFiles)
      setsid sh -c 'while kill -0 \(getpid()) 2>/dev/null; do sleep 0.2; done; cd /
      \(prefix)"\(tools)/pg_ctl" -D "\(folder)/data" -m immediate stop; rm -rf "\(folder)"' \
        >/dev/null 2>&1 </dev/null &
      """)
    let (user, password) = Self.guarded
    try Shell.run(
      "psql -qX '\(address("postgres"))' -v ON_ERROR_STOP=1 -f -",
      input:
        "CREATE ROLE \(user) LOGIN SUPERUSER PASSWORD '\(password)';\nCREATE ROLE humble LOGIN;")
  }

  /// Foundation takes a process for running as long as a descendant has a socket of its own making.
  private static let closingFiles =
    "for file in /proc/$$/fd/*; do [ ${file##*/} -le 2 ] || eval \"exec ${file##*/}>&-\"; done"

  /// The URL of a database, as text.
  func address(_ database: String, user: String = "lab") -> String {
    "postgres://\(user)@127.0.0.1:\(port)/\(database)"
  }

  /// A new empty database, filled by a script.
  func database(_ script: String = "") throws -> TestDatabase {
    let name = serial.withLock { number in
      number += 1
      return "t\(number)"
    }
    let database = TestDatabase(server: self, name: name)
    try Shell.run(
      "psql -qX '\(address("postgres"))' -v ON_ERROR_STOP=1 -c 'CREATE DATABASE \(name)'")
    if !script.isEmpty { try database.run(script) }
    return database
  }

  private static let folderOfTools: String? = {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let installed = "/usr/lib/postgresql"
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: installed)) ?? []
    let folders =
      path.split(separator: ":").map(String.init)
      + versions.sorted { $0.compare($1, options: .numeric) == .orderedDescending }
      .map { "\(installed)/\($0)/bin" }
    return folders.first { folder in
      ["initdb", "pg_ctl"].allSatisfy {
        FileManager.default.isExecutableFile(atPath: "\(folder)/\($0)")
      }
    }
  }()

  private static func freePort() throws -> Int {
    let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, length) == 0 && getsockname(socket, $0, &length) == 0
      }
    }
    guard isBound else { throw ServerFailure("no free port") }
    return Int(UInt16(bigEndian: address.sin_port))
  }
}

/// A database of the tests' server.
struct TestDatabase {
  let server: TestServer
  let name: String

  var address: String { server.address(name) }

  func url(_ parameters: String = "") throws -> PostgresURL {
    try PostgresURL(address + (parameters.isEmpty ? "" : "?\(parameters)"))
  }

  /// Runs a script by psql.
  func run(_ script: String) throws {
    try Shell.run("psql -qX '\(address)' -v ON_ERROR_STOP=1 -f -", input: script)
  }

  /// The rows of a query, fields separated by bars, nulls as "~".
  func rows(_ query: String) throws -> [String] {
    try Shell.run("psql -qXAt -P null='~' '\(address)' -v ON_ERROR_STOP=1 -f -", input: query)
      .split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
  }
}

struct ServerFailure: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// Lines of shell.
enum Shell {
  @discardableResult
  static func run(_ line: String, input: String = "") throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", line]
    let folder = FileManager.default.temporaryDirectory
    let files = ["in", "out", "err"].map {
      folder.appendingPathComponent("kindred-shell-\(UUID().uuidString).\($0)")
    }
    defer { for file in files { try? FileManager.default.removeItem(at: file) } }
    try Data(input.utf8).write(to: files[0])
    for file in files.dropFirst() { try Data().write(to: file) }
    process.standardInput = try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    try process.run()
    process.waitUntilExit()
    let output = String(decoding: try Data(contentsOf: files[1]), as: UTF8.self)
    guard process.terminationStatus == 0 else {
      throw ServerFailure(
        "status \(process.terminationStatus): "
          + String(decoding: try Data(contentsOf: files[2]), as: UTF8.self))
    }
    return output
  }
}
