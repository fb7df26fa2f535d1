import Glibc

extension EmpiricalMarginal {
  /// Learns atoms and segments from counted values.
  ///
  /// k is ``MarginalOptions/effectiveMinimumCount(rows:)``. A value of at least k rows (and at
  /// least two, unless the values are rounded) is an atom; when more than 2000 values qualify, an
  /// atom needs the share of a segment, 1 / `maximumKnots`. The rows between two atoms are pooled
  /// into segments of at least k rows and about equal mass, finer towards the tails. Segments meet
  /// in the middle between two values, so that at every knot the distribution equals the data's:
  /// the Kolmogorov-Smirnov distance is below the largest segment's mass. Fewer than k rows
  /// between two atoms are joined with the rarer atom when that has less than 3 k rows, otherwise
  /// they are divided among the atoms.
  ///
  /// - Complexity: O(distinct values).
  init(fitting data: ValueCounts, options: MarginalOptions) {
    let bounds = ColumnBounds(data, options: options)
    var builder = CellBuilder(data, options: options, bounds: bounds)
    self.init(
      cells: builder.build(), minimum: bounds.minimum, maximum: bounds.maximum,
      step: builder.step, rowCount: Double(data.total))
  }
}

/// Turns counted values into cells.
private struct CellBuilder {
  /// Neighbouring distinct values: an atom of one value or the values between two atoms.
  private struct Run {
    var places: Range<Int>
    /// Rows; differs from the data's count when the rows of a sparse run were divided.
    var rows: Double
    var isAtom: Bool
  }

  private static let mostAtoms = 2000

  private let data: ValueCounts
  private let bounds: ColumnBounds
  private let knots: Int
  /// k in force.
  private let k: Int
  let step: Double

  init(_ data: ValueCounts, options: MarginalOptions, bounds: ColumnBounds) {
    self.data = data
    self.bounds = bounds
    knots = max(16, options.maximumKnots)
    k = options.effectiveMinimumCount(rows: data.total)
    step = Self.isOnGrid(data, step: options.step) ? options.step : 0
  }

  /// Whether every value is a multiple of the step, as far as numbers can tell.
  private static func isOnGrid(_ data: ValueCounts, step: Double) -> Bool {
    step > 0
      && data.values.allSatisfy { value in
        let places = value / step
        return abs(places - places.rounded()) <= 1e-6 + places.magnitude * 1e-12
      }
  }

  mutating func build() -> [MarginalCell] {
    var cells: [MarginalCell] = []
    let total = Double(data.total)
    var rank = 0.0
    for run in joined(runs()) {
      if run.isAtom {
        let value = data.values[run.places.lowerBound]
        let inside = min(max(value, bounds.minimum), bounds.maximum)
        append(lower: inside, upper: inside, around: value, mass: run.rows / total, to: &cells)
      } else {
        appendSegments(of: run, startingAt: rank, to: &cells)
      }
      rank += run.rows
    }
    return cells
  }

  private func runs() -> [Run] {
    var threshold = step > 0 ? k : max(2, k)
    if data.counts.lazy.filter({ Int($0) >= threshold }).count > Self.mostAtoms {
      threshold = max(threshold, (data.total + knots - 1) / knots)
    }
    // The only value of a column is an atom however rare.
    if data.count == 1 { threshold = 1 }
    var runs: [Run] = []
    for place in 0..<data.count {
      let rows = Double(data.counts[place])
      let isAtom = Int(data.counts[place]) >= threshold
      if !isAtom, let last = runs.indices.last, !runs[last].isAtom {
        runs[last].places = runs[last].places.lowerBound..<place + 1
        runs[last].rows += rows
      } else {
        runs.append(Run(places: place..<place + 1, rows: rows, isAtom: isAtom))
      }
    }
    return runs
  }

  /// Leaves no run between atoms that stands for fewer than k rows.
  private func joined(_ source: [Run]) -> [Run] {
    var runs: [Run] = []
    var pending = source[...]
    let k = Double(k)
    while var run = pending.popFirst() {
      // A run without an atom before it continues the run before.
      if !run.isAtom, let last = runs.last, !last.isAtom {
        run.places = last.places.lowerBound..<run.places.upperBound
        run.rows += last.rows
        runs.removeLast()
      }
      guard !run.isAtom, run.rows < k else {
        runs.append(run)
        continue
      }
      let before = runs.last
      let after = pending.first
      let rarer = min(before?.rows ?? .infinity, after?.rows ?? .infinity)
      if rarer < 3 * k {
        if let before, before.rows == rarer {
          runs.removeLast()
          run.places = before.places.lowerBound..<run.places.upperBound
        } else if let after {
          pending.removeFirst()
          run.places = run.places.lowerBound..<after.places.upperBound
        }
        run.rows += rarer
        // What lies next is a run as well or an atom: look again.
        pending = [run] + pending
        continue
      }
      switch (before, after) {
      case (nil, nil): runs.append(run)
      case (_?, nil): runs[runs.count - 1].rows += run.rows
      case (nil, var next?):
        next.rows += run.rows
        pending[pending.startIndex] = next
      case (_?, var next?):
        runs[runs.count - 1].rows += run.rows / 2
        next.rows += run.rows / 2
        pending[pending.startIndex] = next
      }
    }
    return runs
  }

  private func appendSegments(
    of run: Run, startingAt rank: Double, to cells: inout [MarginalCell]
  ) {
    let total = Double(data.total)
    let fewest = Double(step > 0 ? k : max(2, k))
    // Segments grow geometrically from the tails; what remains of the knots shares the rows evenly.
    let divisor = max(1, Double(knots) / 128)
    let inTails = 2 * divisor * (1 + log(max(1, total / fewest)))
    let even = total / max(Double(knots) / 4, Double(knots) - inTails)
    // Rows that came from a divided neighbour are spread over the run.
    let counted = run.places.reduce(0) { $0 + Int(data.counts[$1]) }
    let weight = run.rows / Double(counted) / total
    var lower = lowerEnd(of: run.places.lowerBound)
    var rows = 0.0
    var left = Double(counted)
    var passed = rank
    for place in run.places {
      rows += Double(data.counts[place])
      left -= Double(data.counts[place])
      let isLast = place + 1 == run.places.upperBound
      let tail = min(passed, total - passed - rows) / divisor
      if !isLast, rows < max(fewest, min(even, tail)) || left < fewest { continue }
      let upper = isLast ? upperEnd(of: place) : middle(place, place + 1)
      append(
        lower: lower, upper: upper, around: data.values[place], mass: rows * weight, to: &cells)
      lower = upper
      passed += rows
      rows = 0
    }
  }

  private func lowerEnd(of place: Int) -> Double {
    place > 0 ? middle(place - 1, place) : bounds.minimum - step / 2
  }

  private func upperEnd(of place: Int) -> Double {
    place + 1 < data.count ? middle(place, place + 1) : bounds.maximum + step / 2
  }

  /// A knot between two neighbouring values; on a grid, half a step beside a value.
  private func middle(_ first: Int, _ second: Int) -> Double {
    let (low, high) = (data.values[first], data.values[second])
    var middle = low / 2 + high / 2
    if step > 0 { middle = ((middle / step).rounded(.down) + 0.5) * step }
    return min(max(middle, low), high)
  }

  /// Adds a cell inside the bounds and after the last one. A segment that holds a single value of
  /// the grid is an atom.
  private func append(
    lower: Double, upper: Double, around value: Double, mass: Double,
    to cells: inout [MarginalCell]
  ) {
    let floor = max(bounds.minimum - step / 2, cells.last?.upper ?? -.infinity)
    var low = max(lower, floor)
    var high = max(low, min(upper, bounds.maximum + step / 2))
    if step > 0, low < high, high - low < 1.5 * step {
      low = max(min(value, bounds.maximum), floor)
      high = low
    }
    if low == high, let last = cells.last, last.isAtom, last.upper == low {
      cells[cells.count - 1].mass += mass
    } else {
      cells.append(MarginalCell(lower: low, upper: high, mass: mass))
    }
  }
}
