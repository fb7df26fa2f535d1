import KindredStatistics
import Testing

struct SymmetricMatrixRepairTests {
  /// A matrix is positive semidefinite when its smallest eigenvalue is no more than rounding below 0.
  private func smallestEigenvalue(_ matrix: SymmetricMatrix) throws -> Double {
    try #require(matrix.eigenDecomposition()).values.first ?? 0
  }

  private func diagonal(_ matrix: SymmetricMatrix) -> [Double] {
    (0..<matrix.dimension).map { matrix[$0, $0] }
  }

  @Test func smallestMatrices() {
    #expect(SymmetricMatrix(dimension: 0).repaired().storage.isEmpty)
    #expect(SymmetricMatrix(dimension: 1).repaired().storage == [0])
    #expect(matrix([[4]]).repaired().storage == [4])
    #expect(matrix([[-4]]).repaired().storage == [0])
    #expect(matrix([[.nan]]).repaired().storage == [0])
    #expect(matrix([[4]]).repaired(diagonal: [9]).storage == [9])
  }

  @Test(arguments: [2, 3, 10, 61, 200])
  func soundMatricesStay(size: Int) {
    let full = randomCovariance(size: size, rank: 2 * size, seed: 1)
    #expect(greatestDifference(full.repaired().storage, full.storage) < 1e-12)
    let singular = randomCovariance(size: size, rank: size - 1, seed: 2)
    #expect(greatestDifference(singular.repaired().storage, singular.storage) < 1e-12)
    #expect(diagonal(singular.repaired()) == diagonal(singular))
  }

  @Test func perfectCorrelationStays() {
    for rows in [[[1, 1], [1, 1]], [[4, -6], [-6, 9]]] as [[[Double]]] {
      #expect(greatestDifference(matrix(rows).repaired().storage, matrix(rows).storage) < 1e-14)
    }
  }

  /// The textbook case: 0.9, 0.9 and -0.9 cannot go together. By symmetry the repaired correlations
  /// are c, c and -c with 1 - 2c = 0.
  @Test func impossibleCorrelationsAreRepaired() throws {
    let impossible = matrix([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]])
    let repaired = impossible.repaired()
    #expect(abs(repaired[1, 0] - 0.5) < 1e-12 && abs(repaired[2, 0] + 0.5) < 1e-12)
    #expect(diagonal(repaired) == [1, 1, 1])
    let back = product(repaired.choleskyFactor())
    #expect(greatestDifference(back, repaired.storage) < 1e-5)
  }

  /// Correlations estimated pair by pair: a random one with noise, far from definite.
  @Test(arguments: [3, 20, 100, 200])
  func noisyMatricesAreRepaired(size: Int) throws {
    let noisy = noisyCovariance(size: size)
    let repaired = noisy.repaired()
    let greatest = diagonal(noisy).max() ?? 0
    #expect(try smallestEigenvalue(noisy) < -0.01)
    #expect(try smallestEigenvalue(repaired) > -1e-12 * greatest)
    #expect(diagonal(repaired) == diagonal(noisy))
    expectCorrelations(repaired)
    // Repairing once is enough.
    #expect(greatestDifference(repaired.repaired().storage, repaired.storage) < 1e-10 * greatest)
    let back = product(repaired.choleskyFactor())
    #expect(greatestDifference(back, repaired.storage) < 1e-4 * greatest)
  }

  /// Too large to decompose: shrunk no more than needed, at once if next to nothing is needed.
  @Test func largeMatricesAreShrunk() {
    let size = 1001
    var twins = SymmetricMatrix(identity: size)
    twins[0, 1] = 1
    twins[5, 7] = 0.5
    let repaired = twins.repaired()
    #expect(abs(repaired[0, 1] - 1) < 1e-6 && abs(repaired[5, 7] - 0.5) < 1e-6)

    // Its smallest eigenvalue is 1 - 0.9 √2 = -0.273: 0.273 / 1.273 = 0.2144 must be lost, and the
    // next share is 2^-2.
    var impossible = SymmetricMatrix(identity: size)
    impossible[0, 1] = 0.9
    impossible[0, 2] = 0.9
    let shrunk = impossible.repaired()
    #expect(abs(shrunk[0, 1] - 0.9 * 0.75) < 1e-12 && shrunk[0, 1] == shrunk[0, 2])
    #expect(diagonal(shrunk).allSatisfy { $0 == 1 })

    // Nothing but the diagonal can be saved.
    var opposite = SymmetricMatrix(dimension: size)
    for row in 0..<size { for column in 0..<row { opposite[row, column] = -1 } }
    let saved = opposite.repaired(diagonal: Array(repeating: 1, count: size))
    #expect(saved == SymmetricMatrix(identity: size))
  }

  @Test func entriesOutOfReachAreCut() {
    // A variance of 0 leaves nothing to correlate with.
    let zero = matrix([[0, 1, 1], [1, 4, 8], [1, 8, 4]]).repaired()
    #expect(zero.storage[0..<3] == [0, 0, 0] && zero[1, 1] == 4 && zero[2, 2] == 4)
    #expect(abs(zero[1, 2] - 4) < 1e-12)
    let empty = SymmetricMatrix(dimension: 3).repaired(diagonal: [0, 1, 2])
    #expect(empty.storage == [0, 0, 0, 0, 1, 0, 0, 0, 2])
  }

  static let nonsense: [[[Double]]] = [
    [[1, .nan, 0.3], [.nan, 1, 0.2], [0.3, 0.2, 1]],
    [[.nan, 1, 1], [1, .nan, 1], [1, 1, .nan]],
    [[.infinity, 1, 1], [1, 1, -.infinity], [1, -.infinity, 1]],
    [[-1, 5, 5], [5, -1, 5], [5, 5, 1]],
    [[1e308, 1e308, 0], [1e308, 1e308, -1e308], [0, -1e308, 1e308]],
    [[0x1p-1070, 0x1p-1070, 1], [0x1p-1070, 0x1p-1070, 0], [1, 0, 1]],
  ]

  @Test(arguments: nonsense)
  func nothingButNumbersComesBack(rows: [[Double]]) {
    for diagonal in [nil, [1, 1, 1], [.nan, 1, -1], [1e308, .infinity, 0]] as [[Double]?] {
      let repaired = matrix(rows).repaired(diagonal: diagonal)
      #expect(repaired.storage.allSatisfy { $0.isFinite })
      expectCorrelations(repaired)
      #expect(repaired.choleskyFactor().allSatisfy { $0.isFinite })
    }
  }

  @Test func diagonalsAreImposed() throws {
    let variances = [0.5, 0, 4, 1e-9, 1e6]
    let repaired = noisyCovariance(size: 5).repaired(diagonal: variances)
    #expect(diagonal(repaired) == variances)
    #expect(repaired.storage[5..<10].allSatisfy { $0 == 0 })
    #expect(try smallestEigenvalue(repaired) > -1e-9)
  }

  private func expectCorrelations(_ matrix: SymmetricMatrix) {
    for row in 0..<matrix.dimension {
      for column in 0..<row {
        let bound = matrix[row, row].squareRoot() * matrix[column, column].squareRoot()
        #expect(abs(matrix[row, column]) <= bound * (1 + 1e-12))
        #expect(matrix[row, column] == matrix[column, row])
      }
    }
  }

  private func noisyCovariance(size: Int) -> SymmetricMatrix {
    let random = CounterRandom(seed: 3, stream: 3)
    var result = SymmetricMatrix(dimension: size)
    for row in 0..<size {
      result[row, row] = Double(row % 3 + 1)
      for column in 0..<row {
        let share = 2 * random.uniform(row: UInt64(row), lane: UInt64(column)) - 1
        result[row, column] =
          share * (result[row, row] * result[column, column]).squareRoot()
      }
    }
    if size == 3 { result[1, 0] = 1.4; result[2, 0] = 1.7; result[2, 1] = -2.4 }
    return result
  }
}
