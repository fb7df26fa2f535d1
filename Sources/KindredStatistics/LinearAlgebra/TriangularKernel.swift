import CKindredNumerics

/// The product at the heart of sampling: correlated numbers from independent ones.
public enum TriangularKernel {
  /// x += z Lᵀ, with the same bits on every machine.
  /// - Parameters:
  ///   - lower: L, `dim * rank`, row-major.
  ///   - z: `rows * rank`, row-major.
  ///   - x: `rows * dim`, row-major.
  ///   - triangular: whether entries of L above the diagonal are zero.
  public static func multiply(
    lower: UnsafePointer<Double>, dim: Int, rank: Int, z: UnsafePointer<Double>, rows: Int,
    addTo x: UnsafeMutablePointer<Double>, triangular: Bool
  ) {
    guard dim > 0, rank > 0, rows > 0 else { return }
    withUnsafeTemporaryAllocation(of: Double.self, capacity: dim * rank) { transposed in
      for row in 0..<dim {
        for column in 0..<rank {
          transposed[column * dim + row] = lower[row * rank + column]
        }
      }
      kindred_multiply_add(
        transposed.baseAddress, dim, rank, z, rows, x, triangular ? 1 : 0)
    }
  }
}
