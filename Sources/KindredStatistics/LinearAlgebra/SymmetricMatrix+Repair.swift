extension SymmetricMatrix {
  /// From this dimension on, repairs shrink instead of decomposing: n³ would take minutes.
  private static let largestDecomposed = 600

  /// A positive semidefinite matrix close to this one, with the given diagonal.
  ///
  /// Negative eigenvalues are set to `minimumEigenvalue` and rows and columns rescaled to the
  /// diagonal (R. Rebonato, P. Jäckel, "The most general methodology to create a valid correlation
  /// matrix", 1999). Entries that are not numbers count as 0. Large matrices are shrunk towards
  /// their diagonal until they have a Cholesky factor.
  /// - Parameter diagonal: `dimension` numbers >= 0; nil keeps the matrix's own.
  public func repaired(diagonal: [Double]?, minimumEigenvalue: Double = 0) -> SymmetricMatrix {
    guard dimension > 0 else { return self }
    let variances = (diagonal ?? (0..<dimension).map { self[$0, $0] }).map {
      $0.isFinite ? max($0, 0) : 0
    }
    let scaled = correlations(variances)
    if scaled.isPositiveDefinite { return scaled.scaled(to: variances) }
    guard dimension <= Self.largestDecomposed,
      let clipped = scaled.clipped(at: max(minimumEigenvalue, 1e-9))
    else { return scaled.shrunk().scaled(to: variances) }
    return clipped.scaled(to: variances)
  }

  /// The matrix with ones on the diagonal and entries within -1...1; dimensions without variance
  /// are uncorrelated.
  private func correlations(_ variances: [Double]) -> SymmetricMatrix {
    var result = SymmetricMatrix(identity: dimension)
    let deviations = variances.map { $0.squareRoot() }
    for row in 0..<dimension where deviations[row] > 0 {
      for column in 0..<row where deviations[column] > 0 {
        let value = self[row, column] / (deviations[row] * deviations[column])
        result[row, column] = value.isFinite ? min(max(value, -1), 1) : 0
      }
    }
    return result
  }

  private func scaled(to variances: [Double]) -> SymmetricMatrix {
    var result = self
    let deviations = variances.map { $0.squareRoot() }
    for row in 0..<dimension {
      for column in 0..<row {
        result[row, column] = self[row, column] * deviations[row] * deviations[column]
      }
      result[row, row] = variances[row]
    }
    return result
  }

  private var isPositiveDefinite: Bool {
    let factor = choleskyFactor()
    return (0..<dimension).allSatisfy { factor[$0 * dimension + $0] > 1e-5 }
  }

  /// Eigenvalues below the bound raised to it, then ones on the diagonal again.
  private func clipped(at bound: Double) -> SymmetricMatrix? {
    guard let (values, vectors) = eigenDecomposition() else { return nil }
    var product = GramAccumulator(dimension: dimension)
    var weighted = vectors
    for index in 0..<dimension {
      let scale = max(values[index], bound).squareRoot()
      for column in 0..<dimension { weighted[index * dimension + column] *= scale }
    }
    weighted.withUnsafeBufferPointer { buffer in
      if let base = buffer.baseAddress {
        product.add(rows: base, count: dimension, stride: dimension)
      }
    }
    let matrix = product.matrix
    return matrix.correlations((0..<dimension).map { matrix[$0, $0] })
  }

  /// Correlations multiplied by the largest of 0.95, 0.9, 0.8, ... that leaves a Cholesky factor.
  private func shrunk() -> SymmetricMatrix {
    var lost = 0.05
    while lost < 1 {
      var result = self
      for row in 0..<dimension {
        for column in 0..<row { result[row, column] = self[row, column] * (1 - lost) }
      }
      if result.isPositiveDefinite { return result }
      lost *= 2
    }
    return SymmetricMatrix(identity: dimension)
  }
}
