import KindredData

/// What a server's catalog says of some schemas.
struct Catalog {
  /// In the order asked for.
  var schemas: [String] = []
  /// By schema, then by name.
  var tables: [CatalogTable] = []
  /// Every type that a column or another type refers to.
  var types: [String: CatalogType] = [:]
  /// By the sequence's object identifier.
  var sequences: [String: CatalogSequence] = [:]
  /// Views and the like, by name in statements.
  var otherRelations: Set<String> = []
  /// What is left out, and why.
  var notes: [String] = []
}

/// A table or partitioned table.
struct CatalogTable {
  /// The object identifier.
  var oid: String
  var schema: String
  var name: String
  var isPartitioned: Bool
  /// Whether tables inherit from it, whose rows a plain SELECT would add.
  var hasHeirs: Bool
  /// Whether our role has the rights of the owner.
  var isOwned: Bool
  var isReadable: Bool
  /// The server's estimate; negative when it has none.
  var estimatedRows: Double
  var columns: [CatalogColumn] = []
  var constraints: [CatalogConstraint] = []
  /// Indexes without constraint.
  var indexes: [(name: String, definition: String)] = []
}

/// A column.
struct CatalogColumn {
  var name: String
  /// The type's object identifier.
  var type: String
  /// Length, precision and the like; -1 without.
  var modifier: Int
  /// As in a declaration: `numeric(5,2)`, `mpaa_rating`, `text[]`.
  var typeText: String
  var isNotNull: Bool
  var identity: Identity?
  /// GENERATED ALWAYS AS (...) STORED.
  var generation: String?
  var defaultText: String?
  /// The object identifier of the sequence that numbers the rows.
  var sequence: String?
  /// When it is not that of the type.
  var collation: String?

  enum Identity: String {
    case always = "a"
    case byDefault = "d"
  }
}

/// A constraint.
struct CatalogConstraint {
  enum Kind: String {
    case primaryKey = "p"
    case unique = "u"
    case foreignKey = "f"
    case check = "c"
    case exclusion = "x"
  }

  var name: String
  var kind: Kind
  /// In the order of the key.
  var columns: [String]
  /// As in ALTER TABLE ... ADD CONSTRAINT.
  var definition: String
  /// The expression of a check.
  var expression: String?
  var isDeferrable = false
  var isInitiallyDeferred = false
  /// Of a foreign key.
  var reference: Reference?

  struct Reference {
    /// The object identifier of the parent table.
    var table: String
    var schema: String
    var name: String
    var columns: [String]
    var onUpdate: SQLForeignKey.Action
    var onDelete: SQLForeignKey.Action
    /// MATCH FULL.
    var isFull: Bool
  }
}

/// A type.
struct CatalogType {
  enum Kind: String {
    case base = "b"
    case composite = "c"
    case domain = "d"
    case enumeration = "e"
    case pseudo = "p"
    case range = "r"
    case multirange = "m"
  }

  var oid: String
  var schema: String
  var name: String
  var kind: Kind
  /// Of an array, its element's; of a domain, the type below.
  var element: String?
  var base: String?
  var baseModifier = -1
  /// The type below, as in a declaration.
  var baseText: String?
  var isNotNull = false
  var defaultText: String?
  var labels: [String] = []
  /// Names and expressions of a domain's checks.
  var checks: [(name: String, expression: String)] = []
  /// The extension it comes with.
  var fromExtension: String?
}

/// A sequence.
struct CatalogSequence {
  var schema: String
  var name: String
  var start: Int64
  var increment: Int64
  var minimum: Int64
  var maximum: Int64
  /// Whether our role has the rights of the owner.
  var isOwned: Bool
}
