import CKindredNumerics
import COpenBLAS

/// Sums of products XᵀX over blocks of rows. For fitting only: last bits depend on how the rows were
/// divided into blocks and, where rows are long, on the machine.
public struct GramAccumulator: Sendable {
  /// Numbers per row.
  public let dimension: Int
  /// Sums in the lower triangle, column-major.
  private var sums: [Double]

  /// All sums 0.
  public init(dimension: Int) {
    self.dimension = dimension
    sums = Array(repeating: 0, count: dimension * dimension)
  }

  /// Adds the products of `count` rows of `dimension` numbers, `stride` numbers apart.
  /// - Parameter count: less than 2^31; none are added when it is not positive.
  /// - Complexity: O(count * dimension²).
  public mutating func add(rows: UnsafePointer<Double>, count: Int, stride: Int) {
    guard count > 0, dimension > 0 else { return }
    // A library for large matrices takes longer to arrange short rows than to multiply them.
    if dimension <= Int(KINDRED_MOST_PRODUCTS) {
      return kindred_add_products(rows, count, stride, dimension, &sums)
    }
    BLAS.useOneThread()
    cblas_dsyrk(
      CblasColMajor, CblasLower, CblasNoTrans, Int32(dimension), Int32(count), 1, rows,
      Int32(stride), 1, &sums, Int32(dimension))
  }

  /// Adds the sums of other rows of the same dimension, as if each of their products counted
  /// `factor` times.
  public mutating func merge(_ other: GramAccumulator, times factor: Double = 1) {
    precondition(dimension == other.dimension, "sums of rows of different lengths")
    other.sums.withUnsafeBufferPointer { other in
      sums.withUnsafeMutableBufferPointer { sums in
        for index in sums.indices { sums[index] += factor * other[index] }
      }
    }
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
