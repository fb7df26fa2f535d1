import KindredData

/// Whether a classifier can tell synthetic rows from real ones (classifier two-sample test, C2ST).
///
/// Every table alone, and every parent table with what its children add up to: a classifier sees
/// what no single column or pair shows. Accuracies near 1/2 are best; clearly lower ones come from
/// synthetic rows that repeat real ones.
/// Source: D. Lopez-Paz and M. Oquab, "Revisiting Classifier Two-Sample Tests" (2017); V. Hudovernik,
/// M. Jurkovič and E. Štrumbelj, "Benchmarking the Fidelity and Utility of Synthetic Relational
/// Data" (2024), for aggregated tables.
public struct DetectionReport: Sendable, Equatable {
  /// A test per table with columns of modelled types.
  public let tables: [DetectionTest]
  /// A test per table that has children, with what they add up to (C2ST-Agg).
  public let parents: [DetectionTest]

  /// The single-table tests and, where there are relationships, the aggregated ones: each the mean of
  /// the scores of its tests.
  public var properties: [PropertyScore] {
    var properties = [
      PropertyScore(name: "Single-Table Detection", score: meanScore(tables.map(\.score)))
    ]
    if !parents.isEmpty {
      properties.append(
        PropertyScore(name: "Aggregated Detection", score: meanScore(parents.map(\.score))))
    }
    return properties
  }

  /// The mean of the properties that have a score; nil when none has.
  public var score: Double? { meanScore(properties.map(\.score)) }
}
