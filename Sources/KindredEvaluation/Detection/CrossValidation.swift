import KindredStatistics

/// How well classifiers tell two classes of equally many rows apart that they did not learn from:
/// five folds, each classified by what the other four teach.
struct CrossValidation: Sendable {
  static let folds = 5

  private let features: [BinnedFeature]
  private let labels: [Bool]
  /// Per fold its rows, ascending.
  private let rows: [[Int32]]

  /// What a classifier said of the rows of one fold.
  struct Fold: Sendable {
    var margins: [Double] = []
    var gains: [Double] = []
    var failure: String?
  }

  /// - Parameters:
  ///   - features: of the rows of the first class (true), then those of the second.
  ///   - count: rows of each class.
  init(_ features: [BinnedFeature], count: Int, table: String) {
    self.features = features
    labels = Array(repeating: true, count: count) + Array(repeating: false, count: count)
    var rows = [[Int32]](repeating: [], count: Self.folds)
    for (offset, side) in [(0, "real fold"), (count, "synthetic fold")] {
      let order = RowSample.permutation(count, table, side)
      for row in 0..<count {
        let fold = Int(truncatingIfNeeded: order(UInt64(row))) % Self.folds
        rows[fold].append(Int32(truncatingIfNeeded: offset + row))
      }
    }
    self.rows = rows
  }

  /// Both classifiers on all folds.
  /// - Complexity: O(trees × depth × rows × features).
  func run() -> (trees: [Fold], logistic: [Fold]) {
    // The trees take longer and come first.
    let results = parallelMap(2 * Self.folds) { task in
      self.fold(task % Self.folds, trees: task < Self.folds)
    }
    return (Array(results[..<Self.folds]), Array(results[Self.folds...]))
  }

  private func fold(_ fold: Int, trees: Bool) -> Fold {
    let training = rows.indices.filter { $0 != fold }.flatMap { rows[$0] }.sorted()
    do {
      if trees {
        let model = try BoostedTrees(features, labels: labels, rows: training)
        return Fold(margins: try model.margins(features, rows: rows[fold]), gains: model.gains)
      }
      let model = try LogisticRegression(features, labels: labels, rows: training)
      return Fold(margins: try model.margins(features, rows: rows[fold]))
    } catch {
      return Fold(failure: "\(error)")
    }
  }

  /// The scores over all folds; nil when any failed.
  func scores(_ results: [Fold]) -> ClassifierScores? {
    var (right, count) = (0, 0)
    var (area, variance) = (0.0, 0.0)
    for (fold, result) in results.enumerated() {
      guard result.failure == nil, result.margins.count == rows[fold].count else { return nil }
      var positives: [Double] = []
      var negatives: [Double] = []
      for (row, margin) in zip(rows[fold], result.margins) {
        let isReal = labels[Int(row)]
        if (margin > 0) == isReal { right += 1 }
        if isReal { positives.append(margin) } else { negatives.append(margin) }
      }
      count += rows[fold].count
      guard let curve = AreaUnderCurve(positives: positives, negatives: negatives) else {
        return nil
      }
      area += curve.value
      variance += curve.standardError * curve.standardError
    }
    guard count > 0 else { return nil }
    let accuracy = Double(right) / Double(count)
    let test = BinomialTest(right: right, of: count)
    let folds = Double(results.count)
    return ClassifierScores(
      accuracy: accuracy,
      accuracyStandardError: (accuracy * (1 - accuracy) / Double(count)).squareRoot(),
      auc: area / folds, aucStandardError: variance.squareRoot() / folds,
      pValue: test.atLeast, copyingPValue: test.atMost)
  }
}
