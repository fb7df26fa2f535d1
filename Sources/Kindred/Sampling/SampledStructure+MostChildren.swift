import KindredData
import KindredStatistics

// Limits that a request sets on numbers of children.

extension SampledStructure {
  /// The numbers of children that parents may get.
  func bounds(of relationship: Int, _ marginal: Marginal) -> ClosedRange<Int32> {
    let learned = Cardinality.bounds(of: marginal)
    guard let most = mostChildren[relationship] else { return learned }
    return min(learned.lowerBound, most)...min(learned.upperBound, most)
  }

  /// - Throws: `KindredError` of kind `argument` when there are too few parents for a limit.
  func checkMostChildren(_ model: FittedModel, _ forest: SchemaForest) throws {
    for (relationship, most) in mostChildren.sorted(by: { $0.key < $1.key }) {
      let count = rowCounts[forest.parents[relationship]]
      guard given[forest.children[relationship]] == nil, count > 0 else { continue }
      var children = [Int32](repeating: 0, count: count)
      for parent in parents[relationship] where parent >= 0 { children[Int(parent)] += 1 }
      guard let largest = children.max(), largest > most else { continue }
      let schema = model.metadata.relationships[relationship]
      let linked = parents[relationship].count { $0 >= 0 }
      throw KindredError(
        .argument,
        "No parent may have more than \(most) children, but \(linked) rows need a parent among "
          + "\(count)", table: schema.childTable, column: schema.childKey.first,
        value: schema.foreignKeyText,
        remedy: "Allow more children, or ask for more rows of \(schema.parentTable).")
    }
  }
}
