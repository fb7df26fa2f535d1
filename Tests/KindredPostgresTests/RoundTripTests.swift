import Foundation
import KindredData
import KindredPostgres
import Testing

@Suite(
  "Rows through a server and back", .enabled(if: TestServer.isInstalled, TestServer.isMissing))
struct RoundTripTests {
  private let server: TestServer

  init() throws { server = try #require(TestServer.shared) }

  /// Reads everything and writes it to a new database.
  private func copy(
    _ source: TestDatabase, to destination: TestDatabase, parameters: String = "",
    batchRows: Int = 1 << 16
  ) throws {
    let reader = try PostgresDatasetReader(url: source.url(parameters), blobs: .null)
    let metadata = try #require(try reader.declaredSchema())
    let writer = try PostgresDatasetWriter(url: destination.url())
    try writer.begin(metadata)
    try reader.readBatches(of: nil, as: nil, batchRows: batchRows) { try writer.append($0) }
    try writer.finish()
  }

  @Test("Every type keeps its values and its declaration")
  func types() throws {
    let script = """
      CREATE TYPE mood AS ENUM ('sad', 'ok', 'it''s "fine"');
      CREATE DOMAIN year AS integer CHECK (VALUE >= 1901 AND VALUE <= 2155);
      CREATE DOMAIN feeling AS mood NOT NULL DEFAULT 'ok';
      CREATE TABLE everything (
        id integer PRIMARY KEY, b boolean, s smallint, i integer, l bigint, r real,
        d double precision, n numeric, n2 numeric(5,2), n18 numeric(18,0), n30 numeric(30,10),
        m money, t text, v varchar(10), c char(5), nm name, u uuid, j json, jb jsonb, dt date,
        tm time, tmtz timetz, ts timestamp, tsz timestamptz, ts3 timestamp(3), iv interval,
        ip inet, net cidr, mac macaddr, bits bit(3), vb varbit, txt text[], ints int[][], rng int4range,
        pt point, md mood, mds mood[], y year, f feeling, x xml, ch "char", o oid,
        g integer GENERATED ALWAYS AS (i % 7) STORED);
      INSERT INTO everything VALUES
        (1, true, -32768, -2147483648, -9223372036854775808, 0.1, 1e300, 12345.678901, -999.99,
         123456789012345678, 1234567890.0123456789, 1234.56, E'tab\\tline\\nquote" é 日本 \\\\', 'ten chars!',
         'ab', 'name', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '{"a": [1, 2]}', '{"b": null}',
         '0001-01-01', '00:00:00', '12:00:00+02', '2024-02-29 12:34:56.789012',
         '2024-02-29 12:34:56.5+02', '2024-01-01 00:00:00.123', '1 year 2 mons 3 days 04:05:06.7',
         '10.0.0.1/8', '10.0.0.0/8', '08:00:2b:01:02:03', B'101', B'10', '{a,"b c",NULL,""}',
         '{{1,2},{3,4}}', '[1,5)', '(1.5,2)', 'it''s "fine"', '{sad,ok}', 2006, 'sad', '<a/>', 'x', 42),
        (2, false, 32767, 2147483647, 9223372036854775807, -3.4e38, -0.1, 0, 0.01, -1, 0, -0.01, '', '',
         '', '', '00000000-0000-0000-0000-000000000000', '[]', '1', '9999-12-31', '23:59:59.999999',
         '00:00:00-11', '0001-01-01 00:00:00', '9999-12-31 23:59:59+00', '1999-12-31 23:59:59.999',
         '-1 day', '::1', '::/0', '00:00:00:00:00:00', B'000', B'', '{}', '{}', 'empty', '(0,0)', 'sad',
         '{}', 1901, 'ok', '', 'y', 0),
        (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
         NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
         NULL, NULL, NULL, NULL, NULL, NULL, 'ok', NULL, NULL, NULL);
      -- Only types that go in binary form; the other table goes as text.
      CREATE TABLE plain AS SELECT id, b, s, i, l, r, d, n, n2, n18, t, v, c, u, j, jb, dt, tm, ts, tsz,
        ts3, md, y, f FROM everything;
      """
    let source = try server.database(script)
    let destination = try server.database()
    try copy(source, to: destination)
    // Doubles are the nearest to numerics beyond 15 digits.
    let all = "SELECT (e.*)::text FROM (SELECT *, n30::float8 AS n30 FROM everything) e ORDER BY id"
    let cast = all.replacing("SELECT *, n30::float8", with: "SELECT \(Self.columns), n30::float8")
    #expect(try destination.rows(cast) == source.rows(cast))
    let plain = "SELECT e::text FROM plain e ORDER BY id"
    #expect(try destination.rows(plain) == source.rows(plain))
    #expect(try destination.rows(CatalogDump.columns) == source.rows(CatalogDump.columns))
    #expect(try destination.rows(CatalogDump.constraints) == source.rows(CatalogDump.constraints))
    #expect(try destination.rows(CatalogDump.types) == source.rows(CatalogDump.types))
  }

  private static let columns = """
    id,b,s,i,l,r,d,n,n2,n18,m,t,v,c,nm,u,j,jb,dt,tm,tmtz,ts,tsz,ts3,iv,ip,net,mac,bits,vb,txt,ints,rng,
    pt::text,md,mds,y,f,x::text,ch,o,g
    """

  @Test("Names of all kinds, empty tables, and batches of any size", arguments: [1, 3, 1000])
  func names(batchRows: Int) throws {
    let script = """
      CREATE TABLE "select" ("from" integer PRIMARY KEY, "a""b" text, "Grüße" text, "x'; --" text);
      INSERT INTO "select" SELECT i, 'v' || i % 3, NULLIF('n' || i, 'n5'), '' FROM generate_series(1, 10) i;
      CREATE TABLE "empty table" ("a b" bigint PRIMARY KEY, "ref" integer REFERENCES "select");
      CREATE TABLE child ("id" serial PRIMARY KEY, p bigint REFERENCES "empty table", t text[]);
      INSERT INTO child (t) SELECT ARRAY['a', i::text] FROM generate_series(1, 7) i;
      """
    let source = try server.database(script)
    let destination = try server.database()
    try copy(source, to: destination, batchRows: batchRows)
    for table in ["\"select\"", "\"empty table\"", "child"] {
      let query = "SELECT e::text FROM \(table) e ORDER BY 1"
      #expect(try destination.rows(query) == source.rows(query))
    }
    #expect(try destination.rows(CatalogDump.constraints) == source.rows(CatalogDump.constraints))
    // The serial column goes on after the highest number.
    #expect(try destination.rows("INSERT INTO child DEFAULT VALUES RETURNING id") == ["8"])
  }

  @Test("Several schemas keep their tables, types and relationships")
  func schemas() throws {
    let source = try server.database(
      """
      CREATE SCHEMA crm; CREATE SCHEMA "Sales 2";
      CREATE TYPE crm.kind AS ENUM ('a', 'b');
      CREATE TABLE crm.people (id integer PRIMARY KEY, k crm.kind DEFAULT 'a');
      CREATE TABLE "Sales 2".orders (id integer PRIMARY KEY, who integer REFERENCES crm.people);
      INSERT INTO crm.people VALUES (1, 'a'), (2, 'b');
      INSERT INTO "Sales 2".orders VALUES (10, 1), (11, 2);
      """)
    let destination = try server.database()
    try copy(source, to: destination, parameters: "schema=crm,Sales%202")
    let joined = """
      SELECT o.id, p.k FROM "Sales 2".orders o JOIN crm.people p ON p.id = o.who ORDER BY 1
      """
    #expect(try destination.rows(joined) == ["10|a", "11|b"])
    let reader = try PostgresDatasetReader(url: source.url("schema=crm,Sales%202"))
    #expect(try reader.tableNames() == ["crm.people", "Sales 2.orders"])
    #expect(try reader.declaredSchema()?.relationships.count == 1)
    let one = try PostgresDatasetReader(url: source.url("schema=crm"))
    #expect(try one.tableNames() == ["people"])
  }

  @Test("Partitions are read as one table, views are not")
  func partitions() throws {
    let source = try server.database(
      """
      CREATE TABLE m (id integer, day date, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
      CREATE TABLE m1 PARTITION OF m FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
      CREATE TABLE m2 PARTITION OF m FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');
      INSERT INTO m VALUES (1, '2020-05-01'), (2, '2021-05-01');
      CREATE VIEW seen AS SELECT * FROM m;
      CREATE TABLE parent (a integer); CREATE TABLE heir (b integer) INHERITS (parent);
      INSERT INTO parent VALUES (1); INSERT INTO heir VALUES (2, 3);
      """)
    let reader = try PostgresDatasetReader(url: source.url())
    let notes = Notes()
    reader.warn = { notes.add($0) }
    let dataset = try reader.readDataset(as: nil)
    #expect(dataset.tableNames == ["heir", "m", "parent"])
    #expect(dataset["m"]?.rowCount == 2)
    #expect(dataset["parent"]?.rowCount == 1)
    #expect(notes.all.contains { $0.contains("view 'seen'") })
  }

  @Test("One snapshot, whatever others write")
  func snapshot() throws {
    let source = try server.database("CREATE TABLE t (a integer); INSERT INTO t VALUES (1)")
    let reader = try PostgresDatasetReader(url: source.url())
    try source.run("INSERT INTO t VALUES (2)")
    #expect(try reader.readDataset(as: nil)["t"]?.rowCount == 1)
    try source.run("DELETE FROM t")
    #expect(try reader.readDataset(as: nil)["t"]?.rowCount == 1)
    let later = try PostgresDatasetReader(url: source.url())
    #expect(try later.readDataset(as: nil)["t"]?.rowCount == 0)
  }

  @Test(
    "Values that cannot be held are errors with their place",
    arguments: [
      ("double precision", "'NaN'"), ("numeric", "'Infinity'"), ("date", "'infinity'"),
      ("timestamp", "'-infinity'"), ("date", "'0044-03-15 BC'"), ("timestamp", "'10000-01-01'"),
      ("bytea", "'\\x00'"),
    ])
  func unreadable(type: String, value: String) throws {
    let source = try server.database(
      "CREATE TABLE odd (a integer, b \(type)); INSERT INTO odd VALUES (1, NULL), (2, \(value))")
    let reader = try PostgresDatasetReader(url: source.url())
    let error = #expect(throws: KindredError.self) { try reader.readDataset(as: nil) }
    #expect(error?.table == "odd" && error?.column == "b")
    if type != "bytea" { #expect(error?.row == 2) }
  }

  @Test("Binary values are nulls where that is asked for")
  func blobs() throws {
    let source = try server.database(
      "CREATE TABLE t (a integer, b bytea); INSERT INTO t VALUES (1, '\\x00')")
    let reader = try PostgresDatasetReader(url: source.url(), blobs: .null)
    #expect(try reader.readDataset(as: nil)["t"]?[column: "b"]?.nullCount == 1)
  }
}

/// Collects notes.
final class Notes: @unchecked Sendable {
  private let lock = NSLock()
  private var texts: [String] = []
  func add(_ text: String) { lock.withLock { texts.append(text) } }
  var all: [String] { lock.withLock { texts } }
}

/// Definitions in words that do not depend on identifiers.
enum CatalogDump {
  static let columns = """
    SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
      a.attgenerated, pg_get_expr(d.adbin, d.adrelid)
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE c.relkind IN ('r', 'p') AND c.relnamespace::regnamespace::text !~ '^(pg_|information_)'
      AND a.attnum > 0 AND NOT a.attisdropped ORDER BY 1, a.attnum
    """
  static let constraints = """
    SELECT conrelid::regclass, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace::regnamespace::text !~ '^(pg_|information_)' AND conrelid <> 0 ORDER BY 1, 2
    """
  static let indexes = """
    SELECT indexdef FROM pg_indexes WHERE schemaname !~ '^(pg_|information_)' ORDER BY 1
    """
  static let types = """
    SELECT t.typname, t.typtype, format_type(NULLIF(t.typbasetype, 0), t.typtypmod), t.typnotnull,
      t.typdefault, (SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_enum
        WHERE enumtypid = t.oid), (SELECT string_agg(pg_get_constraintdef(oid), ',') FROM pg_constraint
        WHERE contypid = t.oid)
    FROM pg_type t WHERE t.typtype IN ('e', 'd')
      AND t.typnamespace::regnamespace::text !~ '^(pg_|information_)' ORDER BY 1
    """
}
