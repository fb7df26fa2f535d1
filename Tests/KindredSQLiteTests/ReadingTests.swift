import Foundation
import KindredData
import KindredSQLite
import Testing

@Suite struct ReadingTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func reader(
    _ sql: String, blobs: BlobPolicy = .refuse, notes: Messages = Messages()
  ) throws -> SQLiteDatasetReader {
    let reader = try SQLiteDatasetReader(path: scratch.database("test.sqlite", sql), blobs: blobs)
    reader.warn = { notes.add($0) }
    return reader
  }

  @Test func valuesAreReadAsTheyAre() throws {
    let dataset = try reader(
      """
      CREATE TABLE t (i INTEGER, r REAL, n DECIMAL(10,2), s TEXT, x);
      INSERT INTO t VALUES (9223372036854775807, 0.1, 5, 'ä', 1), (-9223372036854775808, 2, 1.25, '', 2),
        (NULL, NULL, NULL, NULL, NULL);
      """
    ).readDataset(as: nil)
    let table = try #require(dataset["t"])
    #expect(
      table.columns.map(\.values) == [
        .integers([.max, .min, 0]), .decimals([0.1, 2, 0]), .decimals([5, 1.25, 0]),
        table.columns[3].values, .integers([1, 2, 0]),
      ])
    #expect(texts(table, "s") == ["ä", "", nil])
    #expect(table.columns.allSatisfy { $0.nullCount == 1 })
    #expect(table.columns[2].format == .decimal(places: 2))
    #expect(table.columns[1].format == .decimal(places: 1))
  }

  @Test(arguments: [1, 2, 7, 1000])
  func batchesOfAnySizeAreTheSameTable(rows: Int) throws {
    let reader = try reader(
      """
      CREATE TABLE t (a INTEGER PRIMARY KEY, b NUMERIC, c TEXT, d ANY);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50)
        INSERT INTO t SELECT 51 - i, CASE WHEN i > 30 THEN i / 4.0 END, 'x' || (i % 5),
          CASE WHEN i = 40 THEN 'odd' ELSE i END FROM n;
      CREATE INDEX i ON t (c, a, b, d);
      CREATE TABLE empty (a INTEGER, b TEXT);
      """)
    let whole = try reader.readDataset(as: nil)
    var builder = DatasetBuilder()
    try reader.readBatches(of: nil, as: nil, batchRows: rows) {
      #expect($0.rowCount <= rows)
      try builder.append($0)
    }
    let joined = try builder.finish()
    for (one, other) in zip(whole, joined) {
      #expect(one.columnNames == other.columnNames)
      for name in one.columnNames { #expect(texts(one, name) == texts(other, name)) }
    }
    // Rows come in the order of their numbers, whatever indexes there are.
    #expect(whole["t"]?[column: "a"]?.values == .integers((1...50).map { Int64($0) }))
    #expect(whole["empty"]?.rowCount == 0)
  }

  @Test func mixturesAreToldAndKept() throws {
    let notes = Messages()
    let dataset = try reader(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER); "
        + "INSERT INTO t VALUES (1, 5), (2, 'five'), (3, 2.5);", notes: notes
    ).readDataset(as: nil)
    #expect(texts(dataset["t"], "n") == ["5", "five", "2.5"])
    #expect(notes.all.count == 1)
    #expect(notes.all.first?.contains("t.n") == true)
    #expect(notes.all.first?.contains("(row 2: 'five')") == true)
  }

  @Test func whatCannotBeKeptIsRefused() throws {
    func error(_ sql: String) throws -> KindredError? {
      let scratch = try Scratch()
      let reader = try SQLiteDatasetReader(path: scratch.database("test.sqlite", sql))
      return #expect(throws: KindredError.self) { try reader.readDataset(as: nil) }
    }
    let blob = try error("CREATE TABLE t (a BLOB); INSERT INTO t VALUES (NULL), (x'00ff')")
    #expect(blob?.row == 2)
    #expect(blob?.description.contains("--blobs null") == true)
    let mixed = try error("CREATE TABLE t (a); INSERT INTO t VALUES ('x'), (1)")
    #expect(mixed?.row == 2)
    #expect(mixed?.value == "1.0" || mixed?.value == "1")
    let large = try error(
      "CREATE TABLE t (a NUMERIC); INSERT INTO t VALUES (9007199254740993), (0.5)")
    #expect(large?.row == 1)
    #expect(large?.value == "9007199254740993")
    let infinite = try error("CREATE TABLE t (a REAL); INSERT INTO t VALUES (1), (9e999)")
    #expect(infinite?.row == 2)
    let text = try error("CREATE TABLE t (a TEXT); INSERT INTO t VALUES (CAST(x'ff41' AS TEXT))")
    #expect(text?.row == 1)
  }

  @Test func blobsCanBeNull() throws {
    let dataset = try reader(
      "CREATE TABLE t (id INT, a BLOB); INSERT INTO t VALUES (1, x'00ff')", blobs: .null
    ).readDataset(as: nil)
    #expect(dataset["t"]?[column: "a"]?.nullCount == 1)
  }

  @Test func storedTimesAreTimes() throws {
    let reader = try reader(
      """
      CREATE TABLE t (id INTEGER PRIMARY KEY, s DATETIME, m DATETIME, j DATETIME);
      INSERT INTO t VALUES (1, 1700000000, 1700000000123, 2440588.25), (2, NULL, NULL, NULL);
      """)
    let found = try reader.detect()
    let table = try #require(found.dataset["t"])
    #expect(
      texts(table, "s") == ["2023-11-14 22:13:20", nil])
    #expect(texts(table, "m") == ["2023-11-14 22:13:20.123", nil])
    #expect(texts(table, "j") == ["1970-01-01 18:00:00.000", nil])
    #expect(found.metadata["t"]?[column: "s"]?.sdtype == .datetime)
    #expect(try reader.readDataset(as: found.metadata) == found.dataset)
  }

  @Test func metadataDecideOnStorage() throws {
    let reader = try reader(
      """
      CREATE TABLE t (id INTEGER PRIMARY KEY, kind INTEGER, at TEXT, amount TEXT, ok INTEGER, tz TEXT);
      INSERT INTO t VALUES (1, 3, '2024-01-31', '1.50', 1, '2024-01-01 00:00:00+0100'),
        (2, 4, '2024-02-01', '20', 0, '2024-01-01 00:00:00+0200');
      """)
    var metadata = Metadata()
    try metadata.addTable(
      "t",
      columns: [
        ColumnMetadata("kind", .categorical), ColumnMetadata("id", .id),
        ColumnMetadata("at", .datetime, datetimeFormat: "%Y-%m-%d"),
        ColumnMetadata("amount", .numerical), ColumnMetadata("ok", .boolean),
        ColumnMetadata("tz", .datetime, datetimeFormat: "%Y-%m-%d %H:%M:%S%z"),
      ], primaryKey: ["id"])
    for rows in [1, 10] {
      var builder = DatasetBuilder(metadata: metadata)
      try reader.readBatches(of: nil, as: metadata, batchRows: rows) { try builder.append($0) }
      let table = try #require(try builder.finish()["t"])
      #expect(table.columnNames == ["kind", "id", "at", "amount", "ok", "tz"])
      #expect(texts(table, "kind") == ["3", "4"])
      #expect(texts(table, "at") == ["2024-01-31", "2024-02-01"])
      #expect(table[column: "amount"]?.values == .decimals([1.5, 20]))
      #expect(table[column: "ok"]?.values == .booleans([true, false]))
      // Different offsets are moved to universal time, however the rows are cut.
      guard case .timestamps(let times)? = table[column: "tz"]?.values else {
        Issue.record("no times")
        return
      }
      #expect(times[0] - times[1] == 3_600_000_000)
    }
    try metadata.updateColumn(ColumnMetadata("at", .numerical), in: "t")
    let error = #expect(throws: KindredError.self) { try reader.readDataset(as: metadata) }
    #expect(error?.column == "at")
    #expect(error?.row == 1)
    #expect(error?.value == "2024-01-31")
  }

  @Test func columnsMustBeThoseOfTheMetadata() throws {
    let reader = try reader(
      "CREATE TABLE t (a INTEGER, b TEXT, c TEXT); INSERT INTO t VALUES (1, 'x', 'y')")
    func error(_ columns: String...) throws -> KindredError? {
      var metadata = Metadata()
      try metadata.addTable("t", columns: columns.map { ColumnMetadata($0, .categorical) })
      return #expect(throws: KindredError.self) { try reader.readDataset(as: metadata) }
    }
    let missing = try error("a", "b", "c", "d", "e")
    #expect(missing?.kind == .data)
    #expect(missing?.problem == "Missing columns on table t: ['d', 'e'].")
    let unexpected = try error("b")
    #expect(unexpected?.kind == .data)
    #expect(unexpected?.problem == "Unexpected columns in table `t`: `a`, `c`")
  }

  @Test func aSnapshotIsRead() throws {
    let path = try scratch.database(
      "test.sqlite",
      "PRAGMA journal_mode = WAL; CREATE TABLE t (a INT); INSERT INTO t VALUES (1)")
    let reader = try SQLiteDatasetReader(path: path)
    try Database(path).run("INSERT INTO t VALUES (2); CREATE TABLE u (a INT)")
    #expect(try reader.readDataset(as: nil)["t"]?.rowCount == 1)
    #expect(try reader.tableNames() == ["t"])
    #expect(try SQLiteDatasetReader(path: path).readDataset(as: nil)["t"]?.rowCount == 2)
  }

  @Test func readingStopsWhenAsked() throws {
    let reader = try reader("CREATE TABLE t (a INT); INSERT INTO t VALUES (1)")
    reader.isCancelled = { true }
    let error = #expect(throws: KindredError.self) { try reader.readDataset(as: nil) }
    #expect(error?.kind == .interrupted)
  }

  @Test func otherFilesAreNoDatabases() throws {
    try Data("id,name\n1,a\n".utf8).write(to: scratch.url.appending(path: "t.db"))
    let error = #expect(throws: KindredError.self) {
      try SQLiteDatasetReader(path: scratch.path("t.db"))
    }
    #expect(error?.description.contains("not an SQLite database") == true)
    #expect(throws: KindredError.self) { try SQLiteDatasetReader(path: scratch.path("gone.db")) }
    #expect(scratch.names == ["t.db"])
  }
}
