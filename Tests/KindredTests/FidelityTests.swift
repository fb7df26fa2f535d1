import Kindred
import KindredData
import KindredStatistics
import Testing

/// Samples are distributed as what was learned.
@Suite struct FidelityTests {
  /// Up to 300,000 rows values are drawn at even ranks: the share of every label is exact to a row
  /// or two, however small the sample.
  @Test(arguments: [1000, 4000]) func labelsKeepTheirShares(customers: Int) throws {
    let shop = try Shop(customers: customers)
    let sample = try shop.fitted().sample(seed: 1)
    let real = try labels(shop.dataset, "customers", "segment")
    let synthetic = try labels(sample, "customers", "segment")
    for (label, count) in real { #expect(abs((synthetic[label] ?? 0) - count) <= 2) }
  }

  /// Above 300,000 rows values are drawn one by one. With 310,000 rows the largest distance of the
  /// distribution functions stays below 0.0036 with a confidence of 99.9 % (Massart's bound); the
  /// marginal keeps 512 knots, which adds at most half a knot's share, 0.001, and the learned
  /// calibration 0.01.
  @Test func largeSamplesKeepMarginals() throws {
    let shop = try Shop(customers: 4000)
    let model = try shop.fitted()
    let sample = try model.sample(rows: 130_000, seed: 3)
    let orders = try #require(sample["orders"])
    #expect(orders.rowCount > 300_000)
    let real = try decimals(shop.dataset, "orders", "total").sorted()
    let synthetic = try decimals(sample, "orders", "total").sorted()
    #expect(distance(real, synthetic) < 0.0146)
  }

  /// How alike the children of one parent are, and how they go with the parent's own values.
  @Test func dependenceWithinAndAcrossTablesIsKept() throws {
    let shop = try Shop(customers: 4000)
    let sample = try shop.fitted().sample(seed: 2)
    let real = try correlations(shop.dataset)
    let synthetic = try correlations(sample)
    // Two independent estimates of a correlation from about 3,000 customers differ by less than
    // 3.3 * sqrt(2 / 3000) = 0.085 with a confidence of 99.9 %.
    #expect(abs(real.parent - synthetic.parent) < 0.085)
    #expect(abs(real.siblings - synthetic.siblings) < 0.085)
    #expect(abs(real.cardinality - synthetic.cardinality) < 0.085)
    // The structure is there in the first place.
    #expect(real.parent > 0.7)
    #expect(real.siblings > 0.4)
    #expect(real.cardinality > 0.3)
  }

  @Test func nullSharesAreKept() throws {
    let shop = try Shop(customers: 2000)
    let sample = try shop.fitted().sample(seed: 4)
    let real = try #require(shop.dataset["orders"]?[column: "coupon"])
    let synthetic = try #require(sample["orders"]?[column: "coupon"])
    let difference =
      Double(real.nullCount) / Double(real.count)
      - Double(synthetic.nullCount) / Double(synthetic.count)
    #expect(abs(difference) < 0.001)
  }

  @Test(arguments: [MarginalFamily.norm, .gamma, .beta, .truncnorm, .uniform, .studentT, .auto])
  func familiesAreUsedWhereChosen(family: MarginalFamily) throws {
    let shop = try Shop(customers: 500)
    var options = FitOptions(model: .copula)
    options.distributions = ["orders": ["total": family]]
    let model = try shop.fitted(options)
    let column = try #require(
      try model.summary().tables[2].columns.first { $0.name == "total" })
    if family != .auto { #expect(column.detail.hasPrefix(family.rawValue)) }
    #expect(!column.detail.hasPrefix("empirical"))
    let sample = try model.sample(seed: 1)
    #expect(try shop.metadata.validate(sample).isValid)
  }

  // MARK: - Helpers

  private func decimals(
    _ dataset: Dataset, _ table: String, _ column: String
  ) throws -> [Double] {
    let column = try #require(dataset[table]?[column: column])
    guard case .decimals(let values) = column.values else {
      Issue.record("\(column.name) does not hold decimals")
      return []
    }
    return values
  }

  private func labels(
    _ dataset: Dataset, _ table: String, _ column: String
  ) throws -> [String: Int] {
    let column = try #require(dataset[table]?[column: column])
    var counts: [String: Int] = [:]
    for row in 0..<column.count { counts[column.text(at: row) ?? "null", default: 0] += 1 }
    return counts
  }

  /// The largest distance of two empirical distribution functions (Kolmogorov-Smirnov).
  private func distance(_ first: [Double], _ second: [Double]) -> Double {
    var (i, j, largest) = (0, 0, 0.0)
    while i < first.count, j < second.count {
      let value = min(first[i], second[j])
      while i < first.count, first[i] == value { i += 1 }
      while j < second.count, second[j] == value { j += 1 }
      largest = max(
        largest, abs(Double(i) / Double(first.count) - Double(j) / Double(second.count)))
    }
    return largest
  }

  /// Correlations of a customer's income with the mean of the orders' totals, of two orders of one
  /// customer, and of income with the number of orders.
  private func correlations(
    _ dataset: Dataset
  ) throws -> (parent: Double, siblings: Double, cardinality: Double) {
    let incomes = try decimals(dataset, "customers", "income")
    let totals = try decimals(dataset, "orders", "total")
    guard case .integers(let ids)? = dataset["customers"]?[column: "id"]?.values,
      case .integers(let customers)? = dataset["orders"]?[column: "customer"]?.values
    else {
      Issue.record("keys of an unexpected type")
      return (0, 0, 0)
    }
    let rows = Dictionary(uniqueKeysWithValues: zip(ids, ids.indices))
    var groups = [[Double]](repeating: [], count: ids.count)
    for (customer, total) in zip(customers, totals) {
      groups[try #require(rows[customer])].append(total)
    }
    let parents = zip(incomes, groups).filter { !$0.1.isEmpty }
    let pairs = groups.filter { $0.count > 1 }.flatMap { [($0[0], $0[1]), ($0[1], $0[0])] }
    return (
      correlation(parents.map { ($0.0, $0.1.reduce(0, +) / Double($0.1.count)) }),
      correlation(pairs), correlation(zip(incomes, groups).map { ($0, Double($1.count)) })
    )
  }

  private func correlation(_ pairs: [(Double, Double)]) -> Double {
    let count = Double(pairs.count)
    let meanX = pairs.reduce(0) { $0 + $1.0 } / count
    let meanY = pairs.reduce(0) { $0 + $1.1 } / count
    let xy = pairs.reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
    let xx = pairs.reduce(0) { $0 + ($1.0 - meanX) * ($1.0 - meanX) }
    let yy = pairs.reduce(0) { $0 + ($1.1 - meanY) * ($1.1 - meanY) }
    return xy / (xx * yy).squareRoot()
  }
}
