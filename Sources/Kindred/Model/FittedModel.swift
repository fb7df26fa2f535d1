import KindredData
import KindredStatistics

/// Everything that is learned: plain data, and all that a model file holds.
struct FittedModel: Sendable, Equatable {
  /// The schema, with a relationship to every table that a polymorphic key refers to.
  var metadata: Metadata
  /// The seed of the fit; calls without a seed of their own derive theirs from it.
  var seed: UInt64
  /// Rows that a knot, an atom or a label stands for at least.
  var minimumCount: Int
  /// In the order of the metadata.
  var tables: [TableModel]
  /// In the order of the metadata.
  var relationships: [RelationshipModel]
  /// What was dropped, folded or guessed while fitting.
  var notes: [String]
}

extension FittedModel {
  /// The order in which tables are drawn.
  /// - Throws: `KindredError` of kind `metadata` when a relationship names an unknown table.
  func forest() throws -> SchemaForest {
    let forest = try SchemaForest(metadata)
    var preferred: [Int: Int] = [:]
    for (index, relationship) in relationships.enumerated() where relationship.isDriver {
      preferred[forest.children[index]] = index
    }
    return try SchemaForest(metadata, preferred: preferred)
  }
}

/// One table: its columns, and the joint distribution of a row's latents.
struct TableModel: Sendable, Equatable {
  var name: String
  /// Rows the table had when it was fitted.
  var rowCount: Int
  /// In the order of the metadata.
  var columns: [ColumnModel]
  /// What the latent coordinates of a row mean.
  var dimensions: [Dimension]
  /// Covariance factor of a row on its own: of a root row, or one without a driving parent.
  var total: LatentFactor
  /// Covariance factor of what its driving parent leaves open; equal to `total` in roots.
  var within: LatentFactor
  /// Columns, by their places, that together tell the rows apart and are not generated so that they
  /// do by themselves.
  var uniqueKeys: [[Int]] = []
  /// Draws the values of the columns in place of the latents; nil where the copula does.
  var trees: TreeModel?
  /// Why trees or the copula do; nil in models of versions that had no choice.
  var choice: ModelChoice?
}

/// The meaning of one latent coordinate of a row. In a table they come in this order: per
/// relationship to children the cardinality and the effects on every dimension of the child (or on
/// the directions of the link, where the relationship does not drive the child); then missing
/// foreign keys; then the values, nulls and copies of the columns, and choices.
enum Dimension: Sendable, Equatable {
  /// How many children the row has.
  case cardinality(relationship: Int)
  /// What the row's children have in common in one of their own dimensions, or, where the
  /// relationship does not drive them, in one direction of its link.
  case effect(relationship: Int, dimension: Int)
  /// Whether a foreign key that does not drive the table is null.
  case missingParent(relationship: Int)
  /// How many steps a row with a parent in its own table is below one without.
  case level(relationship: Int)
  /// Which row of a reference table the row refers to.
  case choice(relationship: Int)
  /// A column's value.
  case value(column: Int)
  /// Whether a column is null.
  case null(column: Int)
  /// Whether a column has the value of its parent's column.
  case copied(column: Int)
}

/// A relationship: the distribution of children per parent.
struct RelationshipModel: Sendable, Equatable {
  /// Whether the child's rows are generated under this parent's rows.
  var isDriver: Bool
  /// Children per parent row, zeros included; nil when the parent table was empty.
  var cardinality: Marginal?
  /// Mean number of children per parent row.
  var meanCardinality: Double
  /// Share of child rows without a parent: those whose foreign key is null, or names the row itself.
  var nullShare: Double
  /// For references within one table: rows that lead back to themselves; nil where none does.
  var loops: Loops?
  /// How rows find this parent.
  var finding: Finding = .byChance

  /// How a row comes to the parent of a relationship that does not drive its table.
  enum Finding: Sendable, Equatable {
    /// Nothing tells which one; or the relationship drives the table, refers to the table itself,
    /// or closes a circle.
    case byChance
    /// By what rows of one parent have in common.
    case link(LinkModel)
    /// At the end of a way: the driving relationship of the table first, then those of its
    /// ancestors; the last one may be any. A payment's customer is its rental's customer.
    case path([Int])
    /// Among the rows of a reference table; the codes are their numbers.
    case choice(Marginal)
    /// Within the table itself: by level, and by resemblance.
    case kinship(KinshipModel)
  }

  /// Rows of a table that refers to itself and whose way upwards has no end.
  struct Loops: Sendable, Equatable {
    /// Share of rows that refer to themselves.
    var selfShare: Double
    /// Share of rows that lie on a circle of two rows or more.
    var circleShare: Double
    /// Rows of a circle, 2 or more.
    var circleLength: Int
  }

  /// Share of child rows whose foreign key is null.
  var nullKeyShare: Double { max(0, nullShare - (loops?.selfShare ?? 0)) }

  /// Whether other foreign keys lead to this parent.
  var isImplied: Bool {
    if case .path = finding { true } else { false }
  }

  var kinship: KinshipModel? {
    if case .kinship(let kinship) = finding { kinship } else { nil }
  }

  var link: LinkModel? {
    if case .link(let link) = finding { link } else { nil }
  }
}

/// The lower triangle L of a covariance L Lᵀ, row after row. Single precision is far finer than
/// what any number of rows can tell, and halves the model file.
struct LatentFactor: Sendable, Equatable {
  let dimension: Int
  /// `dimension * (dimension + 1) / 2` entries.
  let packed: [Float]

  init(dimension: Int, packed: [Float]) {
    self.dimension = dimension
    self.packed = packed
  }

  init(_ covariance: SymmetricMatrix) {
    dimension = covariance.dimension
    let full = covariance.choleskyFactor()
    var packed: [Float] = []
    packed.reserveCapacity(dimension * (dimension + 1) / 2)
    for row in 0..<dimension {
      for column in 0...row { packed.append(Float(full[row * dimension + column])) }
    }
    self.packed = packed
  }

  /// The factor as a full row-major matrix, zeros above the diagonal.
  var full: [Double] {
    var full = [Double](repeating: 0, count: dimension * dimension)
    var next = 0
    for row in 0..<dimension {
      for column in 0...row {
        full[row * dimension + column] = Double(packed[next])
        next += 1
      }
    }
    return full
  }
}
