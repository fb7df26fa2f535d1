import KindredStatistics

/// A normal distribution of which some coordinates are known to lie between bounds.
struct ConditionalNormal {
  private let covariance: SymmetricMatrix

  /// Added to the variances of known coordinates: some nearly determine each other.
  private static let ridge = 0.01

  init(factor: LatentFactor) {
    var covariance = SymmetricMatrix(dimension: factor.dimension)
    let full = factor.full
    for row in 0..<factor.dimension {
      for column in 0...row {
        covariance[row, column] = (0...column).reduce(0.0) {
          $0 + full[row * factor.dimension + $1] * full[column * factor.dimension + $1]
        }
      }
    }
    self.covariance = covariance
  }

  /// The distribution when these coordinates are known.
  /// - Complexity: O(d³).
  func given(_ known: [Int]) -> Given {
    let open = (0..<covariance.dimension).filter { !known.contains($0) }
    var inner = SymmetricMatrix(dimension: known.count)
    for row in known.indices {
      for column in 0...row { inner[row, column] = covariance[known[row], known[column]] }
      inner[row, row] += Self.ridge
    }
    let lower = inner.choleskyFactor()
    let precision = known.indices.map { place in
      Self.solved(lower, known.indices.map { $0 == place ? 1 : 0 })
    }
    let regression = open.map { place in
      Self.solved(lower, known.map { covariance[place, $0] })
    }
    var rest = SymmetricMatrix(dimension: open.count)
    for row in open.indices {
      for column in 0...row {
        rest[row, column] =
          covariance[open[row], open[column]]
          - zip(regression[row], known).reduce(0) { $0 + $1.0 * covariance[$1.1, open[column]] }
      }
    }
    return Given(
      known: known, open: open, precision: precision, regression: regression,
      noise: rest.choleskyFactor())
  }

  /// x with L Lᵀ x = b; rows of L without a diagonal give 0.
  private static func solved(_ lower: [Double], _ right: [Double]) -> [Double] {
    let count = right.count
    var result = right
    for row in 0..<count {
      for column in 0..<row { result[row] -= lower[row * count + column] * result[column] }
      let diagonal = lower[row * count + row]
      result[row] = diagonal > 1e-9 ? result[row] / diagonal : 0
    }
    for row in (0..<count).reversed() {
      for below in row + 1..<count { result[row] -= lower[below * count + row] * result[below] }
      let diagonal = lower[row * count + row]
      result[row] = diagonal > 1e-9 ? result[row] / diagonal : 0
    }
    return result
  }
}

extension ConditionalNormal {
  /// Coordinates that are known, and the regression of all others on them.
  struct Given {
    fileprivate let known: [Int]
    fileprivate let open: [Int]
    /// The inverse covariance of the known coordinates, row by row.
    fileprivate let precision: [[Double]]
    /// Coefficients of the known coordinates, a row per open one.
    fileprivate let regression: [[Double]]
    /// The factor of what the regression leaves open.
    fileprivate let noise: [Double]

    /// A value that stands for a range of probabilities leaves its latent open within the range, and
    /// latents go together: Gibbs sampling of truncated normals (J. Geweke, "Efficient simulation
    /// from the multivariate normal distribution subject to linear constraints", 1991).
    private static let sweeps = 12

    /// All coordinates of one row.
    /// - Parameter bounds: probabilities of the known coordinates.
    /// - Complexity: O(d²).
    func draw(
      within bounds: [ClosedRange<Double>], row: UInt64, random: CounterRandom
    ) -> [Double] {
      let edges = bounds.map { bound in
        (
          Normal.quantile(min(max(bound.lowerBound, 1e-9), 1 - 1e-9)),
          Normal.quantile(min(max(bound.upperBound, 1e-9), 1 - 1e-9))
        )
      }
      var values = edges.map { ($0.0 + $0.1) / 2 }
      let wide = edges.indices.filter { edges[$0].1 - edges[$0].0 > 1e-6 }
      var lane: UInt64 = 0
      for _ in 0..<(wide.isEmpty ? 0 : Self.sweeps) {
        for place in wide {
          let own = precision[place][place]
          guard own > 1e-9 else { continue }
          let others = values.indices.reduce(0.0) {
            $1 == place ? $0 : $0 + precision[place][$1] * values[$1]
          }
          let mean = -others / own
          let deviation = 1 / own.squareRoot()
          let below = Normal.cdf((edges[place].0 - mean) / deviation)
          let above = Normal.cdf((edges[place].1 - mean) / deviation)
          lane += 1
          let share = random.uniform(row: row, lane: lane)
          // Far outside, the nearest edge is all there is.
          let drawn =
            above - below > 1e-12
            ? mean + deviation * Normal.quantile(below + share * (above - below))
            : mean < edges[place].0 ? edges[place].0 : edges[place].1
          values[place] = min(max(drawn, edges[place].0), edges[place].1)
        }
      }
      var latents = [Double](repeating: 0, count: known.count + open.count)
      for (place, value) in zip(known, values) { latents[place] = value }
      let normals = open.map { random.normal(row: row, lane: 1 << 20 | UInt64($0)) }
      for (index, place) in open.enumerated() {
        let mean = zip(regression[index], values).reduce(0) { $0 + $1.0 * $1.1 }
        latents[place] = (0...index).reduce(mean) {
          $0 + noise[index * open.count + $1] * normals[$1]
        }
      }
      return latents
    }
  }
}
