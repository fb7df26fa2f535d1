import KindredData
import KindredStatistics

/// The columns of a table as labels, as SDMetrics' `DisclosureProtection` makes them: numbers fall
/// into ten bins of equal width over the real range, the outer ones open, each closed on the right.
struct DisclosureLabels: Sendable {
  /// A label per row of each dataset, shared by all of them.
  let sides: [[Int32]]
  /// Labels are below this.
  let count: Int
  /// Distinct labels of the real rows.
  let realCount: Int

  private static let bins = 10

  /// Labels of a column; null is one of them.
  init(_ column: SharedColumn) {
    let sides: [[Int32]]
    switch column.kind {
    case .label:
      let most = column.sides.reduce(-1.0) { $1.reduce($0) { $1 > $0 ? $1 : $0 } }
      let null = Int32(clamping: Int(most) + 1)
      sides = column.sides.map { $0.map { $0.isNaN ? null : Int32($0) } }
      count = Int(null) + 1
    case .number:
      let edges = Self.innerEdges(column.sides[0])
      let null = Int32(Self.bins)
      sides = column.sides.map { side in
        side.map { value in
          value.isNaN ? null : Int32(truncatingIfNeeded: edges.count { $0 < value })
        }
      }
      count = Self.bins + 1
    }
    self.sides = sides
    var seen = [Bool](repeating: false, count: count)
    for label in sides[0] { seen[Int(label)] = true }
    realCount = seen.count { $0 }
  }

  /// Labels of what two columns hold together; only pairs that occur get one.
  /// - Complexity: O(rows).
  init(_ first: DisclosureLabels, _ second: DisclosureLabels) {
    var known: [Int64: Int32] = [:]
    let width = Int64(second.count)
    sides = zip(first.sides, second.sides).map { first, second in
      zip(first, second).map { a, b in
        let pair = Int64(a) * width + Int64(b)
        if let label = known[pair] { return label }
        let label = Int32(truncatingIfNeeded: known.count)
        known[pair] = label
        return label
      }
    }
    count = known.count
    realCount = 0
  }

  /// Where nine of the ten bins end, as `pandas.cut` has it.
  private static func innerEdges(_ values: [Double]) -> [Double] {
    var (least, most) = (Double.infinity, -Double.infinity)
    for value in values where !value.isNaN {
      least = min(least, value)
      most = max(most, value)
    }
    guard least <= most else { return [] }
    if least == most {
      let margin = least == 0 ? 0.001 : 0.001 * abs(least)
      (least, most) = (least - margin, most + margin)
    }
    let step = (most - least) / Double(bins)
    return (1..<bins).map { Double($0) * step + least }
  }
}

extension DisclosureLabels {
  /// How much two columns of the real rows depend on each other, 0 ... 1: Cramér's V, corrected for
  /// what chance gives to columns of many labels (W. Bergsma, "A bias-correction for Cramér's V and
  /// Tschuprow's T", 2013).
  static func association(_ first: DisclosureLabels, _ second: DisclosureLabels) -> Double {
    let rows = Double(first.sides[0].count)
    let both = DisclosureLabels(first.real, second.real)
    let counts = [first.real, second.real, both].map { $0.counts(0) }
    var firstRow = [Int](repeating: 0, count: both.count)
    for (row, label) in both.sides[0].enumerated() { firstRow[Int(label)] = row }
    var chi = 0.0
    for (label, row) in firstRow.enumerated() {
      let cell = Double(counts[2][label])
      let margin = Double(counts[0][Int(first.sides[0][row])])
      let other = Double(counts[1][Int(second.sides[0][row])])
      chi += cell * cell / (margin * other)
    }
    let (labels, others) = (Double(first.realCount), Double(second.realCount))
    guard labels > 1, others > 1, rows > 1 else { return 0 }
    let phi = max(0, chi - 1 - (labels - 1) * (others - 1) / (rows - 1))
    let width = labels - (labels - 1) * (labels - 1) / (rows - 1)
    let height = others - (others - 1) * (others - 1) / (rows - 1)
    let most = min(width, height) - 1
    return most > 0 ? min(1, (phi / most).squareRoot()) : 0
  }

  private init(side: [Int32], count: Int, realCount: Int) {
    sides = [side]
    self.count = count
    self.realCount = realCount
  }

  private var real: DisclosureLabels {
    DisclosureLabels(side: sides[0], count: count, realCount: realCount)
  }

  /// Rows per label of one dataset.
  func counts(_ side: Int) -> [Int32] {
    var counts = [Int32](repeating: 0, count: count)
    for label in sides[side] { counts[Int(label)] += 1 }
    return counts
  }
}
