import Foundation
import KindredData
import KindredPostgres
import Testing

/// A real database, where it is at hand.
@Suite(
  "Sakila",
  .enabled(
    if: TestServer.isInstalled && SakilaScript.path != nil, "SKIPPED: no server, or no sakila.sql")
)
struct SakilaTests {
  @Test("Copied to a new database, rows and definition are the same")
  func copy() throws {
    let server = try #require(TestServer.shared)
    let source = try server.database(
      try String(contentsOfFile: #require(SakilaScript.path), encoding: .utf8))
    let destination = try server.database()
    let reader = try PostgresDatasetReader(url: source.url())
    let metadata = try #require(try reader.declaredSchema())
    #expect(metadata.tables.count == 15)
    #expect(metadata.relationships.count == 22)
    let writer = try PostgresDatasetWriter(url: destination.url())
    try writer.begin(metadata)
    try reader.readBatches(of: nil, as: nil, batchRows: 5000) { try writer.append($0) }
    try writer.finish()
    #expect(try destination.rows(CatalogDump.columns) == source.rows(CatalogDump.columns))
    #expect(try destination.rows(CatalogDump.constraints) == source.rows(CatalogDump.constraints))
    #expect(try destination.rows(CatalogDump.types) == source.rows(CatalogDump.types))
    #expect(try destination.rows(CatalogDump.indexes) == source.rows(CatalogDump.indexes))
    for table in metadata.tableNames {
      let query = "SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM \"\(table)\" t"
      #expect(try destination.rows(query) == source.rows(query), "\(table)")
    }
    let detected = try reader.detect()
    try detected.metadata.validate()
    #expect(
      try detected.metadata.validate(detected.dataset).findings.filter { $0.severity == .error }
        .isEmpty)
  }
}

enum SakilaScript {
  static let path: String? = {
    // The sources stand in a checkout whose parent has the shared data.
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../shared/data/sakila/sakila.sql").standardized.path
    return FileManager.default.isReadableFile(atPath: path) ? path : nil
  }()
}
