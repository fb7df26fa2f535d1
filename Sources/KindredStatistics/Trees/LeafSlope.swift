/// How, within a leaf, numbers follow numbers that are known: a tree's steps leave a slope over,
/// and without it rows that lie at different ends of a leaf would draw alike.
///
/// The rows of a leaf are ordered by a sum of standardized bins and noise; the leaf's distribution
/// stays as it is.
public struct LeafSlope: Sendable, Equatable {
  /// A predictor's part.
  public struct Term: Sendable, Equatable {
    /// The predictor, a place among all columns offered.
    public var column: Int
    /// Mean of its bins in the leaf, nulls left out.
    public var mean: Float
    /// Standard deviation of its bins in the leaf, above 0.
    public var deviation: Float
    /// Standard deviations of the outcome per standard deviation of the predictor.
    public var weight: Float

    /// A term as given.
    public init(column: Int, mean: Float, deviation: Float, weight: Float) {
      self.column = column
      self.mean = mean
      self.deviation = deviation
      self.weight = weight
    }
  }

  /// At most ``mostTerms``; none where nothing is followed.
  public var terms: [Term]
  /// The standard deviation that they leave open, in 0...1.
  public var noise: Float

  /// Most terms of a leaf.
  public static let mostTerms = 6
  /// Nothing is followed.
  static let none = LeafSlope(terms: [], noise: 1)

  /// A slope as given.
  public init(terms: [Term], noise: Float) {
    self.terms = terms
    self.noise = noise
  }

  /// What the terms say of a row.
  /// - Parameter bin: the row's bin of a column; 0 for a null, which says nothing.
  @inline(__always)
  func expected(_ bin: (_ column: Int) -> UInt8) -> Double {
    terms.reduce(0) { sum, term in
      let bin = bin(term.column)
      guard bin > 0 else { return sum }
      return sum + Double(term.weight) * (Double(bin) - Double(term.mean)) / Double(term.deviation)
    }
  }

  /// Checks a slope from outside.
  /// - Throws: ``StatisticsError`` when it asks columns that are not offered, or numbers are not.
  func validate(isOffered: (_ column: Int) -> Bool) throws {
    guard terms.count <= Self.mostTerms, (0...1).contains(noise),
      terms.allSatisfy({
        isOffered($0.column) && $0.mean.isFinite && $0.weight.isFinite
          && $0.deviation.isFinite && $0.deviation > 0
      })
    else { throw StatisticsError("the slope of a leaf is not valid") }
  }
}

/// Learns the slopes of leaves by forward selection on the rows that trees were grown on.
struct LeafSlopeFit {
  /// Numbers among the predictors.
  let predictors: [TreeGrowth.Predictor]

  /// Least rows of a leaf with a slope.
  private static let fewestRows = 20
  /// Least squared t statistic of a term.
  private static let leastEvidence = 14.0

  /// The slope of every node; of nodes that are no leaves, none.
  /// - Parameters:
  ///   - leaves: the leaf of every row of the sample.
  ///   - cells: the outcome's cell; 0 for nulls, ascending else.
  func slopes(nodes: Int, leaves: [Int32], cells: [UInt16]) -> [LeafSlope] {
    let groups = RowGroups(leaves, count: nodes)
    return (0..<nodes).map { node in
      let rows = groups.rows(of: node).filter {
        cells[Int($0)] > 0 && cells[Int($0)] != ColumnScale.noCell
      }
      return slope(of: rows, cells: cells)
    }
  }

  private func slope(of rows: [Int32], cells: [UInt16]) -> LeafSlope {
    guard rows.count >= Self.fewestRows, !predictors.isEmpty,
      var open = Self.scores(rows.map { cells[Int($0)] })
    else { return .none }
    let count = Double(rows.count)
    var chosen: [(column: Int, values: [Double], mean: Float, deviation: Float)] = []
    var bases: [[Double]] = []
    let offered = predictors.map { standardized($0, rows) }
    for _ in 0..<LeafSlope.mostTerms {
      var best: (place: Int, share: Double, basis: [Double])?
      let left = open.reduce(0) { $0 + $1 * $1 }
      guard left > 1e-6 * count else { break }
      for (place, candidate) in offered.enumerated() {
        guard let candidate, !chosen.contains(where: { $0.column == predictors[place].column })
        else { continue }
        let product = zip(candidate.values, open).reduce(0) { $0 + $1.0 * $1.1 }
        // An upper bound of what is explained, before the costly part.
        guard product * product > (best?.share ?? 0) * 0.05 * count * left else { continue }
        var basis = candidate.values
        for other in bases {
          let along = zip(basis, other).reduce(0) { $0 + $1.0 * $1.1 }
          for row in basis.indices { basis[row] -= along * other[row] }
        }
        let size = basis.reduce(0) { $0 + $1 * $1 }
        guard size > 0.05 * count else { continue }
        let scale = 1 / size.squareRoot()
        for row in basis.indices { basis[row] *= scale }
        let along = zip(basis, open).reduce(0) { $0 + $1.0 * $1.1 }
        let share = along * along / left
        if share > best?.share ?? 0 { best = (place, share, basis) }
      }
      guard let best, best.share < 1 else { break }
      let freedom = count - Double(bases.count) - 2
      guard best.share / (1 - best.share) * freedom > Self.leastEvidence,
        let candidate = offered[best.place]
      else { break }
      let along = zip(best.basis, open).reduce(0) { $0 + $1.0 * $1.1 }
      for row in open.indices { open[row] -= along * best.basis[row] }
      bases.append(best.basis)
      chosen.append(
        (predictors[best.place].column, candidate.values, candidate.mean, candidate.deviation))
    }
    guard !chosen.isEmpty, let outcome = Self.scores(rows.map { cells[Int($0)] }) else {
      return .none
    }
    let weights = Self.weights(chosen.map(\.values), bases, outcome)
    // What is left open, for the terms taken from it.
    let free = open.reduce(0) { $0 + $1 * $1 } / (count - Double(chosen.count) - 1)
    return LeafSlope(
      terms: zip(chosen, weights).map {
        LeafSlope.Term(
          column: $0.column, mean: $0.mean, deviation: $0.deviation, weight: Float($1))
      }, noise: Float(min(1, max(0, free.squareRoot()))))
  }

  /// Coefficients of the values, by back substitution: an orthonormal basis of them is known.
  private static func weights(
    _ values: [[Double]], _ bases: [[Double]], _ outcome: [Double]
  ) -> [Double] {
    func product(_ first: [Double], _ second: [Double]) -> Double {
      zip(first, second).reduce(0) { $0 + $1.0 * $1.1 }
    }
    var weights = [Double](repeating: 0, count: values.count)
    for place in values.indices.reversed() {
      var sum = product(bases[place], outcome)
      for later in values.indices where later > place {
        sum -= weights[later] * product(bases[place], values[later])
      }
      let own = product(bases[place], values[place])
      weights[place] = own > 1e-9 ? sum / own : 0
    }
    return weights
  }

  /// Normal scores of cells by their ranks, standardized; nil when they do not vary.
  private static func scores(_ cells: [UInt16]) -> [Double]? {
    let order = cells.indices.sorted { (cells[$0], $0) < (cells[$1], $1) }
    var result = [Double](repeating: 0, count: cells.count)
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, cells[order[end]] == cells[order[start]] { end += 1 }
      let score = Normal.quantile(Double(start + end) / 2 / Double(cells.count))
      for place in start..<end { result[order[place]] = score }
      start = end
    }
    let mean = result.reduce(0, +) / Double(result.count)
    for row in result.indices { result[row] -= mean }
    let variance = result.reduce(0) { $0 + $1 * $1 } / Double(result.count)
    guard variance > 1e-6 else { return nil }
    let scale = 1 / variance.squareRoot()
    return result.map { $0 * scale }
  }

  /// Standardized bins, 0 for nulls; nil when they do not vary.
  private func standardized(
    _ predictor: TreeGrowth.Predictor, _ rows: [Int32]
  ) -> (values: [Double], mean: Float, deviation: Float)? {
    var (sum, square, count) = (0.0, 0.0, 0.0)
    for row in rows where predictor.bins[Int(row)] > 0 {
      let bin = Double(predictor.bins[Int(row)])
      sum += bin
      square += bin * bin
      count += 1
    }
    guard count >= Double(Self.fewestRows) else { return nil }
    let mean = sum / count
    let variance = square / count - mean * mean
    guard variance > 1e-3 else { return nil }
    let deviation = variance.squareRoot()
    return (
      rows.map { row in
        let bin = predictor.bins[Int(row)]
        return bin > 0 ? (Double(bin) - mean) / deviation : 0
      }, Float(mean), Float(deviation)
    )
  }
}
