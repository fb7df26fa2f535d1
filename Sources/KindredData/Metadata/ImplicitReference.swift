/// Rows of a table that belong to rows of a table beside it, though no key says so: the fielding
/// seasons of a player to his batting seasons of the same year and team. In the theory of relational
/// databases, an inclusion dependency between two children of one parent.
public struct ImplicitReference: Sendable, Equatable {
  /// The table that refers.
  public var table: String
  /// The table that it refers to.
  public var referredTable: String
  /// The columns whose values agree, the foreign keys to the common parent among them.
  public var columns: [Pair]

  /// A column of the table, and the one that it agrees with.
  public struct Pair: Sendable, Equatable {
    /// Of the table that refers.
    public var column: String
    /// Of the table referred to.
    public var referredColumn: String

    /// Two columns.
    public init(column: String, referredColumn: String) {
      self.column = column
      self.referredColumn = referredColumn
    }
  }

  /// A reference by these columns.
  public init(table: String, referredTable: String, columns: [Pair]) {
    self.table = table
    self.referredTable = referredTable
    self.columns = columns
  }

  /// As a relationship by the columns that agree. They are no key: several rows may have the same.
  package var relationship: Relationship {
    Relationship(
      parentTable: referredTable, parentKey: columns.map(\.referredColumn), childTable: table,
      childKey: columns.map(\.column))
  }
}
