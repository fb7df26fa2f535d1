/// Cuts a column of numbers into atoms and segments; see `ColumnScale.fit`.
struct NumberCells {
  private struct Cell {
    var lower: Double
    var upper: Double
    var rows: Int
  }

  private let k: Int
  private let step: Double
  private var counter: EntityCounter
  private var cells: [Cell] = []
  private var nullRows = 0

  init(entities: EntityIndex, k: Int, step: Double) {
    self.k = k
    self.step = step > 0 && step.isFinite ? step : 0
    counter = EntityCounter(entities)
  }

  mutating func build(_ values: [Double], maximumSegments: Int) {
    let finite = values.filter(\.isFinite)
    guard finite.count <= Int(Int32.max) else { return }
    let distinct = (try? finite.withUnsafeBufferPointer { try ValueCounts($0) })?.values ?? []
    // Place 0 is the null.
    let places = values.map { value -> Int32 in
      guard value.isFinite else { return 0 }
      var (low, high) = (0, distinct.count)
      while low < high {
        let middle = (low + high) / 2
        if distinct[middle] < value { low = middle + 1 } else { high = middle }
      }
      return Int32(truncatingIfNeeded: low) + 1
    }
    let groups = RowGroups(places, count: distinct.count + 1)
    if count(groups.rows(of: 0)) >= k { nullRows = groups.rows(of: 0).count }
    let fewest = max(k, step > 0 || distinct.count == 1 ? 1 : 2, finite.count / 1000)
    var others: [Int] = []
    for (place, value) in distinct.enumerated() {
      let rows = groups.rows(of: place + 1)
      if rows.count >= fewest, count(rows) >= k {
        cells.append(Cell(lower: value, upper: value, rows: rows.count))
      } else {
        others.append(place)
      }
    }
    addSegments(of: others, distinct, groups, maximumSegments: maximumSegments)
  }

  private mutating func count(_ rows: ArraySlice<Int32>) -> Int {
    counter.begin()
    for row in rows { counter.add(row: Int(row)) }
    return counter.distinct
  }

  private mutating func addSegments(
    of places: [Int], _ distinct: [Double], _ groups: RowGroups, maximumSegments: Int
  ) {
    let total = places.reduce(0) { $0 + groups.rows(of: $1 + 1).count }
    let even = max(1, total / max(4, maximumSegments))
    var segments: [Cell] = []
    var (passed, rows) = (0, 0)
    var lower = 0.0
    counter.begin()
    for (index, place) in places.enumerated() {
      if rows == 0 { lower = index == 0 ? distinct[place] : between(places, index, distinct) }
      for row in groups.rows(of: place + 1) { counter.add(row: Int(row)) }
      rows += groups.rows(of: place + 1).count
      let isLast = index + 1 == places.count
      let wanted = min(even, max(1, min(passed, total - passed - rows) / 3))
      guard isLast || (counter.distinct >= k && rows >= wanted) else { continue }
      let upper = isLast ? distinct[place] : between(places, index + 1, distinct)
      if counter.distinct >= k {
        segments.append(Cell(lower: lower, upper: upper, rows: rows))
      } else if let last = segments.indices.last {
        segments[last].upper = upper
        segments[last].rows += rows
      } else {
        addToAtoms(places, distinct, groups)
      }
      passed += rows
      rows = 0
      counter.begin()
    }
    smoothEnds(of: &segments)
    cells = (cells + segments).sorted {
      ($0.lower / 2 + $0.upper / 2, $0.upper) < ($1.lower / 2 + $1.upper / 2, $1.upper)
    }
  }

  /// The border below the value at an index: in the middle between two neighbours; on a grid, half
  /// a step beside a value.
  private func between(_ places: [Int], _ index: Int, _ distinct: [Double]) -> Double {
    let (low, high) = (distinct[places[index - 1]], distinct[places[index]])
    var middle = low / 2 + high / 2
    if step > 0 { middle = ((middle / step).rounded(.down) + 0.5) * step }
    return min(max(middle, low), high)
  }

  private mutating func addToAtoms(_ places: [Int], _ distinct: [Double], _ groups: RowGroups) {
    for place in places {
      let value = distinct[place]
      guard
        let nearest = cells.indices.min(by: {
          abs(cells[$0].lower - value) < abs(cells[$1].lower - value)
        })
      else { return }
      cells[nearest].rows += groups.rows(of: place + 1).count
    }
  }

  /// Moves the outer ends inwards to multiples of a 1-2-5 step of at most a two-hundredth of the
  /// range, so that no extreme of a single entity is kept; on a grid, widens them by half a step.
  private func smoothEnds(of segments: inout [Cell]) {
    guard let smallest = segments.first?.lower, let largest = segments.last?.upper else { return }
    let near = (largest - smallest) / 200
    let grid = max(ColumnBounds.roundStep(near), near > 0 ? step : 0)
    let last = segments.count - 1
    if k > 1, grid > 8 * max(smallest.magnitude.ulp, largest.magnitude.ulp), near.isFinite {
      let lower = min((smallest / grid).rounded(.up) * grid, smallest + max(near, step))
      let upper = max((largest / grid).rounded(.down) * grid, largest - max(near, step))
      segments[0].lower = min(max(smallest, lower), segments[0].upper)
      segments[last].upper = max(min(largest, upper), segments[last].lower)
    }
    segments[0].lower -= step / 2
    segments[last].upper += step / 2
    // A segment without width would count as an atom, which it is only on purpose.
    for index in segments.indices where segments[index].lower >= segments[index].upper {
      segments[index].upper = segments[index].lower.nextUp
    }
  }

  func scale(rows: Int) -> ColumnScale {
    var content = ColumnScale.Content(
      isLabels: false, step: step, labelCount: 0, lower: [0], upper: [0],
      shares: [Double(nullRows)], bins: [0])
    for cell in cells.prefix(Int(ColumnScale.noCell) - 2) {
      content.lower.append(cell.lower)
      content.upper.append(cell.upper)
      content.shares.append(Double(cell.rows))
    }
    content.normalize()
    // Neighbouring cells share bins of about equal mass when there are more than bins.
    let mass = 1 - content.shares[0]
    var (bin, inBin) = (1, 0.0)
    for cell in 1..<max(1, content.shares.count) {
      content.bins.append(UInt8(min(bin, 254)))
      inBin += content.shares[cell]
      if content.shares.count <= 255 || inBin >= mass / 250 { (bin, inBin) = (bin + 1, 0) }
    }
    return ColumnScale(valid: content)
  }
}
