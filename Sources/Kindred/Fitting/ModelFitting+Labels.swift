import KindredData
import KindredStatistics

// The order of labels that nothing declares.

extension ModelFitting {
  /// Orders labels, and the rows of reference tables, by what goes with them.
  mutating func orderLabels(_ learned: inout [[ColumnLearning.Learned]]) throws {
    let isOpen = metadata.tables.indices.map { table in
      !forest.references.contains(table)
        && (!forest.choices[table].isEmpty
          || learned[table].contains { ($0.model.labels?.count ?? 0) > 2 })
    }
    let rows = metadata.tables.indices.map { table in
      let count = isOpen[table] ? rowCount(table) : 0
      return stride(from: 0, to: count, by: 1 + count / LabelOrdering.mostRows).map { Int32($0) }
    }
    // To count children takes a pass over all of them.
    let counts = parallel.map(metadata.relationships.count) { relationship in
      let parents = rows[forest.parents[relationship]]
      guard !parents.isEmpty, countsTell(relationship) else { return [Int32]() }
      let counts = childCounts(relationship)
      return parents.map { counts[Int($0)] }
    }
    for table in metadata.tables.indices where isOpen[table] {
      try progress.checkpoint()
      let rows = rows[table]
      let ordering = LabelOrdering(features: features(of: table, at: rows, counts, learned))
      for position in learned[table].indices {
        guard case .categorical(let marginal, let labels) = learned[table][position].model.content,
          case .categorical(let codes) = marginal.content,
          let reading = learned[table][position].reading,
          !isOrdered(labels, metadata.tables[table].columns[position]),
          let order = ordering.order(
            of: reading.labelCodes(at: rows), count: labels.count, column: position)
        else { continue }
        learned[table][position].model.content = .categorical(
          Marginal.categorical(counts: codes.probabilities, order: order), labels: labels)
      }
      for relationship in forest.choices[table] {
        guard case .choice(let marginal) = relationships[relationship].finding,
          case .categorical(let codes) = marginal.content,
          let order = ordering.order(
            of: rows.map { parentRows[relationship][Int($0)] }, count: codes.probabilities.count,
            column: nil)
        else { continue }
        relationships[relationship].finding = .choice(
          Marginal.categorical(counts: codes.probabilities, order: order))
      }
    }
  }

  /// Whether labels have an order of their own: a declared one, or that of numbers.
  private func isOrdered(_ labels: [String], _ field: ColumnMetadata) -> Bool {
    field.order != nil || field.orderBy != nil || labels.allSatisfy { Double($0) != nil }
  }

  /// Whether rows differ in how many children they have.
  private func countsTell(_ relationship: Int) -> Bool {
    relationships[relationship].cardinality.map { $0.hermite.variance > 1e-6 } ?? false
  }

  /// What rows are like: their columns, their parents' and their numbers of children.
  /// - Parameter counts: per relationship those of the rows.
  private func features(
    of table: Int, at rows: [Int32], _ counts: [[Int32]], _ learned: [[ColumnLearning.Learned]]
  ) -> [LabelOrdering.Feature] {
    var features = LabelOrdering.features(learned[table], at: rows, isParent: false)
    for relationship in forest.incoming[table] where forest.parents[relationship] != table {
      let parents = rows.map { parentRows[relationship][Int($0)] }
      features += LabelOrdering.features(
        learned[forest.parents[relationship]], at: parents, isParent: true)
    }
    for relationship in forest.outgoing[table] {
      guard let marginal = relationships[relationship].cardinality, countsTell(relationship)
      else { continue }
      let scale = 1 / marginal.hermite.variance.squareRoot()
      features.append(
        LabelOrdering.Feature(
          column: nil,
          values: counts[relationship].map { scale * marginal.score(Double($0)) }))
    }
    return Array(features.prefix(2 * LabelOrdering.mostFeatures))
  }
}
