import KindredData
public import KindredStatistics

/// How the rows of a table are modelled.
public enum TabularModel: String, Sendable, CaseIterable {
  /// The one of the two below that a classifier tells less well from held-out rows, per table.
  case auto
  /// A Gaussian copula: fast, small, and blind to dependence that neither rises nor falls.
  case copula
  /// Conditional trees: columns one after another, each given those before and the rows above.
  case trees
}

/// What `HMA1.fit` may be told.
public struct FitOptions: Sendable {
  /// How the rows of a table are modelled.
  public var model: TabularModel
  /// How far the model goes towards the data.
  public var privacy: PrivacyLevel
  /// Seed of everything random in fitting and, unless a call gives its own, in sampling.
  public var seed: UInt64
  /// Number of threads; nil uses all cores. Results do not depend on it.
  public var threads: Int?
  /// The family of numerical and datetime marginals that no other option names.
  public var distribution: MarginalFamily
  /// Families by table, then column; a table's entry "*" stands for all its columns.
  public var distributions: [String: [String: MarginalFamily]]
  /// The smallest number of rows that a quantile knot, an atom or a label stands for.
  public var minimumCount: Int
  /// Whether rows whose foreign key no parent has are learned as rows without a parent; else they
  /// are an error.
  public var keepsOrphans: Bool
  /// Tables to keep as they are; nil for those the metadata declare, or, where these say nothing,
  /// those that look like public lists.
  public var referenceTables: [String]?

  /// Options with these settings.
  public init(
    model: TabularModel = .auto, privacy: PrivacyLevel = .balanced, seed: UInt64 = 0,
    threads: Int? = nil,
    distribution: MarginalFamily = .empirical,
    distributions: [String: [String: MarginalFamily]] = [:], minimumCount: Int = 10,
    keepsOrphans: Bool = false, referenceTables: [String]? = nil
  ) {
    self.model = model
    self.privacy = privacy
    self.seed = seed
    self.threads = threads
    self.distribution = distribution
    self.distributions = distributions
    self.minimumCount = minimumCount
    self.keepsOrphans = keepsOrphans
    self.referenceTables = referenceTables
  }

  /// The schema with its reference tables settled, and a sentence for each that was not declared.
  /// - Throws: `KindredError` of kind `metadata` when a table cannot be kept as it is.
  func withReferenceTables(
    _ metadata: Metadata, _ dataset: Dataset
  ) throws -> (metadata: Metadata, notes: [String]) {
    var settled = metadata
    guard referenceTables == nil else {
      settled.referenceTables = referenceTables
      try settled.validate()
      return (settled, [])
    }
    guard metadata.referenceTables == nil else { return (metadata, []) }
    let found = ReferenceTableDetection(metadata).detect(in: dataset)
    if !found.isEmpty { settled.referenceTables = found.map(\.table) }
    return (
      settled,
      found.map { "\($0.table): kept as it is, as a reference table (\($0.evidence))" }
    )
  }

  func family(table: String, column: String) -> MarginalFamily {
    distributions[table]?[column] ?? distributions[table]?["*"] ?? distribution
  }

  /// - Throws: `KindredError` of kind `argument` when an option names what the schema lacks.
  func validate(against metadata: Metadata) throws {
    guard minimumCount >= 1 else {
      throw KindredError(
        .argument, "The minimum count is below 1", value: "\(minimumCount)",
        remedy: "Give a whole number of at least 1.")
    }
    for table in referenceTables ?? [] where metadata[table] == nil {
      throw KindredError.unknownTable(table, among: metadata.tableNames)
    }
    for (table, columns) in distributions.sorted(by: { $0.key < $1.key }) {
      guard let schema = metadata[table] else {
        throw KindredError.unknownTable(table, among: metadata.tableNames)
      }
      for column in columns.keys.sorted() where column != "*" {
        guard schema[column: column] != nil else {
          throw KindredError(
            .argument, "A distribution is given for a column that does not exist", table: table,
            column: column, remedy: "The columns are \(schema.columnNames.joined(separator: ", "))."
          )
        }
      }
    }
  }
}
