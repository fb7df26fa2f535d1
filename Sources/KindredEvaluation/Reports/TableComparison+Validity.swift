import KindredData

extension TableComparison {
  /// A row per column and metric that applies to it, the composite keys first.
  func validityScores() -> [ColumnScore] {
    let key = metadata.primaryKey
    let all = [key] + metadata.alternateKeys
    let keys = Set(all.filter { $0.count == 1 }.joined())
    let composite = all.filter { $0.count > 1 }.map(uniqueness)
    let contents = Dictionary(columns.map { ($0.name, $0) }) { first, _ in first }
    let columns = metadata.columns
    return composite
      + parallelMap(columns.count) { index -> [ColumnScore] in
        let column = columns[index]
        if let scored = contents[column.name] {
          return self.scores(of: scored, column)
        }
        return (keys.contains(column.name) ? [self.uniqueness(of: [column.name])] : [])
          + self.spelling(of: column)
      }.joined()
  }

  private func scores(of column: ScoredColumn, _ metadata: ColumnMetadata) -> [ColumnScore] {
    // The column that orders a sequence goes on where the real one ends.
    if column.isContinuous, self.metadata.sequenceIndex == column.name { return [] }
    var row = ColumnScore(
      table: name, columns: [column.name],
      metric: column.isContinuous ? .boundaryAdherence : .categoryAdherence)
    switch column.content {
    case .numbers(let real, let synthetic):
      row.score = Adherence.toBounds(of: real, synthetic)
    case .categories(let pair):
      row.score = Adherence.toLabels(of: pair)
    case .failed(let reason):
      row.error = reason
    }
    guard metadata.sdtype == .datetime, metadata.datetimeFormat != nil else { return [row] }
    var format = row
    format.metric = .datetimeFormatAdherence
    format.score = nil
    return [row, format]
  }

  private func uniqueness(of key: [String]) -> ColumnScore {
    var row = ColumnScore(table: name, columns: key, metric: .keyUniqueness)
    let relationship = Relationship(
      parentTable: name, parentKey: key, childTable: name, childKey: key)
    do {
      let groups = try KeyGroups(relationship, parent: synthetic, child: synthetic)
      let columns = key.compactMap { synthetic[column: $0] }
      let first = groups.parents.indices.count { row in
        Int(groups.parents[row]) == row && columns.contains { $0.isValid(row) }
      }
      if synthetic.rowCount > 0 { row.score = Double(first) / Double(synthetic.rowCount) }
    } catch {
      row.error = "A key column is missing from the synthetic data."
    }
    return row
  }

  /// None for columns without a regular expression.
  private func spelling(of column: ColumnMetadata) -> [ColumnScore] {
    guard column.sdtype == .id, let pattern = column.regexFormat else { return [] }
    var row = ColumnScore(table: name, columns: [column.name], metric: .regexFormatAdherence)
    guard let first = real[column: column.name], let second = synthetic[column: column.name] else {
      row.error = "The column is missing."
      return [row]
    }
    do {
      row.score = try RegexAdherence.share(of: second, pattern, real: first)
    } catch {
      row.error = "The regular expression cannot be read: \(error)"
    }
    return [row]
  }

  /// The columns that both tables have with the same type, as a share of all columns.
  func structureScore() -> TableScore {
    let first = Set(real.columns.map { [$0.name, $0.storageName] })
    let second = Set(synthetic.columns.map { [$0.name, $0.storageName] })
    let all = first.union(second).count
    return TableScore(
      table: name, metric: .tableStructure,
      score: all > 0 ? Double(first.intersection(second).count) / Double(all) : nil)
  }
}

extension Column {
  /// The type that pandas would hold the values in, which is what SDMetrics compares: integers and
  /// booleans with nulls become other types there.
  fileprivate var storageName: String {
    let isComplete = nullCount == 0
    return switch values {
    case .integers: isComplete ? "int64" : "float64"
    case .decimals: "float64"
    case .booleans: isComplete ? "bool" : "object"
    case .timestamps: "datetime64[ns]"
    case .strings: "object"
    }
  }
}

extension RelationshipComparison {
  func validityScores() -> [RelationshipScore] {
    let integrity = Adherence.referentialIntegrity(self)
    let cardinality = Adherence.cardinality(real.cardinalities, synthetic.cardinalities)
    return [
      RelationshipScore(
        relationship: relationship, metric: .referentialIntegrity, score: integrity,
        error: integrity == nil ? "The synthetic data have no foreign keys." : nil),
      RelationshipScore(
        relationship: relationship, metric: .cardinalityBoundaryAdherence, score: cardinality,
        error: cardinality == nil ? "The synthetic data have no parent rows." : nil),
    ]
  }
}
