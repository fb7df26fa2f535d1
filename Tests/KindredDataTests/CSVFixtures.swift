import Foundation
import KindredData
import Testing

/// A folder that is removed with its last user.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "kindred-tests-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file of the folder and returns its path.
  func write(_ text: String, to name: String) throws -> String {
    try write(Data(text.utf8), to: name)
  }

  func write(_ data: Data, to name: String) throws -> String {
    let file = path + "/" + name
    try data.write(to: URL(fileURLWithPath: file))
    return file
  }

  func text(of name: String) throws -> String {
    try String(contentsOfFile: path + "/" + name, encoding: .utf8)
  }

  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }
}

/// Reads a text as the CSV file of table "t".
func readCSV(
  _ text: String, _ types: [String: ColumnHint] = [:], threads: Int = 1, chunkBytes: Int? = nil
) throws -> Table {
  let folder = try TemporaryFolder()
  let path = try folder.write(text, to: "t.csv")
  return try CSVReader(threads: threads, chunkBytes: chunkBytes).readTable(
    named: "t", at: path, types: types)
}

/// The text written for a table.
func writtenCSV(_ table: Table, threads: Int = 1) throws -> String {
  let folder = try TemporaryFolder()
  try CSVWriter(threads: threads).write(table, toFolder: folder.path)
  return try folder.text(of: table.name + ".csv")
}

/// The values of a column as texts; nil for nulls.
func texts(_ column: Column?) -> [String?] {
  guard let column else { return [] }
  return (0..<column.count).map { row in
    guard column.isValid(row) else { return nil }
    return switch column.values {
    case .integers(let values), .timestamps(let values): "\(values[row])"
    case .decimals(let values): "\(values[row])"
    case .booleans(let values): "\(values[row])"
    case .strings(let values): values[row]
    }
  }
}

/// The error that `body` throws, as it must.
func kindredError(_ body: () throws -> Void) -> KindredError? {
  do {
    try body()
    Issue.record("no error")
    return nil
  } catch {
    guard let error = error as? KindredError else {
      Issue.record("another error: \(error)")
      return nil
    }
    return error
  }
}
