public import KindredData

extension QualityReport {
  /// Everything in the report: overall score, thresholds, and properties with a detail per row.
  public var json: JSONValue {
    let details: [[JSONValue]] = [
      columnShapes.map(\.json), columnPairs.map { $0.json(thresholds) }, cardinalities.map(\.json),
      intertablePairs.map { $0.json(thresholds) },
    ]
    return .report(
      score, properties, details,
      extra: [
        JSONValue.Member(
          "thresholds",
          .object([
            JSONValue.Member("correlation", .number(thresholds.correlation)),
            JSONValue.Member("association", .number(thresholds.association)),
          ]))
      ])
  }
}

extension DiagnosticReport {
  /// Everything in the report: overall score, and properties with a detail per row.
  public var json: JSONValue {
    .report(
      score, properties,
      [
        dataValidity.map(\.json), dataStructure.map(\.json), relationshipValidity.map(\.json),
      ])
  }
}

extension JSONValue {
  static func report(
    _ score: Double?, _ properties: [PropertyScore], _ details: [[JSONValue]],
    extra: [Member] = []
  ) -> JSONValue {
    let list = zip(properties, details).map { property, rows in
      JSONValue.object([
        Member("name", .string(property.name)), Member("score", .number(property.score)),
        Member("details", .array(rows)),
      ])
    }
    return .object([Member("score", .number(score))] + extra + [Member("properties", .array(list))])
  }

  /// The shortest text that reads back as the number; null for none.
  static func number(_ value: Double?) -> JSONValue {
    guard let value, value.isFinite else { return .null }
    return .number("\(value)")
  }

  /// One text, or a list of several.
  static func names(_ names: [String]) -> JSONValue {
    names.count == 1 ? .string(names[0]) : .array(names.map { .string($0) })
  }

  /// Null for no text.
  static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
}

extension ColumnScore {
  fileprivate var json: JSONValue {
    .object([
      JSONValue.Member("table", .string(table)), JSONValue.Member("column", .names(columns)),
      JSONValue.Member("metric", .string(metric.rawValue)),
      JSONValue.Member("score", .number(score)), JSONValue.Member("error", .text(error)),
    ])
  }
}

extension TableScore {
  fileprivate var json: JSONValue {
    .object([
      JSONValue.Member("table", .string(table)),
      JSONValue.Member("metric", .string(metric.rawValue)),
      JSONValue.Member("score", .number(score)),
    ])
  }
}

extension RelationshipScore {
  fileprivate var json: JSONValue {
    .object([
      JSONValue.Member("parentTable", .string(relationship.parentTable)),
      JSONValue.Member("childTable", .string(relationship.childTable)),
      JSONValue.Member("foreignKey", .names(relationship.childKey)),
      JSONValue.Member("metric", .string(metric.rawValue)),
      JSONValue.Member("score", .number(score)), JSONValue.Member("error", .text(error)),
    ])
  }
}

extension PairScore {
  func json(_ thresholds: TrendThresholds) -> JSONValue {
    var members =
      foreignKey.isEmpty
      ? [JSONValue.Member("table", .string(firstTable))]
      : [
        JSONValue.Member("parentTable", .string(firstTable)),
        JSONValue.Member("childTable", .string(secondTable)),
        JSONValue.Member("foreignKey", .names(foreignKey)),
      ]
    members += [
      JSONValue.Member("column1", .string(firstColumn)),
      JSONValue.Member("column2", .string(secondColumn)),
      JSONValue.Member("metric", .string(metric.rawValue)),
      JSONValue.Member("score", .number(score(at: thresholds))),
      JSONValue.Member("similarity", .number(similarity)),
      JSONValue.Member("realCorrelation", .number(realCorrelation)),
      JSONValue.Member("syntheticCorrelation", .number(syntheticCorrelation)),
      JSONValue.Member("realAssociation", .number(realAssociation)),
      JSONValue.Member("syntheticAssociation", .number(syntheticAssociation)),
      JSONValue.Member("meetsThreshold", meets(thresholds).map { .boolean($0) } ?? .null),
      JSONValue.Member("error", .text(error)),
    ]
    return .object(members)
  }
}
