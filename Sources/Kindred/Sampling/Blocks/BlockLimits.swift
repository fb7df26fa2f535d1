import KindredData

/// What a division into blocks has to respect, so that the blocks together are as good as one sample.
///
/// * Keys must be unique over all blocks. That holds for a key of which some part is counted on from
///   block to block, or copied from a parent of the same block whose own key is unique in this way.
/// * A block must not be too small to look like the data: numbers of children are met block by block,
///   parents are found within the block. A block with as many rows of a table as were fitted is as good
///   as a sample of the fitted size.
struct BlockLimits {
  private let plan: SamplePlan
  private let expected: [Double]
  private let model: FittedModel
  private let forest: SchemaForest

  /// Rows that a block has of tables whose rows are ranked or found by others, unless fewer were
  /// fitted: correlations of ranks of fewer rows are weaker than those of their values.
  private static let fewestRows = 256
  /// How many times the largest group of children a block has at least, unless fewer were fitted.
  private static let groups = 4
  /// How many times as many parents that meet only once in a child a block has at least as the largest
  /// group of such children, unless fewer were fitted.
  private static let partners = 4

  init(plan: SamplePlan, expected: [Double], model: FittedModel, forest: SchemaForest) {
    self.plan = plan
    self.expected = expected
    self.model = model
    self.forest = forest
  }

  /// Into how many blocks tables that hang together may be divided, 1 or more.
  func mostBlocks(of tables: Set<Int>) -> Int {
    let drawn = tables.filter { expected[$0] > 0 }
    guard keepsKeysUnique(drawn), keepsMostChildren(drawn) else { return 1 }
    var most = Double(Int32.max)
    for table in drawn {
      let rows = min(model.tables[table].rowCount, leastRows(of: table))
      if rows > 0 { most = min(most, expected[table] / Double(rows)) }
    }
    return max(1, Int(most))
  }

  // MARK: - Keys

  private func keepsKeysUnique(_ tables: Set<Int>) -> Bool {
    tables.allSatisfy { table in
      let schema = model.metadata.tables[table]
      let declared = ([schema.primaryKey] + schema.alternateKeys).filter { !$0.isEmpty }.map {
        key in
        key.compactMap { name in schema.columns.firstIndex { $0.name == name } }
      }
      let keys = declared + model.tables[table].uniqueKeys
      // Of parents that are only referred to there may be too few in a block.
      if table == plan.orphaned, !model.tables[table].uniqueKeys.isEmpty { return false }
      return keys.allSatisfy { key in
        key.contains { isUniqueOverBlocks(KeyPlace(table: table, column: $0), []) }
      }
    }
  }

  /// Whether a column never has the same value in two blocks.
  private func isUniqueOverBlocks(
    _ place: KeyPlace, _ seen: Set<KeyPlace>
  ) -> Bool {
    guard !seen.contains(place) else { return false }
    func isUnique(_ next: KeyPlace) -> Bool {
      isUniqueOverBlocks(next, seen.union([place]))
    }
    switch model.tables[place.table].columns[place.column].content {
    case .integerKey, .patternKey, .personal(_, _, true): return true
    case .position(_, let within):
      return within.contains { isUnique(KeyPlace(table: place.table, column: $0)) }
    case .foreignKey(let relationship, let part):
      guard let (table, column) = model.referenced(by: relationship, part: part) else {
        return false
      }
      return isUnique(KeyPlace(table: table, column: column))
    case .polymorphic(let relationships):
      return relationships.allSatisfy { relationship in
        model.referenced(by: relationship, part: 0).map {
          isUnique(KeyPlace(table: $0.table, column: $0.column))
        } ?? false
      }
    default: return false
    }
  }

  /// Whether limits on numbers of children hold by themselves: where they cut what parents draw. Else
  /// a block might have too few parents where the whole has enough.
  private func keepsMostChildren(_ tables: Set<Int>) -> Bool {
    plan.mostChildren.keys.allSatisfy { relationship in
      !tables.contains(forest.children[relationship]) || plan.drawn.contains(relationship)
    }
  }

  // MARK: - Sizes

  /// Rows that a block should have of a table at least.
  private func leastRows(of table: Int) -> Int {
    var least = 0
    if plan.runs.contains(where: { $0.table == table }) { least = Self.fewestRows }
    if forest.outgoing[table].contains(where: { !forest.isDriver($0) }) { least = Self.fewestRows }
    // Where the mean is met, a large group is taken from all others of the block; single rows are not.
    if let driver = forest.drivers[table], plan.drawn.contains(driver), largestGroup(driver) > 1 {
      least = max(least, Self.groups * largestGroup(driver))
    }
    // Parents that meet only once in a child.
    for relationship in forest.outgoing[table] where !forest.isDriver(relationship) {
      let child = forest.children[relationship]
      let columns = model.tables[child].columns
      for key in model.tables[child].uniqueKeys {
        let origins = Set(key.compactMap { columns.origin(of: $0) })
        guard origins.contains(relationship) else { continue }
        guard let driver = forest.drivers[child], origins.contains(driver) else { return Int.max }
        least = max(least, Self.partners * largestGroup(driver))
      }
    }
    return least
  }

  private func largestGroup(_ relationship: Int) -> Int {
    model.relationships[relationship].cardinality.map { Int(Cardinality.bounds(of: $0).upperBound) }
      ?? 0
  }
}
