public import KindredData

extension DetectionReport {
  /// Everything in the report: overall score, and properties with a detail per test.
  public var json: JSONValue {
    .report(score, properties, [tables.map(\.json), parents.map(\.json)])
  }
}

extension DetectionTest {
  fileprivate var json: JSONValue {
    .object([
      JSONValue.Member("table", .string(table)),
      JSONValue.Member("aggregated", .boolean(isAggregated)),
      JSONValue.Member("rowsPerSide", .number("\(rowsPerSide)")),
      JSONValue.Member("score", .number(score)),
      JSONValue.Member("trees", trees?.json ?? .null),
      JSONValue.Member("logistic", logistic?.json ?? .null),
      JSONValue.Member("giveaways", .array(giveaways.map(\.json))),
      JSONValue.Member("error", .text(error)),
    ])
  }
}

extension ClassifierScores {
  fileprivate var json: JSONValue {
    .object([
      JSONValue.Member("accuracy", .number(accuracy)),
      JSONValue.Member("accuracyStandardError", .number(accuracyStandardError)),
      JSONValue.Member("auc", .number(auc)),
      JSONValue.Member("aucStandardError", .number(aucStandardError)),
      JSONValue.Member("pValue", .number(pValue)),
      JSONValue.Member("copyingPValue", .number(copyingPValue)),
    ])
  }
}

extension Giveaway {
  fileprivate var json: JSONValue {
    .object([
      JSONValue.Member("name", .string(name)), JSONValue.Member("table", .string(table)),
      JSONValue.Member("column", .text(column)),
      JSONValue.Member("measure", .string(measure.rawValue)),
      JSONValue.Member("foreignKey", foreignKey.isEmpty ? .null : .names(foreignKey)),
      JSONValue.Member("share", .number(share)),
    ])
  }
}
