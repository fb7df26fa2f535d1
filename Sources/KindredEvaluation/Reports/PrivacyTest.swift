/// How near synthetic rows of one table, or whole entities, come to the real ones.
public struct PrivacyTest: Sendable, Equatable {
  /// The table; the root table for entities.
  public var table: String
  /// Whether a row counts with everything that refers to it.
  public var isEntity: Bool
  /// Rows (entities) that were learned from.
  public var realRows: Int
  /// Synthetic rows.
  public var syntheticRows: Int
  /// Rows that were not learned from; nil without a holdout.
  public var holdoutRows: Int?
  /// Columns that were compared; of entities also what their rows add up to.
  public var columns: Int
  /// Distances to the closest record.
  public var distances: ClosestDistances?
  /// SDMetrics' `DCRBaselineProtection`, 0 ... 1: how much nearer than random rows the synthetic ones
  /// are. Low values are a sign of quality as well as of copying, so that it is no part of any score.
  public var baselineProtection: Double?
  /// Rows that equal a real one.
  public var exactMatches: MatchShares?
  /// Rows at most 0.01 away from a real one: labels equal, numbers within 1 % of their range.
  public var nearMatches: MatchShares?
  /// Rows nearer to a real one than all but 2 % of the comparison rows are.
  public var closestMatches: MatchShares?
  /// Whether the synthetic rows prefer those learned from; nil without a holdout.
  public var overfitting: OverfittingScores?
  /// Whether distances tell who was learned from; nil without a holdout.
  public var membership: MembershipAttack?
  /// Whether known columns give away another one: a row per column. None for entities.
  public var disclosure: [DisclosureScore]
  /// Why there are no figures.
  public var error: String?
}

/// Distances to the closest record: for each row of one dataset the least distance to any row of
/// another, 0 (equal) ... 1 (different in every column).
public struct ClosestDistances: Sendable, Equatable {
  /// Of the synthetic rows to the real ones.
  public var syntheticToReal: DistanceSummary
  /// Of the synthetic rows to the holdout; nil without one.
  public var syntheticToHoldout: DistanceSummary?
  /// What rows that cannot be copies have: the holdout's to the real ones; without a holdout, of every
  /// real row to the other real ones.
  public var comparison: DistanceSummary
  /// Of random rows to the real ones; nil for entities.
  public var randomToReal: DistanceSummary?
}

/// How the distances of many rows are distributed.
public struct DistanceSummary: Sendable, Equatable {
  /// The quantiles at 0, 5, 10, ..., 100 %: 21 distances in ascending order.
  public var quantiles: [Double]
  /// The middle one.
  public var median: Double { quantiles.count == 21 ? quantiles[10] : .nan }
  /// The 2 % quantile.
  public var twoPercent: Double
}

/// The shares of rows that match a real one.
public struct MatchShares: Sendable, Equatable {
  /// Of the synthetic rows, those that match a real row, 0 ... 1.
  public var synthetic: Double
  /// The same of rows that cannot be copies: of the holdout's; without one, of the real rows against
  /// the other real ones.
  public var comparison: Double
  /// Of the synthetic rows, those that match a row of the holdout, by the same distance; nil without
  /// one.
  public var syntheticToHoldout: Double?
  /// The share of synthetic rows by which there are more matches than `comparison` and, with a
  /// holdout, than `syntheticToHoldout` explain; at least 0.
  public var excess: Double
  /// Of the excess.
  public var excessStandardError: Double
}

/// Whether the synthetic rows are nearer to the rows learned from than to the holdout.
public struct OverfittingScores: Sendable, Equatable {
  /// The share of synthetic rows strictly nearer to the real rows, each side measured by its own
  /// ranges: SDMetrics' figure.
  public var closerToReal: Double
  /// SDMetrics' `DCROverfittingProtection`: min(1, 2 (1 - `closerToReal`)).
  public var protection: Double
  /// The share nearer to the real rows where both sides have as many rows and common ranges, and ties
  /// count half: 1/2 without overfitting.
  public var fairCloserToReal: Double
  /// Of the fair share.
  public var fairStandardError: Double
}

/// An attacker who holds the synthetic data guesses that the people nearest to them were learned
/// from.
public struct MembershipAttack: Sendable, Equatable {
  /// The probability, 0 ... 1, that a row learned from is nearer than one of the holdout, ties
  /// counting half; 1/2 is guessing.
  public var auc: Double
  /// Of the area under the curve, after DeLong.
  public var aucStandardError: Double
}

/// How well one column of the real rows can be guessed from others with the synthetic data at hand:
/// SDMetrics' `DisclosureProtection` by the CAP method.
public struct DisclosureScore: Sendable, Equatable {
  /// The column to guess.
  public var sensitiveColumn: String
  /// What the attacker knows: the columns that depend on it most in the real data.
  public var knownColumns: [String]
  /// 1 less the mean share of synthetic rows with the same known labels that have the right one, over
  /// the real rows that any synthetic row has the known labels of.
  public var capProtection: Double?
  /// The same for guesses without data: 1 - 1 / number of labels.
  public var baselineProtection: Double
  /// min(1, cap / baseline); nil when no row matches or there is but one label.
  public var score: Double?
  /// The share of right guesses for rows of the holdout: what the data tell about everybody.
  public var holdoutCapProtection: Double?
}

extension PrivacyTest {
  /// Standard errors by which a figure must differ before it counts as a leak.
  static let allowance = 3.0

  /// 1 less twice the share above 1/2 of synthetic rows nearer to rows learned from, beyond chance;
  /// nil without a holdout.
  public var trainingScore: Double? {
    overfitting.map { Self.score(2 * ($0.fairCloserToReal - 0.5), 2 * $0.fairStandardError) }
  }

  /// 1 less the share of exact matches that neither rows that cannot be copies nor chance explain.
  public var exactMatchScore: Double? {
    exactMatches.map { Self.score($0.excess, $0.excessStandardError) }
  }

  /// 1 less the share of rows below the 2 % quantile that neither the comparison nor chance explains.
  public var nearMatchScore: Double? {
    closestMatches.map { Self.score($0.excess, $0.excessStandardError) }
  }

  /// 1 less twice the attack's AUC above 1/2, beyond chance; nil without a holdout.
  public var membershipScore: Double? {
    membership.map { Self.score(2 * ($0.auc - 0.5), 2 * $0.aucStandardError) }
  }

  /// The lowest of them.
  public var score: Double? {
    [trainingScore, exactMatchScore, nearMatchScore, membershipScore].compactMap { $0 }.min()
  }

  private static func score(_ leak: Double, _ standardError: Double) -> Double {
    min(1, max(0, 1 - max(0, leak - allowance * standardError)))
  }
}
