import KindredStatistics

/// Learns along which directions rows of one parent resemble each other.
///
/// The directions are the canonical variates of rows against their groups: with T the covariance of
/// the context's latents and B that between rows of one parent, the solutions of B a = λ T a with
/// the largest λ (the intraclass correlation along a).
struct LinkLearning {
  let relationship: Int
  let context: LinkContext
  /// The rows by their parent in the relationship.
  let groups: RowGroups
  let parallel: Parallel

  /// More directions would only sort rows within what the first ones leave open.
  private static let mostDirections = 8
  /// Added to T's diagonal, so that nearly dependent coordinates do not make up directions of noise.
  private static let ridge = 0.05

  struct Learned {
    var directions: [LinkModel.Direction] = []
    /// What the rows say about their parents along the directions; nil without directions.
    var effects: GroupEffects?
    var between: SymmetricMatrix?
  }

  func learn(checkpoint: () throws -> Void) throws -> Learned {
    guard !context.sources.isEmpty, groups.parentCount > 0, groups.rowCount > 0 else {
      return Learned()
    }
    let moments = try TableMoments(
      sources: context.sources, groups: groups, relationship: relationship, parallel: parallel,
      checkpoint: checkpoint)
    let estimation = CovarianceEstimation(hermite: context.scores, weighted: moments.weighted)
    guard let between = estimation.between(moments.siblings, paired: moments.paired) else {
      return Learned()
    }
    let directions = directions(
      total: estimation.total(moments.rows, selected: moments.selected), between: between)
    guard !directions.isEmpty else { return Learned() }

    let variates = variates(along: directions)
    let projected = try TableMoments(
      sources: variates.map { FixedSource(values: $0) }, groups: groups,
      relationship: relationship, parallel: parallel, checkpoint: checkpoint)
    var learned = Learned(directions: directions, effects: projected.effects)
    var shared = SymmetricMatrix(dimension: directions.count)
    for index in directions.indices { shared[index, index] = Double(directions[index].strength) }
    // Scores know less of the rows than latents do, so their groups share less: what they say about
    // the effects is brought to the scale of the latents.
    let measured = CovarianceEstimation(
      hermite: directions.map { _ in .identity }, weighted: []
    ).between(projected.siblings, paired: projected.paired)
    learned.effects?.scale(
      by: directions.indices.map { index in
        let strength = measured?[index, index] ?? 0
        return strength > 1e-6 ? (shared[index, index] / strength).squareRoot() : 1
      })
    learned.between = shared
    let strengths = directions.reduce(0) { $0 + Double($1.strength) }
    learned.effects?.resemblance = strengths / Double(directions.count)
    return learned
  }

  private func directions(
    total: SymmetricMatrix, between: SymmetricMatrix
  ) -> [LinkModel.Direction] {
    let count = total.dimension
    var regular = total.repaired(diagonal: Array(repeating: 1, count: count))
    for index in 0..<count { regular[index, index] += Self.ridge }
    let lower = regular.choleskyFactor()
    // M = L⁻¹ B L⁻ᵀ has the λ as its eigenvalues, and L⁻ᵀ times its vectors are the directions.
    var half = [Double](repeating: 0, count: count * count)
    for column in 0..<count {
      let solved = Self.solve(lower, (0..<count).map { between[$0, column] })
      for row in 0..<count { half[row * count + column] = solved[row] }
    }
    var whitened = SymmetricMatrix(dimension: count)
    for row in 0..<count {
      let solved = Self.solve(lower, (0..<count).map { half[row * count + $0] })
      for column in 0...row { whitened[row, column] = solved[column] }
    }
    guard let (values, vectors) = whitened.eigenDecomposition() else { return [] }
    let noise = noise(dimensions: count)
    return values.indices.sorted { (values[$0], $1) > (values[$1], $0) }
      .prefix(Self.mostDirections).filter { values[$0] > noise }
      .map { index in
        let vector = (0..<count).map { vectors[index * count + $0] }
        // The sign is the solver's choice; the largest coefficient decides.
        var direction = Self.solveTransposed(lower, vector)
        let largest = direction.max { abs($0) < abs($1) } ?? 1
        // The ridge has found the direction; what it is worth is said by T and B alone.
        let variance = total.form(direction)
        let scale = (largest < 0 ? -1 : 1) / max(variance, 1e-6).squareRoot()
        direction = direction.map { $0 * scale }
        return LinkModel.Direction(
          coefficients: direction.map { Float($0) },
          strength: Float(min(max(between.form(direction), 0), 1)))
      }
  }

  /// What the largest of so many eigenvalues reaches without any resemblance, about: twice the
  /// standard error of a mean product of siblings, times the root of the number of coordinates.
  private func noise(dimensions: Int) -> Double {
    var pairedRows = 0
    var pairedGroups = 0
    for count in groups.counts(parallel) where count > 1 {
      pairedRows += Int(count)
      pairedGroups += 1
    }
    guard pairedRows > 0 else { return 1 }
    return max(
      0.005, 2 * Double(2 * pairedGroups * dimensions).squareRoot() / Double(pairedRows))
  }

  /// The rows' places along the directions, with variance 1.
  private func variates(along directions: [LinkModel.Direction]) -> [[Float]] {
    let count = groups.rowCount
    var variates = directions.map { _ in [Float](repeating: 0, count: count) }
    let size = 8192
    var scores = [Double](repeating: 0, count: size)
    var weights = [Double](repeating: 1, count: size)
    for start in stride(from: 0, to: count, by: size) {
      let rows = (start..<min(start + size, count)).map { Int32($0) }
      for (coordinate, source) in context.sources.enumerated() {
        rows.withUnsafeBufferPointer { rows in
          scores.withUnsafeMutableBufferPointer { scores in
            weights.withUnsafeMutableBufferPointer { weights in
              guard let target = scores.baseAddress else { return }
              for index in rows.indices { weights[index] = 1 }
              source.fill(
                rows: rows, scores: target,
                weights: source.isWeighted ? weights.baseAddress : nil, stride: 1)
            }
          }
        }
        for (index, direction) in directions.enumerated() {
          let coefficient = direction.coefficients[coordinate]
          for place in rows.indices {
            variates[index][start + place] +=
              coefficient * Float(weights[place] > 0 ? scores[place] : 0)
          }
        }
      }
    }
    return variates.map(Self.standardized)
  }

  private static func standardized(_ values: [Float]) -> [Float] {
    var sum = 0.0
    var squares = 0.0
    for value in values {
      sum += Double(value)
      squares += Double(value) * Double(value)
    }
    let mean = sum / Double(values.count)
    let variance = squares / Double(values.count) - mean * mean
    guard variance > 1e-12 else { return values }
    let scale = 1 / variance.squareRoot()
    return values.map { Float((Double($0) - mean) * scale) }
  }

  /// x with L x = b; rows of L without a diagonal give 0.
  private static func solve(_ lower: [Double], _ right: [Double]) -> [Double] {
    let count = right.count
    var result = right
    for row in 0..<count {
      for column in 0..<row { result[row] -= lower[row * count + column] * result[column] }
      let diagonal = lower[row * count + row]
      result[row] = diagonal > 1e-12 ? result[row] / diagonal : 0
    }
    return result
  }

  /// x with Lᵀ x = b.
  private static func solveTransposed(_ lower: [Double], _ right: [Double]) -> [Double] {
    let count = right.count
    var result = right
    for row in (0..<count).reversed() {
      for below in row + 1..<count { result[row] -= lower[below * count + row] * result[below] }
      let diagonal = lower[row * count + row]
      result[row] = diagonal > 1e-12 ? result[row] / diagonal : 0
    }
    return result
  }
}

extension SymmetricMatrix {
  /// The quadratic form xᵀ M x.
  fileprivate func form(_ vector: [Double]) -> Double {
    (0..<dimension).reduce(0) { sum, row in
      sum + vector[row] * (0..<dimension).reduce(0) { $0 + self[row, $1] * vector[$1] }
    }
  }
}
