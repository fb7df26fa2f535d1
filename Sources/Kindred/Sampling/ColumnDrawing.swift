import KindredStatistics

/// What a column's latents say about the rows in its scope: which are null, and which values on the
/// scale of the marginal the others have.
struct ColumnDrawing {
  /// On whose scale the values are; nil for generated columns.
  let marginal: Marginal?
  private let scope: Range<Int>
  private let nulls: [Bool]
  /// One per row of the scope; empty for generated columns.
  private let values: [Double]

  /// - Parameters:
  ///   - scope: the rows whose latents are ranked: all of them, or, in tables too large for ranks,
  ///     those wanted.
  ///   - isOpen: per row of the scope, whether the column has to have a value of its own; empty
  ///     when all have.
  ///   - remainder: how such rows get their values when they are not as all rows are.
  init(
    _ index: Int, _ latents: LatentRows, _ scope: Range<Int>, model: FittedModel,
    drawing: LatentDrawing, isOpen: [Bool] = [], remainder: ColumnCopy.Remainder? = nil
  ) {
    let table = model.tables[latents.table]
    let learned = table.columns[index]
    self.scope = scope
    marginal = remainder?.marginal ?? learned.marginal
    let isRanked = scope == 0..<latents.count && latents.count <= drawing.rankedRows
    // A column that is copied as a whole has no latents; rows that have no parent draw by chance.
    func chance(_ part: String) -> [Double] {
      let random = CounterRandom(
        seed: drawing.seed, stream: CounterRandom.stream(part, table.name, learned.name))
      return scope.map { random.uniform(row: UInt64($0)) }
    }

    let share = remainder?.nullShare ?? learned.nullShare
    var nulls = [Bool](repeating: share >= 1, count: scope.count)
    var hasNulls = share >= 1
    if share > 0, share < 1 {
      if let dimension = table.dimensions.firstIndex(of: .null(column: index)), isRanked {
        let open = isOpen.isEmpty ? nil : isOpen.indices.filter { isOpen[$0] }.map { Int32($0) }
        let strata = drawing.strata(dimension, of: latents, among: open)
        for (place, rank) in strata.ranks.enumerated()
        where strata.probability(ofRank: Int(rank)) >= 1 - share {
          nulls[open.map { Int($0[place]) } ?? place] = true
          hasNulls = true
        }
      } else {
        let drawn =
          table.dimensions.firstIndex(of: .null(column: index))
          .map { drawing.probabilities($0, of: latents, in: scope) } ?? chance("null")
        for row in nulls.indices { nulls[row] = drawn[row] >= 1 - share }
        hasNulls = true
      }
    }
    self.nulls = nulls

    guard let marginal else {
      values = []
      return
    }
    guard let dimension = table.dimensions.firstIndex(of: .value(column: index)) else {
      values = marginal.quantiles(chance("value"))
      return
    }
    guard isRanked else {
      values = marginal.quantiles(drawing.probabilities(dimension, of: latents, in: scope))
      return
    }
    // Ranks among the rows that have a value of their own, so that these follow the marginal.
    var chosen: [Int32]?
    if hasNulls || !isOpen.isEmpty {
      chosen = nulls.indices.compactMap {
        nulls[$0] || !(isOpen.isEmpty || isOpen[$0]) ? nil : Int32($0)
      }
    }
    let strata = drawing.strata(dimension, of: latents, among: chosen)
    let ascending = marginal.strata(count: strata.ranks.count, shift: strata.shift)
    guard let chosen else {
      values = strata.values(ascending)
      return
    }
    var values = [Double](repeating: marginal.quantile(0.5), count: scope.count)
    for (row, rank) in zip(chosen, strata.ranks) { values[Int(row)] = ascending[Int(rank)] }
    self.values = values
  }

  /// Which rows are null.
  func isNull(in rows: Range<Int>) -> ArraySlice<Bool> { nulls[within(rows)] }

  /// Values on the scale of the marginal.
  func quantiles(in rows: Range<Int>) -> ArraySlice<Double> { values[within(rows)] }

  private func within(_ rows: Range<Int>) -> Range<Int> {
    rows.lowerBound - scope.lowerBound..<rows.upperBound - scope.lowerBound
  }
}

extension Marginal {
  /// Values at many probabilities.
  fileprivate func quantiles(_ probabilities: [Double]) -> [Double] {
    var values = probabilities
    values.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress {
        quantiles(of: UnsafeBufferPointer(buffer), into: base)
      }
    }
    return values
  }
}
