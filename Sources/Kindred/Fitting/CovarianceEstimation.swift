import KindredStatistics

/// Turns sums of products of scores into covariances of latents (Hermite inversion).
struct CovarianceEstimation {
  /// Score functions of the dimensions; an effect has that of the column it is the effect on.
  let hermite: [HermiteScore]
  let weighted: [Int]
  private let weightColumn: [Int]

  init(hermite: [HermiteScore], weighted: [Int]) {
    self.hermite = hermite
    self.weighted = weighted
    var weightColumn = [Int](repeating: hermite.count + weighted.count, count: hermite.count)
    for (index, dimension) in weighted.enumerated() {
      weightColumn[dimension] = hermite.count + index
    }
    self.weightColumn = weightColumn
  }

  /// Covariance of two dimensions' scores over the rows (or pairs) in which both have a weight;
  /// nil when there are none.
  func scoreCovariance(_ first: Int, _ second: Int, in sums: SymmetricMatrix) -> Double? {
    let weight = sums[weightColumn[first], weightColumn[second]]
    guard weight > 1e-9 else { return nil }
    let product = sums[first, second] / weight
    let firstMean = sums[first, weightColumn[second]] / weight
    let secondMean = sums[second, weightColumn[first]] / weight
    return product - firstMean * secondMean
  }

  /// Latent covariances within a row, ones on the diagonal.
  func total(_ sums: SymmetricMatrix, selected: SelectedSpread) -> SymmetricMatrix {
    var result = SymmetricMatrix(identity: hermite.count)
    for first in hermite.indices {
      for second in 0..<first {
        result[first, second] =
          scoreCovariance(first, second, in: sums).map {
            latentCorrelation(
              covariance: $0 * spread(first, second, selected), hermite[first], hermite[second])
          } ?? 0
      }
    }
    return result
  }

  /// What a covariance gains where only one of the dimensions has weights.
  private func spread(_ first: Int, _ second: Int, _ selected: SelectedSpread) -> Double {
    switch (weightColumn[first] - hermite.count, weightColumn[second] - hermite.count) {
    case (weighted.indices, weighted.count):
      selected.ratio(of: second, selected: weightColumn[first] - hermite.count)
    case (weighted.count, weighted.indices):
      selected.ratio(of: first, selected: weightColumn[second] - hermite.count)
    default: 1
    }
  }

  /// Latent covariances of different rows of one group; nil when no group has two rows.
  ///
  /// Products of siblings are compared with the squares of the same rows, not with those of all
  /// rows: where siblings are nearly alike (times within one session), their small differences
  /// would drown in the difference between the two kinds of rows.
  func between(_ sums: SymmetricMatrix, paired: SymmetricMatrix) -> SymmetricMatrix? {
    let scales = hermite.indices.map { dimension -> Double in
      guard let variance = scoreCovariance(dimension, dimension, in: paired), variance > 1e-12
      else { return 1 }
      return (hermite[dimension].variance / variance).squareRoot()
    }
    var result = SymmetricMatrix(dimension: hermite.count)
    var found = false
    for first in hermite.indices {
      for second in 0...first {
        guard let covariance = scoreCovariance(first, second, in: sums) else { continue }
        found = true
        result[first, second] = latentCorrelation(
          covariance: covariance * scales[first] * scales[second], hermite[first], hermite[second])
      }
    }
    return found ? result : nil
  }
}

/// How the parents of child rows differ from parents as such: those with many children count more
/// often, so their latent cardinality is not standard normal any more.
struct CardinalityTilt {
  /// Variance of the cardinality's score, parents weighted.
  private(set) var scoreVariance = 0.0
  /// Variance of the latent cardinality, parents weighted; 1 without a tilt.
  private(set) var latentVariance = 1.0

  /// - Parameters:
  ///   - frequencies: how many parents have how many children.
  ///   - weight: the weight of a parent with so many children.
  init(
    _ frequencies: [(number: Int32, count: Int)], marginal: Marginal, weight: (Int) -> Double
  ) {
    var total = 0.0
    var mean = 0.0
    var square = 0.0
    var spread = 0.0
    for (number, frequency) in frequencies {
      let count = Int(number)
      let weight = Double(frequency) * weight(count)
      let score = marginal.score(Double(count))
      total += weight
      mean += weight * score
      square += weight * score * score
      spread += weight * Self.cellVariance(count, marginal)
    }
    guard total > 0 else { return }
    mean /= total
    scoreVariance = max(0, square / total - mean * mean)
    latentVariance = scoreVariance + spread / total
  }

  /// Variance of a standard normal in the cell of a count.
  private static func cellVariance(_ count: Int, _ marginal: Marginal) -> Double {
    let below = marginal.cdfBelow(Double(count))
    let above = marginal.cdf(Double(count))
    let mass = above - below
    guard mass > 1e-12 else { return 0 }
    let lower = Normal.quantile(below)
    let upper = Normal.quantile(above)
    let lowerTerm = lower.isFinite ? lower * Normal.density(lower) : 0
    let upperTerm = upper.isFinite ? upper * Normal.density(upper) : 0
    let mean = Normal.meanBetween(lower, upper)
    return max(0, 1 + (lowerTerm - upperTerm) / mass - mean * mean)
  }
}
