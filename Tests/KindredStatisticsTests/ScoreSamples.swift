import KindredStatistics
import Testing

/// Scores of a latent cut at thresholds: each cell's mean, as for labels.
struct CutLatent: Sendable, CustomTestStringConvertible {
  let thresholds: [Double]

  var cells: [(lower: Double, upper: Double, score: Double?)] {
    let bounds = [-Double.infinity] + thresholds + [.infinity]
    return zip(bounds, bounds.dropFirst()).map { ($0, $1, Normal.meanBetween($0, $1)) }
  }

  var score: HermiteScore { HermiteScore(cells: cells) }

  var testDescription: String { "cut at \(thresholds)" }
}

/// Pairs of standard normal numbers with a correlation.
func correlatedPairs(_ count: Int, rho: Double, seed: UInt64) -> [(x: Double, y: Double)] {
  var numbers = [Double](repeating: 0, count: 2 * count)
  CounterRandom(seed: seed, stream: 8).fillNormals(
    firstRow: 0, rows: count, lanes: 2, into: &numbers)
  let rest = (1 - rho * rho).squareRoot()
  return (0..<count).map {
    (numbers[2 * $0], rho * numbers[2 * $0] + rest * numbers[2 * $0 + 1])
  }
}
