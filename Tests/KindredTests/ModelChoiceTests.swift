import Kindred
import KindredData
import KindredStatistics
import Testing

/// `auto` takes for each table the model whose rows a classifier tells less well from held-out ones.
@Suite struct ModelChoiceTests {
  private static let random = CounterRandom(seed: 8, stream: CounterRandom.stream("choice"))

  private static func normal(_ row: Int, _ lane: UInt64) -> Double {
    random.normal(row: UInt64(row), lane: lane)
  }

  /// Three numbers that depend on each other linearly, with normal errors: a copula's own ground.
  static func linear(rows: Int) throws -> (Metadata, Dataset) {
    var metadata = Metadata()
    try metadata.addTable(
      "linear", columns: ["a", "b", "c"].map { ColumnMetadata($0, .numerical) })
    var columns = [[Double]](repeating: [], count: 3)
    for row in 0..<rows {
      let a = normal(row, 0)
      let b = 0.6 * a + 0.8 * normal(row, 1)
      columns[0].append(a)
      columns[1].append(b)
      columns[2].append(0.5 * a - 0.5 * b + normal(row, 2))
    }
    let table = try Table(
      "linear", columns: zip(["a", "b", "c"], columns).map { Column($0, decimals: $1, places: 3) })
    return (metadata, try Dataset([table]))
  }

  /// A number that falls and rises with a code, and labels that go with codes in no order.
  static func codes(rows: Int) throws -> (Metadata, Dataset) {
    var metadata = Metadata()
    try metadata.addTable(
      "codes",
      columns: [
        ColumnMetadata("code", .numerical), ColumnMetadata("label", .categorical),
        ColumnMetadata("bend", .numerical),
      ])
    var (numbers, labels, bends): ([Int64], [String], [Double]) = ([], [], [])
    for row in 0..<rows {
      let code = Int(random.integer(below: 24, row: UInt64(row), lane: 3))
      numbers.append(Int64(code))
      labels.append("label \(code * 7 % 24 / 4)")
      bends.append(Double((code - 12) * (code - 12)) / 10 + normal(row, 4))
    }
    let table = try Table(
      "codes",
      columns: [
        Column("code", integers: numbers), Column("label", strings: labels),
        Column("bend", decimals: bends, places: 2),
      ])
    return (metadata, try Dataset([table]))
  }

  private static func summary(
    _ data: (metadata: Metadata, tables: Dataset), _ options: FitOptions = FitOptions()
  ) throws -> ModelSummary.TableSummary {
    let model = HMA1(data.metadata, options: options)
    try model.fit(data.tables)
    return try #require(try model.summary().tables.first)
  }

  /// 1,000 rows are held out. Were they alike, the classifier would be right in half of the cases,
  /// with a standard error of 0.011: 0.55 is more than four of them away.
  @Test func normalDataIsLeftToTheCopula() throws {
    let table = try Self.summary(Self.linear(rows: 2000))
    #expect(table.model == "copula")
    let copula = try #require(table.copulaAccuracy)
    #expect(copula < 0.55)
    // Content with the copula, nobody learned trees.
    #expect(table.treeAccuracy == nil)
    #expect(table.modelReason.contains("held-out rows"))
  }

  /// A row of a copula has the label of its code by chance: one in six rows or a little more. A
  /// classifier that sees both is right about at least three quarters of such rows.
  @Test func codesGoToTrees() throws {
    let table = try Self.summary(Self.codes(rows: 3000))
    #expect(table.model == "trees")
    let copula = try #require(table.copulaAccuracy)
    let trees = try #require(table.treeAccuracy)
    #expect(copula > 0.75)
    #expect(trees < copula - 0.1)
  }

  @Test(arguments: [TabularModel.copula, .trees]) func whatIsAskedForIsDone(
    model: TabularModel
  ) throws {
    let table = try Self.summary(Self.codes(rows: 400), FitOptions(model: model))
    #expect(table.model == model.rawValue)
    #expect(table.modelReason == "as asked")
  }

  @Test func fewRowsAreLeftToTheCopula() throws {
    let table = try Self.summary(Self.codes(rows: 40))
    #expect(table.model == "copula")
    #expect(table.copulaAccuracy == nil)
  }

  /// Trees know no families.
  @Test func familiesAreLeftToTheCopula() throws {
    let options = FitOptions(distributions: ["codes": ["bend": .norm]])
    #expect(try Self.summary(Self.codes(rows: 3000), options).model == "copula")
  }

  @Test func threadsDoNotMatter() throws {
    let shop = try Shop(customers: 800)
    let models = try [1, 2, 5].map { try shop.fitted(FitOptions(seed: 3, threads: $0)) }
    let sample = try models[0].sample(seed: 5)
    for model in models.dropFirst() {
      #expect(try model.summary() == models[0].summary())
      #expect(try model.sample(seed: 5) == sample)
    }
  }

  @Test func theChoiceIsInTheFile() throws {
    let model = HMA1(try Self.codes(rows: 1000).0)
    try model.fit(Self.codes(rows: 1000).1)
    let loaded = try ModelFileForge.load(ModelFileForge.file(ModelFileForge(model).payload))
    #expect(try loaded.summary() == model.summary())
  }
}
