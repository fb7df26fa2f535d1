import Foundation
import KindredData
import Testing

/// Recall and precision on whole databases whose keys are known.
@Suite("Keys of whole databases")
struct SchemaDetectorDataTests {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "../shared/data").standardized

  @Test(arguments: [
    "demo", "rossmann", "rossmann_full", "berka", "baseball", "chinook", "northwind", "sakila",
  ])
  func keysAreFound(name: String) throws {
    let folder = Self.folder.appending(path: name)
    let file = folder.appending(path: "metadata.json")
    guard let data = try? Data(contentsOf: file) else {
      print("skipped: no development data at \(folder.path)")
      return
    }
    let truth = try JSONDecoder().decode(Truth.self, from: data)
    let found = try SchemaDetector().detect(folder: folder).metadata
    let keys = Set(
      found.tables.filter { !$0.primaryKey.isEmpty }.map { [$0.name] + $0.primaryKey.sorted() })
    let links = Set(
      found.relationships.map { [$0.parentTable, $0.childTable] + $0.parentKey + $0.childKey })
    report(name, "primary", keys, truth.keys)
    report(name, "foreign", links, truth.links)
    #expect(Double(keys.intersection(truth.keys).count) >= 0.95 * Double(truth.keys.count))
    #expect(Double(links.intersection(truth.links).count) >= 0.95 * Double(truth.links.count))
    #expect(Double(keys.intersection(truth.keys).count) >= 0.95 * Double(keys.count))
    #expect(Double(links.intersection(truth.links).count) >= 0.95 * Double(links.count))
  }

  private func report(
    _ name: String, _ kind: String, _ found: Set<[String]>, _ truth: Set<[String]>
  ) {
    let hits = found.intersection(truth).count
    print("\(name): \(hits) of \(truth.count) \(kind) keys found, \(found.count - hits) too many")
  }

  private struct Truth: Decodable {
    struct Table: Decodable {
      var primary_key: Names?
    }
    struct Link: Decodable {
      var parent_table_name: String
      var parent_primary_key: Names
      var child_table_name: String
      var child_foreign_key: Names
    }
    struct Names: Decodable {
      var names: [String]

      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        names =
          try (try? container.decode(String.self)).map { [$0] } ?? container.decode([String].self)
      }
    }
    var tables: [String: Table]
    var relationships: [Link]

    var keys: Set<[String]> {
      Set(tables.compactMap { name, table in table.primary_key.map { [name] + $0.names.sorted() } })
    }
    var links: Set<[String]> {
      Set(
        relationships.map {
          [$0.parent_table_name, $0.child_table_name] + $0.parent_primary_key.names
            + $0.child_foreign_key.names
        })
    }
  }
}
