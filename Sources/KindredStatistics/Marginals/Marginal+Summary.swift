/// What a marginal holds, for people who inspect a model.
public struct MarginalSummary: Sendable, Equatable {
  /// The family's name; "empirical" or "categorical" without a formula.
  public var family: String
  /// The family's parameters in scipy's order; empty without a formula.
  public var parameters: [Double]
  /// Number of values with a probability of their own.
  public var atomCount: Int
  /// Number of ends of segments.
  public var knotCount: Int
  /// The smallest value generated.
  public var minimum: Double
  /// The largest value generated.
  public var maximum: Double
  /// The values of the data that are kept as such: atoms and bounds, ascending. For labels, none
  /// (their texts are kept by the column).
  public var keptValues: [Double]
}

extension Marginal: CustomStringConvertible {
  /// Family, parameters, and what real values are kept.
  public var summary: MarginalSummary {
    var summary = MarginalSummary(
      family: "empirical", parameters: [], atomCount: 0, knotCount: 0, minimum: minimum,
      maximum: maximum, keptValues: [])
    switch content {
    case .empirical(let empirical):
      let atoms = empirical.cells.filter(\.isAtom)
      summary.atomCount = atoms.count
      var previous = Double.nan
      for cell in empirical.cells where !cell.isAtom {
        summary.knotCount += cell.lower == previous ? 1 : 2
        previous = cell.upper
      }
      summary.keptValues = Self.distinct(atoms.map(\.lower) + [minimum, maximum])
    case .categorical(let categorical):
      summary.family = "categorical"
      summary.atomCount = categorical.probabilities.count
    case .parametric(let parametric):
      summary.family = parametric.family.rawValue
      summary.parameters = parametric.parameters
      summary.keptValues = Self.distinct([minimum, maximum])
    }
    return summary
  }

  /// One line, such as "gamma(2.1, 0.0, 4.7) on [0.0, 95.0]".
  public var description: String {
    let summary = summary
    let range = "[\(minimum), \(maximum)]"
    switch content {
    case .categorical: return "categorical, \(summary.atomCount) labels"
    case .empirical:
      return "empirical on \(range), \(summary.atomCount) atoms, \(summary.knotCount) knots"
    case .parametric:
      let parameters = summary.parameters.map { "\($0)" }.joined(separator: ", ")
      return "\(summary.family)(\(parameters)) on \(range)"
    }
  }

  private static func distinct(_ values: [Double]) -> [Double] {
    var distinct: [Double] = []
    for value in values.sorted() where value != distinct.last { distinct.append(value) }
    return distinct
  }
}
