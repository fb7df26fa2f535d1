import Foundation

/// A classifier of two classes whose log-odds are a weighted sum of the features: what can be seen
/// without combining any two of them.
///
/// Numbers enter as the mean of their bin, labels as one 0/1 variable each, all standardised over
/// the rows learned from; missing numbers count as the mean. Weights (not the constant) are
/// regularised with half their squares, scikit-learn's default.
public struct LogisticRegression: Sendable {
  private let bias: Double
  /// Per feature what each bin adds to the log-odds.
  private let contributions: [[Double]]

  /// Learns to tell the rows with a true label from the others.
  /// - Parameters:
  ///   - features: as many bins as there are labels in each.
  ///   - rows: the rows to learn from; nil for all.
  /// - Throws: `StatisticsError` when the features differ in length from the labels, a row does not
  ///   exist, or there are none.
  /// - Complexity: O(iterations × rows × features), however many labels there are.
  public init(_ features: [BinnedFeature], labels: [Bool], rows: [Int32]? = nil) throws {
    let rows = try TrainingRows.checked(rows, features, labels)
    let scales = features.map { StandardisedBins($0, rows: rows) }
    let starts = scales.reduce(into: [1]) { $0.append(($0.last ?? 1) + $1.weights) }
    let count = Double(rows.count)
    let solution = QuasiNewton(tolerance: 1e-3).minimum(
      from: [Double](repeating: 0, count: starts.last ?? 1)
    ) { weights, gradient in
      let tables = scales.indices.map { index in
        scales[index].contributions(weights[starts[index]..<starts[index + 1]])
      }
      let margins = Self.margins(features, tables, bias: weights[0], rows: rows)
      var (loss, residual) = (0.0, 0.0)
      var residuals = margins
      for (position, row) in rows.enumerated() {
        let margin = labels[Int(row)] ? margins[position] : -margins[position]
        let odds = exp(-abs(margin))
        loss += margin > 0 ? log1p(odds) : log1p(odds) - margin
        let wrong = margin > 0 ? odds / (1 + odds) : 1 / (1 + odds)
        residuals[position] = labels[Int(row)] ? -wrong : wrong
        residual += residuals[position]
      }
      gradient[0] = residual / count
      for (index, feature) in features.enumerated() {
        let sums = Self.sums(residuals, feature, rows)
        let slopes = scales[index].slopes(sums, total: residual)
        for (offset, slope) in slopes.enumerated() {
          let place = starts[index] + offset
          gradient[place] = (slope + weights[place]) / count
        }
      }
      let squares = weights.dropFirst().reduce(0) { $0 + $1 * $1 }
      return (loss + squares / 2) / count
    }
    bias = solution[0]
    contributions = scales.indices.map { index in
      scales[index].contributions(solution[starts[index]..<starts[index + 1]])
    }
  }

  /// The log-odds of a true label for the rows listed.
  /// - Parameter features: those that were learned from, in their order; rows of theirs only.
  /// - Throws: `StatisticsError` when the features differ in number or bins, or a row does not
  ///   exist.
  public func margins(_ features: [BinnedFeature], rows: [Int32]) throws -> [Double] {
    guard features.map(\.binCount) == contributions.map(\.count) else {
      throw StatisticsError("the features are not those that were learned from")
    }
    let count = features.map(\.bins.count).min() ?? .max
    guard rows.allSatisfy({ $0 >= 0 && Int($0) < count }) else {
      throw StatisticsError("a row to classify does not exist")
    }
    return Self.margins(features, contributions, bias: bias, rows: rows)
  }

  private static func margins(
    _ features: [BinnedFeature], _ tables: [[Double]], bias: Double, rows: [Int32]
  ) -> [Double] {
    var margins = [Double](repeating: bias, count: rows.count)
    margins.withUnsafeMutableBufferPointer { margins in
      rows.withUnsafeBufferPointer { rows in
        for (feature, table) in zip(features, tables) {
          feature.bins.withUnsafeBufferPointer { bins in
            table.withUnsafeBufferPointer { table in
              for position in 0..<rows.count {
                margins[position] += table[Int(bins[Int(rows[position])])]
              }
            }
          }
        }
      }
    }
    return margins
  }

  private static func sums(
    _ residuals: [Double], _ feature: BinnedFeature, _ rows: [Int32]
  ) -> [Double] {
    var sums = [Double](repeating: 0, count: feature.binCount)
    sums.withUnsafeMutableBufferPointer { sums in
      residuals.withUnsafeBufferPointer { residuals in
        rows.withUnsafeBufferPointer { rows in
          feature.bins.withUnsafeBufferPointer { bins in
            for position in 0..<rows.count {
              sums[Int(bins[Int(rows[position])])] += residuals[position]
            }
          }
        }
      }
    }
    return sums
  }
}

/// The bins of a feature as variables of mean 0 and variance 1: one for numbers, one for every
/// label.
private struct StandardisedBins {
  let weights: Int
  private let kind: BinnedFeature.Kind
  /// Numbers: the standardised value of every bin. Labels: the share of their rows.
  private let values: [Double]
  /// Labels: one over the standard deviation, 0 for a constant.
  private let factors: [Double]

  init(_ feature: BinnedFeature, rows: [Int32]) {
    kind = feature.kind
    var counts = [Double](repeating: 0, count: feature.binCount)
    for row in rows { counts[Int(feature.bins[Int(row)])] += 1 }
    let total = Double(rows.count)
    switch feature.kind {
    case .ordered:
      weights = 1
      factors = []
      let present = total - counts[0]
      var mean = 0.0
      for bin in counts.indices.dropFirst() where present > 0 {
        mean += counts[bin] * feature.centres[bin] / present
      }
      var variance = 0.0
      for bin in counts.indices.dropFirst() {
        let distance = feature.centres[bin] - mean
        variance += counts[bin] * distance * distance / total
      }
      let factor = variance > 0 && variance.isFinite ? 1 / variance.squareRoot() : 0
      values = counts.indices.map { $0 == 0 ? 0 : (feature.centres[$0] - mean) * factor }
    case .labels:
      weights = max(0, feature.binCount - 1)
      values = counts.map { $0 / total }
      factors = values.map { $0 > 0 && $0 < 1 ? 1 / ($0 * (1 - $0)).squareRoot() : 0 }
    }
  }

  /// What each bin adds to the log-odds.
  func contributions(_ weights: ArraySlice<Double>) -> [Double] {
    switch kind {
    case .ordered: return values.map { $0 * (weights.first ?? 0) }
    case .labels:
      var result = [0.0] + zip(weights, factors.dropFirst()).map { $0 * $1 }
      let constant = zip(result, values).reduce(0) { $0 + $1.0 * $1.1 }
      for bin in result.indices { result[bin] -= constant }
      return result
    }
  }

  /// The loss's derivatives by the weights.
  /// - Parameters:
  ///   - sums: residuals summed per bin.
  ///   - total: their sum.
  func slopes(_ sums: [Double], total: Double) -> [Double] {
    switch kind {
    case .ordered: [zip(sums, values).reduce(0) { $0 + $1.0 * $1.1 }]
    case .labels:
      sums.indices.dropFirst().map { (sums[$0] - values[$0] * total) * factors[$0] }
    }
  }
}
