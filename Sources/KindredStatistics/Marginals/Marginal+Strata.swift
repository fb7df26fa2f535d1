extension Marginal {
  /// The values at the probabilities (i + `shift`) / `count`, i = 0, 1, ... `count` - 1: a sample that
  /// follows the distribution as closely as its size permits, in the order of the latent scale.
  /// - Parameter shift: in [0, 1].
  /// - Returns: what ``quantiles(of:into:)`` gives, up to last bits.
  /// - Complexity: O(count + cells).
  public func strata(count: Int, shift: Double) -> [Double] {
    [Double](unsafeUninitializedCapacity: max(0, count)) { buffer, initialized in
      initialized = max(0, count)
      guard count > 0, let target = buffer.baseAddress else { return }
      switch lookup {
      case .cells(let table):
        table.fillStrata(buffer, shift: shift, from: minimum, to: maximum)
      case .labels(let table, _, _, _):
        table.fillStrata(buffer, shift: shift, from: -.infinity, to: .infinity)
      case .formula, .table:
        for row in 0..<count { buffer[row] = (Double(row) + shift) / Double(count) }
        quantiles(of: UnsafeBufferPointer(buffer), into: target)
      }
    }
  }
}

extension CellTable {
  /// Writes the values of evenly spread probabilities, cell after cell; those beyond the bounds count
  /// as the nearer one.
  fileprivate func fillStrata(
    _ values: UnsafeMutableBufferPointer<Double>, shift: Double, from minimum: Double,
    to maximum: Double
  ) {
    let count = Double(values.count)
    let perRow = 1 / count
    var row = 0
    for cell in 0..<self.count where row < values.count {
      let start = cumulative[cell]
      let stop = cumulative[cell + 1]
      let rows = stop >= 1 ? count : (stop * count - shift).rounded(.up)
      let end = max(row, Int(min(count, max(0, rows))))
      let (low, high) = (max(lower[cell], minimum), min(upper[cell], maximum))
      if lower[cell] == upper[cell] {
        for place in row..<end { values[place] = low < maximum ? low : maximum }
      } else {
        let (base, width, perMass) = (lower[cell], upper[cell] - lower[cell], 1 / (stop - start))
        for place in row..<end {
          let share = ((Double(place) + shift) * perRow - start) * perMass
          let value = base + share * width
          values[place] = value < low ? low : value > high ? high : value
        }
      }
      row = end
    }
    // The last cell with a mass ends at 1, so that no row is left.
    let rest = min(max(upper.last ?? minimum, minimum), maximum)
    while row < values.count {
      values[row] = rest
      row += 1
    }
  }
}
