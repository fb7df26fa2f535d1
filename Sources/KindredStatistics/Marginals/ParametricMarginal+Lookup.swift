extension ParametricMarginal {
  /// The most rounded values that are looked up one by one.
  private static let mostAtoms = 2000.0

  /// The formula, or a table where it is costly. Rounded values of a short range are atoms, each
  /// with the probability of half a step on either side.
  var lookup: Marginal.Lookup {
    guard let distribution = Distribution(family: family, parameters: parameters) else {
      return .formula(.uniform(location: minimum, scale: max(maximum - minimum, .ulpOfOne)))
    }
    if step > 0, maximum - minimum <= Self.mostAtoms * step, let cells = cells(of: distribution) {
      return .cells(CellTable(cells))
    }
    switch distribution {
    case .norm, .uniform, .truncnorm: return .formula(distribution)
    case .beta, .gamma, .studentT:
      return .table(
        QuantileTable(distribution, minimum: minimum, maximum: maximum), distribution)
    }
  }

  private func cells(of distribution: Distribution) -> [MarginalCell]? {
    let first = (minimum / step).rounded()
    let last = (maximum / step).rounded()
    guard last.magnitude < 0x1p52, first.magnitude < 0x1p52 else { return nil }
    var cells: [MarginalCell] = []
    var below = 0.0
    for index in 0...Int(last - first) {
      let place = first + Double(index)
      let upTo = place == last ? 1 : max(below, distribution.cdf((place + 0.5) * step))
      let value = min(max(place * step, minimum), maximum)
      cells.append(MarginalCell(lower: value, upper: value, mass: upTo - below))
      below = upTo
    }
    return cells
  }
}
