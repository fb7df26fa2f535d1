/// A foreign key whose parent table stands in another column of the row: a comment on a post or on
/// a photo.
public struct PolymorphicKey: Sendable, Equatable {
  /// The table that refers.
  public var table: String
  /// The column that says which table is meant.
  public var typeColumn: String
  /// The column that holds the key of a row there.
  public var idColumn: String
  /// What the texts of the type column mean, in order.
  public var targets: [Target]

  /// A text of the type column, and the table that it stands for.
  public struct Target: Sendable, Equatable {
    /// The text of the type column.
    public var type: String
    /// The table referred to.
    public var table: String

    /// A text and its table.
    public init(type: String, table: String) {
      self.type = type
      self.table = table
    }
  }

  /// A key of these columns.
  public init(table: String, typeColumn: String, idColumn: String, targets: [Target]) {
    self.table = table
    self.typeColumn = typeColumn
    self.idColumn = idColumn
    self.targets = targets
  }

  /// The tables referred to, each once, in order.
  package var tables: [String] {
    targets.map(\.table).enumerated().filter { index, table in
      !targets.prefix(index).contains { $0.table == table }
    }.map(\.element)
  }
}
