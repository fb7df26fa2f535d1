import Foundation
import KindredData
import KindredSQLite
import Testing

@Suite struct SchemaTests {
  private func schema(_ sql: String, notes: Messages = Messages()) throws -> Metadata {
    let scratch = try Scratch()
    let reader = try SQLiteDatasetReader(path: scratch.database("test.sqlite", sql))
    reader.warn = { notes.add($0) }
    return try #require(try reader.declaredSchema())
  }

  @Test func keysAreRead() throws {
    let metadata = try schema(
      """
      CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE NOT NULL, name TEXT);
      CREATE TABLE places (row INT, seat INT, hall INT, UNIQUE (hall, seat), PRIMARY KEY (row, seat));
      CREATE TABLE bookings (id INTEGER PRIMARY KEY, user INT REFERENCES users, r INT, s INT,
        FOREIGN KEY (s, r) REFERENCES places (seat, row) ON DELETE CASCADE);
      """)
    #expect(metadata.tableNames == ["users", "places", "bookings"])
    #expect(metadata["users"]?.primaryKey == ["id"])
    #expect(metadata["users"]?.alternateKeys == [["email"]])
    #expect(metadata["places"]?.primaryKey == ["row", "seat"])
    #expect(metadata["places"]?.alternateKeys == [["hall", "seat"]])
    // The order is that of the primary key; the reference to users is implicit.
    #expect(
      metadata.relationships == [
        Relationship(
          parentTable: "users", parentKey: ["id"], childTable: "bookings", childKey: ["user"]),
        Relationship(
          parentTable: "places", parentKey: ["row", "seat"], childTable: "bookings",
          childKey: ["r", "s"]),
      ])
    let keys = try #require(metadata.sqlSchema?["bookings"]?.foreignKeys)
    #expect(keys.map(\.onDelete) == [.noAction, .cascade])
    #expect(keys[0].referencedColumns == ["id"])
    try metadata.validate()
  }

  @Test func definitionsAreKept() throws {
    let metadata = try schema(
      """
      CREATE TABLE "odd ""name" ( -- a comment, with CHECK (1)
        [a b] NVARCHAR(160) NOT NULL DEFAULT 'it''s', `c` DECIMAL(10, 2) CHECK (c >= 0),
        d TEXT COLLATE NOCASE CONSTRAINT positive CHECK (length(d) > 0 AND d <> ')'),
        e INT GENERATED ALWAYS AS ("c" * 2) STORED, f AS (c + 1),
        g DATETIME DEFAULT CURRENT_TIMESTAMP,
        CONSTRAINT pk PRIMARY KEY ([a b] DESC), CONSTRAINT both UNIQUE (c, d),
        FOREIGN KEY (d) REFERENCES "ODD ""NAME" ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED
      ) WITHOUT ROWID;
      CREATE UNIQUE INDEX i ON "odd ""name" (lower(d), c DESC) WHERE c > 1;
      CREATE TABLE n (id INTEGER PRIMARY KEY AUTOINCREMENT) ;
      """)
    let name = "odd \"name"
    let table = try #require(metadata.sqlSchema?[name])
    #expect(table.columns.map(\.name) == ["a b", "c", "d", "e", "f", "g"])
    #expect(
      table.columns.map(\.type) == [
        "NVARCHAR(160)", "DECIMAL(10, 2)", "TEXT", "INT", "", "DATETIME",
      ]
    )
    #expect(table.columns.map(\.isNullable) == [false, true, true, true, true, true])
    #expect(table.columns[0].defaultExpression == "'it''s'")
    #expect(table.columns[2].collation == "NOCASE")
    #expect(table.columns[3].generatedExpression == "\"c\" * 2")
    #expect(table.columns[3].isGeneratedStored)
    #expect(table.columns[4].generatedExpression == "c + 1")
    #expect(table.columns[5].defaultExpression == "CURRENT_TIMESTAMP")
    #expect(
      table.checks == [
        SQLCheck(expression: "c >= 0"),
        SQLCheck(name: "positive", expression: "length(d) > 0 AND d <> ')'"),
      ])
    #expect(table.primaryKey == SQLKey(name: "pk", columns: ["a b"]))
    #expect(table.uniqueKeys == [SQLKey(name: "both", columns: ["c", "d"])])
    #expect(table.foreignKeys.first?.deferral == .initiallyDeferred)
    #expect(table.foreignKeys.first?.onUpdate == .setNull)
    #expect(table.foreignKeys.first?.table == name)
    #expect(table.options == ["WITHOUT ROWID"])
    #expect(
      table.indexes == [
        SQLIndex(name: "i", isUnique: true, terms: ["lower(d)", "c DESC"], condition: "c > 1")
      ])
    // What the database computes is not learned.
    #expect(metadata[name]?.columnNames == ["a b", "c", "d", "g"])
    #expect(metadata.sqlSchema?["n"]?.columns[0].identity == SQLIdentity(.autoincrement))
    // Through a file and back nothing is lost.
    let again = try Metadata(json: metadata.jsonText())
    #expect(again == metadata)
    #expect(again.sqlSchema == metadata.sqlSchema)
    try again.validate()
  }

  @Test func whatIsNotReadIsSaid() throws {
    let notes = Messages()
    let metadata = try schema(
      """
      CREATE TABLE t (id INTEGER PRIMARY KEY, code TEXT UNIQUE ON CONFLICT IGNORE, x INT);
      CREATE VIEW v AS SELECT 1; CREATE VIEW w AS SELECT 2;
      CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END;
      CREATE TABLE u (code TEXT REFERENCES t (code), t INT REFERENCES t, gone INT REFERENCES nowhere);
      """, notes: notes)
    #expect(notes.all.contains("2 views are ignored."))
    #expect(notes.all.contains("One trigger is ignored."))
    #expect(notes.all.contains("Table 't': ON CONFLICT clauses are left out."))
    #expect(notes.all.contains { $0.contains("u.(code) is left out: it refers to another key") })
    #expect(notes.all.contains { $0.contains("there is no table 'nowhere'") })
    #expect(metadata.relationships.map(\.childKey) == [["t"]])
    #expect(metadata.sqlSchema?["u"]?.foreignKeys.count == 1)
  }

  @Test func aKeyThatAllReferToIsThePrimaryOne() throws {
    let metadata = try schema(
      """
      CREATE TABLE country (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE);
      CREATE TABLE city (country TEXT REFERENCES country (CODE));
      """)
    #expect(metadata["country"]?.primaryKey == ["code"])
    #expect(metadata["country"]?.alternateKeys == [["id"]])
    #expect(metadata.sqlSchema?["country"]?.primaryKey?.columns == ["id"])
    #expect(metadata.relationships.first?.parentKey == ["code"])
  }

  @Test func typesOfTimesAndTruthsFollowValues() throws {
    let metadata = try schema(
      """
      CREATE TABLE t (a DATETIME, b DATETIME, c TIMESTAMP, d DATE, e DATE, f BOOLEAN, g BOOLEAN,
        h DATE, i TEXT);
      INSERT INTO t VALUES (1700000000, 1700000000123, 1700000000.5, 2460000.5, '2024-01-31', 1, 1,
        20240131, '2024-01-31'), (1600000000, 1600000000000, 1600000000, 2450000, NULL, 0, 2,
        20240201, NULL);
      """)
    let table = try #require(metadata.sqlSchema?["t"])
    #expect(
      table.columns.map(\.storage) == [
        .unixSeconds, .unixMilliseconds, .unixFractionalSeconds, .julianDays, nil, nil, nil, nil,
        nil,
      ])
    #expect(
      metadata["t"]?.columns.map(\.sdtype) == [
        .datetime, .datetime, .datetime, .datetime, .datetime, .boolean, .unknown, .unknown,
        .unknown,
      ])
  }

  @Test func aDatabaseWithoutKeysIsDetected() throws {
    let scratch = try Scratch()
    let path = try scratch.database(
      "test.sqlite",
      """
      CREATE TABLE users (user_id INT, name TEXT);
      CREATE TABLE visits (visit_id INT, user_id INT, spent REAL);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)
        INSERT INTO users SELECT i, 'u' || i FROM n;
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)
        INSERT INTO visits SELECT i, i % 37 + 1, i * 1.25 FROM n;
      """)
    let found = try SQLiteDatasetReader(path: path).detect()
    #expect(found.metadata["users"]?.primaryKey == ["user_id"])
    #expect(found.metadata.relationships.map(\.childTable) == ["visits"])
    #expect(found.metadata["visits"]?[column: "spent"]?.sdtype == .numerical)
    try found.metadata.validate()
  }
}
