import KindredData
import KindredEvaluation

/// The ids of places in a page: by number, as names may hold anything.
struct Anchors: Sendable {
  private var ids: [Finding.Place: String] = [:]

  init(_ metadata: Metadata, paths: [[String]] = []) {
    for (number, table) in metadata.tables.enumerated() {
      ids[.table(table.name)] = "table-\(number + 1)"
      ids[.pair(table: table.name)] = "pairs-\(number + 1)"
      for (column, metadata) in table.columns.enumerated() {
        ids[.column(table: table.name, column: metadata.name)] =
          "column-\(number + 1)-\(column + 1)"
      }
    }
    for (number, relationship) in metadata.relationships.enumerated() {
      ids[relationship.place] = "relationship-\(number + 1)"
    }
    for (number, path) in paths.enumerated() { ids[.path(path)] = "path-\(number + 1)" }
  }

  /// The id of a place; a word that is no id for unknown ones.
  subscript(place: Finding.Place) -> String { ids[place] ?? "unknown" }

  /// Where a finding leads: its column's card, or the fold that it is in.
  /// - Parameter isDrawn: whether a column has a card.
  func target(of place: Finding.Place?, isDrawn: (String, String) -> Bool) -> String? {
    guard let place else { return nil }
    if case .column(let table, let column) = place, !isDrawn(table, column) {
      return ids[.table(table)]
    }
    return ids[place]
  }
}
