import COpenBLAS

/// A symmetric matrix, stored in full, row after row.
public struct SymmetricMatrix: Sendable, Equatable {
  public let dimension: Int
  /// `dimension * dimension` entries.
  public var storage: [Double]

  /// All zeros.
  public init(dimension: Int) {
    self.dimension = dimension
    storage = Array(repeating: 0, count: dimension * dimension)
  }

  /// Ones on the diagonal.
  public init(identity dimension: Int) {
    self.init(dimension: dimension)
    for index in 0..<dimension { storage[index * dimension + index] = 1 }
  }

  /// Setting an entry sets its mirror image too.
  public subscript(row: Int, column: Int) -> Double {
    get { storage[row * dimension + column] }
    set {
      storage[row * dimension + column] = newValue
      storage[column * dimension + row] = newValue
    }
  }

  /// Eigenvalues in ascending order and, row after row, their eigenvectors; nil when the
  /// computation does not converge. For fitting only: its last bits depend on the machine.
  public func eigenDecomposition() -> (values: [Double], vectors: [Double])? {
    guard dimension > 0 else { return ([], []) }
    BLAS.useOneThread()
    var vectors = storage
    var values = [Double](repeating: 0, count: dimension)
    let status = LAPACKE_dsyevd(
      LAPACK_COL_MAJOR, CChar(UInt8(ascii: "V")), CChar(UInt8(ascii: "L")),
      Int32(dimension), &vectors, Int32(dimension), &values)
    return status == 0 ? (values, vectors) : nil
  }

  /// The lower factor L with L Lᵀ = self, as a full row-major matrix. Directions without variance
  /// give zero columns, so singular matrices are fine; a matrix that is not positive semidefinite
  /// gives the factor of a nearby one.
  public func choleskyFactor() -> [Double] {
    let size = dimension
    var lower = [Double](repeating: 0, count: size * size)
    let scale = (0..<size).reduce(0.0) { max($0, storage[$1 * size + $1]) }
    let tolerance = scale * 1e-12 * Double(max(size, 1))
    lower.withUnsafeMutableBufferPointer { lower in
      for row in 0..<size {
        for column in 0...row {
          var sum = storage[row * size + column]
          let first = row * size
          let second = column * size
          for index in 0..<column { sum -= lower[first + index] * lower[second + index] }
          if column == row {
            lower[first + row] = sum > tolerance ? sum.squareRoot() : 0
          } else {
            let pivot = lower[second + column]
            lower[first + column] = pivot > 0 ? sum / pivot : 0
          }
        }
      }
    }
    return lower
  }
}

/// The library's number of threads is global; parallel work is ours.
enum BLAS {
  private static let once: Void = openblas_set_num_threads(1)
  static func useOneThread() { _ = once }
}
