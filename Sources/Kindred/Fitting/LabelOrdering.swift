import KindredData
import KindredStatistics

/// Puts labels into the order in which they go with the rest of the row.
///
/// A categorical column has one latent, so what its labels can resemble depends on their order;
/// where nothing declares one, the best is that of the labels' means along the direction of the
/// row's other features in which labels differ most (as in correspondence analysis: M. Greenacre,
/// "Theory and Applications of Correspondence Analysis", 1984).
struct LabelOrdering {
  /// What a row is like, in one respect.
  struct Feature {
    /// The column it was made from, which it does not order; nil for those of parents.
    let column: Int?
    /// Mean 0 and variance 1; 0 where nothing is known.
    let values: [Double]
  }

  let features: [Feature]

  /// Rows that are looked at, and features: more would not change an order.
  static let mostRows = 20_000
  static let mostFeatures = 48
  /// Labels explain a direction of noise by their number over that of rows; an order is worth
  /// having when they explain several times as much.
  private static let leastOverNoise = 4.0
  private static let leastExplained = 0.02

  /// The codes of a column in their best order; nil when none is better than another.
  /// - Parameter codes: one per row that is looked at; negative without a label.
  func order(of codes: [Int32], count: Int, column: Int?) -> [Int]? {
    let used = features.filter { $0.column == nil || $0.column != column }
    guard count > 2, !used.isEmpty else { return nil }
    let width = used.count
    var sizes = [Double](repeating: 0, count: count)
    var means = [Double](repeating: 0, count: count * width)
    for (row, code) in codes.enumerated() where code >= 0 {
      sizes[Int(code)] += 1
      for (index, feature) in used.enumerated() {
        means[Int(code) * width + index] += feature.values[row]
      }
    }
    let rows = sizes.reduce(0, +)
    guard rows > Double(count) else { return nil }
    for code in 0..<count where sizes[code] > 0 {
      for index in 0..<width { means[code * width + index] /= sizes[code] }
    }
    var between = SymmetricMatrix(dimension: width)
    for first in 0..<width {
      for second in 0...first {
        between[first, second] =
          (0..<count).reduce(0.0) {
            $0 + sizes[$1] * means[$1 * width + first] * means[$1 * width + second]
          } / rows
      }
    }
    guard let (values, vectors) = between.eigenDecomposition(), let largest = values.last else {
      return nil
    }
    let direction = Array(vectors[(width - 1) * width..<width * width])
    let explained = largest / max(variance(along: direction, of: used, where: codes), 1e-12)
    let noise = Double(count - 1) / rows
    guard explained >= max(Self.leastExplained, Self.leastOverNoise * noise) else { return nil }
    let places = (0..<count).map { code in
      (0..<width).reduce(0.0) { $0 + direction[$1] * means[code * width + $1] }
    }
    // The sign of an eigenvector is arbitrary: the alphabet decides.
    let tendency = (0..<count).reduce(0.0) { $0 + places[$1] * (Double($1) - Double(count) / 2) }
    let sign = tendency < 0 ? -1.0 : 1.0
    return (0..<count).sorted { (sign * places[$0], $0) < (sign * places[$1], $1) }
  }

  private func variance(
    along direction: [Double], of features: [Feature], where codes: [Int32]
  ) -> Double {
    var sum = 0.0
    var rows = 0.0
    for (row, code) in codes.enumerated() where code >= 0 {
      let value = zip(direction, features).reduce(0.0) { $0 + $1.0 * $1.1.values[row] }
      sum += value * value
      rows += 1
    }
    return rows > 0 ? sum / rows : 0
  }
}

extension LabelOrdering {
  /// Features from the columns of a table.
  /// - Parameters:
  ///   - rows: the rows that are looked at; negative ones have no values.
  ///   - isParent: whether the columns are those of a parent, of which only numbers are used.
  static func features(
    _ learned: [ColumnLearning.Learned], at rows: [Int32], isParent: Bool
  ) -> [Feature] {
    var features: [Feature] = []
    for (column, learned) in learned.enumerated() {
      guard let marginal = learned.model.marginal, let reading = learned.reading else { continue }
      let values = reading.values(at: rows)
      let owner = isParent ? nil : column
      if case .categorical(let codes) = marginal.content {
        guard !isParent else { continue }
        let shares = codes.probabilities
        let common = shares.indices.filter { shares[$0] >= 0.02 && shares[$0] <= 0.98 }.prefix(12)
        let scale = 1 / Double(max(1, common.count)).squareRoot()
        for label in common {
          let indicator = values.map {
            $0.isNaN ? 0 : ($0 == Double(label) ? 1 : 0) - shares[label]
          }
          let deviation = (shares[label] * (1 - shares[label])).squareRoot()
          features.append(
            Feature(column: owner, values: indicator.map { scale * $0 / deviation }))
        }
      } else {
        let deviation = marginal.hermite.variance.squareRoot()
        guard deviation > 1e-6 else { continue }
        let scores = [Double](unsafeUninitializedCapacity: values.count) { buffer, initialized in
          if let target = buffer.baseAddress {
            values.withUnsafeBufferPointer { marginal.scores(of: $0, into: target) }
          }
          initialized = values.count
        }
        features.append(
          Feature(
            column: owner,
            values: zip(values, scores).map { $0.isNaN || !$1.isFinite ? 0 : $1 / deviation }))
      }
      if features.count >= mostFeatures { break }
    }
    return Array(features.prefix(mostFeatures))
  }
}
