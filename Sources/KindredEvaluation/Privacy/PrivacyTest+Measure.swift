import KindredStatistics

extension PrivacyTest {
  /// Fewer rows tell nothing about what chance does.
  static let leastRows = 20
  /// Rows that attacks and fair comparisons, which are samples anyhow, are measured on at most:
  /// the standard error of a share is then 0.0035.
  fileprivate static let drawnRows = 20_000
  /// Rows at most so far away are near.
  private static let nearDistance = 0.01

  /// Measures distances.
  /// - Parameters:
  ///   - exactDistance: rows at most so far away are equal.
  ///   - randomRows: how many random rows to compare with, 0 for none.
  init(
    table: String, isEntity: Bool, _ records: RecordTables, exactDistance: Double, randomRows: Int
  ) {
    self.init(
      table: table, isEntity: isEntity, realRows: records.realRows,
      syntheticRows: records.syntheticRows, holdoutRows: records.holdoutRows,
      columns: records.real.count, disclosure: [])
    let sizes = [
      ("real", realRows), ("synthetic", syntheticRows), ("holdout", holdoutRows ?? Self.leastRows),
    ]
    if let (side, rows) = sizes.first(where: { $0.1 < Self.leastRows }) {
      error = "The \(side) data have \(rows) rows, fewer than \(Self.leastRows)."
      return
    }
    guard columns > 0 else {
      error = "There is no column that could be compared."
      return
    }
    do {
      try measure(records, exactDistance: exactDistance, randomRows: randomRows)
    } catch {
      self.error = "The records cannot be compared: \(error)."
    }
  }

  private mutating func measure(
    _ records: RecordTables, exactDistance: Double, randomRows: Int
  ) throws {
    let threads = processorCount
    let real = try ClosestRecords(records.real)
    let synthetic = try real.distances(from: records.synthetic, threads: threads)
    let comparison =
      try records.holdout.map { try real.distances(from: $0, threads: threads) }
      ?? real.distancesToOthers(threads: threads)
    var toHoldout: [Double]?
    var fair: FairDistances?
    if let holdout = records.holdout {
      toHoldout = try ClosestRecords(holdout).distances(from: records.synthetic, threads: threads)
      fair = try FairDistances(records, holdout, table: table, threads: threads)
    }
    var random: DistanceSummary?
    if randomRows > 0 {
      let rows = RandomRecords.columns(records, count: randomRows, table: table)
      random = DistanceSummary(try real.distances(from: rows, threads: threads))
    }
    let distances = ClosestDistances(
      syntheticToReal: DistanceSummary(synthetic),
      syntheticToHoldout: toHoldout.map { DistanceSummary($0) },
      comparison: DistanceSummary(comparison), randomToReal: random)
    self.distances = distances
    baselineProtection = random.flatMap {
      $0.median > 0 ? min(1, distances.syntheticToReal.median / $0.median) : nil
    }
    let matches = MatchCounting(
      synthetic: synthetic, comparison: comparison, toHoldout: toHoldout, fair: fair,
      realRows: realRows)
    exactMatches = matches.shares { $0 <= exactDistance }
    nearMatches = matches.shares { $0 <= Self.nearDistance }
    let closest = distances.comparison.twoPercent
    // Where more than 2 % of the comparison rows are copies, none can be nearer.
    if closest > exactDistance { closestMatches = matches.shares { $0 < closest } }
    guard let toHoldout, let fair, let holdout = records.holdout else { return }
    overfitting = OverfittingScores(synthetic, toHoldout, fair)
    membership = try Self.attack(records, holdout, table: table, threads: threads)
  }

  /// Who is nearer to the synthetic rows was learned from, the attacker says.
  private static func attack(
    _ records: RecordTables, _ holdout: [RecordColumn], table: String, threads: Int
  ) throws -> MembershipAttack? {
    let known = try ClosestRecords(records.synthetic)
    let members = try known.distances(
      from: records.real.sample(Self.drawnRows, table, "members"), threads: threads)
    let others = try known.distances(
      from: holdout.sample(Self.drawnRows, table, "others"), threads: threads)
    return AreaUnderCurve(positives: members.map { -$0 }, negatives: others.map { -$0 }).map {
      MembershipAttack(auc: $0.value, aucStandardError: $0.standardError)
    }
  }
}

extension [RecordColumn] {
  /// So many rows at random, or all.
  fileprivate func sample(_ rows: Int, _ table: String, _ purpose: String) -> [RecordColumn] {
    guard let total = first?.values.count, rows < total else { return self }
    let chosen = RowSample.rows(rows, of: total, table, purpose)
    return map { $0.gather(chosen) }
  }
}

extension DistanceSummary {
  /// Quantiles as NumPy interpolates them.
  init(_ distances: [Double]) {
    let sorted = distances.sorted()
    func quantile(_ share: Double) -> Double {
      guard let last = sorted.last else { return .nan }
      let place = share * Double(sorted.count - 1)
      let below = Int(place)
      guard below + 1 < sorted.count else { return last }
      return sorted[below] + (place - Double(below)) * (sorted[below + 1] - sorted[below])
    }
    self.init(quantiles: (0...20).map { quantile(Double($0) / 20) }, twoPercent: quantile(0.02))
  }
}

/// Distances of the synthetic rows to as many real rows as there are of the holdout, with common
/// ranges: a row that resembles both alike is as near to either.
struct FairDistances {
  let toReal: [Double]
  let toHoldout: [Double]
  /// Rows of each side.
  let rows: Int

  init(
    _ records: RecordTables, _ holdout: [RecordColumn], table: String, threads: Int
  ) throws {
    let (realRows, holdoutRows) = (records.realRows, records.holdoutRows ?? 0)
    let rows = min(realRows, holdoutRows)
    self.rows = rows
    let real = records.real.sample(rows, table, "fair real")
    let other = holdout.sample(rows, table, "fair holdout")
    let synthetic = records.synthetic.sample(PrivacyTest.drawnRows, table, "fair synthetic")
    toReal = try ClosestRecords(real, rangesWith: other)
      .distances(from: synthetic, threads: threads)
    toHoldout = try ClosestRecords(other, rangesWith: real)
      .distances(from: synthetic, threads: threads)
  }
}

extension OverfittingScores {
  fileprivate init(_ toReal: [Double], _ toHoldout: [Double], _ fair: FairDistances) {
    let closer = zip(toReal, toHoldout).count { $0 < $1 }
    closerToReal = Double(closer) / Double(max(1, toReal.count))
    protection = min(1, 2 * (1 - closerToReal))
    let votes = zip(fair.toReal, fair.toHoldout).map { first, second in
      abs(first - second) <= 1e-12 ? 0.5 : first < second ? 1 : 0
    }
    let mean = votes.reduce(0, +) / Double(max(1, votes.count))
    let variance = votes.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, votes.count))
    fairCloserToReal = mean
    // The real rows are a sample, too, and possibly a smaller one.
    fairStandardError = (variance / Double(max(1, min(votes.count, fair.rows)))).squareRoot()
  }
}

/// Counts rows within some distance.
private struct MatchCounting {
  let synthetic: [Double]
  let comparison: [Double]
  let toHoldout: [Double]?
  let fair: FairDistances?
  let realRows: Int

  func shares(_ isMatch: (Double) -> Bool) -> MatchShares {
    let matches = share(synthetic, isMatch)
    let expected = share(comparison, isMatch)
    let rows = Double(min(synthetic.count, realRows, fair?.rows ?? .max))
    var excess = matches - expected
    var variance =
      matches * (1 - matches) / rows + expected * (1 - expected) / Double(comparison.count)
    if let fair {
      // As near to rows that were not learned from: typical, not copied.
      let differences = zip(fair.toReal, fair.toHoldout).map {
        (isMatch($0) ? 1.0 : 0) - (isMatch($1) ? 1 : 0)
      }
      let mean = differences.reduce(0, +) / Double(differences.count)
      let spread = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      excess = min(excess, mean)
      variance = max(variance, spread / Double(differences.count) / rows)
    }
    return MatchShares(
      synthetic: matches, comparison: expected,
      syntheticToHoldout: toHoldout.map { share($0, isMatch) },
      excess: max(0, excess), excessStandardError: variance.squareRoot())
  }

  private func share(_ distances: [Double], _ isMatch: (Double) -> Bool) -> Double {
    Double(distances.count { isMatch($0) }) / Double(max(1, distances.count))
  }
}
