public import KindredData

extension RelationalReport {
  /// Everything in the report: overall score, and properties with a detail per row.
  public var json: JSONValue {
    let hopDetails = hops.map { paths in paths.flatMap(\.json) }
    return .report(
      score, properties,
      [nullShares.map(\.json)] + hopDetails + [siblings.map(\.json), dates.map(\.json)])
  }
}

extension NullScore {
  fileprivate var json: JSONValue {
    .object([
      JSONValue.Member("table", .string(table)), JSONValue.Member("column", .string(column)),
      JSONValue.Member("metric", .string(Metric.missingValueSimilarity.rawValue)),
      JSONValue.Member("score", .number(score)), JSONValue.Member("real", .number(realShare)),
      JSONValue.Member("synthetic", .number(syntheticShare)),
    ])
  }
}

extension HopTrends {
  fileprivate var json: [JSONValue] {
    pairs.map { pair in
      guard case .object(let members) = pair.json(.legacy) else { return .null }
      let path = JSONValue.Member("path", .array(tables.map { .string($0) }))
      return .object([path] + members.filter { $0.name != "table" && $0.name != "meetsThreshold" })
    }
  }
}

extension ChildScore {
  fileprivate var json: JSONValue {
    .object([
      JSONValue.Member("parentTable", .string(relationship.parentTable)),
      JSONValue.Member("childTable", .string(relationship.childTable)),
      JSONValue.Member("foreignKey", .names(relationship.childKey)),
      JSONValue.Member("column", .string(column)),
      JSONValue.Member("parentColumn", .text(parentColumn)),
      JSONValue.Member("metric", .string(metric.rawValue)),
      JSONValue.Member("score", .number(score)), JSONValue.Member("real", .number(real)),
      JSONValue.Member("synthetic", .number(synthetic)),
    ])
  }
}
