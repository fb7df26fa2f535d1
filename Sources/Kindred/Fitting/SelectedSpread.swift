/// How the rows that have a weight in one dimension are spread in another: accounts with a loan
/// were opened within fewer years than all accounts.
///
/// Such a selection narrows a dimension, and with it its covariance with whatever only the
/// selected rows have; the correlation among them is what a sample is to show.
struct SelectedSpread {
  private let dimension: Int
  /// Of all rows, and of those with a weight in each weighted dimension: their weights, and per
  /// dimension the sum of weighted scores and that of weighted squares, one after the other.
  private var weights: [Double]
  private var sums: [Double]

  /// Products to spend; beyond what such sums say, more rows hardly help.
  private static let budget = 200_000_000
  private static let mostRows = 131_072
  /// Rows below which the spread is not worth a correction.
  private static let fewRows = 20.0

  init(dimension: Int, weighted: [Int]) {
    self.dimension = dimension
    weights = Array(repeating: 0, count: 1 + weighted.count)
    sums = Array(repeating: 0, count: weights.count * 2 * dimension)
  }

  /// How many rows to look at.
  static func rows(dimension: Int, weighted: Int) -> Int {
    weighted == 0 ? 0 : min(mostRows, budget / max(1, dimension * weighted))
  }

  /// Adds rows (v, m, 1): scores times weights, then weights of the weighted dimensions.
  mutating func add(rows base: UnsafePointer<Double>, count: Int, stride: Int) {
    let dimension = dimension
    weights.withUnsafeMutableBufferPointer { weights in
      sums.withUnsafeMutableBufferPointer { sums in
        for row in 0..<count {
          let scores = base + row * stride
          for selected in weights.indices {
            let weight = selected == 0 ? 1 : scores[dimension + selected - 1]
            guard weight > 0 else { continue }
            weights[selected] += weight
            let first = selected * 2 * dimension
            for column in 0..<dimension {
              let product = weight * scores[column]
              sums[first + column] += product
              sums[first + dimension + column] += product * scores[column]
            }
          }
        }
      }
    }
  }

  mutating func add(_ other: SelectedSpread) {
    for index in weights.indices { weights[index] += other.weights[index] }
    for index in sums.indices { sums[index] += other.sums[index] }
  }

  private func variance(of column: Int, among selected: Int) -> Double {
    let place = selected * 2 * dimension + column
    let mean = sums[place] / weights[selected]
    return sums[place + dimension] / weights[selected] - mean * mean
  }

  /// The spread of a dimension that all rows have, over its spread among the rows selected by a
  /// weighted one; 1 where too little is known.
  /// - Parameter selected: a position in the list of weighted dimensions.
  func ratio(of column: Int, selected: Int) -> Double {
    let weight = weights[1 + selected]
    guard weights[0] >= Self.fewRows, weight > 1e-9 else { return 1 }
    let variance = self.variance(of: column, among: 1 + selected)
    let all = self.variance(of: column, among: 0)
    guard variance > 0.05 * all, all > 1e-9 else { return 1 }
    let ratio = min(max((all / variance).squareRoot(), 0.5), 2)
    let trust = weight / (weight + Self.fewRows)
    return 1 + trust * (ratio - 1)
  }
}
