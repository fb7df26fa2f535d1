import KindredStatistics

/// What a column's latents say about the rows in its scope: which are null, and which quantiles of
/// the marginal the others have.
struct ColumnDrawing {
  /// On whose scale the values are; nil for generated columns.
  let marginal: Marginal?
  private let scope: Range<Int>
  private let nulls: [Bool]
  /// Probabilities, one per row of the scope; empty for generated columns.
  private let probabilities: [Double]

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
    func probabilities(_ dimension: Int, among isChosen: (Int) -> Bool) -> [Double] {
      guard isRanked else { return drawing.probabilities(dimension, of: latents, in: scope) }
      let chosen = scope.filter { isChosen($0 - scope.lowerBound) }.map { Int32($0) }
      let ranked = drawing.stratifiedProbabilities(dimension, of: latents, among: Array(chosen))
      var all = [Double](repeating: 0.5, count: scope.count)
      for (place, row) in chosen.enumerated() { all[Int(row)] = ranked[place] }
      return all
    }
    // A column that is copied as a whole has no latents; rows that have no parent draw by chance.
    func chance(_ part: String) -> [Double] {
      let random = CounterRandom(
        seed: drawing.seed, stream: CounterRandom.stream(part, table.name, learned.name))
      return scope.map { random.uniform(row: UInt64($0)) }
    }

    let share = remainder?.nullShare ?? learned.nullShare
    var nulls = [Bool](repeating: share >= 1, count: scope.count)
    if share > 0, share < 1 {
      let drawn =
        table.dimensions.firstIndex(of: .null(column: index))
        .map { probabilities($0) { isOpen.isEmpty || isOpen[$0] } } ?? chance("null")
      for row in nulls.indices { nulls[row] = drawn[row] >= 1 - share }
    }
    self.nulls = nulls

    // Ranks among the rows that have a value of their own, so that these follow the marginal.
    if marginal == nil {
      self.probabilities = []
    } else if let dimension = table.dimensions.firstIndex(of: .value(column: index)) {
      self.probabilities = probabilities(dimension) {
        !nulls[$0] && (isOpen.isEmpty || isOpen[$0])
      }
    } else {
      self.probabilities = chance("value")
    }
  }

  /// Which rows are null.
  func isNull(in rows: Range<Int>) -> ArraySlice<Bool> { nulls[within(rows)] }

  /// Values on the scale of the marginal.
  func quantiles(in rows: Range<Int>) -> [Double] {
    var values = Array(probabilities[within(rows)])
    guard let marginal else { return values }
    values.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress {
        marginal.quantiles(of: UnsafeBufferPointer(buffer), into: base)
      }
    }
    return values
  }

  private func within(_ rows: Range<Int>) -> Range<Int> {
    rows.lowerBound - scope.lowerBound..<rows.upperBound - scope.lowerBound
  }
}
