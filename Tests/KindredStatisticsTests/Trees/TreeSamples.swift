import Glibc
import KindredStatistics

/// Small tables with known dependence.
struct TreeSamples {
  let random: CounterRandom
  let rows: Int

  init(seed: UInt64, rows: Int) {
    random = CounterRandom(seed: seed, stream: CounterRandom.stream("tree tests"))
    self.rows = rows
  }

  func uniforms(_ lane: UInt64) -> [Double] {
    (0..<rows).map { random.uniform(row: UInt64($0), lane: lane) }
  }

  func normals(_ lane: UInt64) -> [Double] {
    (0..<rows).map { random.normal(row: UInt64($0), lane: lane) }
  }

  /// Labels 0..<count of equal probability.
  func labels(_ count: Int, _ lane: UInt64) -> [Int32] {
    uniforms(lane).map { Int32(Double(count) * $0) }
  }
}

func numbers(_ column: TreeColumn) -> [Double] {
  if case .numbers(let values, _) = column { values } else { [] }
}

func codes(_ column: TreeColumn) -> [Int32] {
  if case .labels(let codes, _) = column { codes } else { [] }
}

/// Cramér's V of two columns of labels.
func cramersV(_ first: [Int32], _ second: [Int32], _ rows: Int, _ columns: Int) -> Double {
  var table = [Double](repeating: 0, count: rows * columns)
  for (i, j) in zip(first, second) where i >= 0 && j >= 0 { table[Int(i) * columns + Int(j)] += 1 }
  let total = table.reduce(0, +)
  var chi = 0.0
  for i in 0..<rows {
    let row = (0..<columns).reduce(0) { $0 + table[i * columns + $1] }
    for j in 0..<columns {
      let column = (0..<rows).reduce(0) { $0 + table[$1 * columns + j] }
      let expected = row * column / total
      if expected > 0 { chi += pow(table[i * columns + j] - expected, 2) / expected }
    }
  }
  return (chi / total / Double(min(rows, columns) - 1)).squareRoot()
}

/// Spearman's rank correlation.
func rankCorrelation(_ first: [Double], _ second: [Double]) -> Double {
  func ranks(_ values: [Double]) -> [Double] {
    var ranks = [Double](repeating: 0, count: values.count)
    for (rank, place) in values.indices.sorted(by: { values[$0] < values[$1] }).enumerated() {
      ranks[place] = Double(rank)
    }
    return ranks
  }
  let (a, b) = (ranks(first), ranks(second))
  let middle = Double(a.count - 1) / 2
  let products = zip(a, b).reduce(0) { $0 + ($1.0 - middle) * ($1.1 - middle) }
  return products / a.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
}

let treeRandom = CounterRandom(seed: 5, stream: CounterRandom.stream("draw"))
