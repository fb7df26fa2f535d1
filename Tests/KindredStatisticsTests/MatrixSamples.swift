import KindredStatistics

func matrix(_ rows: [[Double]]) -> SymmetricMatrix {
  var result = SymmetricMatrix(dimension: rows.count)
  result.storage = rows.flatMap { $0 }
  return result
}

/// A Aᵀ / rank for a `size * rank` matrix A of standard normal numbers.
func randomCovariance(size: Int, rank: Int, seed: UInt64) -> SymmetricMatrix {
  var numbers = [Double](repeating: 0, count: size * rank)
  CounterRandom(seed: seed, stream: 0).fillNormals(
    firstRow: 0, rows: size, lanes: rank, into: &numbers)
  var result = SymmetricMatrix(dimension: size)
  numbers.withUnsafeBufferPointer { numbers in
    for row in 0..<size {
      for column in 0...row {
        var sum = 0.0
        for index in 0..<rank {
          sum += numbers[row * rank + index] * numbers[column * rank + index]
        }
        result[row, column] = sum / Double(rank)
      }
    }
  }
  return result
}

/// L Lᵀ for a square row-major matrix L.
func product(_ factor: [Double]) -> [Double] {
  let size = Int(Double(factor.count).squareRoot().rounded())
  var result = [Double](repeating: 0, count: factor.count)
  factor.withUnsafeBufferPointer { factor in
    for row in 0..<size {
      for column in 0..<size {
        var sum = 0.0
        for index in 0..<size { sum += factor[row * size + index] * factor[column * size + index] }
        result[row * size + column] = sum
      }
    }
  }
  return result
}

func greatestDifference(_ first: [Double], _ second: [Double]) -> Double {
  guard first.count == second.count else { return .infinity }
  return zip(first, second).reduce(0) { max($0, abs($1.0 - $1.1)) }
}
