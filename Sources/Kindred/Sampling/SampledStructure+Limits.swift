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
    let limits = RowLimits(of: table, driver: driver, model: model, forest: forest) {
      known($0, forest)
    }
    for parent in counts.indices where counts[parent] > limits.perParent {
      counts[parent] = Int32(clamping: limits.perParent)
    }
    let total = counts.reduce(0) { $0 + Int($1) }
    guard total > limits.total else { return }
    counts.adjust(
      toTotal: limits.total, within: 0...Int32.max,
      random: CounterRandom(
        seed: model.seed, stream: CounterRandom.stream("limit", model.tables[table].name)))
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
          most = RowLimits.product(most, Int(values) + 1)
        } else {
          earlier.append(column)
        }
      }
      for origin in later {
        most = RowLimits.product(most, max(1, rowCounts[forest.parents[origin]]))
      }
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
