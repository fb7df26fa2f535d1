import KindredStatistics

// The joint distribution of a table's latents.

extension ModelFitting {
  /// With so many siblings, what they say counts as much as the assumption that they are alike: the
  /// error of a correlation between as many pairs is a tenth.
  private static let fewSiblings = 100.0

  /// The table with its covariances; what it says about its driving parent is kept for that.
  mutating func latentModel(
    _ table: TableModel, of index: Int, scores: [HermiteScore], moments: TableMoments,
    driver: Int?
  ) -> TableModel {
    let estimation = CovarianceEstimation(hermite: scores, weighted: moments.weighted)
    var total = estimation.total(moments.rows, selected: moments.selected)
    for relationship in forest.outgoing[index] {
      untilt(&total, table.dimensions, relationship, estimation, moments.rows)
    }
    let variances = (0..<total.dimension).map { total[$0, $0] }
    // No correlation exceeds 1. One that does, of an effect that hardly varies, would be repaired
    // at the cost of all others.
    total.clipCovariances(to: variances)
    total = total.repaired(diagonal: variances)

    var result = table
    result.total = LatentFactor(total)
    result.within = result.total
    guard let driver else { return result }

    guard var shared = estimation.between(moments.siblings, paired: moments.paired) else {
      // Never two children: nothing tells what is the group's and what is the row's own.
      between[driver] = total
      effects[driver] = moments.effects
      result.within = LatentFactor(SymmetricMatrix(dimension: total.dimension))
      return result
    }
    // A handful of siblings says next to nothing about how alike they are, and may say it of rows
    // that are unlike all others; what they say grows with their number.
    let siblings = Double(moments.effects?.counts.reduce(0) { $0 + Int(max(0, $1 - 1)) } ?? 0)
    let trust = siblings * siblings / (siblings * siblings + Self.fewSiblings * Self.fewSiblings)
    for first in 0..<total.dimension {
      for second in 0...first {
        shared[first, second] = trust * shared[first, second] + (1 - trust) * total[first, second]
      }
    }
    let sharedVariances = (0..<total.dimension).map {
      min(max(shared[$0, $0], 0), variances[$0])
    }
    for first in 0..<total.dimension { shared[first, first] = sharedVariances[first] }
    shared.clipCovariances(to: sharedVariances)
    shared = shared.repaired(diagonal: sharedVariances)
    var within = SymmetricMatrix(dimension: total.dimension)
    for first in 0..<total.dimension {
      for second in 0...first {
        within[first, second] = total[first, second] - shared[first, second]
      }
    }
    within = within.repaired(
      diagonal: zip(variances, sharedVariances).map { max($0 - $1, 0) })
    result.within = LatentFactor(within)
    between[driver] = shared
    effects[driver] = moments.effects
    let dimension = max(1, sharedVariances.count)
    effects[driver]?.resemblance = sharedVariances.reduce(0, +) / Double(dimension)
    return result
  }

  /// Replaces what group means say about effects by what holds for parents as such: group means
  /// carry the noise of their rows, and parents with many children were counted more than once.
  private func untilt(
    _ total: inout SymmetricMatrix, _ dimensions: [Dimension], _ relationship: Int,
    _ estimation: CovarianceEstimation, _ sums: SymmetricMatrix
  ) {
    guard let shared = between[relationship], let groups = effects[relationship],
      let marginal = relationships[relationship].cardinality,
      let cardinality = dimensions.firstIndex(of: .cardinality(relationship: relationship))
    else { return }
    let first = cardinality + 1
    let count = shared.dimension
    let frequencies = groups.counts.frequencies()
    let own = CardinalityTilt(frequencies, marginal: marginal) {
      groups.precision(ofWeight: Double($0))
    }
    let bySize = CardinalityTilt(frequencies, marginal: marginal) { Double($0) }

    // How strongly the cardinality and each effect go together; a slope does not depend on weights.
    let slopes = (0..<count).map { dimension -> Double in
      guard own.scoreVariance > 1e-9,
        let covariance = estimation.scoreCovariance(cardinality, first + dimension, in: sums)
      else { return 0 }
      let slope = latentCorrelation(
        covariance: covariance / own.scoreVariance, .identity,
        estimation.hermite[first + dimension])
      let bound = max(shared[dimension, dimension], 0).squareRoot()
      return min(max(slope, -bound), bound)
    }
    for dimension in 0..<count {
      for other in 0..<total.dimension where other < first || other >= first + count {
        guard other != cardinality else { continue }
        total[first + dimension, other] -=
          total[cardinality, other] * slopes[dimension] * (own.latentVariance - 1)
      }
      total[first + dimension, cardinality] = slopes[dimension]
      for other in 0...dimension {
        var value =
          shared[dimension, other]
          - slopes[dimension] * slopes[other] * (bySize.latentVariance - 1)
        if other == dimension { value = max(value, 0) }
        total[first + dimension, first + other] = value
      }
    }
  }
}

extension SymmetricMatrix {
  /// Limits every covariance to the product of the standard deviations.
  fileprivate mutating func clipCovariances(to variances: [Double]) {
    for first in 0..<dimension {
      for second in 0..<first {
        let bound = (variances[first] * variances[second]).squareRoot()
        self[first, second] = min(max(self[first, second], -bound), bound)
      }
    }
  }
}
