/// When a constraint that may be checked late is checked.
public enum SQLDeferral: String, Sendable {
  /// `DEFERRABLE`: with the statement, unless a transaction asks otherwise.
  case deferrable
  /// `DEFERRABLE INITIALLY DEFERRED`: at the end of the transaction.
  case initiallyDeferred = "initially_deferred"
}

/// A primary key or a `UNIQUE` constraint.
public struct SQLKey: Sendable, Equatable {
  /// The name of the constraint, where it has one.
  public var name: String?
  /// The columns.
  public var columns: [String]
  /// nil for a constraint that is always checked with the statement.
  public var deferral: SQLDeferral?
  /// Whether nulls count as equal.
  public var nullsNotDistinct: Bool

  /// A key of these columns.
  public init(
    name: String? = nil, columns: [String], deferral: SQLDeferral? = nil,
    nullsNotDistinct: Bool = false
  ) {
    self.name = name
    self.columns = columns
    self.deferral = deferral
    self.nullsNotDistinct = nullsNotDistinct
  }
}

/// A foreign key.
public struct SQLForeignKey: Sendable, Equatable {
  /// What happens to referring rows.
  public enum Action: String, Sendable {
    case noAction = "NO ACTION"
    case restrict = "RESTRICT"
    case cascade = "CASCADE"
    case setNull = "SET NULL"
    case setDefault = "SET DEFAULT"
  }

  /// The name of the constraint, where it has one.
  public var name: String?
  /// The referring columns.
  public var columns: [String]
  /// The table referred to, by its name in the metadata.
  public var table: String
  /// The columns referred to, in the order of `columns`.
  public var referencedColumns: [String]
  /// When the key referred to changes.
  public var onUpdate: Action
  /// When the row referred to goes.
  public var onDelete: Action
  /// "FULL" or "PARTIAL"; nil for the simple match.
  public var match: String?
  /// nil for a constraint that is always checked with the statement.
  public var deferral: SQLDeferral?

  /// A foreign key without actions.
  public init(
    name: String? = nil, columns: [String], table: String, referencedColumns: [String],
    onUpdate: Action = .noAction, onDelete: Action = .noAction, match: String? = nil,
    deferral: SQLDeferral? = nil
  ) {
    self.name = name
    self.columns = columns
    self.table = table
    self.referencedColumns = referencedColumns
    self.onUpdate = onUpdate
    self.onDelete = onDelete
    self.match = match
    self.deferral = deferral
  }
}

/// A condition on the rows of a table.
public struct SQLCheck: Sendable, Equatable {
  /// The name of the constraint, where it has one.
  public var name: String?
  /// The condition, without the brackets around it.
  public var expression: String

  /// A condition.
  public init(name: String? = nil, expression: String) {
    self.name = name
    self.expression = expression
  }
}

/// An index that a statement of its own makes.
public struct SQLIndex: Sendable, Equatable {
  /// The name.
  public var name: String
  /// Whether its values must be distinct.
  public var isUnique: Bool
  /// Columns and expressions as the statement has them, quotes, collation and order included.
  public var terms: [String]
  /// The condition of a partial index.
  public var condition: String?
  /// The access method, such as "gin", where it is not the usual one.
  public var method: String?

  /// An index over these terms.
  public init(
    name: String, isUnique: Bool = false, terms: [String], condition: String? = nil,
    method: String? = nil
  ) {
    self.name = name
    self.isUnique = isUnique
    self.terms = terms
    self.condition = condition
    self.method = method
  }
}
