import Foundation
import KindredData
import Testing

@Suite struct CSVDatasetReaderTests {
  private static let text = #"""
    id,amount,kind,at,flag,tz
    1,5,a,2024-01-01 00:00:00,True,2024-01-01 00:00:00+0100
    2,,b,2024-01-01 00:00:00.5,False,2024-01-01 00:00:00+0100
    3,2.25,,2024-01-01 00:00:00.125,,
    x,1e3,"say ""so""",,True,2024-01-01 00:00:00+0200

    """#

  private func metadata() throws -> Metadata {
    var metadata = Metadata()
    try metadata.addTable(
      "t",
      columns: [
        ColumnMetadata("amount", .numerical), ColumnMetadata("id", .id),
        ColumnMetadata("kind", .categorical),
        ColumnMetadata("at", .datetime, datetimeFormat: "%Y-%m-%d %H:%M:%S.%f"),
        ColumnMetadata("flag", .boolean),
        ColumnMetadata("tz", .datetime, datetimeFormat: "%Y-%m-%d %H:%M:%S%z"),
      ], primaryKey: ["id"])
    return metadata
  }

  /// Whatever the batches and chunks, what they make together is the table that is read at once.
  @Test(arguments: [1, 2, 100], [1, 40, 1 << 20])
  func batchesAreTheTable(rows: Int, chunkBytes: Int) throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "kindred-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let text = Self.text.replacing("2024-01-01 00:00:00,", with: "2024-01-01 00:00:00.0,")
    try Data(text.utf8).write(to: folder.appending(path: "t.csv"))
    let reader = CSVDatasetReader(
      folder: folder.path, options: CSVReader(threads: 2, chunkBytes: chunkBytes))
    for metadata in [nil, try metadata()] {
      let whole = try #require(try reader.readDataset(as: metadata)["t"])
      var builder = DatasetBuilder(metadata: metadata)
      try reader.readBatches(of: nil, as: metadata, batchRows: rows) {
        #expect($0.rowCount <= rows)
        try builder.append($0)
      }
      let joined = try #require(try builder.finish()["t"])
      #expect(joined.columnNames == whole.columnNames)
      for (one, other) in zip(joined.columns, whole.columns) {
        #expect((0..<4).map { one.text(at: $0) } == (0..<4).map { other.text(at: $0) })
        #expect(one.format == other.format)
      }
    }
  }
}
