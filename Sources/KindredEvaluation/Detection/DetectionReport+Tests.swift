import KindredStatistics

extension DetectionReport {
  /// Trains classifiers on every table, and on every parent table with its children.
  ///
  /// Both sides count with as many rows, drawn at random from the larger one.
  /// - Parameter rows: at most so many rows of each side; nil for all.
  /// - Complexity: O(trees × depth × rows × columns).
  public init(_ comparison: DatasetComparison, rows: Int? = nil) {
    var tables: [DetectionTest] = []
    var parents: [DetectionTest] = []
    for table in comparison.tables {
      let children = comparison.relationships.filter { $0.parent.name == table.name }
      guard !table.columns.isEmpty || !children.isEmpty else { continue }
      let sample = DetectionRows(table, limit: rows)
      let own = sample.count < DetectionTest.leastRows ? [] : table.detectionFeatures(sample)
      if !table.columns.isEmpty {
        tables.append(DetectionTest(table, own, sample, isAggregated: false))
      }
      if !children.isEmpty {
        let added =
          sample.count < DetectionTest.leastRows
          ? [] : children.flatMap { $0.detectionFeatures(sample) }
        parents.append(DetectionTest(table, own + added, sample, isAggregated: true))
      }
    }
    self.init(tables: tables, parents: parents)
  }
}

extension DetectionTest {
  /// Two rows of each side in every fold.
  static let leastRows = 2 * CrossValidation.folds

  fileprivate init(
    _ table: TableComparison, _ features: [DetectionFeature], _ rows: DetectionRows,
    isAggregated: Bool
  ) {
    self.init(
      table: table.name, isAggregated: isAggregated, rowsPerSide: rows.count, giveaways: [])
    guard rows.count >= Self.leastRows else {
      error = "A side has \(rows.count) rows, fewer than \(Self.leastRows)."
      return
    }
    let validation = CrossValidation(
      features.flatMap(\.features), count: rows.count, table: table.name)
    let results = validation.run()
    if let failure = (results.trees + results.logistic).compactMap(\.failure).first {
      error = "The classifier failed: \(failure)."
      return
    }
    trees = validation.scores(results.trees)
    logistic = validation.scores(results.logistic)
    giveaways = Self.giveaways(features, results.trees)
  }

  /// What the splits of all folds gained, by origin.
  private static func giveaways(
    _ features: [DetectionFeature], _ folds: [CrossValidation.Fold]
  ) -> [Giveaway] {
    var gains: [Double] = []
    var index = 0
    for feature in features {
      let range = index..<index + feature.features.count
      gains.append(folds.reduce(0) { $0 + $1.gains[range].reduce(0, +) })
      index = range.upperBound
    }
    let total = gains.reduce(0, +)
    guard total > 0 else { return [] }
    let ordered = gains.indices.filter { gains[$0] > 0 }
      .sorted { (gains[$1], $0) < (gains[$0], $1) }
    return ordered.map { place in
      var origin = features[place].origin
      origin.share = gains[place] / total
      return origin
    }
  }
}
