import Kindred
import KindredData
import KindredStatistics
import Testing

/// Builds small datasets that consist of keys and a measure.
struct KeySchema {
  var metadata = Metadata()
  private(set) var tables: [Table] = []

  /// Adds a table of integer columns; those named in `numbers` are measures, all others keys.
  mutating func add(
    _ name: String, key: [String], numbers: Set<String> = [], _ columns: [(String, [Int64?])]
  ) throws {
    try metadata.addTable(
      name,
      columns: columns.map { ColumnMetadata($0.0, numbers.contains($0.0) ? .numerical : .id) },
      primaryKey: key)
    tables.append(try Table(name, columns: columns.map { Column($0.0, integers: $0.1) }))
  }

  mutating func refer(_ child: String, _ key: [String], to parent: String) throws {
    try metadata.addRelationship(parent: parent, child: child, foreignKey: key)
  }

  /// Small tables with names of lists would be kept as they are.
  func fitted(_ model: TabularModel = .copula) throws -> HMA1 {
    let model = HMA1(metadata, options: FitOptions(model: model, referenceTables: []))
    let dataset = try Dataset(tables)
    #expect(try metadata.validate(dataset).findings.map(\.problem) == [])
    try model.fit(dataset)
    return model
  }

  /// Samples of several seeds and scales, each checked against the schema.
  func samples(_ model: HMA1, scales: [Double] = [1, 0.1, 3]) throws -> [Dataset] {
    try (0..<6 as Range<UInt64>).map { seed in
      let sample = try model.sample(
        scale: scales[Int(seed) % scales.count], seed: seed, resettingKeys: true)
      #expect(try metadata.validate(sample).findings.map(\.problem) == [], "seed \(seed)")
      return sample
    }
  }

  static func random(_ name: String) -> CounterRandom {
    CounterRandom(seed: 7, stream: CounterRandom.stream(name))
  }
}

extension Dataset {
  /// The integers of a column; nil where it is null.
  func integers(_ table: String, _ column: String) throws -> [Int64?] {
    let column = try #require(self[table]?[column: column])
    guard case .integers(let values) = column.values else {
      Issue.record("\(column.name) does not hold integers")
      return []
    }
    return values.indices.map { column.isValid($0) ? values[$0] : nil }
  }

  /// How many rows have each value of a column, and how many values are that frequent.
  func degrees(_ table: String, _ column: String) throws -> [Int: Int] {
    var counts: [Int64: Int] = [:]
    for value in try integers(table, column) {
      if let value { counts[value, default: 0] += 1 }
    }
    return Dictionary(counts.values.map { ($0, 1) }, uniquingKeysWith: +)
  }
}
