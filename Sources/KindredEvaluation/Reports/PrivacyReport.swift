import KindredData

/// Whether synthetic data give away the real rows they were learned from.
///
/// Distances between rows are those of SDMetrics' DCR metrics. With a holdout, real data that were not
/// learned from, every measure has a yardstick: how near do rows come that cannot have been copied?
/// Without one the other real rows have to do, and overfitting cannot be measured.
public struct PrivacyReport: Sendable, Equatable {
  /// A test per table with columns of modelled types: its rows.
  public let tables: [PrivacyTest]
  /// A test per table of root entities: a row with everything that refers to it, such as a user with
  /// all their sessions and transactions.
  public let entities: [PrivacyTest]
  /// Whether there were holdout data.
  public let hasHoldout: Bool

  /// What can leak, each scored by the worst test of any table: a leak in one is not made good by
  /// others. With a holdout training rows, exact matches, near matches and membership; else the
  /// matches alone.
  public var properties: [PropertyScore] {
    let tests = tables + entities
    func property(_ name: String, _ score: (PrivacyTest) -> Double?) -> PropertyScore {
      PropertyScore(name: name, score: tests.compactMap(score).min())
    }
    let matches = [
      property("Exact Matches", \.exactMatchScore), property("Near Matches", \.nearMatchScore),
    ]
    guard hasHoldout else { return matches }
    return [property("Training Rows", \.trainingScore)] + matches
      + [property("Membership", \.membershipScore)]
  }

  /// The lowest property; nil when none has a score.
  public var score: Double? { properties.compactMap(\.score).min() }
}
