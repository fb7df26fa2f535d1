/// A table: named columns of equal length.
public struct Table: Sendable, Equatable {
  /// The name, unique within its dataset.
  public var name: String
  /// The columns, all of `rowCount` rows.
  public private(set) var columns: [Column]
  /// Number of rows.
  public let rowCount: Int

  /// - Throws: `KindredError` of kind `data` when columns differ in length, share a name, or do not
  ///   say of every row whether it is null.
  public init(_ name: String, columns: [Column]) throws {
    let rowCount = columns.first?.count ?? 0
    var names: Set<String> = []
    for column in columns {
      guard column.count == rowCount else {
        throw KindredError(
          .data, "The column has \(column.count) rows where the table has \(rowCount)",
          table: name, column: column.name, remedy: "Give every column the same number of rows.")
      }
      guard column.validity.map({ $0.count == rowCount }) ?? true else {
        throw KindredError(
          .data,
          "The column's validity has a bit for \(column.validity?.count ?? 0) of "
            + "\(rowCount) rows", table: name, column: column.name,
          remedy: "Give it one bit per row, or none.")
      }
      guard names.insert(column.name).inserted else {
        throw KindredError(
          .data, "The column name occurs twice", table: name, column: column.name,
          remedy: "Rename one of them.")
      }
    }
    self.name = name
    self.columns = columns
    self.rowCount = rowCount
  }

  /// The column of that name, nil when there is none.
  public subscript(column name: String) -> Column? { columns.first { $0.name == name } }

  /// The names of the columns, in order.
  public var columnNames: [String] { columns.map(\.name) }
}

/// The named tables of a database, together and in order.
public struct Dataset: Sendable, Equatable, RandomAccessCollection {
  /// The tables, in order.
  public private(set) var tables: [Table]

  /// - Throws: `KindredError` of kind `data` when two tables share a name.
  public init(_ tables: [Table]) throws {
    var names: Set<String> = []
    for table in tables where !names.insert(table.name).inserted {
      throw KindredError(
        .data, "The table name occurs twice", table: table.name, remedy: "Rename one of them.")
    }
    self.tables = tables
  }

  /// The table of that name, nil when there is none.
  public subscript(name: String) -> Table? { tables.first { $0.name == name } }

  /// The names of the tables, in order.
  public var tableNames: [String] { tables.map(\.name) }

  /// The position of the first table.
  public var startIndex: Int { tables.startIndex }
  /// The position after the last table.
  public var endIndex: Int { tables.endIndex }
  /// The table at a position.
  public subscript(position: Int) -> Table { tables[position] }
}
