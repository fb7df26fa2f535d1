import Foundation

extension DetectionReport {
  /// The tests in which synthetic rows were told from real ones best, and by what.
  public func worstTests(_ count: Int) -> [Finding] {
    Finding.worst((tables + parents).compactMap(\.finding), count)
  }

  /// What the score of each property says of its worst table; nil where no test has a score.
  public var statements: [String?] {
    [tables, parents].prefix(properties.count).map { tests in
      let scored = tests.compactMap { test in test.trees.map { (test, $0) } }
      guard let worst = scored.max(by: { $0.1.auc < $1.1.auc }) else { return nil }
      return
        "at worst \(worst.0.subject), right for \(Finding.percent(worst.1.accuracy)) of the rows"
    }
  }
}

extension DetectionTest {
  /// Less than this is chance.
  private static let significance = 0.001
  private static let shownGiveaways = 3

  /// The table, and whether its children were seen.
  var subject: String { isAggregated ? "\(table) with its children" : table }

  fileprivate var finding: Finding? {
    guard let trees, let score else { return nil }
    guard trees.pValue < Self.significance else { return nil }
    let names = giveaways.prefix(Self.shownGiveaways).map { giveaway in
      "\(giveaway.name) (\(String(format: "%.0f %%", 100 * giveaway.share)))"
    }
    return Finding(
      subject: subject,
      text: "a classifier is right for \(Finding.percent(trees.accuracy)) of the rows, by "
        + names.joined(separator: "; "), score: score)
  }
}
