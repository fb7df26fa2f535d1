import KindredStatistics
import Testing

struct TriangularKernelTests {
  private func numbers(_ count: Int, stream: UInt64) -> [Double] {
    var result = [Double](repeating: 0, count: count)
    CounterRandom(seed: 4, stream: stream).fillNormals(
      firstRow: 0, rows: count, lanes: 1, into: &result)
    return result
  }

  /// x + z Lᵀ, added in the order the kernel promises: its bits are these, for vectors of any width.
  private func naive(
    _ lower: [Double], dim: Int, rank: Int, _ z: [Double], rows: Int, _ x: [Double],
    triangular: Bool
  ) -> [Double] {
    var result = x
    for row in 0..<rows {
      for index in 0..<rank {
        for column in (triangular ? index : 0)..<max(dim, index) where column < dim {
          result[row * dim + column] += lower[column * rank + index] * z[row * rank + index]
        }
      }
    }
    return result
  }

  static let shapes = [
    (1, 1, 1), (2, 2, 3), (3, 3, 5), (4, 4, 4), (5, 3, 2), (3, 5, 2), (7, 7, 9), (8, 8, 1),
    (9, 9, 8), (16, 16, 3), (17, 17, 5), (31, 4, 6), (33, 33, 7), (65, 65, 2),
  ]

  @Test(arguments: shapes)
  func bitsAreThoseOfPlainLoops(dim: Int, rank: Int, rows: Int) {
    let z = numbers(rows * rank, stream: 1)
    let x = numbers(rows * dim, stream: 2)
    for triangular in [true, false] {
      var lower = numbers(dim * rank, stream: 3)
      if triangular {
        for row in 0..<dim {
          for column in 0..<rank where column > row { lower[row * rank + column] = 0 }
        }
      }
      var result = x
      TriangularKernel.multiply(
        lower: lower, dim: dim, rank: rank, z: z, rows: rows, addTo: &result,
        triangular: triangular)
      let expected = naive(
        lower, dim: dim, rank: rank, z, rows: rows, x, triangular: triangular)
      #expect(result.map(\.bitPattern) == expected.map(\.bitPattern))
    }
  }

  /// Leaving out the zeros above the diagonal changes no more than the sign of a zero.
  @Test func triangularIsAShortcut() {
    let dim = 13
    let lower = randomCovariance(size: dim, rank: 2 * dim, seed: 1).choleskyFactor()
    let z = numbers(20 * dim, stream: 5)
    var short = [Double](repeating: 0, count: 20 * dim)
    var long = short
    for (triangular, isShort) in [(true, true), (false, false)] {
      var result = [Double](repeating: 0, count: 20 * dim)
      TriangularKernel.multiply(
        lower: lower, dim: dim, rank: dim, z: z, rows: 20, addTo: &result, triangular: triangular)
      if isShort { short = result } else { long = result }
    }
    #expect(short == long)
  }

  @Test func blocksAgreeWithSingleRows() {
    let (dim, rows) = (11, 37)
    let lower = randomCovariance(size: dim, rank: dim, seed: 2).choleskyFactor()
    let z = numbers(rows * dim, stream: 6)
    var whole = [Double](repeating: 1, count: rows * dim)
    TriangularKernel.multiply(
      lower: lower, dim: dim, rank: dim, z: z, rows: rows, addTo: &whole, triangular: true)
    for row in 0..<rows {
      var single = [Double](repeating: 1, count: dim)
      TriangularKernel.multiply(
        lower: lower, dim: dim, rank: dim, z: Array(z[row * dim..<(row + 1) * dim]), rows: 1,
        addTo: &single, triangular: true)
      #expect(single == Array(whole[row * dim..<(row + 1) * dim]))
    }
  }

  @Test func emptyShapesAddNothing() {
    for (dim, rank, rows) in [(0, 1, 1), (1, 0, 1), (1, 1, 0), (-1, 1, 1)] {
      var x = [7.0]
      TriangularKernel.multiply(
        lower: [3], dim: dim, rank: rank, z: [5], rows: rows, addTo: &x, triangular: true)
      #expect(x == [7])
    }
  }

  /// Products of a factor and independent numbers have its covariance; 4.5 standard errors
  /// √((s_ii s_jj + s_ij²) / n) for each of 21 entries, n = 50,000.
  @Test func productsHaveTheCovariance() {
    let (dim, rows) = (6, 50_000)
    let covariance = randomCovariance(size: dim, rank: 2 * dim, seed: 3)
    let z = numbers(rows * dim, stream: 7)
    var x = [Double](repeating: 0, count: rows * dim)
    TriangularKernel.multiply(
      lower: covariance.choleskyFactor(), dim: dim, rank: dim, z: z, rows: rows, addTo: &x,
      triangular: true)
    var sums = GramAccumulator(dimension: dim)
    sums.add(rows: x, count: rows, stride: dim)
    for row in 0..<dim {
      for column in 0...row {
        let expected = covariance[row, column]
        let variance = covariance[row, row] * covariance[column, column] + expected * expected
        let error = 4.5 * (variance / Double(rows)).squareRoot()
        #expect(abs(sums.matrix[row, column] / Double(rows) - expected) < error)
      }
    }
  }
}
