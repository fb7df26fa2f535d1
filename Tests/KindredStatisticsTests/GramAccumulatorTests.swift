import KindredStatistics
import Testing

struct GramAccumulatorTests {
  private func numbers(_ count: Int, seed: UInt64) -> [Double] {
    let random = CounterRandom(seed: seed, stream: 12)
    // Magnitudes apart, as scores beside weights may be.
    return (0..<count).map { index in
      let scale = index % 3 == 0 ? 1000.0 : 1
      return random.normal(row: UInt64(index)) * scale + Double(index % 5)
    }
  }

  /// Sums of products, row by row.
  private func naive(_ rows: [Double], dimension: Int, stride: Int) -> SymmetricMatrix {
    var result = SymmetricMatrix(dimension: dimension)
    for start in Swift.stride(from: 0, to: rows.count, by: stride) {
      for first in 0..<dimension {
        for second in 0...first {
          result[first, second] += rows[start + first] * rows[start + second]
        }
      }
    }
    return result
  }

  /// Entries against the roots of their diagonals, which bound the sums of absolute products.
  private func relativeDifference(_ first: SymmetricMatrix, _ second: SymmetricMatrix) -> Double {
    var greatest = 0.0
    for row in 0..<first.dimension {
      for column in 0...row {
        let scale = (second[row, row] * second[column, column]).squareRoot()
        let difference = abs(first[row, column] - second[row, column])
        greatest = max(greatest, scale > 0 ? difference / scale : difference)
      }
    }
    return greatest
  }

  @Test(arguments: [1, 2, 3, 7, 8, 17, 33], [0, 1, 2, 13, 257])
  func sumsAreThoseOfSingleRows(dimension: Int, count: Int) {
    for stride in [dimension, dimension + 3] {
      let rows = numbers(count * stride, seed: UInt64(dimension))
      var accumulator = GramAccumulator(dimension: dimension)
      accumulator.add(rows: rows, count: count, stride: stride)
      let expected = naive(rows, dimension: dimension, stride: stride)
      #expect(accumulator.dimension == dimension && accumulator.matrix.dimension == dimension)
      #expect(relativeDifference(accumulator.matrix, expected) < 1e-13)
    }
  }

  /// Weights enter as roots in the rows, or as columns of their own.
  @Test func weightedSumsAreSumsOfScaledRows() {
    let dimension = 5
    let rows = numbers(101 * dimension, seed: 2)
    let weights = (0..<101).map { Double($0 % 4) / 3 }
    let scaled = rows.indices.map { rows[$0] * weights[$0 / dimension].squareRoot() }
    var accumulator = GramAccumulator(dimension: dimension)
    accumulator.add(rows: scaled, count: 101, stride: dimension)
    var expected = SymmetricMatrix(dimension: dimension)
    for row in 0..<101 {
      for first in 0..<dimension {
        for second in 0...first {
          expected[first, second] +=
            weights[row] * rows[row * dimension + first] * rows[row * dimension + second]
        }
      }
    }
    #expect(relativeDifference(accumulator.matrix, expected) < 1e-13)
  }

  /// Blocks of any size, in any order, in any number of accumulators.
  @Test(arguments: [1, 2, 9, 64, 1000])
  func blocksDoNotMatter(size: Int) {
    let dimension = 6
    let count = 1000
    let rows = numbers(count * dimension, seed: 3)
    var whole = GramAccumulator(dimension: dimension)
    whole.add(rows: rows, count: count, stride: dimension)

    var parts = Array(repeating: GramAccumulator(dimension: dimension), count: 3)
    rows.withUnsafeBufferPointer { rows in
      guard let base = rows.baseAddress else { return }
      for (index, start) in stride(from: 0, to: count, by: size).reversed().enumerated() {
        parts[index % 3].add(
          rows: base + start * dimension, count: min(size, count - start), stride: dimension)
      }
    }
    var merged = GramAccumulator(dimension: dimension)
    for part in parts { merged.merge(part) }
    #expect(relativeDifference(merged.matrix, whole.matrix) < 1e-9)
  }

  @Test func nothingAddsNothing() {
    var empty = GramAccumulator(dimension: 0)
    empty.add(rows: [1], count: 1, stride: 1)
    empty.merge(GramAccumulator(dimension: 0))
    #expect(empty.matrix.storage.isEmpty)
    var accumulator = GramAccumulator(dimension: 2)
    accumulator.add(rows: [1, 2], count: 0, stride: 2)
    accumulator.add(rows: [1, 2], count: -1, stride: 2)
    accumulator.merge(GramAccumulator(dimension: 2))
    #expect(accumulator.matrix == SymmetricMatrix(dimension: 2))
    accumulator.add(rows: [1, 2], count: 1, stride: 2)
    #expect(accumulator.matrix.storage == [1, 2, 2, 4])
  }
}
