/// Ten bins of equal width over the numbers of a column, as NumPy's `histogram_bin_edges` and
/// `digitize` make them: the largest number, and every null, fall into an eleventh bin.
struct Bins: Sendable {
  static let count = 11
  private let edges: [Double]
  private let perWidth: Double

  /// Nil when the range is too narrow for its magnitude to be divided.
  init?(_ extent: NumberExtent) {
    var (first, last) = extent.count > 0 ? (extent.least, extent.most) : (0, 1)
    if first == last { (first, last) = (first - 0.5, last + 0.5) }
    let step = (last - first) / 10
    guard step.isFinite, step > 0, (1 / step).isFinite else { return nil }
    var edges = (0...10).map { Double($0) * step + first }
    edges[10] = last
    guard zip(edges, edges.dropFirst()).allSatisfy({ $0 < $1 }) else { return nil }
    self.edges = edges
    perWidth = 1 / step
  }

  /// The bin, 0 ..< 11, of every row listed (all when nil).
  /// - Complexity: O(rows).
  func codes(of values: NumberValues, rows: [Int32]?) -> Codes {
    let count = rows?.count ?? values.count
    let codes = [UInt8](unsafeUninitializedCapacity: count) { codes, initialized in
      edges.withUnsafeBufferPointer { edges in
        values.forEach(0..<count, of: rows) { position, number in
          guard let number else { return codes[position] = 10 }
          // Rounding may put the guess into a neighbour of the right bin.
          let guess = (number - edges[0]) * perWidth
          var bin = guess >= 10 ? 10 : guess > 0 ? Int(guess) : 0
          while bin > 0, number < edges[bin] { bin -= 1 }
          while bin < 10, number >= edges[bin + 1] { bin += 1 }
          codes[position] = UInt8(truncatingIfNeeded: bin)
        }
      }
      initialized = count
    }
    return Codes(.narrow(codes), labels: Self.count)
  }
}
