import Glibc
import KindredStatistics
import Testing

struct MarginalEmpiricalTests {
  static let columns: [(name: String, values: [Double], options: MarginalOptions)] = {
    var samples = MarginalSamples(seed: 7)
    let normals = samples.normals(20_000)
    let uniforms = samples.uniforms(20_000)
    return [
      ("normal", normals, MarginalOptions()),
      ("lognormal", normals.map { exp(2 * $0) }, MarginalOptions()),
      ("half zero", normals.map { max(0, $0) }, MarginalOptions()),
      (
        "cents", uniforms.map { ($0 * 10_000).rounded() / 100 },
        MarginalOptions(decimalPlaces: 2)
      ),
      (
        "geometric", uniforms.map { (log($0) / log(0.7)).rounded(.down) },
        MarginalOptions(isInteger: true)
      ),
      (
        "wide integers", normals.map { (exp(4 * $0) * 1000).rounded() },
        MarginalOptions(isInteger: true)
      ),
      ("small table", Array(normals.prefix(60)), MarginalOptions()),
      (
        "small integers", uniforms.prefix(60).map { ($0 * 10).rounded() },
        MarginalOptions(isInteger: true)
      ),
    ]
  }()

  /// At a knot the distribution is the data's; between two it can be off by the segment's mass,
  /// and by k rows where sparse rows are divided among their neighbours or an extreme moved.
  @Test(arguments: columns.indices)
  func distributionIsKept(column: Int) throws {
    let (name, values, options) = Self.columns[column]
    let marginal = try Marginal.fit(values, options: options)
    let cells = cells(of: marginal)
    let largest = cells.filter { !$0.isAtom }.map(\.mass).max() ?? 0
    let sparse = Double(options.effectiveMinimumCount(rows: values.count)) / Double(values.count)
    #expect(distance(of: marginal, to: values) <= largest + sparse + 1e-9, "\(name)")
    #expect(abs(cells.reduce(0) { $0 + $1.mass } - 1) < 1e-9)
    #expect(cells.filter { !$0.isAtom }.count <= options.maximumKnots)
  }

  @Test(arguments: columns.indices)
  func quantilesAreMonotoneAndWithinTheData(column: Int) throws {
    let (name, values, options) = Self.columns[column]
    let marginal = try Marginal.fit(values, options: options)
    let quantiles = quantiles(of: marginal, 20_001)
    #expect(zip(quantiles, quantiles.dropFirst()).allSatisfy { $0 <= $1 }, "\(name)")
    let (smallest, largest) = try (#require(values.min()), #require(values.max()))
    #expect(quantiles.allSatisfy { $0 >= smallest && $0 <= largest })
    #expect(marginal.minimum >= smallest && marginal.maximum <= largest)
  }

  /// A probability inside a value's cell gives the value back, after rounding where it is rounded.
  @Test(arguments: columns.indices)
  func valuesComeBack(column: Int) throws {
    let (name, values, options) = Self.columns[column]
    let marginal = try Marginal.fit(values, options: options)
    let places = pow(10, Double(options.decimalPlaces ?? 0))
    let isRounded = options.isInteger || options.decimalPlaces != nil
    for value in values.prefix(2000) where value >= marginal.minimum && value <= marginal.maximum {
      let (below, upTo) = (marginal.cdfBelow(value), marginal.cdf(value))
      #expect(below <= upTo)
      if isRounded && upTo - below < 1e-12 { continue }
      let back = marginal.quantile((below + upTo) / 2)
      let expected = isRounded ? (back * places).rounded() / places : back
      #expect(abs(expected - value) <= 1e-9 * max(1, abs(value)), "\(name)")
    }
  }

  /// Scores rise with the values and have the variance of their Hermite expansion's target: 1 for
  /// a continuous column (the standard error of a variance over 20,000 rows is 0.01).
  @Test func scoresAreStandardNormal() throws {
    let values = Self.columns[1].values
    let marginal = try Marginal.fit(values)
    let scores = values.map(marginal.score)
    let mean = scores.reduce(0, +) / Double(scores.count)
    let variance = scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(scores.count)
    #expect(abs(mean) < 0.01)
    #expect(abs(variance - 1) < 0.03)
    let sorted = values.sorted().map(marginal.score)
    #expect(zip(sorted, sorted.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(marginal.score(.nan) == 0)
    #expect(marginal.score(.infinity) == marginal.score(marginal.maximum))
    #expect(marginal.score(-1e300) == marginal.score(marginal.minimum))
  }

  @Test func atomsKeepTheirMass() throws {
    var samples = MarginalSamples(seed: 3)
    let values =
      samples.normals(5000).map { abs($0) + 0.001 }
      + Array(repeating: 0, count: 3000) + Array(repeating: 1.5, count: 2000)
    let marginal = try Marginal.fit(values)
    #expect(abs(marginal.cdf(0) - marginal.cdfBelow(0) - 0.3) < 1e-12)
    #expect(abs(marginal.cdf(1.5) - marginal.cdfBelow(1.5) - 0.2) < 1e-12)
    #expect(marginal.quantile(0.29) == 0)
    let mean = Normal.meanBetween(-.infinity, Normal.quantile(0.3))
    #expect(abs(marginal.score(0) - mean) < 1e-12)
    #expect(marginal.summary.atomCount == 2)
    #expect(marginal.summary.keptValues.contains(1.5))
  }

  /// Rare integers are pooled, but every integer of k rows keeps its mass.
  @Test func integersKeepTheirMass() throws {
    var values: [Double] = []
    for value in 0..<40 { values += Array(repeating: Double(value), count: 4000 >> (value / 3)) }
    let marginal = try Marginal.fit(values, options: MarginalOptions(isInteger: true))
    for value in 0..<20 {
      let mass = marginal.cdf(Double(value)) - marginal.cdfBelow(Double(value))
      #expect(abs(mass - Double(4000 >> (value / 3)) / Double(values.count)) < 1e-12)
    }
    // Rounded to the nearest, the quantiles are integers of the column.
    #expect(quantiles(of: marginal).allSatisfy { (0...39).contains($0.rounded()) })
  }

  /// Over a thousand rows and more, every interior cell stands for at least k rows.
  @Test(arguments: columns.indices.prefix(6))
  func cellsCoverManyRows(column: Int) throws {
    let (name, values, options) = Self.columns[column]
    for rows in [1000, 5000, 20_000] {
      let marginal = try Marginal.fit(Array(values.prefix(rows)), options: options)
      let rarest = cells(of: marginal).map(\.mass).min() ?? 0
      #expect(rarest * Double(rows) >= 10 - 1e-9, "\(name), \(rows) rows")
    }
  }

  @Test func extremesOfSingleRowsAreNotKept() throws {
    var samples = MarginalSamples(seed: 11)
    let values = samples.normals(10_000).map { exp($0) * 1000 }
    let (smallest, largest) = try (#require(values.min()), #require(values.max()))
    let marginal = try Marginal.fit(values)
    #expect(marginal.maximum < largest)
    #expect(largest - marginal.maximum <= (largest - smallest) / 200)
    let exact = try Marginal.fit(values, options: MarginalOptions(exactExtremes: true))
    #expect(exact.minimum == smallest && exact.maximum == largest)
    #expect(exact.quantile(0) == smallest && exact.quantile(1) == largest)
    let declared = try Marginal.fit(values, options: MarginalOptions(bounds: (0, nil)))
    #expect(declared.minimum == 0)
  }

  static let unusual: [[Double]] = [
    [5], [5, 5, 5], [0, 1], [-1e308, 1e308], [-1.7e308, 0, 3, 1.7e308],
    [.leastNonzeroMagnitude, 0, 2 * .leastNonzeroMagnitude], [1, 1.0.nextUp], [-0.0, 0],
    [-3, -2, -2, -1], [1e17, 1e17 + 16],
    Array(repeating: 0, count: 999) + [1], [1e300, 2e300, 3e300, 3e300],
  ]

  @Test(arguments: unusual)
  func unusualColumns(values: [Double]) throws {
    for isInteger in [false, true] {
      let marginal = try Marginal.fit(values, options: MarginalOptions(isInteger: isInteger))
      let quantiles = quantiles(of: marginal)
      let (smallest, largest) = try (#require(values.min()), #require(values.max()))
      #expect(quantiles.allSatisfy { $0 >= smallest && $0 <= largest })
      #expect(zip(quantiles, quantiles.dropFirst()).allSatisfy { $0 <= $1 })
      #expect(values.allSatisfy { marginal.score($0).isFinite })
      #expect(try Marginal(content: marginal.content) == marginal)
      _ = marginal.hermite
    }
  }

  @Test(arguments: [[], [Double.nan], [1, .infinity], [1, 2, -.infinity]] as [[Double]])
  func unusableColumns(values: [Double]) {
    #expect(throws: StatisticsError.self) { try Marginal.fit(values) }
  }

  /// Direct addressing, bisection and the sorts agree.
  @Test func bulkFunctionsAgreeWithSingleOnes() throws {
    for (name, values, options) in Self.columns {
      let marginal = try Marginal.fit(values, options: options)
      var scores = [Double](repeating: 0, count: values.count)
      var back = scores
      values.withUnsafeBufferPointer { values in
        scores.withUnsafeMutableBufferPointer { scores in
          guard let base = scores.baseAddress else { return }
          marginal.scores(of: values, into: base)
        }
      }
      let probabilities = values.indices.map { (Double($0) + 0.5) / Double(values.count) }
      probabilities.withUnsafeBufferPointer { probabilities in
        back.withUnsafeMutableBufferPointer { back in
          guard let base = back.baseAddress else { return }
          marginal.quantiles(of: probabilities, into: base)
        }
      }
      for row in stride(from: 0, to: values.count, by: 37) {
        #expect(scores[row] == marginal.score(values[row]), "\(name)")
        #expect(back[row] == marginal.quantile(probabilities[row]), "\(name)")
      }
    }
  }
}
