/// Splits that lower the Gini impurity of labels.
struct LabelSplitSearch {
  private var bins = BinCounts()
  private var starts = [Int](repeating: 0, count: BinCounts.most + 1)
  private var sorted: [UInt8] = []

  /// The best split a predictor offers; nil when it offers none.
  /// - Parameters:
  ///   - labels: the labels of the node's rows, in the node's order.
  ///   - totals: the rows of every label.
  /// - Complexity: O(rows + bins log bins + labels).
  mutating func best(
    _ rows: NodeRows, codes: UnsafePointer<UInt8>, isLabels: Bool,
    labels: UnsafePointer<UInt8>, totals: [Int], limits: SplitLimits
  ) -> TreeSplit? {
    let present = bins.count(rows, codes: codes)
    guard present.count > 1 else { return nil }
    sortByBin(rows, codes: codes, labels: labels)
    let sequence =
      isLabels
      ? BinSequence.sorted(present, scores: scores(present, totals: totals, rows: rows.count))
      : BinSequence(bins: present)
    var left = [Int](repeating: 0, count: totals.count)
    // Sums of squared counts, kept up to date row by row.
    let whole = totals.reduce(0) { $0 + $1 * $1 }
    var (leftSquares, rightSquares) = (0, whole)
    let parent = Double(whole) / Double(rows.count)
    var (place, leftRows, most) = (-1, 0, 0.0)
    bins.visitDivisions(of: sequence, rows: rows.count, limits: limits) { bin in
      let start = starts[bin]
      sorted.withUnsafeBufferPointer { sorted in
        for index in start..<start + Int(bins.counts[bin]) {
          let label = Int(sorted[index])
          leftSquares += 2 * left[label] + 1
          rightSquares -= 2 * (totals[label] - left[label]) - 1
          left[label] += 1
        }
      }
    } visit: { index, count in
      let gain =
        Double(leftSquares) / Double(count) + Double(rightSquares) / Double(rows.count - count)
        - parent
      if gain > most { (place, leftRows, most) = (index, count, gain) }
    }
    guard place >= 0 else { return nil }
    let set = sequence.left(
      through: place, isLabels: isLabels, isLeftLarger: 2 * leftRows >= rows.count)
    return TreeSplit(gain: most, goesLeft: set)
  }

  private mutating func sortByBin(
    _ rows: NodeRows, codes: UnsafePointer<UInt8>, labels: UnsafePointer<UInt8>
  ) {
    if sorted.count < rows.count { sorted = [UInt8](repeating: 0, count: rows.count) }
    var next = 0
    for bin in 0..<BinCounts.most {
      starts[bin] = next
      next += Int(bins.counts[bin])
    }
    var places = starts
    places.withUnsafeMutableBufferPointer { places in
      sorted.withUnsafeMutableBufferPointer { sorted in
        for index in 0..<rows.count {
          let bin = Int(codes[Int(rows.order[index])])
          sorted[places[bin]] = labels[index]
          places[bin] += 1
        }
      }
    }
  }

  /// Places of bins on the line along which their label shares differ most: the first principal
  /// component, by power iteration from the most frequent label. For two labels this is the order
  /// by the share of one, which holds the best of all divisions (Breiman et al. 1984, 4.2); for
  /// more it is Coppersmith, Hong and Hosking's heuristic (1999).
  private func scores(_ present: [UInt8], totals: [Int], rows: Int) -> [Float] {
    // Rare bins have one profile together.
    let isRare = present.map { bins.counts[Int($0)] < BinCounts.fewestLabelRows }
    let rareRows = zip(present, isRare).reduce(0) { $1.1 ? $0 + Int(bins.counts[Int($1.0)]) : $0 }
    var weights = [Float](repeating: 0, count: totals.count)
    let mostFrequent = totals.indices.max { (totals[$0], $1) < (totals[$1], $0) } ?? 0
    weights[mostFrequent] = 1
    var scores = [Float](repeating: 0, count: present.count)
    let iterations = totals.lazy.filter { $0 > 0 }.count > 2 ? 4 : 1
    for iteration in 0..<iterations {
      var mean: Float = 0
      for label in totals.indices { mean += weights[label] * Float(totals[label]) / Float(rows) }
      var rare: Float = 0
      for (place, bin) in present.enumerated() {
        var sum: Float = 0
        for index in range(of: bin) { sum += weights[Int(sorted[index])] - mean }
        scores[place] = sum / Float(bins.counts[Int(bin)])
        if isRare[place] { rare += sum }
      }
      for place in present.indices where isRare[place] { scores[place] = rare / Float(rareRows) }
      guard iteration + 1 < iterations else { break }
      var next = [Float](repeating: 0, count: totals.count)
      for (place, bin) in present.enumerated() {
        for index in range(of: bin) { next[Int(sorted[index])] += scores[place] }
      }
      let length = next.reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard length > 1e-12 else { break }
      weights = next.map { $0 / length }
    }
    return scores
  }

  private func range(of bin: UInt8) -> Range<Int> {
    let start = starts[Int(bin)]
    return start..<start + Int(bins.counts[Int(bin)])
  }
}
