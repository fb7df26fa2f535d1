import Kindred
import KindredData
import Testing

/// A sample is a function of model, seed and arguments alone.
@Suite struct DeterminismTests {
  @Test func fittingDoesNotDependOnTheNumberOfThreads() throws {
    let shop = try Shop(customers: 3000)
    let samples = try [1, 2, 7].map {
      try shop.fitted(FitOptions(seed: 3, threads: $0)).sample(seed: 5)
    }
    #expect(samples[0] == samples[1])
    #expect(samples[0] == samples[2])
  }

  @Test func samplingDoesNotDependOnTheNumberOfThreads() throws {
    let model = try Shop(customers: 3000).fitted()
    let samples = try [1, 2, 7].map {
      try model.sample(SampleRequest(resettingKeys: true, seed: 5, threads: $0))
    }
    #expect(samples[0] == samples[1])
    #expect(samples[0] == samples[2])
  }

  @Test(arguments: [1, 3, 8]) func shardsInOrderAreTheWhole(count: Int) throws {
    let model = try Shop(customers: 500).fitted()
    let whole = try rows(model.sample(SampleRequest(resettingKeys: true, seed: 5)))
    var parts: [String: [[String]]] = [:]
    for index in 1...count {
      let request = SampleRequest(
        resettingKeys: true, seed: 5, shard: try SampleRequest.Shard(index: index, count: count))
      for (table, rows) in try rows(model.sample(request)) { parts[table, default: []] += rows }
    }
    #expect(parts == whole)
  }

  @Test(arguments: [1, 7, 100, 1_000_000]) func batchesInOrderAreTheWhole(size: Int) throws {
    let model = try Shop(customers: 60).fitted()
    let request = SampleRequest(resettingKeys: true, seed: 5)
    let whole = try rows(model.sample(request))
    var parts: [String: [[String]]] = [:]
    try model.sample(request, batchRows: size) { table in
      #expect(table.rowCount <= size)
      parts[table.name, default: []] += rows(of: table)
    }
    #expect(parts == whole)
  }

  /// Above 300,000 rows latents are no longer ranked; that path must not depend on shards either.
  @Test func shardsOfLargeTablesAreTheWhole() throws {
    let model = try Shop(customers: 500).fitted()
    let whole = try model.sample(
      SampleRequest(
        table: "customers", rows: 310_000, includingChildren: false,
        resettingKeys: true, seed: 5))
    let part = try model.sample(
      SampleRequest(
        table: "customers", rows: 310_000, includingChildren: false,
        resettingKeys: true, seed: 5, shard: try SampleRequest.Shard(index: 200, count: 200)))
    let table = try #require(whole["customers"])
    let last = try #require(part["customers"])
    #expect(last.rowCount == 1550)
    #expect(rows(of: table).suffix(1550).elementsEqual(rows(of: last)))
  }

  private func rows(_ dataset: Dataset) -> [String: [[String]]] {
    Dictionary(uniqueKeysWithValues: dataset.map { ($0.name, rows(of: $0)) })
  }

  private func rows(of table: Table) -> [[String]] {
    (0..<table.rowCount).map { row in table.columns.map { text($0, row) } }
  }

  private func text(_ column: Column, _ row: Int) -> String {
    guard column.isValid(row) else { return "null" }
    return switch column.values {
    case .integers(let values): "\(values[row])"
    case .decimals(let values): "\(values[row])"
    case .booleans(let values): "\(values[row])"
    case .timestamps(let values): "\(values[row])"
    case .strings(let values): values[row]
    }
  }
}
