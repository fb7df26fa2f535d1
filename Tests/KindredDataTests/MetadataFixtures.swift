import Foundation
import KindredData

/// Users and their sessions, keyed by `user_id`.
func userMetadata() throws -> Metadata {
  var metadata = Metadata()
  try metadata.addTable(
    "users",
    columns: [
      ColumnMetadata("user_id", .id), ColumnMetadata("age", .numerical),
      ColumnMetadata("country", .categorical), ColumnMetadata("vip", .boolean),
    ], primaryKey: ["user_id"])
  try metadata.addTable(
    "sessions",
    columns: [
      ColumnMetadata("session_id", .id), ColumnMetadata("user_id", .id),
      ColumnMetadata("start", .datetime, datetimeFormat: "%Y-%m-%d"),
      ColumnMetadata("email", SDType(rawValue: "email")),
    ], primaryKey: ["session_id"])
  try metadata.addRelationship(parent: "users", child: "sessions")
  return metadata
}

/// The databases under `../shared/data`, none when they are absent.
enum DevelopmentData {
  static let names = [
    "demo", "rossmann", "rossmann_full", "berka", "baseball", "chinook", "northwind", "sakila",
  ]

  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "../shared/data").standardized

  /// The folder of the database; nil, with a line that says so, when it is absent.
  static func folder(_ name: String) -> URL? {
    let folder = folder.appending(path: name)
    guard FileManager.default.fileExists(atPath: folder.appending(path: "metadata.json").path)
    else {
      print("skipped: no development data at \(folder.path)")
      return nil
    }
    return folder
  }
}
