import Foundation

/// A classifier of two classes: a sum of small trees, each grown on what the ones before it got
/// wrong (gradient boosting with logistic loss and second derivatives).
///
/// T. Chen and C. Guestrin, "XGBoost: A Scalable Tree Boosting System" (2016). The trees are those
/// of XGBoost's `hist` method up to where bins begin.
public struct BoostedTrees: Sendable {
  /// What the splits on each feature have won altogether (twice the loss saved).
  public let gains: [Double]
  private let bias: Double
  private let trees: [BoostedTree]

  /// Learns to tell the rows with a true label from the others.
  /// - Parameters:
  ///   - features: as many bins as there are labels in each.
  ///   - labels: the class of every row.
  ///   - rows: the rows to learn from; nil for all.
  /// - Throws: `StatisticsError` when the features differ in length from the labels, a row does not
  ///   exist, or there are none.
  /// - Complexity: O(trees × depth × rows × features).
  public init(
    _ features: [BinnedFeature], labels: [Bool], rows: [Int32]? = nil,
    options: BoostingOptions = BoostingOptions()
  ) throws {
    let rows = try TrainingRows.checked(rows, features, labels)
    var growth = BoostingGrowth(features, rows: rows, options)
    let positives = rows.count { labels[Int($0)] }
    // With one class alone the log-odds would be infinite.
    let share = (Double(positives) + 1e-6) / (Double(rows.count) + 2e-6)
    bias = log(share / (1 - share))
    var margins = [Double](repeating: bias, count: labels.count)
    var gradients = [Double](repeating: 0, count: 2 * labels.count)
    var trees: [BoostedTree] = []
    for _ in 0..<max(0, options.trees) {
      Self.differentiate(labels, margins, rows, into: &gradients)
      let tree = margins.withUnsafeMutableBufferPointer { margins in
        growth.tree(gradients) { rows, value in
          for row in rows { margins[Int(row)] += value }
        }
      }
      trees.append(tree)
    }
    self.trees = trees
    gains = growth.gains
  }

  /// The log-odds of a true label for the rows listed.
  /// - Parameter features: those that were learned from, in their order; rows of theirs only.
  /// - Throws: `StatisticsError` when the features differ in number or a row does not exist.
  /// - Complexity: O(trees × depth × rows).
  public func margins(_ features: [BinnedFeature], rows: [Int32]) throws -> [Double] {
    guard features.count == gains.count else {
      throw StatisticsError(
        "\(features.count) features where the trees were grown on \(gains.count)")
    }
    let count = features.map(\.bins.count).min() ?? .max
    guard rows.allSatisfy({ $0 >= 0 && Int($0) < count }) else {
      throw StatisticsError("a row to classify does not exist")
    }
    var margins = [Double](repeating: bias, count: rows.count)
    let bins = RowBins(features, rows: rows)
    for tree in trees { tree.add(bins, to: &margins) }
    return margins
  }

  /// Derivatives of the logistic loss by the log-odds.
  private static func differentiate(
    _ labels: [Bool], _ margins: [Double], _ rows: [Int32], into gradients: inout [Double]
  ) {
    gradients.withUnsafeMutableBufferPointer { gradients in
      labels.withUnsafeBufferPointer { labels in
        margins.withUnsafeBufferPointer { margins in
          for row in rows {
            let index = Int(row)
            let probability = 1 / (1 + exp(-margins[index]))
            gradients[2 * index] = probability - (labels[index] ? 1 : 0)
            gradients[2 * index + 1] = max(probability * (1 - probability), 1e-16)
          }
        }
      }
    }
  }
}

/// The rows a classifier learns from.
enum TrainingRows {
  /// The rows, or all of them; none occurs twice among all.
  /// - Throws: `StatisticsError` when lengths differ, a row does not exist, or there are none.
  static func checked(
    _ rows: [Int32]?, _ features: [BinnedFeature], _ labels: [Bool]
  ) throws -> [Int32] {
    guard labels.count <= Int(Int32.max) else {
      throw StatisticsError("more than \(Int32.max) rows to learn from")
    }
    for feature in features where feature.bins.count != labels.count {
      throw StatisticsError(
        "a feature has \(feature.bins.count) rows where there are \(labels.count) labels")
    }
    let rows = rows ?? labels.indices.map { Int32(truncatingIfNeeded: $0) }
    guard !rows.isEmpty else { throw StatisticsError("no rows to learn from") }
    guard rows.allSatisfy({ $0 >= 0 && Int($0) < labels.count }) else {
      throw StatisticsError("a row to learn from does not exist")
    }
    return rows
  }
}
