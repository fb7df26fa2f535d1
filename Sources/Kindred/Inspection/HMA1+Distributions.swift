import KindredData
import KindredStatistics

extension HMA1 {
  /// The learned distributions of all columns, per table in the order of the metadata; nil for columns
  /// that have none, such as keys and made-up texts.
  /// - Throws: `KindredError` of kind `notFitted`.
  public func columnDistributions() throws -> [[LearnedDistribution?]] {
    guard let state else { throw KindredError.notFitted }
    return state.model.tables.map { $0.columns.map(\.distribution) }
  }

  /// The learned numbers of children per parent row, in the order of the metadata's relationships; nil
  /// where the parent table was empty.
  /// - Throws: `KindredError` of kind `notFitted`.
  public func childCountDistributions() throws -> [LearnedDistribution?] {
    guard let state else { throw KindredError.notFitted }
    return state.model.relationships.map { relationship in
      relationship.cardinality.map {
        LearnedDistribution(nullShare: 0, content: .numbers($0.cells, step: 1))
      }
    }
  }

  /// The learned correlations of each table's columns, in the order of the metadata; nil for tables
  /// with fewer than two such columns, and those whose values come from trees.
  /// - Throws: `KindredError` of kind `notFitted`.
  public func dependence() throws -> [LearnedDependence?] {
    guard let state else { throw KindredError.notFitted }
    return state.model.tables.map(\.dependence)
  }
}

extension ColumnModel {
  fileprivate var distribution: LearnedDistribution? {
    content.distribution.map { LearnedDistribution(nullShare: nullShare, content: $0) }
  }
}

extension ColumnModel.Content {
  fileprivate var distribution: LearnedDistribution.Content? {
    switch self {
    case .integer(let marginal): return .numbers(marginal.cells, step: 1)
    case .decimal(let marginal, let places):
      let step = (0..<max(0, min(places ?? 0, 30))).reduce(1.0) { step, _ in step / 10 }
      return .numbers(marginal.cells, step: places == nil ? 0 : step)
    case .timestamp(let marginal, let unit): return .dates(marginal.cells, step: Double(unit))
    case .clocked(let marginal, let clock):
      let cells = marginal.cells.map {
        MarginalCell(
          lower: clock.moment(showing: $0.lower), upper: clock.moment(showing: $0.upper),
          mass: $0.mass)
      }
      return .dates(cells, step: Double(clock.unit))
    case .elapsed(let time):
      let length = time.writtenUnit.length
      let cells = time.marginal.cells.map {
        MarginalCell(lower: $0.lower / length, upper: $0.upper / length, mass: $0.mass)
      }
      return .numbers(cells, step: Double(time.unit) / length)
    case .categorical(let marginal, let labels):
      guard case .categorical(let learned) = marginal.content else { return nil }
      let order = labels.indices.sorted {
        (-learned.probability(of: $0), $0) < (-learned.probability(of: $1), $1)
      }
      return .labels(
        order.map {
          LearnedDistribution.Label(text: labels[$0], share: learned.probability(of: $0))
        }
      )
    case .boolean(let marginal):
      let yes = 1 - marginal.cdfBelow(1)
      return .labels([
        LearnedDistribution.Label(text: "true", share: yes),
        LearnedDistribution.Label(text: "false", share: 1 - yes),
      ])
    default: return nil
    }
  }
}

extension CategoricalMarginal {
  fileprivate func probability(of code: Int) -> Double {
    probabilities.indices.contains(code) ? probabilities[code] : 0
  }
}

extension Marginal {
  /// Cells of a formula: so many of equal probability.
  private static let formulaCells = 200

  /// The distribution as atoms and segments.
  fileprivate var cells: [MarginalCell] {
    if case .empirical(let empirical) = content { return empirical.cells }
    let ends = (0...Self.formulaCells).map { quantile(Double($0) / Double(Self.formulaCells)) }
    return zip(ends, ends.dropFirst()).map {
      MarginalCell(lower: $0, upper: $1, mass: 1 / Double(Self.formulaCells))
    }
  }
}

extension TableModel {
  fileprivate var dependence: LearnedDependence? {
    guard trees == nil else { return nil }
    let places = dimensions.indices.compactMap { place -> (place: Int, column: Int)? in
      guard case .value(let column) = dimensions[place] else { return nil }
      return (place, column)
    }
    guard places.count > 1 else { return nil }
    let rows = places.map { total.row($0.place) }
    let lengths = rows.map { row in row.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    let correlations = rows.indices.map { first in
      rows.indices.map { second -> Double in
        let scale = lengths[first] * lengths[second]
        let product = zip(rows[first], rows[second]).reduce(0) { $0 + $1.0 * $1.1 }
        return scale > 0 ? min(1, max(-1, product / scale)) : 0
      }
    }
    return LearnedDependence(
      columns: places.map { columns[$0.column].name }, correlations: correlations)
  }
}

extension LatentFactor {
  /// A row of the triangle, without the zeros.
  fileprivate func row(_ index: Int) -> [Double] {
    let start = index * (index + 1) / 2
    return packed[start...start + index].map { Double($0) }
  }
}
