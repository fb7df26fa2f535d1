import KindredStatistics
import Testing

struct SymmetricMatrixTests {
  static let known: [(rows: [[Double]], factor: [Double])] = [
    ([[4, 12, -16], [12, 37, -43], [-16, -43, 98]], [2, 0, 0, 6, 1, 0, -8, 5, 3]),
    ([[25, 15, -5], [15, 18, 0], [-5, 0, 11]], [5, 0, 0, 3, 3, 0, -1, 1, 3]),
  ]

  static let hopeless: [[[Double]]] = [
    [[0, 1], [1, 0]],
    [[1, 2], [2, 1]],
    [[-1, 0.5], [0.5, 1]],
    [[1, 1, 0], [1, 1 + 1e-10, 0.5], [0, 0.5, 1]],
    [[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]],
    [[1, .nan], [.nan, 1]],
    [[.nan, 0.5], [0.5, 1]],
    [[.infinity, 0.5], [0.5, 1]],
    [[1, .infinity, 0.1], [.infinity, 1, 0.2], [0.1, 0.2, 1]],
    [[1e308, 1e308], [1e308, 1e308]],
    [[1e-308, 1e-308], [1e-308, 1e-308]],
  ]

  @Test func entriesAreMirrored() {
    var matrix = SymmetricMatrix(dimension: 3)
    matrix[0, 2] = 5
    #expect(matrix[2, 0] == 5 && matrix.storage == [0, 0, 5, 0, 0, 0, 5, 0, 0])
    #expect(SymmetricMatrix(identity: 2).storage == [1, 0, 0, 1])
    #expect(SymmetricMatrix(dimension: 0).storage.isEmpty)
  }

  @Test func smallestMatricesHaveFactors() {
    #expect(SymmetricMatrix(dimension: 0).choleskyFactor().isEmpty)
    #expect(SymmetricMatrix(dimension: 1).choleskyFactor() == [0])
    #expect(matrix([[9]]).choleskyFactor() == [3])
    #expect(matrix([[-9]]).choleskyFactor() == [0])
  }

  /// Factors in whole numbers, exact in floating point.
  @Test(arguments: known)
  func knownFactors(rows: [[Double]], factor: [Double]) {
    #expect(matrix(rows).choleskyFactor() == factor)
  }

  /// Singular: repeated, opposite and constant dimensions.
  @Test func singularMatricesHaveFactors() {
    let repeated = matrix([[4, 2, 4], [2, 9, 2], [4, 2, 4]])
    #expect(greatestDifference(product(repeated.choleskyFactor()), repeated.storage) < 1e-12)
    #expect(repeated.choleskyFactor()[8] == 0)
    let opposite = matrix([[1, -1], [-1, 1]])
    #expect(opposite.choleskyFactor() == [1, 0, -1, 0])
    let constant = matrix([[0, 0, 0], [0, 2, 1], [0, 1, 2]])
    #expect(greatestDifference(product(constant.choleskyFactor()), constant.storage) < 1e-15)
  }

  @Test(arguments: [2, 5, 31, 64, 200])
  func factorsMultiplyBack(size: Int) {
    for rank in [size, size / 2] {
      let random = randomCovariance(size: size, rank: rank, seed: UInt64(size))
      let factor = random.choleskyFactor()
      let scale = (0..<size).reduce(0) { max($0, random[$1, $1]) }
      // Dropped directions have less than 1e-12 n of a variance, so products err by its root.
      let bound = rank == size ? 1e-13 : (1e-12 * Double(size)).squareRoot()
      #expect(greatestDifference(product(factor), random.storage) < bound * scale)
      for row in 0..<size {
        #expect(factor[row * size + row] >= 0)
        for column in row + 1..<max(size, row + 1) { #expect(factor[row * size + column] == 0) }
      }
    }
  }

  /// Units must not matter: a tiny variance is not the same as none.
  @Test func factorsScaleWithTheirDimensions() {
    let base = randomCovariance(size: 6, rank: 6, seed: 4)
    let scales = [1, 0x1p-40, 0x1p30, 1, 0x1p-20, 0x1p-30]
    var scaled = base
    for row in 0..<6 {
      for column in 0...row {
        scaled[row, column] = base[row, column] * scales[row] * scales[column]
      }
    }
    let factor = base.choleskyFactor()
    let expected = factor.indices.map { factor[$0] * scales[$0 / 6] }
    #expect(scaled.choleskyFactor() == expected)
  }

  /// Not positive semidefinite, or no numbers at all: no variance grows, nothing is NaN.
  @Test(arguments: hopeless)
  func hopelessMatricesHaveHarmlessFactors(rows: [[Double]]) {
    let matrix = matrix(rows)
    let factor = matrix.choleskyFactor()
    #expect(factor.allSatisfy { $0.isFinite })
    let back = product(factor)
    for index in rows.indices {
      let variance = matrix[index, index].isFinite ? max(matrix[index, index], 0) : 0
      #expect(back[index * rows.count + index] <= variance * (1 + 1e-14))
    }
  }

  @Test(arguments: [1, 2, 17, 200])
  func eigenvectorsDiagonalise(size: Int) throws {
    let random = randomCovariance(size: size, rank: max(1, size - 1), seed: 9)
    let (values, vectors) = try #require(random.eigenDecomposition())
    #expect(values == values.sorted() && values.count == size)
    let trace = (0..<size).reduce(0) { $0 + random[$1, $1] }
    #expect(abs(values.reduce(0, +) - trace) < 1e-12 * trace)
    for index in [0, size / 2, size - 1] {
      let vector = Array(vectors[index * size..<(index + 1) * size])
      for row in 0..<size {
        let image = (0..<size).reduce(0) { $0 + random[row, $1] * vector[$1] }
        #expect(abs(image - values[index] * vector[row]) < 1e-12 * trace)
      }
      #expect(abs(vector.reduce(0) { $0 + $1 * $1 } - 1) < 1e-12)
    }
  }

  @Test func eigenvaluesOfKnownMatrices() throws {
    let (values, _) = try #require(matrix([[2, 1], [1, 2]]).eigenDecomposition())
    #expect(abs(values[0] - 1) < 1e-15 && abs(values[1] - 3) < 1e-15)
    let (none, vectors) = try #require(SymmetricMatrix(dimension: 0).eigenDecomposition())
    #expect(none.isEmpty && vectors.isEmpty)
    #expect(matrix([[1, .nan], [.nan, 1]]).eigenDecomposition() == nil)
    #expect(matrix([[1, .infinity], [.infinity, 1]]).eigenDecomposition() == nil)
  }
}
