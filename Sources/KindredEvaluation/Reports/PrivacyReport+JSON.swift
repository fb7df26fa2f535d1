public import KindredData

extension PrivacyReport {
  /// Everything in the report: overall score, properties with the score of every test, and the tests
  /// with all their figures.
  public var json: JSONValue {
    let tests = tables + entities
    let scores: [(PrivacyTest) -> Double?] =
      hasHoldout
      ? [\.trainingScore, \.exactMatchScore, \.nearMatchScore, \.membershipScore]
      : [\.exactMatchScore, \.nearMatchScore]
    let details = scores.map { score in
      tests.map { test in
        JSONValue.object([
          JSONValue.Member("table", .string(test.table)),
          JSONValue.Member("entities", .boolean(test.isEntity)),
          JSONValue.Member("score", .number(score(test))),
        ])
      }
    }
    guard case .object(let members) = JSONValue.report(score, properties, details) else {
      return .null
    }
    return .object(
      members + [
        JSONValue.Member("holdout", .boolean(hasHoldout)),
        JSONValue.Member("tables", .array(tables.map(\.json))),
        JSONValue.Member("entities", .array(entities.map(\.json))),
      ])
  }
}

extension PrivacyTest {
  fileprivate var json: JSONValue {
    .object([
      JSONValue.Member("table", .string(table)),
      JSONValue.Member("realRows", .number("\(realRows)")),
      JSONValue.Member("syntheticRows", .number("\(syntheticRows)")),
      JSONValue.Member("holdoutRows", holdoutRows.map { .number("\($0)") } ?? .null),
      JSONValue.Member("columns", .number("\(columns)")),
      JSONValue.Member("score", .number(score)),
      JSONValue.Member("distances", distances?.json ?? .null),
      JSONValue.Member("baselineProtection", .number(baselineProtection)),
      JSONValue.Member("exactMatches", exactMatches?.json ?? .null),
      JSONValue.Member("nearMatches", nearMatches?.json ?? .null),
      JSONValue.Member("closestMatches", closestMatches?.json ?? .null),
      JSONValue.Member("overfitting", overfitting?.json ?? .null),
      JSONValue.Member("membership", membership?.json ?? .null),
      JSONValue.Member("disclosure", .array(disclosure.map(\.json))),
      JSONValue.Member("error", .text(error)),
    ])
  }
}

extension ClosestDistances {
  fileprivate var json: JSONValue {
    .object([
      JSONValue.Member("syntheticToReal", syntheticToReal.json),
      JSONValue.Member("syntheticToHoldout", syntheticToHoldout?.json ?? .null),
      JSONValue.Member("comparison", comparison.json),
      JSONValue.Member("randomToReal", randomToReal?.json ?? .null),
    ])
  }
}

extension DistanceSummary {
  fileprivate var json: JSONValue {
    .object([
      JSONValue.Member("median", .number(median)),
      JSONValue.Member("twoPercent", .number(twoPercent)),
      JSONValue.Member("quantiles", .array(quantiles.map { .number($0) })),
    ])
  }
}

extension MatchShares {
  fileprivate var json: JSONValue {
    .object([
      JSONValue.Member("synthetic", .number(synthetic)),
      JSONValue.Member("comparison", .number(comparison)),
      JSONValue.Member("syntheticToHoldout", .number(syntheticToHoldout)),
      JSONValue.Member("excess", .number(excess)),
      JSONValue.Member("excessStandardError", .number(excessStandardError)),
    ])
  }
}

extension OverfittingScores {
  fileprivate var json: JSONValue {
    .object([
      JSONValue.Member("protection", .number(protection)),
      JSONValue.Member("closerToReal", .number(closerToReal)),
      JSONValue.Member("fairCloserToReal", .number(fairCloserToReal)),
      JSONValue.Member("fairStandardError", .number(fairStandardError)),
    ])
  }
}

extension MembershipAttack {
  fileprivate var json: JSONValue {
    .object([
      JSONValue.Member("auc", .number(auc)),
      JSONValue.Member("aucStandardError", .number(aucStandardError)),
    ])
  }
}

extension DisclosureScore {
  fileprivate var json: JSONValue {
    .object([
      JSONValue.Member("sensitiveColumn", .string(sensitiveColumn)),
      JSONValue.Member("knownColumns", .array(knownColumns.map { .string($0) })),
      JSONValue.Member("score", .number(score)),
      JSONValue.Member("capProtection", .number(capProtection)),
      JSONValue.Member("baselineProtection", .number(baselineProtection)),
      JSONValue.Member("holdoutCapProtection", .number(holdoutCapProtection)),
    ])
  }
}
