import KindredData
import KindredGenerators
import SwiftProtobuf

extension StoredModel {
  /// The model and the state of its keys as a message.
  init(_ state: HMA1.State) {
    self.init()
    let model = state.model
    metadata = model.metadata.withoutUndeclaredRelationships().jsonText()
    seed = model.seed
    minimumCount = UInt32(clamping: model.minimumCount)
    tables = model.tables.map(StoredTable.init)
    relationships = model.relationships.map(StoredLink.init)
    notes = model.notes
    consumedKeys = state.consumedKeys.map { UInt64(clamping: $0) }
    calls = state.calls
  }
}

extension StoredTable {
  fileprivate init(_ table: TableModel) {
    self.init()
    rowCount = UInt64(clamping: table.rowCount)
    columns = table.columns.map(StoredColumn.init)
    dimensions = table.dimensions.map(StoredCoordinate.init)
    total = table.total.packed
    within = table.within == table.total ? [] : table.within.packed
    if let trees = table.trees { self.trees = StoredTrees(trees) }
    if let choice = table.choice { self.choice = StoredChoice(choice) }
    uniqueKeys = table.uniqueKeys.map { key in
      .with { $0.columns = key.map { UInt32(clamping: $0) } }
    }
  }
}

extension StoredCoordinate {
  init(_ dimension: Dimension) {
    self.init()
    switch dimension {
    case .cardinality(let relationship): cardinality = UInt32(clamping: relationship)
    case .effect(let relationship, let dimension):
      effect = .with {
        $0.relationship = UInt32(clamping: relationship)
        $0.dimension = UInt32(clamping: dimension)
      }
    case .missingParent(let relationship): missingParent = UInt32(clamping: relationship)
    case .value(let column): value = UInt32(clamping: column)
    case .null(let column): null = UInt32(clamping: column)
    case .choice(let relationship): choice = UInt32(clamping: relationship)
    case .copied(let column): copied = UInt32(clamping: column)
    case .level(let relationship): level = UInt32(clamping: relationship)
    }
  }
}

extension StoredLink {
  fileprivate init(_ relationship: RelationshipModel) {
    self.init()
    isDriver = relationship.isDriver
    if let marginal = relationship.cardinality { cardinality = StoredDistribution(marginal) }
    meanCardinality = relationship.meanCardinality
    nullShare = relationship.nullShare
    if let loops = relationship.loops {
      self.loops = .with {
        $0.selfShare = loops.selfShare
        $0.circleShare = loops.circleShare
        $0.circleLength = UInt32(clamping: loops.circleLength)
      }
    }
    switch relationship.finding {
    case .byChance: break
    case .link(let link): matching = StoredMatching(link)
    case .path(let way): path = .with { $0.relationships = way.map { UInt32(clamping: $0) } }
    case .choice(let marginal): choice = StoredDistribution(marginal)
    case .kinship(let kinship): self.kinship = StoredKinship(kinship)
    }
  }
}

extension StoredColumn {
  fileprivate init(_ column: ColumnModel) {
    self.init()
    nullShare = column.nullShare
    switch column.format {
    case .decimal(let places): decimalFormat = .with { $0.placesPlusOne = Self.plusOne(places) }
    case .boolean(let yes, let no):
      booleanFormat = .with {
        $0.true = yes
        $0.false = no
      }
    case .timestamp(let format): timestampFormat = format
    case nil: break
    }
    content = Self.content(column.content)
    if let copy = column.copy { self.copy = StoredCopy(copy) }
    if let refinement = column.refinement { self.refinement = StoredRefinement(refinement) }
  }

  private static func content(_ content: ColumnModel.Content) -> OneOf_Content {
    switch content {
    case .integer(let marginal): .integer(StoredDistribution(marginal))
    case .decimal(let marginal, let places):
      .decimal(
        .with {
          $0.distribution = StoredDistribution(marginal)
          $0.placesPlusOne = plusOne(places)
        })
    case .timestamp(let marginal, let unit):
      .timestamp(
        .with {
          $0.distribution = StoredDistribution(marginal)
          $0.unit = UInt64(clamping: unit)
        })
    case .clocked(let marginal, let clock): .clocked(StoredClocked(marginal, clock))
    case .elapsed(let time): .elapsed(StoredElapsed(time))
    case .categorical(let marginal, let labels):
      .categorical(
        .with {
          $0.distribution = StoredDistribution(marginal)
          $0.labels = labels
        })
    case .boolean(let marginal): .boolean(StoredDistribution(marginal))
    case .integerKey(let first): .integerKey(first)
    case .patternKey(let pattern): .patternKey(pattern.source)
    case .identifier(let pattern): .identifier(pattern.source)
    case .foreignKey(let relationship, let part):
      .foreignKey(
        .with {
          $0.relationship = UInt32(clamping: relationship)
          $0.part = UInt32(clamping: part)
        })
    case .polymorphic(let relationships):
      .polymorphic(.with { $0.relationships = relationships.map { UInt32(clamping: $0) } })
    case .position(let first, let within):
      .numbered(
        .with {
          $0.first = first
          $0.within = within.map { UInt32(clamping: $0) }
        })
    case .personal(let sdtype, let shape, let isUnique):
      .personal(
        .with {
          $0.sdtype = sdtype
          $0.shape = StoredTextShape(shape)
          $0.isUnique = isUnique
        })
    case .text(let shape): .text(StoredTextShape(shape))
    case .empty: .empty(StoredEmpty())
    case .kept(let column): .kept(StoredKept(column))
    }
  }

  /// 0 stands for no number of digits.
  private static func plusOne(_ places: Int?) -> UInt32 {
    places.map { UInt32(clamping: $0) + 1 } ?? 0
  }
}
