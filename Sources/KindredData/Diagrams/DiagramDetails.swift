/// What a diagram tells of each table.
public enum DiagramDetails: String, Sendable, CaseIterable {
  /// Every column with its semantic type.
  case full
  /// The columns of keys.
  case keys
  /// The table's name.
  case names
}

/// The parts of a table that a diagram shows.
struct DiagramTable {
  struct Row {
    var name: String
    var type: String
    var isPrimary: Bool
    var isForeign: Bool
  }

  var name: String
  var rows: [Row]
  /// Columns that are not shown.
  var hiddenCount: Int
}

extension Metadata {
  func diagramTables(_ details: DiagramDetails) -> [DiagramTable] {
    var foreign: [String: Set<String>] = [:]
    for relationship in relationships {
      foreign[relationship.childTable, default: []].formUnion(relationship.childKey)
    }
    return tables.map { table in
      let primary = Set(table.primaryKey)
      let rows = table.columns.map { column in
        DiagramTable.Row(
          name: column.name, type: column.sdtype.rawValue,
          isPrimary: primary.contains(column.name),
          isForeign: foreign[table.name]?.contains(column.name) ?? false)
      }
      let shown =
        switch details {
        case .full: rows
        case .keys: rows.filter { $0.isPrimary || $0.isForeign }
        case .names: [DiagramTable.Row]()
        }
      return DiagramTable(name: table.name, rows: shown, hiddenCount: rows.count - shown.count)
    }
  }
}

extension Relationship {
  /// Such as "sessions.user_id → users.user_id".
  var diagramText: String {
    func place(_ table: String, _ columns: [String]) -> String {
      columns.count == 1
        ? "\(table).\(columns[0])" : "\(table).(\(columns.joined(separator: ", ")))"
    }
    return place(childTable, childKey) + " → " + place(parentTable, parentKey)
  }
}
