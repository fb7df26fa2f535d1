import Foundation

extension PrivacyReport {
  /// What leaks, beyond what chance explains, the worst first.
  public func leaks(_ count: Int) -> [Finding] {
    let findings = (tables + entities).flatMap { test in
      PrivacyTest.Leak.allCases.compactMap { leak in
        test.score(of: leak).map {
          Finding(subject: test.subject, text: test.statement(of: leak), score: $0)
        }
      }
    }
    return Finding.worst(findings, count, below: 1)
  }

  /// What the score of each property says of its worst table; nil where none has a score.
  public var statements: [String?] {
    let leaks: [PrivacyTest.Leak] =
      hasHoldout ? [.training, .exact, .near, .membership] : [.exact, .near]
    return leaks.map { leak in
      let scored = (tables + entities).compactMap { test in
        test.score(of: leak).map { (test, $0, test.figure(of: leak)) }
      }
      let worst = scored.min { ($0.1, -$0.2) < ($1.1, -$1.2) }
      return worst.map { "\($0.0.subject): \($0.0.statement(of: leak))" }
    }
  }
}

extension PrivacyTest {
  /// What can leak.
  enum Leak: CaseIterable {
    case training, exact, near, membership
  }

  /// The table, and whether its rows stand for themselves.
  var subject: String { isEntity ? "\(table) with all their rows" : table }

  func score(of leak: Leak) -> Double? {
    switch leak {
    case .training: trainingScore
    case .exact: exactMatchScore
    case .near: nearMatchScore
    case .membership: membershipScore
    }
  }

  /// What the score follows from; larger is worse.
  func figure(of leak: Leak) -> Double {
    switch leak {
    case .training: overfitting?.fairCloserToReal ?? 0
    case .exact: exactMatches?.excess ?? 0
    case .near: closestMatches?.excess ?? 0
    case .membership: membership?.auc ?? 0
    }
  }

  func statement(of leak: Leak) -> String {
    let other = holdoutRows == nil ? "of the real rows equal another" : "of the holdout do"
    switch leak {
    case .training:
      return "\(Finding.percent(figure(of: leak))) are nearer to real rows than to the holdout, "
        + "50 % would be by chance"
    case .exact:
      return "\(Finding.percent(exactMatches?.synthetic ?? 0)) equal a real row, "
        + "\(Finding.percent(exactMatches?.comparison ?? 0)) \(other)"
    case .near:
      let other = holdoutRows == nil ? "real" : "holdout"
      return "\(Finding.percent(closestMatches?.synthetic ?? 0)) are nearer to a real row than all "
        + "but 2 % of the \(other) rows"
    case .membership:
      return "an attacker tells who was learned from in \(Finding.percent(figure(of: leak))) of "
        + "the cases, 50 % would be guessing"
    }
  }
}
