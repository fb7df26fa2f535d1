import Foundation
import KindredData
import KindredSQLite
import Testing

@Suite struct WritingTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// Every constraint and kind of value that is carried over.
  private static let shop = """
    CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, email VARCHAR(80) NOT NULL UNIQUE,
      born DATE, seen DATETIME, vip BOOLEAN NOT NULL DEFAULT 0, day REAL,
      twice GENERATED ALWAYS AS (id * 2) STORED, CONSTRAINT grown CHECK (id > 0));
    CREATE TABLE "order lines" (user INTEGER NOT NULL REFERENCES users ON DELETE CASCADE, line INT,
      price DECIMAL(8,2) CHECK (price >= 0), note TEXT COLLATE NOCASE,
      PRIMARY KEY (user, line)) WITHOUT ROWID;
    CREATE INDEX by_price ON "order lines" (price DESC) WHERE price > 1;
    INSERT INTO users (id, email, born, seen, vip, day) VALUES
      (1, 'a@b.c', '1999-12-31', 1700000000, 1, 0.5), (9007199254740993, 'd@e.f', NULL, NULL, 0, NULL);
    INSERT INTO "order lines" VALUES (1, 1, 2.5, 'it''s "so"'), (1, 2, 3, ''),
      (9007199254740993, 1, NULL, NULL);
    """

  private func write(
    _ dataset: Dataset, _ metadata: Metadata, to path: String, overwrite: Bool = false,
    batchRows: Int = 1, notes: Messages = Messages()
  ) throws {
    let writer = try SQLiteDatasetWriter(path: path, overwrite: overwrite)
    writer.warn = { notes.add($0) }
    try writer.begin(metadata)
    // Tables in any interleaving: children first.
    let most = dataset.map(\.rowCount).max() ?? 0
    for first in stride(from: 0, to: most, by: batchRows) {
      for table in dataset.reversed() where first < table.rowCount {
        try writer.append(table.rows(first..<min(first + batchRows, table.rowCount)))
      }
    }
    try writer.finish()
  }

  @Test func databasesSurviveTheRoundTrip() throws {
    let source = try scratch.database("source.db", Self.shop)
    let found = try SQLiteDatasetReader(path: source).detect()
    let target = scratch.path("target.db")
    try write(found.dataset, found.metadata, to: target)
    let again = try SQLiteDatasetReader(path: target).detect()
    #expect(again.metadata == found.metadata)
    #expect(again.dataset == found.dataset)
    let (one, other) = (try Database(source), try Database(target))
    for table in ["users", "\"order lines\""] {
      let types = "SELECT *, typeof(price) FROM \(table)".replacing(
        ", typeof(price)", with: table == "users" ? ", typeof(seen), typeof(day)" : "")
      #expect(try one.rows(types) == other.rows(types))
      let pragma = "SELECT * FROM pragma_table_xinfo('\(table.filter { $0 != "\"" })')"
      #expect(try one.rows(pragma) == other.rows(pragma))
    }
    #expect(try other.rows("SELECT seq FROM sqlite_sequence") == [["9007199254740993"]])
    #expect(
      try other.rows("SELECT sql FROM sqlite_master WHERE type = 'index' AND sql NOT NULL")
        == [["CREATE INDEX \"by_price\" ON \"order lines\" (price DESC) WHERE price > 1"]])
    // The constraints are there, and bite.
    for statement in [
      "INSERT INTO users (id, email) VALUES (-1, 'x')",
      "INSERT INTO users (email) VALUES ('a@b.c')",
      "INSERT INTO \"order lines\" VALUES (1, 3, -1, NULL)",
      "PRAGMA foreign_keys = ON; INSERT INTO \"order lines\" VALUES (77, 3, 1, NULL)",
    ] {
      #expect(throws: Database.Failure.self) { try other.run(statement) }
    }
    #expect(scratch.names == ["source.db", "target.db"])
  }

  @Test func emptyTablesAreFilled() throws {
    let source = try scratch.database("source.db", Self.shop)
    let found = try SQLiteDatasetReader(path: source).detect()
    let target = try scratch.database(
      "target.db",
      """
      CREATE TABLE Users (vip BOOLEAN, seen INT, EMAIL TEXT, id INTEGER PRIMARY KEY, day, born TEXT,
        extra TEXT DEFAULT 'x');
      CREATE TABLE other (a INT); INSERT INTO other VALUES (1);
      """)
    try write(found.dataset, found.metadata, to: target)
    let database = try Database(target)
    #expect(
      try database.rows("SELECT id, email, seen, extra FROM users ORDER BY id")
        == [
          ["1", "a@b.c", "1700000000", "x"], ["9007199254740993", "d@e.f", "NULL", "x"],
        ])
    #expect(try database.rows("SELECT count(*) FROM \"order lines\"") == [["3"]])
    #expect(try database.rows("SELECT * FROM other") == [["1"]])
    // Now they have rows.
    let error = #expect(throws: KindredError.self) {
      try write(found.dataset, found.metadata, to: target)
    }
    #expect(error?.table == "Users")
    // But the file can be replaced.
    try write(found.dataset, found.metadata, to: target, overwrite: true)
    #expect(try Database(target).rows("SELECT name FROM sqlite_master WHERE name = 'other'") == [])
  }

  @Test func missingAndNeededColumnsAreTold() throws {
    let found = try SQLiteDatasetReader(path: scratch.database("source.db", Self.shop)).detect()
    let narrow = try scratch.database("narrow.db", "CREATE TABLE users (id INTEGER PRIMARY KEY)")
    let missing = #expect(throws: KindredError.self) {
      try write(found.dataset, found.metadata, to: narrow)
    }
    #expect(missing?.column == "email")
    let wide = try scratch.database(
      "wide.db",
      "CREATE TABLE users (id INTEGER PRIMARY KEY, email, born, seen, vip, day, needed NOT NULL)")
    let needed = #expect(throws: KindredError.self) {
      try write(found.dataset, found.metadata, to: wide)
    }
    #expect(needed?.column == "needed")
    #expect(try Database(wide).rows("SELECT * FROM users") == [])
  }

  @Test func brokenConstraintsLeaveTheDatabaseAsItWas() throws {
    let found = try SQLiteDatasetReader(path: scratch.database("source.db", Self.shop)).detect()
    let strict = try scratch.database(
      "strict.db",
      "CREATE TABLE users (id INTEGER PRIMARY KEY CHECK (id < 5), email, born, seen, vip, day)")
    let broken = #expect(throws: KindredError.self) {
      try write(found.dataset, found.metadata, to: strict)
    }
    #expect(broken?.kind == .data)
    #expect(broken?.row == 2)
    #expect(broken?.problem.contains("CHECK constraint failed: id < 5") == true)
    #expect(try Database(strict).rows("SELECT * FROM users") == [])

    var orphans = found.dataset.tables
    orphans[0] = try orphans[0].rows(1..<2)
    let orphan = #expect(throws: KindredError.self) {
      try write(try Dataset(orphans), found.metadata, to: scratch.path("new.db"))
    }
    #expect(orphan?.table == "order lines")
    #expect(orphan?.column == "user")
    #expect(!scratch.names.contains { $0.contains("new.db") || $0.contains("tmp") })
  }

  @Test func tablesWithoutDefinitionAreSuggested() throws {
    var metadata = Metadata()
    try metadata.addTable(
      "a",
      columns: [
        ColumnMetadata("id", .id), ColumnMetadata("at", .datetime), ColumnMetadata("ok", .boolean),
        ColumnMetadata("x", .numerical), ColumnMetadata("s", .categorical),
      ], primaryKey: ["id"])
    try metadata.addTable("b", columns: [ColumnMetadata("a", .id)])
    try metadata.addRelationship(parent: "a", child: "b", foreignKey: "a")
    let table = try Table(
      "a",
      columns: [
        Column("id", integers: [1, 2]), Column("at", timestamps: [0, nil], format: "%Y-%m-%d"),
        Column("ok", booleans: [true, nil]), Column("x", decimals: [0.5, nil]),
        Column("s", strings: ["", nil]),
      ])
    let child = try Table("b", columns: [Column("a", integers: [2, nil])])
    let path = scratch.path("new.sqlite")
    try write(try Dataset([table, child]), metadata, to: path)
    let database = try Database(path)
    #expect(
      try database.rows("SELECT type FROM pragma_table_info('a')")
        == [["INTEGER"], ["DATE"], ["BOOLEAN"], ["REAL"], ["TEXT"]])
    #expect(
      try database.rows("SELECT * FROM a")
        == [["1", "1970-01-01", "1", "0.5", ""], ["2", "NULL", "NULL", "NULL", "NULL"]])
    #expect(try database.rows("SELECT \"to\" FROM pragma_foreign_key_list('b')") == [["id"]])
  }

  @Test func definitionsOfPostgreSQLAreTranslated() throws {
    var metadata = Metadata()
    try metadata.addTable(
      "t",
      columns: [
        ColumnMetadata("id", .id), ColumnMetadata("mood", .categorical),
        ColumnMetadata("price", .numerical), ColumnMetadata("at", .datetime),
      ], primaryKey: ["id"])
    var table = SQLTable(name: "t")
    table.columns = [
      SQLColumn("id", type: "integer"), SQLColumn("mood", type: "public.mood"),
      SQLColumn("price", type: "positive"), SQLColumn("at", type: "timestamp with time zone"),
    ]
    table.columns[2].defaultExpression = "nextval('x'::regclass)"
    table.primaryKey = SQLKey(columns: ["id"])
    table.checks = [SQLCheck(expression: "price = ANY (ARRAY[1])")]
    metadata.sqlSchema = SQLSchema(
      dialect: .postgresql, tables: [table],
      enumerations: [SQLEnumeration(name: "mood", labels: ["good", "it's"])],
      domains: [SQLDomain(name: "positive", type: "numeric(10,2)", isNullable: false)])
    let batch = try Table(
      "t",
      columns: [
        Column("id", integers: [1]), Column("mood", strings: ["it's"]),
        Column("price", decimals: [2.5]),
        Column("at", timestamps: [0], format: "%Y-%m-%d %H:%M:%S"),
      ])
    let notes = Messages()
    let path = scratch.path("new.sqlite")
    try write(try Dataset([batch]), metadata, to: path, notes: notes)
    let database = try Database(path)
    #expect(
      try database.rows("SELECT type, \"notnull\" FROM pragma_table_info('t')")
        == [["INTEGER", "0"], ["TEXT", "0"], ["NUMERIC(10,2)", "1"], ["DATETIME", "0"]])
    #expect(notes.all.count == 1)
    #expect(throws: Database.Failure.self) {
      try database.run("INSERT INTO t VALUES (2, 'bad', 1, NULL)")
    }
  }

  @Test func nothingAppearsBeforeTheEnd() throws {
    let path = scratch.path("new.db")
    var metadata = Metadata()
    try metadata.addTable("t", columns: [ColumnMetadata("a", .numerical)])
    let batch = try Table("t", columns: [Column("a", integers: [1])])
    do {
      let writer = try SQLiteDatasetWriter(path: path)
      try writer.begin(metadata)
      try writer.append(batch)
      #expect(!FileManager.default.fileExists(atPath: path))
    }
    // The end of the writer's life is a cancellation.
    #expect(scratch.names.isEmpty)
    let writer = try SQLiteDatasetWriter(path: path)
    writer.isCancelled = { true }
    try? writer.begin(metadata)
    let error = #expect(throws: KindredError.self) { try writer.append(batch) }
    #expect(error != nil)
    #expect(scratch.names.isEmpty)
  }

  @Test func journalsOfTheReplacedDatabaseDoNotReachTheNewOne() throws {
    let path = try scratch.database(
      "old.db", "PRAGMA journal_mode = WAL; CREATE TABLE t (a INT); INSERT INTO t VALUES (1)")
    // A connection that stays open keeps the write-ahead log from being folded in.
    let open = try Database(path)
    try open.run("INSERT INTO t VALUES (2)")
    var metadata = Metadata()
    try metadata.addTable("t", columns: [ColumnMetadata("a", .numerical)])
    let batch = try Table("t", columns: [Column("a", integers: [7])])
    func replace() throws {
      let writer = try SQLiteDatasetWriter(path: path, overwrite: true)
      try writer.begin(metadata)
      try writer.append(batch)
      try writer.finish()
    }
    let busy = #expect(throws: KindredError.self) { try replace() }
    #expect(busy?.kind == .file)
    #expect(try open.rows("SELECT a FROM t") == [["1"], ["2"]])
    try open.run("PRAGMA journal_mode = DELETE")
    try replace()
    #expect(try Database(path).rows("SELECT a FROM t") == [["7"]])
    #expect(scratch.names == ["old.db"])
  }

  @Test func otherFilesAreNotReplaced() throws {
    let path = scratch.path("notes.db")
    try Data("my notes, not a database".utf8).write(to: URL(fileURLWithPath: path))
    #expect(throws: KindredError.self) { try SQLiteDatasetWriter(path: path, overwrite: true) }
    #expect(throws: KindredError.self) { try SQLiteDatasetWriter(path: scratch.url.path) }
    #expect(throws: KindredError.self) { try SQLiteDatasetWriter(path: scratch.path("no/x.db")) }
    try Data().write(to: URL(fileURLWithPath: scratch.path("gone.db-wal")))
    let error = #expect(throws: KindredError.self) {
      try SQLiteDatasetWriter(path: scratch.path("gone.db"))
    }
    #expect(error?.value?.hasSuffix("gone.db-wal") == true)
  }
}
