/// Splits that lower the squared error of vectors.
struct VectorSplitSearch {
  private var bins = BinCounts()
  private var sums = [SIMD4<Float>](repeating: .zero, count: BinCounts.most)

  /// The best split a predictor offers; nil when it offers none.
  /// - Parameters:
  ///   - values: the vectors of the node's rows, in the node's order.
  ///   - total: their sum.
  /// - Complexity: O(rows + bins log bins).
  mutating func best(
    _ rows: NodeRows, codes: UnsafePointer<UInt8>, isLabels: Bool,
    values: UnsafePointer<SIMD4<Float>>, total: SIMD4<Double>, limits: SplitLimits
  ) -> TreeSplit? {
    let present = Self.sum(rows, codes, values, &bins, &sums)
    guard present.count > 1 else { return nil }
    var best: TreeSplit?
    for sequence in sequences(present, isLabels: isLabels, total: total, rows: rows.count) {
      var sum = SIMD4<Double>.zero
      var (place, leftRows, most) = (-1, 0, best?.gain ?? 0)
      let whole = (total * total).sum() / Double(rows.count)
      bins.visitDivisions(of: sequence, rows: rows.count, limits: limits) { bin in
        sum += SIMD4<Double>(sums[bin])
      } visit: { index, left in
        let other = total - sum
        let gain =
          (sum * sum).sum() / Double(left) + (other * other).sum() / Double(rows.count - left)
          - whole
        if gain > most { (place, leftRows, most) = (index, left, gain) }
      }
      if place >= 0 {
        let set = sequence.left(
          through: place, isLabels: isLabels, isLeftLarger: 2 * leftRows >= rows.count)
        best = TreeSplit(gain: most, goesLeft: set)
      }
    }
    return best
  }

  private static func sum(
    _ rows: NodeRows, _ codes: UnsafePointer<UInt8>, _ values: UnsafePointer<SIMD4<Float>>,
    _ bins: inout BinCounts, _ sums: inout [SIMD4<Float>]
  ) -> [UInt8] {
    sums.withUnsafeMutableBufferPointer { sums in
      sums.update(repeating: .zero)
      return bins.count(rows, codes: codes) { index, bin in sums[bin] += values[index] }
    }
  }

  /// The orders in which bins are divided: their own, for labels by the mean outcome (its first
  /// coordinate, then its second).
  private func sequences(
    _ present: [UInt8], isLabels: Bool, total: SIMD4<Double>, rows: Int
  ) -> [BinSequence] {
    guard isLabels else { return [BinSequence(bins: present)] }
    var (pooled, pooledRows) = (SIMD4<Float>.zero, Float(0))
    for bin in present where bins.counts[Int(bin)] < BinCounts.fewestLabelRows {
      pooled += sums[Int(bin)]
      pooledRows += Float(bins.counts[Int(bin)])
    }
    return (0..<2).map { coordinate in
      let scores = present.map { bin -> Float in
        let count = bins.counts[Int(bin)]
        guard count >= BinCounts.fewestLabelRows else { return pooled[coordinate] / pooledRows }
        return sums[Int(bin)][coordinate] / Float(count)
      }
      return .sorted(present, scores: scores)
    }
  }
}
