/// A part of an empirical marginal: an atom (one value that repeats) or a segment over which
/// values are spread evenly.
public struct MarginalCell: Sendable, Equatable {
  /// The smallest value of the cell.
  public var lower: Double
  /// The largest value of the cell; equal to `lower` for an atom.
  public var upper: Double
  /// The probability of the cell.
  public var mass: Double

  /// A cell as given; nothing is checked.
  public init(lower: Double, upper: Double, mass: Double) {
    self.lower = lower
    self.upper = upper
    self.mass = mass
  }

  /// Whether the cell is a single value.
  public var isAtom: Bool { lower == upper }
}

/// A distribution of numbers as atoms and segments in ascending order.
public struct EmpiricalMarginal: Sendable, Equatable {
  /// Cells in ascending order; they touch at most at their ends.
  public var cells: [MarginalCell]
  /// The smallest value generated. The first cell may begin half a `step` below it.
  public var minimum: Double
  /// The largest value generated.
  public var maximum: Double
  /// The distance of neighbouring values after rounding (1 for integers); 0 for continuous values.
  public var step: Double
  /// Number of rows it was fitted on.
  public var rowCount: Double

  /// A marginal as given; `Marginal(content:)` checks it.
  public init(
    cells: [MarginalCell], minimum: Double, maximum: Double, step: Double, rowCount: Double
  ) {
    self.cells = cells
    self.minimum = minimum
    self.maximum = maximum
    self.step = step
    self.rowCount = rowCount
  }

  func validate() throws {
    try checkBounds(minimum, maximum)
    try checkGrid(step: step, rowCount: rowCount)
    if cells.isEmpty { throw StatisticsError("a marginal needs at least one cell") }
    try checkProbabilities(cells.lazy.map(\.mass))
    var previous = -Double.infinity
    for cell in cells {
      guard cell.lower.isFinite, cell.upper.isFinite, cell.lower <= cell.upper,
        cell.lower >= previous
      else { throw StatisticsError("the knots of a marginal are not in ascending order") }
      previous = cell.upper
    }
  }
}

/// A distribution of labels, known by their codes 0, 1, 2...
public struct CategoricalMarginal: Sendable, Equatable {
  /// The probability of every code.
  public var probabilities: [Double]
  /// Every code once, in the order of the latent scale.
  public var order: [Int]

  /// A marginal as given; `Marginal(content:)` checks it.
  public init(probabilities: [Double], order: [Int]) {
    self.probabilities = probabilities
    self.order = order
  }

  func validate() throws {
    if probabilities.isEmpty { throw StatisticsError("a categorical marginal needs a label") }
    try checkProbabilities(probabilities)
    guard order.count == probabilities.count else {
      throw StatisticsError("the order of a categorical marginal misses labels")
    }
    var seen = [Bool](repeating: false, count: order.count)
    for code in order {
      guard seen.indices.contains(code), !seen[code] else {
        throw StatisticsError("the order of a categorical marginal is not a permutation")
      }
      seen[code] = true
    }
  }
}

/// A distribution from a family of formulas, cut to bounds.
public struct ParametricMarginal: Sendable, Equatable {
  /// One of the families with a formula: neither `empirical` nor `auto`.
  public var family: MarginalFamily
  /// In scipy's order: shapes first, then location and scale.
  public var parameters: [Double]
  /// The smallest value generated.
  public var minimum: Double
  /// The largest value generated.
  public var maximum: Double
  /// The distance of neighbouring values after rounding (1 for integers); 0 for continuous values.
  public var step: Double
  /// Number of rows it was fitted on.
  public var rowCount: Double

  /// A marginal as given; `Marginal(content:)` checks it.
  public init(
    family: MarginalFamily, parameters: [Double], minimum: Double, maximum: Double, step: Double,
    rowCount: Double
  ) {
    self.family = family
    self.parameters = parameters
    self.minimum = minimum
    self.maximum = maximum
    self.step = step
    self.rowCount = rowCount
  }

  func validate() throws {
    try checkBounds(minimum, maximum)
    try checkGrid(step: step, rowCount: rowCount)
    if Distribution(family: family, parameters: parameters) == nil {
      throw StatisticsError(
        "the family '\(family.rawValue)' does not have the parameters \(parameters)")
    }
  }
}

private func checkBounds(_ minimum: Double, _ maximum: Double) throws {
  guard minimum.isFinite, maximum.isFinite, minimum <= maximum else {
    throw StatisticsError("the bounds [\(minimum), \(maximum)] of a marginal are not a range")
  }
}

private func checkGrid(step: Double, rowCount: Double) throws {
  guard step.isFinite, step >= 0, rowCount.isFinite, rowCount >= 1 else {
    throw StatisticsError("the step or the row count of a marginal is not usable")
  }
}

func checkProbabilities(_ probabilities: some Sequence<Double>) throws {
  var sum = 0.0
  for probability in probabilities {
    guard probability.isFinite, probability >= 0 else {
      throw StatisticsError("\(probability) is not a probability")
    }
    sum += probability
  }
  // Written probabilities are rounded; anything beyond that is not a distribution.
  guard abs(sum - 1) < 1e-6 else {
    throw StatisticsError("the probabilities of a marginal sum to \(sum) instead of 1")
  }
}
