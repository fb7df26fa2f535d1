import COpenBLAS
import Glibc

extension SymmetricMatrix {
  /// Beyond this dimension repairs shrink instead of decomposing, which takes 0.2 s at this one and
  /// grows with its cube.
  private static let largestDecomposed = 1000

  /// A positive semidefinite matrix close to this one, with the given diagonal.
  ///
  /// Negative eigenvalues of the correlations are set to 0 and rows and columns rescaled to the
  /// diagonal (R. Rebonato, P. Jäckel, "The most general methodology to create a valid correlation
  /// matrix", 1999), which leaves a matrix that is fine already as it is. Large matrices are
  /// shrunk towards their diagonal until they have a Cholesky factor. Entries that are not finite
  /// count as 0, correlations beyond -1...1 as the nearer end.
  /// - Parameter diagonal: `dimension` numbers >= 0; nil keeps the matrix's own.
  /// - Complexity: O(n³).
  public func repaired(diagonal: [Double]? = nil) -> SymmetricMatrix {
    let variances = (diagonal ?? (0..<dimension).map { self[$0, $0] }).map {
      $0.isFinite ? max($0, 0) : 0
    }
    let scaled = correlations(variances)
    if scaled.isPositiveDefinite { return scaled.scaled(to: variances) }
    guard dimension <= Self.largestDecomposed else {
      return scaled.shrunk().scaled(to: variances)
    }
    // Negative eigenvalues of the covariances are cut off, not those of the correlations: there the
    // noise of dimensions that hardly vary would be as large as what the others say. What rounding
    // leaves of them is cut off in the second round.
    let covariances = scaled.scaled(to: variances)
    guard let first = covariances.clipped(), let second = first.clipped() else {
      return scaled.shrunk().scaled(to: variances)
    }
    return second.scaled(to: variances)
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

  /// Whether there is a Cholesky factor, for correlations, with pivots well above rounding.
  private var isPositiveDefinite: Bool {
    guard dimension > 0 else { return true }
    BLAS.useOneThread()
    var factor = storage
    let size = Int32(dimension)
    let status = LAPACKE_dpotrf(
      LAPACK_COL_MAJOR, CChar(UInt8(ascii: "L")), size, &factor, size)
    return status == 0
      && (0..<dimension).allSatisfy { factor[$0 * dimension + $0] > 1e-5 }
  }

  /// Negative eigenvalues raised to 0, then ones on the diagonal again.
  private func clipped() -> SymmetricMatrix? {
    guard let (values, vectors) = eigenDecomposition() else { return nil }
    var product = GramAccumulator(dimension: dimension)
    var weighted = vectors
    for index in 0..<dimension {
      let scale = max(values[index], 0).squareRoot()
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

  /// Correlations less the least share of 2^-20, 2^-19.75, ... 1 that leaves a Cholesky factor.
  private func shrunk() -> SymmetricMatrix {
    // What works for a share works for every greater one: definite matrices are a convex set.
    var exponents = 0...80
    while exponents.lowerBound < exponents.upperBound {
      let middle = (exponents.lowerBound + exponents.upperBound + 1) / 2
      exponents =
        less(share: middle).isPositiveDefinite
        ? middle...exponents.upperBound : exponents.lowerBound...middle - 1
    }
    return less(share: exponents.lowerBound)
  }

  private func less(share exponent: Int) -> SymmetricMatrix {
    let kept = 1 - exp2(-Double(exponent) / 4)
    var result = self
    for row in 0..<dimension {
      for column in 0..<row { result[row, column] = self[row, column] * kept }
    }
    return result
  }
}
