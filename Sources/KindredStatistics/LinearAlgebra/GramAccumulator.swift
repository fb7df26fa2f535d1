import COpenBLAS

/// Sums of products XᵀX over blocks of rows.
public struct GramAccumulator: Sendable {
  public let dimension: Int
  /// Sums in the lower triangle, column-major.
  private var sums: [Double]

  public init(dimension: Int) {
    self.dimension = dimension
    sums = Array(repeating: 0, count: dimension * dimension)
  }

  /// Adds the products of `count` rows of `dimension` numbers, `stride` numbers apart.
  /// - Complexity: O(count * dimension²).
  public mutating func add(rows: UnsafePointer<Double>, count: Int, stride: Int) {
    guard count > 0, dimension > 0 else { return }
    BLAS.useOneThread()
    cblas_dsyrk(
      CblasColMajor, CblasLower, CblasNoTrans, Int32(dimension), Int32(count), 1, rows,
      Int32(stride), 1, &sums, Int32(dimension))
  }

  /// Adds the sums of other rows.
  public mutating func merge(_ other: GramAccumulator) {
    for index in sums.indices { sums[index] += other.sums[index] }
  }

  /// The sums as a matrix.
  public var matrix: SymmetricMatrix {
    var result = SymmetricMatrix(dimension: dimension)
    for column in 0..<dimension {
      for row in column..<dimension { result[row, column] = sums[column * dimension + row] }
    }
    return result
  }
}
