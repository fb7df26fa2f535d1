/// How the rows that have a weight in one dimension are spread in another: accounts with a loan
/// were opened within fewer years than all accounts.
///
/// Such a selection narrows a dimension, and with it its covariance with whatever only the
/// selected rows have; the correlation among them is what a sample is to show.
struct SelectedSpread {
  private let dimension: Int
  private let weighted: [Int]
  /// Rows that were looked at, and per weighted dimension the weights, and per dimension sums of
  /// weighted scores and squares.
  private var rows = 0.0
  private var weights: [Double]
  private var sums: [Double]
  private var squares: [Double]
  private var allSums: [Double]
  private var allSquares: [Double]

  /// Products to spend; beyond what such sums say, more rows hardly help.
  private static let budget = 200_000_000
  private static let mostRows = 131_072
  /// Rows below which the spread is not worth a correction.
  private static let fewRows = 20.0

  init(dimension: Int, weighted: [Int]) {
    self.dimension = dimension
    self.weighted = weighted
    weights = Array(repeating: 0, count: weighted.count)
    sums = Array(repeating: 0, count: weighted.count * dimension)
    squares = sums
    allSums = Array(repeating: 0, count: dimension)
    allSquares = allSums
  }

  /// How many rows to look at.
  static func rows(dimension: Int, weighted: Int) -> Int {
    weighted == 0 ? 0 : min(mostRows, budget / max(1, dimension * weighted))
  }

  /// Adds rows (v, m, 1): scores times weights, then weights of the weighted dimensions.
  mutating func add(rows base: UnsafePointer<Double>, count: Int, stride: Int) {
    rows += Double(count)
    for row in 0..<count {
      let scores = base + row * stride
      for column in 0..<dimension {
        allSums[column] += scores[column]
        allSquares[column] += scores[column] * scores[column]
      }
      for index in weighted.indices {
        let weight = scores[dimension + index]
        guard weight > 0 else { continue }
        weights[index] += weight
        let offset = index * dimension
        for column in 0..<dimension {
          let product = weight * scores[column]
          sums[offset + column] += product
          squares[offset + column] += product * scores[column]
        }
      }
    }
  }

  mutating func add(_ other: SelectedSpread) {
    rows += other.rows
    for index in weights.indices { weights[index] += other.weights[index] }
    for index in sums.indices {
      sums[index] += other.sums[index]
      squares[index] += other.squares[index]
    }
    for column in allSums.indices {
      allSums[column] += other.allSums[column]
      allSquares[column] += other.allSquares[column]
    }
  }

  /// The spread of a dimension that all rows have, over its spread among the rows selected by a
  /// weighted one; 1 where too little is known.
  /// - Parameter selected: a position in the list of weighted dimensions.
  func ratio(of column: Int, selected: Int) -> Double {
    let weight = weights[selected]
    guard rows >= Self.fewRows, weight > 1e-9 else { return 1 }
    let place = selected * dimension + column
    let mean = sums[place] / weight
    let variance = squares[place] / weight - mean * mean
    let allMean = allSums[column] / rows
    let all = allSquares[column] / rows - allMean * allMean
    guard variance > 0.05 * all, all > 1e-9 else { return 1 }
    let ratio = min(max((all / variance).squareRoot(), 0.5), 2)
    let trust = weight / (weight + Self.fewRows)
    return 1 + trust * (ratio - 1)
  }
}
