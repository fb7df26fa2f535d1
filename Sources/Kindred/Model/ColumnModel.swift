import KindredData
import KindredGenerators
import KindredStatistics

/// How one column is generated.
struct ColumnModel: Sendable, Equatable {
  var name: String
  var content: Content
  /// Share of null rows.
  var nullShare: Double
  var format: TextFormat?
  /// The parent's column that the values follow; nil when there is none.
  var copy: ColumnCopy?
  /// The coarser labels of the row that its labels belong to; nil when there are none.
  var refinement: LabelRefinement?

  enum Content: Sendable, Equatable {
    case integer(Marginal)
    case decimal(Marginal, places: Int?)
    /// Microseconds; values are multiples of `unit` after `origin`.
    case timestamp(Marginal, unit: Int64)
    /// Moments on a clock of their own.
    case clocked(Marginal, EventClock)
    /// A moment, by the time since another one of the same row.
    case elapsed(ElapsedTime)
    /// Codes of the marginal are indices of `labels`.
    case categorical(Marginal, labels: [String])
    /// 0 is false, 1 is true.
    case boolean(Marginal)
    /// A unique key of its own, numbered from `first`.
    case integerKey(first: Int64)
    /// A unique key of its own, spelled by a pattern.
    case patternKey(KeyPattern)
    /// An identifier that may repeat.
    case identifier(KeyPattern)
    /// Copied from the parent row: the part of the relationship's key with that index.
    case foreignKey(relationship: Int, part: Int)
    /// A part of a composite key that numbers the rows which agree in the columns `within` from
    /// `first`.
    case position(first: Int64, within: [Int])
    /// The key of the parent that the row has in one of these relationships.
    case polymorphic(relationships: [Int])
    case personal(sdtype: String, shape: TextShape, isUnique: Bool)
    case text(TextShape)
    /// No value was ever seen.
    case empty
    /// The rows of a reference table as they are.
    case kept(Column)
  }

  /// A column of a reference table.
  init(kept column: Column) {
    name = column.name
    content = .kept(column)
    nullShare = column.count == 0 ? 0 : Double(column.nullCount) / Double(column.count)
    format = column.format
  }

  init(name: String, content: Content, nullShare: Double, format: TextFormat?) {
    self.name = name
    self.content = content
    self.nullShare = nullShare
    self.format = format
  }

  /// The marginal of a modelled column.
  var marginal: Marginal? {
    switch content {
    case .integer(let marginal), .decimal(let marginal, _), .timestamp(let marginal, _),
      .categorical(let marginal, _), .boolean(let marginal):
      marginal
    case .clocked(let marginal, _): marginal
    case .elapsed(let time): time.marginal
    default: nil
    }
  }

  /// Whether values are generated without having been learned.
  var isMadeUp: Bool {
    switch content {
    case .personal, .text, .identifier, .empty: true
    default: false
    }
  }
}
