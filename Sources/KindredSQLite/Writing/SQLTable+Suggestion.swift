import KindredData

extension SQLTable {
  /// A table without a definition: types as values are stored, keys as the metadata say.
  /// - Parameter batch: First rows; nil when there are none.
  init(_ table: TableMetadata, in metadata: Metadata, like batch: Table?) {
    self.init(name: table.name)
    columns = table.columns.map { column in
      var result = SQLColumn(
        column.name, type: batch?[column: column.name].map(Self.type) ?? Self.type(of: column))
      result.isNullable = !table.primaryKey.contains(column.name)
      return result
    }
    if !table.primaryKey.isEmpty { primaryKey = SQLKey(columns: table.primaryKey) }
    uniqueKeys = table.alternateKeys.map { SQLKey(columns: $0) }
    foreignKeys = metadata.relationships(toParentsOf: table.name).map {
      SQLForeignKey(
        columns: $0.childKey, table: $0.parentTable, referencedColumns: $0.parentKey)
    }
  }

  private static func type(of column: Column) -> String {
    switch column.values {
    case .integers: return "INTEGER"
    case .decimals: return "REAL"
    case .strings: return "TEXT"
    case .booleans: return "BOOLEAN"
    case .timestamps:
      guard case .timestamp(let format) = column.format else { return "DATETIME" }
      return format.contains("%H") || format.contains("%I") || format.contains("%T")
        ? "DATETIME" : "DATE"
    }
  }

  private static func type(of column: ColumnMetadata) -> String {
    switch column.sdtype {
    case .numerical: "NUMERIC"
    case .boolean: "BOOLEAN"
    case .datetime: "DATETIME"
    default: "TEXT"
    }
  }
}
