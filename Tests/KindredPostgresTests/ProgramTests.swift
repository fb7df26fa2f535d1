import Foundation
import Testing

/// The program with databases, as a user runs it.
@Suite("kindred postgres://", .enabled(if: TestServer.isInstalled, TestServer.isMissing))
struct ProgramTests {
  private let server: TestServer
  private let program: String
  private let folder = FileManager.default.temporaryDirectory.path

  init() throws {
    server = try #require(TestServer.shared)
    program = try #require(Self.program, "the program stands beside the tests")
  }

  /// The program stands in the folder of products, as does the bundle of these tests.
  private static let program: String? = {
    var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    while folder.path != "/" {
      let candidate = folder.appendingPathComponent("kindred").path
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: candidate, isDirectory: &isFolder),
        !isFolder.boolValue
      {
        return candidate
      }
      folder.deleteLastPathComponent()
    }
    return nil
  }()

  private static let shop = """
    CREATE TYPE size AS ENUM ('small', 'large');
    CREATE DOMAIN percentage AS numeric(5,2) CHECK (VALUE BETWEEN 0 AND 100);
    CREATE TABLE store (id serial PRIMARY KEY, city varchar(20) NOT NULL, manager integer);
    CREATE TABLE staff (id serial PRIMARY KEY, store integer NOT NULL REFERENCES store,
      email varchar(60) UNIQUE, hired date NOT NULL DEFAULT now(), share percentage);
    ALTER TABLE store ADD FOREIGN KEY (manager) REFERENCES staff;
    CREATE TABLE sale (store integer REFERENCES store, day date, size size, tags text[], extra jsonb,
      at time, PRIMARY KEY (store, day), CHECK (at < '23:00'));
    INSERT INTO store (city) SELECT (ARRAY['Rom', 'Oslo', 'Bern'])[i % 3 + 1] FROM generate_series(1, 60) i;
    INSERT INTO staff (store, email, hired, share) SELECT i % 60 + 1, 'p' || i || '@x.org',
      date '2020-01-01' + i % 700, i % 101 FROM generate_series(1, 400) i;
    UPDATE store SET manager = id;
    INSERT INTO sale SELECT i % 60 + 1, date '2024-01-01' + i / 60, (ARRAY['small', 'large'])[i % 2 + 1]::size,
      CASE i % 3 WHEN 0 THEN '{}' WHEN 1 THEN '{a}' ELSE '{a,b}' END::text[],
      CASE i % 2 WHEN 0 THEN '{"a": 1}' ELSE NULL END::jsonb, time '08:00' + i * interval '20 seconds'
      FROM generate_series(1, 2400) i;
    """

  private func run(_ arguments: String, status: Int = 0) throws -> String {
    try Shell.run("'\(program)' \(arguments) 2>&1; [ $? = \(status) ] || { echo; exit 9; }")
  }

  @Test("Fit, sample into a new database, evaluate")
  func roundTrip() throws {
    let source = try server.database(Self.shop)
    let destination = try server.database()
    let model = "\(folder)/kindred-\(UUID().uuidString).kindred"
    defer { try? FileManager.default.removeItem(atPath: model) }
    _ = try run("fit '\(source.address)' -o '\(model)' --seed 1")
    let said = try run("sample '\(model)' -o '\(destination.address)' --seed 2")
    #expect(said.contains("Wrote 3 tables"), "\(said)")
    #expect(try destination.rows(CatalogDump.columns) == source.rows(CatalogDump.columns))
    #expect(try destination.rows(CatalogDump.constraints) == source.rows(CatalogDump.constraints))
    #expect(try destination.rows(CatalogDump.types) == source.rows(CatalogDump.types))
    let report = try run("evaluate '\(source.address)' '\(destination.address)'")
    #expect(report.contains("Diagnostic             1.000"), "\(report)")
    // Numbering goes on.
    #expect(
      try destination.rows(
        "INSERT INTO store (city) VALUES ('Riga') RETURNING id > (SELECT max(id) FROM store)")
        == ["t"])
    // Rows are replaced only where that is asked for.
    let refused = try run("sample '\(model)' -o '\(destination.address)' --seed 2", status: 1)
    #expect(refused.contains("--truncate"), "\(refused)")
    #expect(try destination.rows("SELECT count(*) FROM store WHERE city = 'Riga'") == ["1"])
    _ = try run("sample '\(model)' -o '\(destination.address)' --seed 2 --truncate")
    #expect(try destination.rows("SELECT count(*) FROM store WHERE city = 'Riga'") == ["0"])
  }

  @Test("Options that belong to other destinations are refused")
  func options() throws {
    let model = "\(folder)/kindred-\(UUID().uuidString).kindred"
    defer { try? FileManager.default.removeItem(atPath: model) }
    let source = try server.database(
      "CREATE TABLE t (a integer PRIMARY KEY); INSERT INTO t VALUES (1)")
    _ = try run("fit '\(source.address)' -o '\(model)'")
    for option in ["--overwrite", "--shard 1/2"] {
      _ = try run("sample '\(model)' -o '\(source.address)' \(option)", status: 2)
    }
    _ = try run("sample '\(model)' -o '\(model).csv' --truncate", status: 2)
    #expect(try source.rows("SELECT * FROM t") == ["1"])
  }
}
