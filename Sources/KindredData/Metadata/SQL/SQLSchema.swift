/// What a database's definition says beyond `Metadata`: declared types, constraints, defaults. Kept
/// with the metadata (`Metadata.sqlSchema`) and with a model, so that a database of the same
/// definition can be made from them.
///
/// Types and expressions are texts of the source's dialect. A connector of that dialect writes them
/// as they are; another translates what it knows and says what it leaves out.
public struct SQLSchema: Sendable, Equatable {
  /// The dialect of the types and expressions.
  public var dialect: SQLDialect
  /// The tables, in the order of the metadata.
  public var tables: [SQLTable]
  /// Named lists of labels that columns have as their type.
  public var enumerations: [SQLEnumeration]
  /// Named types with constraints.
  public var domains: [SQLDomain]

  /// A definition with these parts.
  public init(
    dialect: SQLDialect, tables: [SQLTable] = [], enumerations: [SQLEnumeration] = [],
    domains: [SQLDomain] = []
  ) {
    self.dialect = dialect
    self.tables = tables
    self.enumerations = enumerations
    self.domains = domains
  }

  /// The table of that name in the metadata, nil when there is none.
  public subscript(name: String) -> SQLTable? { tables.first { $0.name == name } }
}

/// A dialect of SQL.
public struct SQLDialect: RawRepresentable, Hashable, Sendable {
  /// The name in metadata files.
  public let rawValue: String
  /// The dialect of that name; any name will do.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// SQLite 3.
  public static let sqlite = SQLDialect(rawValue: "sqlite")
  /// PostgreSQL.
  public static let postgresql = SQLDialect(rawValue: "postgresql")
}

/// A type that is a list of labels (`CREATE TYPE ... AS ENUM`).
public struct SQLEnumeration: Sendable, Equatable {
  /// The name of the type.
  public var name: String
  /// The database's schema that holds it; nil for the default one.
  public var schema: String?
  /// The labels in their order.
  public var labels: [String]

  /// A type of these labels.
  public init(name: String, schema: String? = nil, labels: [String]) {
    self.name = name
    self.schema = schema
    self.labels = labels
  }
}

/// A type with constraints (`CREATE DOMAIN`).
public struct SQLDomain: Sendable, Equatable {
  /// The name of the type.
  public var name: String
  /// The database's schema that holds it; nil for the default one.
  public var schema: String?
  /// The type that it is made of.
  public var type: String
  /// Whether its values may be null.
  public var isNullable: Bool
  /// The expression of values that are not given.
  public var defaultExpression: String?
  /// The collation, where it is not that of the type.
  public var collation: String?
  /// Conditions on `VALUE`.
  public var checks: [SQLCheck]

  /// A domain over a type.
  public init(
    name: String, schema: String? = nil, type: String, isNullable: Bool = true,
    defaultExpression: String? = nil, collation: String? = nil, checks: [SQLCheck] = []
  ) {
    self.name = name
    self.schema = schema
    self.type = type
    self.isNullable = isNullable
    self.defaultExpression = defaultExpression
    self.collation = collation
    self.checks = checks
  }
}
