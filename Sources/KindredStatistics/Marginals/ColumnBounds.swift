/// The range of a column as a model may show it.
struct ColumnBounds: Equatable {
  /// The least value generated.
  var minimum: Double
  /// The greatest value generated.
  var maximum: Double

  /// An extreme stays when it is one of at least k rows within half a hundredth of the
  /// range, because it then stands for a crowd. An extreme of fewer rows moves inwards to a round
  /// number: a multiple of a 1-2-5 step of at most a two-hundredth of the range. Synthetic values
  /// so stay within the real range, and bins over that range hardly change. Integers and rounded
  /// values of less than two hundred steps have no rounder number and keep their extremes.
  ///
  /// A declared bound takes the place of an extreme within half a hundredth of the range of it;
  /// where `reachesDeclared` is set, of any extreme that keeps it.
  init(_ data: ValueCounts, options: MarginalOptions, reachesDeclared: Bool = false) {
    minimum = data.values.first ?? 0
    maximum = data.values.last ?? 0
    let (smallest, largest) = (minimum, maximum)
    let k = options.effectiveMinimumCount(rows: data.total)
    let range = largest - smallest
    if !options.exactExtremes, k > 1, range > 0, range.isFinite {
      let near = range / 200
      let grid = max(Self.roundStep(near), options.step)
      // Below a few units in the last place there is no grid left.
      if grid > 8 * max(smallest.magnitude.ulp, largest.magnitude.ulp) {
        if Self.rows(data, data.values.indices, within: near, of: smallest) < k {
          minimum = max(smallest, min((smallest / grid).rounded(.up) * grid, smallest + near))
        }
        if Self.rows(data, data.values.indices.reversed(), within: near, of: largest) < k {
          maximum = min(largest, max((largest / grid).rounded(.down) * grid, largest - near))
        }
      }
    }
    let reach = reachesDeclared ? Double.infinity : range / 200
    if let lower = options.bounds.lower, lower.isFinite, lower <= smallest,
      smallest - lower <= reach
    {
      minimum = lower
    }
    if let upper = options.bounds.upper, upper.isFinite, upper >= largest, upper - largest <= reach
    {
      maximum = upper
    }
  }

  /// The largest of 1, 2 and 5 times a power of ten that is not above the size.
  static func roundStep(_ size: Double) -> Double {
    guard size > 1e-300, size.isFinite else { return 0 }
    var power = 1.0
    while power > size { power /= 10 }
    while power * 10 <= size { power *= 10 }
    if power * 5 <= size { return power * 5 }
    return power * 2 <= size ? power * 2 : power
  }

  private static func rows(
    _ data: ValueCounts, _ places: some Sequence<Int>, within distance: Double, of end: Double
  ) -> Int {
    var rows = 0
    for place in places {
      if abs(data.values[place] - end) > distance { break }
      rows += Int(data.counts[place])
    }
    return rows
  }
}
