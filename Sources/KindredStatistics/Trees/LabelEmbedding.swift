/// Places of labels in space, near to each other where the rows of labels are alike in other
/// columns: principal components of the labels' mean features, shrunk towards the mean of all.
enum LabelEmbedding {
  private static let shrinkage: Float = 10
  private static let mostFeatures = 60

  /// The places of all cells of a column; at zero where a cell has no rows.
  /// - Parameters:
  ///   - cells: of the rows of a sample; rows without a cell are left out.
  ///   - features: standardized columns of the same rows; the first sixty are used.
  /// - Complexity: O(rows * features + cells * features^2).
  static func places(
    cells: [UInt16], cellCount: Int, features: [[Float]]
  ) -> [SIMD4<Float>] {
    let features = features.prefix(mostFeatures)
    let width = features.count
    var places = [SIMD4<Float>](repeating: .zero, count: cellCount)
    guard width > 0 else { return places }
    var rows = [Float](repeating: 0, count: cellCount)
    for cell in cells where Int(cell) < cellCount { rows[Int(cell)] += 1 }
    var means = [Float](repeating: 0, count: cellCount * width)
    for (index, feature) in features.enumerated() {
      for (row, cell) in cells.enumerated() where Int(cell) < cellCount {
        means[Int(cell) * width + index] += feature[row]
      }
    }
    for cell in 0..<cellCount {
      for index in 0..<width { means[cell * width + index] /= rows[cell] + shrinkage }
    }
    center(&means, rows, width)
    var covariance = [Float](repeating: 0, count: width * width)
    for cell in 0..<cellCount where rows[cell] > 0 {
      for i in 0..<width {
        let scaled = rows[cell] * means[cell * width + i]
        for j in 0..<width { covariance[i * width + j] += scaled * means[cell * width + j] }
      }
    }
    for component in 0..<min(4, width) {
      guard let axis = leading(&covariance, width) else { break }
      for cell in 0..<cellCount {
        var place: Float = 0
        for index in 0..<width { place += means[cell * width + index] * axis[index] }
        places[cell][component] = place
      }
    }
    return places
  }

  private static func center(_ means: inout [Float], _ rows: [Float], _ width: Int) {
    let total = rows.reduce(0, +)
    guard total > 0 else { return }
    for index in 0..<width {
      var mean: Float = 0
      for cell in rows.indices { mean += rows[cell] * means[cell * width + index] / total }
      for cell in rows.indices { means[cell * width + index] -= mean }
    }
  }

  /// The leading eigenvector by power iteration, which is then taken out of the matrix.
  private static func leading(_ matrix: inout [Float], _ width: Int) -> [Float]? {
    let trace = (0..<width).reduce(Float(0)) { $0 + matrix[$1 * width + $1] }
    guard trace > 1e-9 else { return nil }
    // The column of the largest variance is not orthogonal to the axis.
    let start = (0..<width).max { matrix[$0 * width + $0] < matrix[$1 * width + $1] } ?? 0
    var axis = (0..<width).map { matrix[$0 * width + start] }
    var value: Float = 0
    for _ in 0..<60 {
      let length = axis.reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard length > 1e-12 else { return nil }
      for index in 0..<width { axis[index] /= length }
      var next = [Float](repeating: 0, count: width)
      for i in 0..<width {
        var sum: Float = 0
        for j in 0..<width { sum += matrix[i * width + j] * axis[j] }
        next[i] = sum
      }
      value = zip(axis, next).reduce(0) { $0 + $1.0 * $1.1 }
      axis = next
    }
    let length = axis.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard length > 1e-12 else { return nil }
    for index in 0..<width { axis[index] /= length }
    for i in 0..<width {
      for j in 0..<width { matrix[i * width + j] -= value * axis[i] * axis[j] }
    }
    return axis
  }

  /// Standardized features of a column's bins in the rows of a sample: the bin's middle rank, or
  /// for labels whether a row has each of the three most frequent.
  static func features(of bins: [UInt8], isLabels: Bool) -> [[Float]] {
    var counts = [Int](repeating: 0, count: 256)
    for bin in bins { counts[Int(bin)] += 1 }
    if isLabels {
      let frequent = counts.indices.filter { counts[$0] > 0 }
        .sorted { (counts[$1], $0) < (counts[$0], $1) }.prefix(3)
      return frequent.map { bin in
        var table = [Float](repeating: 0, count: 256)
        table[bin] = 1
        return standardized(bins, table, counts)
      }
    }
    var table = [Float](repeating: 0, count: 256)
    var passed = 0
    for bin in counts.indices {
      table[bin] = (Float(passed) + Float(counts[bin]) / 2) / Float(max(1, bins.count))
      passed += counts[bin]
    }
    return [standardized(bins, table, counts)]
  }

  private static func standardized(
    _ bins: [UInt8], _ table: [Float], _ counts: [Int]
  ) -> [Float] {
    let total = Float(max(1, bins.count))
    var (mean, square) = (Float(0), Float(0))
    for bin in table.indices {
      mean += table[bin] * Float(counts[bin]) / total
      square += table[bin] * table[bin] * Float(counts[bin]) / total
    }
    let deviation = max(0, square - mean * mean).squareRoot()
    let scaled = table.map { deviation > 1e-6 ? ($0 - mean) / deviation : 0 }
    return bins.map { scaled[Int($0)] }
  }
}
