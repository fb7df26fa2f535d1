extension Marginal {
  /// The latent of a value: its own in a continuous part, E[Z | cell] in an atom's cell. A value
  /// outside [`minimum`, `maximum`] counts as the nearer end, NaN (null) gives 0.
  public func score(_ value: Double) -> Double {
    var score = 0.0
    withUnsafePointer(to: value) { source in
      scores(of: UnsafeBufferPointer(start: source, count: 1), into: &score)
    }
    return score
  }

  /// Scores of many values.
  /// - Parameter scores: room for as many numbers as there are values.
  /// - Complexity: O(log knots) per value; see ``ScoreGrid`` for many values on a grid.
  public func scores(
    of values: UnsafeBufferPointer<Double>, into scores: UnsafeMutablePointer<Double>
  ) {
    switch lookup {
    case .labels(_, let ofCode, _, _):
      ofCode.withUnsafeBufferPointer { ofCode in
        for row in values.indices {
          let value = values[row]
          let code = Int(min(max(value.isNaN ? 0 : value, 0), maximum))
          scores[row] = value.isNaN ? 0 : ofCode[code]
        }
      }
    case .cells(let table):
      table.scores(of: values, from: minimum, to: maximum, margin: margin, into: scores)
    case .formula(let distribution):
      for row in values.indices {
        let value = min(max(values[row], minimum), maximum)
        let probability = min(max(distribution.cdf(value), margin), 1 - margin)
        scores[row] = values[row].isNaN ? 0 : Normal.quantile(probability)
      }
    case .table(let table, _):
      let limit = -Normal.quantile(margin)
      for row in values.indices {
        let value = min(max(values[row], minimum), maximum)
        let latent = min(max(table.latent(of: value), -limit), limit)
        scores[row] = values[row].isNaN ? 0 : latent
      }
    }
  }

  /// The value at a probability: monotone, within [`minimum`, `maximum`], not yet rounded. For
  /// labels, the code (monotone in the order of the latent scale). Probabilities outside [0, 1]
  /// count as the nearer end, NaN as 0.
  public func quantile(_ probability: Double) -> Double {
    var value = 0.0
    withUnsafePointer(to: probability) { source in
      quantiles(of: UnsafeBufferPointer(start: source, count: 1), into: &value)
    }
    return value
  }

  /// Values at many probabilities.
  /// - Parameter values: room for as many numbers as there are probabilities.
  public func quantiles(
    of probabilities: UnsafeBufferPointer<Double>, into values: UnsafeMutablePointer<Double>
  ) {
    switch lookup {
    case .labels(let table, _, _, _): table.quantiles(of: probabilities, into: values)
    case .cells(let table):
      table.quantiles(of: probabilities, into: values)
      for row in probabilities.indices { values[row] = min(max(values[row], minimum), maximum) }
    case .formula(let distribution):
      for row in probabilities.indices {
        let probability = Double.minimum(1, Double.maximum(0, probabilities[row]))
        let value = distribution.quantile(probability.isNaN ? 0 : probability)
        values[row] = min(max(value, minimum), maximum)
      }
    case .table(let table, _):
      for row in probabilities.indices {
        let probability = Double.minimum(1, Double.maximum(0, probabilities[row]))
        let latent = Normal.quantile(probability.isNaN ? 0 : probability)
        values[row] = min(max(table.value(at: latent), minimum), maximum)
      }
    }
  }

  /// P(X <= value) of the values as generated: after rounding when the column is rounded. For
  /// labels, up to the code in the order of the latent scale.
  public func cdf(_ value: Double) -> Double {
    if value >= maximum, !isLabels { return 1 }
    return probabilities(value).upTo
  }

  /// P(X < value) of the values as generated: (`cdfBelow`, `cdf`] is the value's cell.
  public func cdfBelow(_ value: Double) -> Double {
    if value <= minimum, !isLabels { return 0 }
    return probabilities(value).below
  }

  private var isLabels: Bool {
    if case .labels = lookup { true } else { false }
  }

  private func probabilities(_ value: Double) -> (below: Double, upTo: Double) {
    if value.isNaN { return (0, 1) }
    if case .labels(_, _, let below, let upTo) = lookup {
      let code = Int(min(max(value, 0), maximum))
      return (below[code], upTo[code])
    }
    if value < minimum { return (0, 0) }
    if value > maximum { return (1, 1) }
    // Everything that rounds to the value belongs to it; values may lie beside the grid by an ulp.
    let places = step > 0 ? value / step : 0
    let first = step > 0 ? ((places - 1e-9).rounded(.up) - 0.5) * step : value
    let last = step > 0 ? ((places + 1e-9).rounded(.down) + 0.5) * step : value
    switch lookup {
    case .cells(let table):
      return (table.cumulative(at: first).below, table.cumulative(at: last).upTo)
    case .formula(let distribution), .table(_, let distribution):
      return (distribution.cdf(first), distribution.cdf(last))
    case .labels: return (0, 1)
    }
  }

  /// The expansion of the score as a function of the latent, for ``HermiteScore``'s covariances.
  public var hermite: HermiteScore {
    switch lookup {
    case .cells(let table), .labels(let table, _, _, _): table.hermite()
    case .formula, .table: HermiteScore(cells: [(-.infinity, .infinity, nil)])
    }
  }
}
