/// Cells prepared for lookups: the working form of empirical, categorical and rounded marginals.
///
/// A value is found by bisection over the cells' upper ends, a probability by a short scan, both from
/// a guide table (Chen and Asau 1974), whose bucket names the first cell that can hold them.
struct CellTable: Sendable {
  /// Cumulated masses: cell i covers [cumulative[i], cumulative[i + 1]].
  private(set) var cumulative: [Double] = [0]
  private(set) var lower: [Double] = []
  private(set) var upper: [Double] = []
  /// E[Z | cell] of atoms, NaN for segments.
  private(set) var scores: [Double] = []
  private var guide: [Int32] = []
  /// Per bucket of values, evenly wide, the first cell with its upper end in it or beyond; one entry
  /// more than buckets.
  private var valueGuide: [Int32] = []
  private var bucketsPerUnit = 0.0
  /// Halvings that leave one cell of any bucket.
  private var halvings = 0
  /// `upper`, and an end that nothing is beyond.
  private var ends: [Double] = []
  /// The last cell with a positive mass.
  private var last = 0

  /// - Parameter cells: at least one, masses not negative and not all zero; ascending where
  ///   values are looked up by ``position(of:)``.
  init(_ cells: [MarginalCell]) {
    let parts = cells.flatMap(Self.parts)
    var sum = 0.0
    for part in parts { sum += part.mass }
    cumulative.reserveCapacity(parts.count + 1)
    var reached = 0.0
    for part in parts {
      reached += part.mass
      cumulative.append(min(1, reached / sum))
      lower.append(part.lower)
      upper.append(part.upper)
    }
    last = parts.lastIndex { $0.mass > 0 } ?? 0
    for cell in last..<parts.count { cumulative[cell + 1] = 1 }

    var below = Normal.quantile(0)
    for (cell, part) in parts.enumerated() {
      let above = Normal.quantile(cumulative[cell + 1])
      if !part.isAtom {
        scores.append(.nan)
      } else if cumulative[cell] < cumulative[cell + 1] {
        scores.append(Normal.meanBetween(below, above))
      } else {
        // A label without rows lies where its neighbours meet.
        let inside = min(max(cumulative[cell], 1e-12), 1 - 1e-12)
        scores.append(Normal.quantile(inside))
      }
      below = above
    }

    var size = 16
    while size < 2 * parts.count, size < 1 << 16 { size *= 2 }
    guide.reserveCapacity(size + 1)
    var cell = 0
    for bucket in 0...size {
      let start = Double(bucket) / Double(size)
      while cell < last, cumulative[cell + 1] <= start { cell += 1 }
      guide.append(Int32(truncatingIfNeeded: cell))
    }
    guideValues(buckets: min(size, 1 << 12))
  }

  private mutating func guideValues(buckets: Int) {
    let range = (upper.last ?? 0) - (upper.first ?? 0)
    let perUnit = Double(buckets) / range
    // Without buckets, all cells are in the first one.
    bucketsPerUnit = range > 0 && range.isFinite && perUnit.isFinite ? perUnit : 0
    valueGuide = [0]
    for (cell, end) in upper.enumerated() {
      let bucket = self.bucket(of: end, buckets)
      while valueGuide.count <= bucket { valueGuide.append(Int32(truncatingIfNeeded: cell)) }
    }
    while valueGuide.count <= buckets { valueGuide.append(Int32(truncatingIfNeeded: count)) }
    let most = zip(valueGuide, valueGuide.dropFirst()).reduce(0) { max($0, Int($1.1 - $1.0)) }
    halvings = Int.bitWidth - most.leadingZeroBitCount
    ends = upper + [.infinity]
  }

  /// Never falls as values rise, so that a cell that ends at or beyond a value ends in its bucket or
  /// beyond.
  @inline(__always)
  private func bucket(of value: Double, _ buckets: Int) -> Int {
    guard bucketsPerUnit > 0 else { return 0 }
    let place = (value - upper[0]) * bucketsPerUnit
    return Int(Double.maximum(0, Double.minimum(place, Double(buckets - 1))))
  }

  /// A segment wider than the largest number is taken apart at zero, so that widths are finite.
  private static func parts(of cell: MarginalCell) -> [MarginalCell] {
    if (cell.upper - cell.lower).isFinite { return [cell] }
    let negative = cell.lower / 2 / (cell.lower / 2 - cell.upper / 2)
    return [
      MarginalCell(lower: cell.lower, upper: 0, mass: cell.mass * negative),
      MarginalCell(lower: 0, upper: cell.upper, mass: cell.mass * (1 - negative)),
    ]
  }

  var count: Int { lower.count }

  /// The value at a probability.
  func quantile(_ probability: Double) -> Double {
    withUnsafePointer(to: probability) { source in
      var value = 0.0
      quantiles(of: UnsafeBufferPointer(start: source, count: 1), into: &value)
      return value
    }
  }

  /// Values at probabilities; anything outside [0, 1] counts as the nearer end, NaN as 0.
  func quantiles(
    of probabilities: UnsafeBufferPointer<Double>, into values: UnsafeMutablePointer<Double>
  ) {
    let last = last
    let buckets = Double(guide.count - 1)
    cumulative.withUnsafeBufferPointer { cumulative in
      lower.withUnsafeBufferPointer { lower in
        upper.withUnsafeBufferPointer { upper in
          guide.withUnsafeBufferPointer { guide in
            for row in probabilities.indices {
              // The order of the operands makes NaN 0.
              let u = Double.minimum(1, Double.maximum(0, probabilities[row]))
              let probability = u.isNaN ? 0 : u
              var cell = Int(guide[Int(probability * buckets)])
              while cell < last, cumulative[cell + 1] <= probability { cell += 1 }
              let start = cumulative[cell]
              let mass = cumulative[cell + 1] - start
              let low = lower[cell]
              let high = upper[cell]
              let share = mass > 0 ? (probability - start) / mass : 0
              values[row] = min(high, max(low, low + share * (high - low)))
            }
          }
        }
      }
    }
  }

  /// The first cell whose upper end is not below the value; `count` when there is none.
  /// - Complexity: O(log cells), less where cells are about evenly wide.
  @inline(__always)
  func position(of value: Double) -> Int {
    ends.withUnsafeBufferPointer { ends in
      valueGuide.withUnsafeBufferPointer { guide in
        guard !value.isNaN else { return 0 }
        let bucket = bucket(of: value, guide.count - 1)
        var first = Int(guide[bucket])
        var length = Int(guide[bucket + 1]) - first
        // As many steps for every value: to stop as early as one allows is a branch nobody foresees.
        for _ in 0..<halvings {
          let half = length / 2
          let goesRight = ends[first + half] < value
          first = goesRight ? first + half + 1 : first
          length = goesRight ? length - half - 1 : half
        }
        return first
      }
    }
  }

  /// P(X <= value) and P(X < value) of the unrounded distribution.
  func cumulative(at value: Double) -> (below: Double, upTo: Double) {
    cumulative(at: value, in: position(of: value))
  }

  /// - Parameter first: the value's `position`.
  @inline(__always)
  private func cumulative(at value: Double, in first: Int) -> (below: Double, upTo: Double) {
    var cell = first
    guard cell < count else { return (1, 1) }
    if value < lower[cell] { return (cumulative[cell], cumulative[cell]) }
    if lower[cell] < upper[cell] {
      let share = (value - lower[cell]) / (upper[cell] - lower[cell])
      let inside = cumulative[cell] + share * (cumulative[cell + 1] - cumulative[cell])
      if value < upper[cell] { return (inside, inside) }
      cell += 1
    }
    // An atom may stand at the end of a segment.
    let below = cumulative[cell]
    while cell < count, lower[cell] == value, upper[cell] == value { cell += 1 }
    return (below, cumulative[cell])
  }

  /// The scores of values: an atom's conditional mean, else the latent of a value's probability,
  /// which is kept `margin` away from 0 and 1. A value outside of the bounds counts as the nearer one,
  /// NaN gives 0.
  func scores(
    of values: UnsafeBufferPointer<Double>, from minimum: Double, to maximum: Double,
    margin: Double, into target: UnsafeMutablePointer<Double>
  ) {
    // Latents of many probabilities at once take a fraction of the time of one after the other.
    let block = 1024
    withUnsafeTemporaryAllocation(of: Double.self, capacity: block) { latents in
      withUnsafeTemporaryAllocation(of: Int.self, capacity: block) { rows in
        guard let base = latents.baseAddress else { return }
        for first in stride(from: 0, to: values.count, by: block) {
          var waiting = 0
          for row in first..<min(first + block, values.count) {
            guard !values[row].isNaN else {
              target[row] = 0
              continue
            }
            let value = min(max(values[row], minimum), maximum)
            let cell = position(of: value)
            if cell < count, lower[cell] == value, upper[cell] == value {
              target[row] = scores[cell]
              continue
            }
            let probability = cumulative(at: value, in: cell).upTo
            latents[waiting] = min(max(probability, margin), 1 - margin)
            rows[waiting] = row
            waiting += 1
          }
          Normal.quantile(UnsafeBufferPointer(start: base, count: waiting), into: base)
          for place in 0..<waiting { target[rows[place]] = latents[place] }
        }
      }
    }
  }

  /// The score function's expansion; neighbouring segments are one cell.
  func hermite() -> HermiteScore {
    var cells: [(lower: Double, upper: Double, score: Double?)] = []
    for cell in 0..<count where cumulative[cell] < cumulative[cell + 1] {
      let below = Normal.quantile(cumulative[cell])
      let above = Normal.quantile(cumulative[cell + 1])
      let score = scores[cell].isNaN ? nil : scores[cell]
      if score == nil, let previous = cells.indices.last, cells[previous].score == nil {
        cells[previous].upper = above
      } else {
        cells.append((below, above, score))
      }
    }
    return HermiteScore(cells: cells)
  }
}
