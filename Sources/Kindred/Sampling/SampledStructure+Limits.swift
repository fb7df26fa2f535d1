import KindredData
import KindredStatistics

// What keeps keys unique while rows are drawn and linked.

extension SampledStructure {
  /// Lowers numbers of children where more rows would have to repeat a key, or have no parent.
  /// - Parameters:
  ///   - counts: rows of the table per row of its driving parent; a single number for roots.
  ///   - driver: the driving relationship; nil for roots.
  func limit(
    _ counts: inout [Int32], of table: Int, _ driver: Int?, _ model: FittedModel,
    _ forest: SchemaForest
  ) {
    let learned = model.tables[table]
    let schema = model.metadata.tables[table]
    var most = Int(Int32.max)
    for relationship in forest.incoming[table] + forest.choices[table]
    where relationship != driver && forest.parents[relationship] != table {
      if known(relationship, forest) == 0, model.relationships[relationship].nullShare == 0 {
        most = 0
      }
    }
    for key in learned.uniqueKeys {
      let names = key.map { learned.columns[$0].name }
      // Keys that are not declared give way to the number of rows.
      guard
        ([schema.primaryKey] + schema.alternateKeys).contains(where: { Set($0) == Set(names) })
      else { continue }
      let origins = Set(key.compactMap { learned.columns.origin(of: $0) })
      var product = 1
      for relationship in origins.sorted() where relationship != driver {
        let isOptional = model.relationships[relationship].nullShare > 0
        let parents = isOptional ? nil : known(relationship, forest)
        product = Self.product(product, parents ?? Int(Int32.max))
      }
      for column in key where learned.columns.origin(of: column) == nil {
        product = Self.product(product, learned.columns[column].distinctValues)
      }
      if let driver, origins.contains(driver) {
        let limit = Int32(clamping: product)
        for parent in counts.indices where counts[parent] > limit { counts[parent] = limit }
      } else {
        most = min(most, product)
      }
    }
    let total = counts.reduce(0) { $0 + Int($1) }
    guard total > most else { return }
    counts.adjust(
      toTotal: most, within: 0...Int32.max,
      random: CounterRandom(seed: model.seed, stream: CounterRandom.stream("limit", schema.name)))
  }

  private static func product(_ first: Int, _ second: Int) -> Int {
    let (product, isTooLarge) = first.multipliedReportingOverflow(by: second)
    return isTooLarge ? Int.max : product
  }

  /// Parents there are; nil where they are not drawn, or not yet.
  private func known(_ relationship: Int, _ forest: SchemaForest) -> Int? {
    let parent = forest.parents[relationship]
    return rows[parent]?.count ?? (forest.references.contains(parent) ? rowCounts[parent] : nil)
  }

  /// The pairs that a relationship must not let meet twice, or too often for those that come after.
  /// - Parameter known: the relationships whose parents the rows have already.
  func rules(
    _ relationship: Int, known: [Int], model: FittedModel, forest: SchemaForest
  ) -> [PairExchange.Rule] {
    let table = forest.children[relationship]
    let parent = forest.parents[relationship]
    let columns = model.tables[table].columns
    guard parent != table else { return [] }
    var rules: [PairExchange.Rule] = []
    for key in model.tables[table].uniqueKeys {
      let copies = columns.copies(of: relationship).map(\.column)
      let own = key.filter(copies.contains)
      guard !own.isEmpty else { continue }
      var earlier: [Int] = []
      var most = 1
      var later: Set<Int> = []
      for column in key where !own.contains(column) {
        if let origin = columns.origin(of: column), !known.contains(origin) {
          later.insert(origin)
        } else if model.isExchangeable(column, in: table) {
          let values = keyColumns[KeyPlace(table: table, column: column)]?.valueCodes().max() ?? 0
          most = Self.product(most, Int(values) + 1)
        } else {
          earlier.append(column)
        }
      }
      for origin in later { most = Self.product(most, max(1, rowCounts[forest.parents[origin]])) }
      guard most < rowCounts[table] else { continue }
      // What is told apart is the parent, unless its key has parts that are not in this one.
      let parts = columns.copies(of: relationship)
      let shared = columns.boundParts(of: relationship, model.metadata).map {
        model.metadata.relationships[relationship].childKey[$0]
      }
      let isWhole =
        parts.allSatisfy { own.contains($0.column) }
        && Set(shared).isSubset(of: key.map { columns[$0].name })
      var codes: [Int32]?
      if !isWhole {
        let keys = parts.filter { own.contains($0.column) }.compactMap {
          model.referenced(by: relationship, part: $0.part)?.column
        }
        codes = trace(keys, of: parent, model)
      }
      rules.append(
        PairExchange.Rule(
          partners: trace(earlier, of: table, model), codes: codes, most: Int32(clamping: most)))
    }
    return rules
  }
}

extension ColumnModel {
  /// How many values a column can have; as good as endless unless it has labels.
  fileprivate var distinctValues: Int {
    switch content {
    case .categorical(_, let labels): labels.count
    case .boolean: 2
    case .kept(let column): column.count
    default: Int(Int32.max)
    }
  }
}
