import KindredStatistics

/// Reproducible columns for tests (SplitMix64).
struct MarginalSamples {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func uniform() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
    return (Double((bits ^ bits >> 31) >> 11) + 0.5) * 0x1p-53
  }

  mutating func uniforms(_ count: Int) -> [Double] { (0..<count).map { _ in uniform() } }

  mutating func normals(_ count: Int) -> [Double] {
    (0..<count).map { _ in Normal.quantile(uniform()) }
  }
}

/// The greatest distance between a marginal's distribution and the data's own.
func distance(of marginal: Marginal, to values: [Double]) -> Double {
  let sorted = values.sorted()
  let count = Double(sorted.count)
  var distance = 0.0
  var start = 0
  while start < sorted.count {
    var end = start + 1
    while end < sorted.count, sorted[end] == sorted[start] { end += 1 }
    distance = max(
      distance, abs(marginal.cdf(sorted[start]) - Double(end) / count),
      abs(marginal.cdfBelow(sorted[start]) - Double(start) / count))
    start = end
  }
  return distance
}

/// The cells of an empirical marginal; none for other kinds.
func cells(of marginal: Marginal) -> [MarginalCell] {
  if case .empirical(let empirical) = marginal.content { empirical.cells } else { [] }
}

/// Values at evenly spaced probabilities, both ends included.
func quantiles(of marginal: Marginal, _ count: Int = 1001) -> [Double] {
  (0..<count).map { marginal.quantile(Double($0) / Double(count - 1)) }
}
