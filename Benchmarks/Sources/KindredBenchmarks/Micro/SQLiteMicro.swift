import Foundation
import Glibc
import KindredData
import KindredSQLite

// Reading and writing SQLite databases.

extension Micro {
  /// - Parameter folder: for databases of some megabytes.
  static func sqlite(folder: String) throws -> [Micro] {
    let source = "\(folder)/micro-sqlite"
    try GeneratedData.write(users: 100_000, toFolder: source)
    let name = "transactions"
    let metadata = try Metadata(contentsOf: URL(fileURLWithPath: "\(source)/metadata.json"))
      .restricted(to: [name])
    let dataset = try CSVReader().readDataset(inFolder: source, metadata: metadata)
    let (path, copy) = ("\(folder)/micro.sqlite", "\(folder)/micro-bare.sqlite")
    let rows = dataset[0].bareRows
    func write() throws {
      let writer = try SQLiteDatasetWriter(path: path, overwrite: true)
      try writer.begin(metadata)
      try writer.append(dataset[0])
      try writer.finish()
    }
    try write()
    return [
      Micro(
        name: "reading SQLite", yardstick: "stepping through its rows",
        work: { try SQLiteDatasetReader(path: path).readInBatches(as: nil) },
        measure: { try BareSQLite.read(name, at: path) }),
      Micro(
        name: "reading SQLite by metadata", yardstick: "stepping through its rows",
        work: { try SQLiteDatasetReader(path: path).readInBatches(as: metadata) },
        measure: { try BareSQLite.read(name, at: path) }),
      Micro(
        name: "writing SQLite", yardstick: "inserting the same rows", work: write,
        measure: {
          unlink(copy)
          try BareSQLite.write(rows, to: name, at: copy, like: path)
        }),
    ]
  }
}

extension SQLiteDatasetReader {
  fileprivate func readInBatches(as metadata: Metadata?) throws {
    try readBatches(of: nil, as: metadata, batchRows: 1 << 16) { keep($0) }
  }
}

extension Table {
  /// The rows as the database has them: times are texts.
  fileprivate var bareRows: [[BareSQLite.Cell]] {
    (0..<rowCount).map { row in
      columns.map { column in
        switch column.values {
        case .integers(let values): .integer(values[row])
        case .booleans(let values): .integer(values[row] ? 1 : 0)
        case .decimals(let values): .real(values[row])
        default: .text((column.text(at: row) ?? "").utf8.map { CChar(bitPattern: $0) })
        }
      }
    }
  }
}
