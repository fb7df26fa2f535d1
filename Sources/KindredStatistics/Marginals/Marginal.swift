/// One column's distribution: maps values to a standard normal latent and back.
///
/// Values are numbers; labels count as their codes 0, 1, 2..., booleans as 0 and 1. A value that
/// repeats is an atom, whose latent is the cell (a, b] of its probability; its score is
/// E[Z | a < Z <= b]. Other values have their own latent. A marginal is plain data
/// (``content``) with lookup tables built from it.
public struct Marginal: Sendable, Equatable {
  /// Everything a model file needs to keep.
  public enum Content: Sendable, Equatable {
    case empirical(EmpiricalMarginal)
    case parametric(ParametricMarginal)
    case categorical(CategoricalMarginal)
  }

  /// How values are looked up.
  enum Lookup: Sendable {
    /// Numbers in cells.
    case cells(CellTable)
    /// Labels: cells in latent order, and the score, and probabilities below and up to every code.
    case labels(CellTable, scores: [Double], below: [Double], upTo: [Double])
    /// Families with a cheap quantile.
    case formula(Distribution)
    /// Families with a costly quantile.
    case table(QuantileTable, Distribution)
  }

  /// What was learned.
  public let content: Content
  let lookup: Lookup
  /// The smallest value ever generated.
  public let minimum: Double
  /// The largest value ever generated.
  public let maximum: Double
  /// The distance of neighbouring values after the caller's rounding; 0 without rounding.
  let step: Double
  /// How near to 0 and 1 the probability of a data value can be.
  let margin: Double

  /// Two marginals are equal when they hold the same content.
  public static func == (first: Marginal, second: Marginal) -> Bool {
    first.content == second.content
  }

  /// Rebuilds a marginal, as from a model file.
  /// - Throws: ``StatisticsError`` when probabilities are not finite, negative or do not sum to 1,
  ///   when knots are not in ascending order, when bounds are not a range, or when a family does
  ///   not have such parameters.
  public init(content: Content) throws {
    switch content {
    case .empirical(let empirical): try empirical.validate()
    case .categorical(let categorical): try categorical.validate()
    case .parametric(let parametric): try parametric.validate()
    }
    self.init(valid: content)
  }

  private init(valid content: Content) {
    self.content = content
    switch content {
    case .empirical(let empirical):
      minimum = empirical.minimum
      maximum = empirical.maximum
      step = empirical.step
      margin = min(0.25, 0.5 / empirical.rowCount)
      lookup = .cells(CellTable(empirical.cells))
    case .categorical(let categorical):
      minimum = 0
      maximum = Double(max(0, categorical.probabilities.count - 1))
      step = 0
      margin = 1e-12
      lookup = Self.labels(categorical)
    case .parametric(let parametric):
      minimum = parametric.minimum
      maximum = parametric.maximum
      step = parametric.step
      margin = min(0.25, 0.5 / parametric.rowCount)
      lookup = parametric.lookup
    }
  }

  private static func labels(_ categorical: CategoricalMarginal) -> Lookup {
    let table = CellTable(
      categorical.order.map { code in
        MarginalCell(
          lower: Double(code), upper: Double(code), mass: categorical.probabilities[code])
      })
    var scores = [Double](repeating: 0, count: categorical.order.count)
    var below = scores
    var upTo = scores
    for (place, code) in categorical.order.enumerated() {
      scores[code] = table.scores[place]
      below[code] = table.cumulative[place]
      upTo[code] = table.cumulative[place + 1]
    }
    return .labels(table, scores: scores, below: below, upTo: upTo)
  }

  /// Learns the distribution of numbers.
  /// - Parameters:
  ///   - values: the column, in any order; rows without a number do not count.
  ///   - options: the family, the privacy and rounding rules.
  /// - Throws: ``StatisticsError`` when there is no value, or one that is NaN or infinite.
  /// - Complexity: O(n) for values on a grid and for large n, else O(n log n).
  public static func fit(
    _ values: some NumberSource, options: MarginalOptions = MarginalOptions()
  ) throws -> Marginal {
    let data = try ValueCounts(values, step: options.step)
    if options.family != .empirical,
      let parametric = ParametricMarginal(fitting: data, options: options)
    {
      return Marginal(valid: .parametric(parametric))
    }
    return Marginal(valid: .empirical(EmpiricalMarginal(fitting: data, options: options)))
  }

  /// Learns the distribution of numbers; see the version for sources.
  public static func fit(
    _ values: [Double], options: MarginalOptions = MarginalOptions()
  ) throws -> Marginal {
    try values.withUnsafeBufferPointer { try fit($0, options: options) }
  }

  /// The distribution of labels.
  /// - Parameters:
  ///   - counts: rows per code; a code may have none. Negative or unusable counts count as 0, and
  ///     when no code has rows, all are equally likely.
  ///   - order: the codes in the order of the latent scale; codes it misses follow in theirs.
  public static func categorical(counts: [Double], order: [Int]) -> Marginal {
    let usable = counts.isEmpty ? [1] : counts.map { $0.isFinite && $0 > 0 ? $0 : 0 }
    let largest = usable.max() ?? 0
    // Dividing by the largest first keeps the sum finite.
    let relative = usable.map { largest > 0 ? $0 / largest : 1 }
    let sum = relative.reduce(0, +)
    var seen = [Bool](repeating: false, count: usable.count)
    var complete: [Int] = []
    for code in order + Array(usable.indices) where seen.indices.contains(code) && !seen[code] {
      seen[code] = true
      complete.append(code)
    }
    return Marginal(
      valid: .categorical(
        CategoricalMarginal(probabilities: relative.map { $0 / sum }, order: complete)))
  }
}
