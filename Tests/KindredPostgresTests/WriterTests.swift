import Foundation
import KindredData
import KindredPostgres
import Testing

@Suite("Writing to a server", .enabled(if: TestServer.isInstalled, TestServer.isMissing))
struct WriterTests {
  private let server: TestServer

  init() throws { server = try #require(TestServer.shared) }

  /// Employees who belong to a shop, shops that have a manager: no order of rows would do.
  private static let circle = """
    CREATE TABLE shop (id integer PRIMARY KEY, manager integer NOT NULL, name varchar(5));
    CREATE TABLE person (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      shop integer NOT NULL REFERENCES shop ON UPDATE CASCADE, boss integer REFERENCES person);
    ALTER TABLE shop ADD CONSTRAINT managed FOREIGN KEY (manager) REFERENCES person ON DELETE RESTRICT;
    COMMENT ON CONSTRAINT managed ON shop IS 'who decides';
    """

  private func circleMetadata() throws -> Metadata {
    var metadata = Metadata()
    try metadata.addTable(
      "shop",
      columns: [
        ColumnMetadata("id", .id), ColumnMetadata("manager", .id), ColumnMetadata("name", .text),
      ], primaryKey: ["id"])
    try metadata.addTable(
      "person",
      columns: [
        ColumnMetadata("id", .id), ColumnMetadata("shop", .id), ColumnMetadata("boss", .id),
      ], primaryKey: ["id"])
    try metadata.addRelationship(parent: "shop", child: "person", foreignKey: "shop")
    try metadata.addRelationship(parent: "person", child: "shop", foreignKey: "manager")
    try metadata.addRelationship(parent: "person", child: "person", foreignKey: "boss")
    return metadata
  }

  private func shops(_ ids: [Int64], managers: [Int64?], names: [String?]) throws -> Table {
    try Table(
      "shop",
      columns: [
        Column("id", integers: ids), Column("manager", integers: managers),
        Column("name", strings: names),
      ])
  }

  private func people(_ ids: [Int64], shops: [Int64], bosses: [Int64?]) throws -> Table {
    try Table(
      "person",
      columns: [
        Column("id", integers: ids), Column("shop", integers: shops),
        Column("boss", integers: bosses),
      ])
  }

  /// Writes interleaved batches; the circle closes only at the end.
  private func write(_ writer: PostgresDatasetWriter, lastManager: Int64? = 4) throws {
    try writer.begin(circleMetadata())
    try writer.append(shops([1], managers: [3], names: ["Nord"]))
    try writer.append(people([1, 2], shops: [2, 1], bosses: [4, nil]))
    try writer.append(shops([2], managers: [lastManager], names: ["Süd"]))
    try writer.append(people([3, 4], shops: [1, 2], bosses: [2, 3]))
    try writer.finish()
  }

  private static let rows = "SELECT * FROM shop ORDER BY 1; SELECT * FROM person ORDER BY 1"
  private static let written = ["1|3|Nord", "2|4|Süd", "1|2|4", "2|1|~", "3|1|2", "4|2|3"]

  @Test("Interleaved batches of tables in a circle, into tables that exist")
  func existing() throws {
    let database = try server.database(Self.circle)
    let before = try database.rows(CatalogDump.constraints)
    try write(PostgresDatasetWriter(url: database.url()))
    #expect(try database.rows(Self.rows) == Self.written)
    #expect(try database.rows(CatalogDump.constraints) == before)
    let comment =
      "SELECT obj_description(oid, 'pg_constraint') FROM pg_constraint WHERE conname = 'managed'"
    #expect(try database.rows(comment) == ["who decides"])
    #expect(
      try database.rows("INSERT INTO person (shop) VALUES (1) RETURNING id") == ["5"])
  }

  @Test("Interleaved batches of tables in a circle, into tables that are made")
  func absent() throws {
    let database = try server.database()
    try write(PostgresDatasetWriter(url: database.url()))
    #expect(try database.rows(Self.rows) == Self.written)
    #expect(throws: ServerFailure.self) { try database.run("DELETE FROM shop") }
    let keys = try database.rows(
      "SELECT contype, count(*) FROM pg_constraint WHERE conrelid <> 0 AND connamespace = 'public'::regnamespace GROUP BY 1 ORDER BY 1"
    )
    #expect(keys == ["f|3", "p|2"])
  }

  @Test("A schema in the URL is made and takes the tables")
  func schema() throws {
    let database = try server.database()
    try write(PostgresDatasetWriter(url: database.url("schema=lab")))
    #expect(try database.rows("SELECT count(*) FROM lab.person") == ["4"])
    #expect(try database.rows("SELECT to_regclass('public.person')") == ["~"])
  }

  @Test("Tables with rows need truncation")
  func truncation() throws {
    let database = try server.database(Self.circle)
    try write(PostgresDatasetWriter(url: database.url()))
    let refused = #expect(throws: KindredError.self) {
      try write(PostgresDatasetWriter(url: database.url()))
    }
    #expect(refused?.description.contains("--truncate") == true)
    #expect(try database.rows(Self.rows) == Self.written)
    try write(PostgresDatasetWriter(url: database.url(), truncate: true))
    #expect(try database.rows(Self.rows) == Self.written)
  }

  @Test("A failure leaves rows, sequences and constraints as they were", arguments: [false, true])
  func failure(truncates: Bool) throws {
    let script =
      Self.circle + """
        BEGIN; ALTER TABLE shop DISABLE TRIGGER ALL; INSERT INTO shop VALUES (1, 1, 'a');
        INSERT INTO person (shop) VALUES (1); ALTER TABLE shop ENABLE TRIGGER ALL; COMMIT;
        """
    let database = try server.database(truncates ? script : Self.circle)
    let before =
      try database.rows(Self.rows) + database.rows(CatalogDump.constraints)
      + database.rows("SELECT last_value, is_called FROM person_id_seq")
    // 9 is no person, which shows at the end only.
    let error = #expect(throws: KindredError.self) {
      try write(
        PostgresDatasetWriter(url: database.url(), truncate: truncates), lastManager: 9)
    }
    #expect(error?.kind == .database && error?.table == "shop", "\(error?.description ?? "")")
    #expect(error?.description.contains("(manager)=(9)") == true, "\(error?.description ?? "")")
    let after =
      try database.rows(Self.rows) + database.rows(CatalogDump.constraints)
      + database.rows("SELECT last_value, is_called FROM person_id_seq")
    #expect(after == before)
  }

  @Test("Giving up, and forgetting the writer, leave nothing", arguments: [false, true])
  func cancelled(explicitly: Bool) throws {
    let database = try server.database()
    var writer: PostgresDatasetWriter? = try PostgresDatasetWriter(url: database.url())
    try writer?.begin(circleMetadata())
    try writer?.append(shops([1], managers: [3], names: ["Nord"]))
    if explicitly { writer?.cancel() }
    writer = nil
    #expect(try database.rows("SELECT to_regclass('shop')") == ["~"])
  }

  @Test("Errors of the server say table, column and row of the table")
  func places() throws {
    let database = try server.database(
      "CREATE TABLE t (a integer PRIMARY KEY, b integer CHECK (b < 100), c text)")
    var metadata = Metadata()
    try metadata.addTable(
      "t",
      columns: [
        ColumnMetadata("a", .id), ColumnMetadata("b", .numerical), ColumnMetadata("c", .text),
      ], primaryKey: ["a"])
    func failure(_ second: (a: [Int64?], b: [Int64?])) throws -> KindredError? {
      let writer = try PostgresDatasetWriter(url: database.url())
      try writer.begin(metadata)
      func table(_ a: [Int64?], _ b: [Int64?]) throws -> Table {
        try Table(
          "t",
          columns: [
            Column("a", integers: a), Column("b", integers: b),
            Column("c", strings: a.map { _ in "x" }),
          ])
      }
      try writer.append(table([1, 2, 3], [1, 2, 3]))
      return #expect(throws: KindredError.self) {
        try writer.append(table(second.a, second.b))
        try writer.finish()
      }
    }
    let unfit = try failure(([4, 5_000_000_000], [4, 5]))
    #expect(unfit?.table == "t" && unfit?.column == "a" && unfit?.row == 5)
    let check = try failure(([4, 5], [4, 500]))
    #expect(check?.table == "t" && check?.row == 5, "\(check?.description ?? "")")
    #expect(check?.description.contains("t_b_check") == true)
    let null = try failure(([4, nil], [4, 5]))
    #expect(null?.column == "a" && null?.row == 5, "\(null?.description ?? "")")
    let twice = try failure(([4, 1], [4, 5]))
    #expect(twice?.row == 5, "\(twice?.description ?? "")")
    #expect(try database.rows("SELECT count(*) FROM t") == ["0"])
  }

  @Test("Types of undeclared columns follow the values")
  func undeclared() throws {
    let database = try server.database()
    var metadata = Metadata()
    try metadata.addTable(
      "t",
      columns: [
        ColumnMetadata("k", .id), ColumnMetadata("n", .numerical), ColumnMetadata("x", .numerical),
        ColumnMetadata("b", .boolean), ColumnMetadata("d", .datetime, datetimeFormat: "%d.%m.%Y"),
        ColumnMetadata("s", .datetime, datetimeFormat: "%Y-%m-%d %H:%M:%S"),
        ColumnMetadata("l", .categorical),
      ], primaryKey: ["k"])
    try metadata.addTable("empty", columns: [ColumnMetadata("k", .id)])
    try metadata.addRelationship(parent: "t", child: "empty", foreignKey: "k")
    let writer = try PostgresDatasetWriter(url: database.url())
    try writer.begin(metadata)
    try writer.append(
      Table(
        "t",
        columns: [
          Column("k", integers: [1]), Column("n", integers: [7]), Column("x", decimals: [0.5]),
          Column("b", booleans: [true]), Column("d", timestamps: [0], format: "%d.%m.%Y"),
          Column("s", timestamps: [1_500_000], format: "%Y-%m-%d %H:%M:%S"),
          Column("l", strings: ["a"]),
        ]))
    try writer.finish()
    #expect(
      try database.rows("SELECT * FROM t")
        == ["1|7|0.5|t|1970-01-01|1970-01-01 00:00:01.5|a"])
    #expect(
      try database.rows(
        "SELECT string_agg(format_type(atttypid, atttypmod), ',' ORDER BY attnum) FROM pg_attribute WHERE attrelid IN ('t'::regclass, 'empty'::regclass) AND attnum > 0 GROUP BY attrelid ORDER BY 1 DESC"
      )
        == [
          "bigint,bigint,double precision,boolean,date,timestamp without time zone,text", "bigint",
        ])
  }

  @Test("Texts that are too long are cut, with a note")
  func cutting() throws {
    let database = try server.database(Self.circle)
    let writer = try PostgresDatasetWriter(url: database.url())
    let notes = Notes()
    writer.warn = { notes.add($0) }
    try writer.begin(circleMetadata())
    try writer.append(shops([1, 2], managers: [1, 1], names: ["Ünterm Dach", "kurz"]))
    try writer.append(people([1], shops: [1], bosses: [nil]))
    try writer.finish()
    #expect(try database.rows("SELECT name FROM shop ORDER BY id") == ["Ünter", "kurz"])
    #expect(notes.all.count == 1 && notes.all[0].contains("shop.name"))
  }

  @Test("A role that owns nothing can fill tables whose rows come parents first")
  func humble() throws {
    let database = try server.database(
      """
      CREATE TABLE a (id integer PRIMARY KEY); CREATE TABLE b (id integer REFERENCES a);
      GRANT SELECT, INSERT ON a, b TO humble
      """)
    var metadata = Metadata()
    try metadata.addTable("a", columns: [ColumnMetadata("id", .id)], primaryKey: ["id"])
    try metadata.addTable("b", columns: [ColumnMetadata("id", .id)])
    try metadata.addRelationship(parent: "a", child: "b", foreignKey: "id")
    let url = try PostgresURL(server.address(database.name, user: "humble"))
    let writer = try PostgresDatasetWriter(url: url)
    try writer.begin(metadata)
    try writer.append(Table("a", columns: [Column("id", integers: [1, 2])]))
    try writer.append(Table("b", columns: [Column("id", integers: [2])]))
    try writer.finish()
    #expect(try database.rows("SELECT count(*) FROM b") == ["1"])
  }

  @Test("Statements cannot hide in definitions")
  func hostileDefinition() throws {
    let database = try server.database("CREATE TABLE precious (a integer)")
    var metadata = Metadata()
    try metadata.addTable("t", columns: [ColumnMetadata("a", .id)], primaryKey: ["a"])
    var table = SQLTable(name: "t")
    table.columns = [SQLColumn("a", type: "integer); DROP TABLE precious; --")]
    metadata.sqlSchema = SQLSchema(dialect: .postgresql, tables: [table])
    #expect(throws: KindredError.self) {
      try PostgresDatasetWriter(url: database.url()).begin(metadata)
    }
    #expect(try database.rows("SELECT to_regclass('precious')") == ["precious"])
  }
}
