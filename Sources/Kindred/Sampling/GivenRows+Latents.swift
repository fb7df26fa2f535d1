import KindredData
import KindredStatistics

// What given rows say about their latents, and draws of what they leave open.

extension GivenRows {
  /// The latents of a given table: those of its columns from the values, all others from their
  /// distribution given those.
  func latents(
    of index: Int, model: FittedModel, forest: SchemaForest, seed: UInt64
  ) -> LatentRows? {
    guard let table = tables[index] else { return nil }
    let learned = model.tables[index]
    let dimension = learned.dimensions.count
    let random = CounterRandom(seed: seed, stream: CounterRandom.stream("given", learned.name))
    let cells = learned.dimensions.map { interval($0, of: index, table, model) }
    let conditional = ConditionalNormal(factor: learned.total)
    var patterns: [[Bool]: [Int]] = [:]
    var order: [[Bool]] = []
    for row in 0..<table.rowCount {
      let pattern = cells.map { $0?[row] != nil }
      if patterns[pattern] == nil { order.append(pattern) }
      patterns[pattern, default: []].append(row)
    }
    var latents = [Double](repeating: 0, count: table.rowCount * dimension)
    for pattern in order {
      let known = pattern.indices.filter { pattern[$0] }
      let normal = conditional.given(known)
      for row in patterns[pattern] ?? [] {
        let bounds = known.map { cells[$0]?[row] ?? 0...1 }
        let drawn = normal.draw(within: bounds, row: UInt64(row), random: random)
        for (place, latent) in drawn.enumerated() { latents[row * dimension + place] = latent }
      }
    }
    return LatentRows(
      table: index, firstRow: 0, count: table.rowCount, dimension: dimension, latents: latents,
      parents: forest.drivers[index].flatMap { parents[$0] }
        ?? Array(repeating: -1, count: table.rowCount), isPooled: false)
  }

  /// Per row, the probabilities that a value stands for; nil where the row says nothing.
  private func interval(
    _ dimension: Dimension, of index: Int, _ table: Table, _ model: FittedModel
  ) -> [ClosedRange<Double>?]? {
    let learned = model.tables[index]
    func indicator(_ share: Double, _ isOn: (Int) -> Bool) -> [ClosedRange<Double>?] {
      (0..<table.rowCount).map { isOn($0) ? (1 - share)...1 : 0...(1 - share) }
    }
    switch dimension {
    case .value(let place):
      guard let marginal = learned.columns[place].marginal,
        let column = learned.columns[place].learnable(in: table, of: learned.columns)
      else { return nil }
      let numbers = ColumnReading(column, labels: learned.columns[place].labels)
        .values(at: Array(0..<Int32(table.rowCount)))
      return numbers.map { number in
        guard !number.isNaN else { return nil }
        let below = min(max(marginal.cdfBelow(number), 0), 1)
        return below...max(below, min(marginal.cdf(number), 1))
      }
    case .null(let place):
      guard let column = table[column: learned.columns[place].name] else { return nil }
      return indicator(learned.columns[place].nullShare) { !column.isValid($0) }
    case .missingParent(let relationship):
      guard let parents = parents[relationship] else { return nil }
      return indicator(model.relationships[relationship].nullShare) { parents[$0] < 0 }
    case .choice(let relationship):
      guard let parents = parents[relationship],
        case .choice(let marginal) = model.relationships[relationship].finding
      else { return nil }
      return parents.map { parent in
        guard parent >= 0 else { return nil }
        let below = marginal.cdfBelow(Double(parent))
        return below...max(below, marginal.cdf(Double(parent)))
      }
    case .cardinality, .effect, .copied, .level: return nil
    }
  }
}
