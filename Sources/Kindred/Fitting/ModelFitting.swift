import KindredData
import KindredStatistics

/// Learns a dataset: columns first, then the latents of the tables, children before the parents
/// they extend.
struct ModelFitting {
  let metadata: Metadata
  /// The tables; empty once all columns have been learned.
  private(set) var dataset: Dataset
  let options: FitOptions
  let forest: SchemaForest
  let progress: Progress
  let parallel: Parallel
  /// Per table.
  private let rowCounts: [Int]
  /// Per relationship, the parent row of every child row; negative without one, or where it is the
  /// row itself.
  let parentRows: [[Int32]]
  /// Per relationship, the number of rows that refer to themselves.
  let selfReferences: [Int]
  let implied: ImpliedParents
  var relationships: [RelationshipModel] = []
  /// Per relationship, children of the parents that have any, on average.
  var groupSizes: [Double] = []
  /// Per table, the columns.
  var columns: [[ColumnModel]] = []
  /// Per table, what was read of the columns that are modelled.
  var readings: [[ColumnReading?]] = []
  /// Per table, the dimensions of the columns: values and nulls.
  var columnDimensions: [DimensionList] = []
  var tables: [TableModel?]
  /// Per relationship that extends its parent, what the child rows say about the parent's.
  var effects: [GroupEffects?]
  /// Per relationship that extends its parent, what siblings have in common: in the dimensions of
  /// the child, or in the directions of the link.
  var between: [SymmetricMatrix?]
  /// Score functions of those dimensions or directions.
  var effectScores: [[HermiteScore]]
  var notes: [String]
  /// Whether what is read stays, for trees that may be learned later.
  var keepsReadings = false
  /// Per table, why it is modelled as it is.
  var choices: [ModelChoice] = []

  /// - Parameter known: per declared relationship the parent rows, as in `RelationshipIndex`; nil
  ///   where they are not known.
  /// - Throws: `KindredError` when tables or columns are missing or keys cannot be matched.
  init(
    metadata: Metadata, dataset: Dataset, parentRows known: [[Int32]?], options: FitOptions,
    progress: Progress
  ) throws {
    let (declared, notes) = try options.withReferenceTables(metadata, dataset)
    let settled = try SettledReferences(declared, dataset, known: known, progress: progress)
    self.metadata = settled.metadata
    self.dataset = dataset
    self.notes = notes + settled.notes
    self.options = options
    self.progress = progress
    parallel = Parallel(threads: options.threads)
    rowCounts = settled.metadata.tables.map { dataset[$0.name]?.rowCount ?? 0 }
    parentRows = settled.parentRows
    selfReferences = settled.selfReferences
    forest = settled.forest
    implied = settled.implied
    tables = Array(repeating: nil, count: self.metadata.tables.count)
    effects = Array(repeating: nil, count: self.metadata.relationships.count)
    between = Array(repeating: nil, count: self.metadata.relationships.count)
    effectScores = Array(repeating: [], count: self.metadata.relationships.count)
  }

  mutating func fit() throws -> FittedModel {
    try learnColumns()
    let hasTrees = try chooseModels()
    let isPlain = !hasTrees.contains(true)
    // What is needed of the columns from now on is in their readings.
    parallel.discard(dataset)
    dataset = try Dataset([])
    for table in forest.bottomUp {
      try learnLatents(table)
      if isPlain, !keepsReadings { release(table) }
      progress.advance(.fitting, by: rowCount(table))
    }
    if !isPlain { try learnTrees { hasTrees[$0] } }
    return fitted
  }

  /// What has been learned.
  var fitted: FittedModel {
    FittedModel(
      metadata: metadata, seed: options.seed, minimumCount: options.minimumCount,
      tables: zip(tables, choices).compactMap { table, choice in
        var table = table
        table?.choice = choice
        return table
      }, relationships: relationships, notes: notes)
  }

  func rowCount(_ table: Int) -> Int { rowCounts[table] }

  /// Frees what only this table, its children and their links were learned from.
  private mutating func release(_ table: Int) {
    parallel.discard(readings[table])
    readings[table] = []
    columnDimensions[table] = DimensionList()
  }

  // MARK: - Latents

  private mutating func learnLatents(_ index: Int) throws {
    var list = structure(of: index)
    list.append(contentsOf: columnDimensions[index])
    let driver = forest.drivers[index]
    let groups =
      driver.map {
        RowGroups(
          parents: parentRows[$0], parentCount: rowCount(forest.parents[$0]), parallel: parallel)
      } ?? RowGroups(rowCount: rowCount(index))
    let moments = try TableMoments(
      sources: list.sources, groups: groups, relationship: driver, parallel: parallel,
      checkpoint: progress.checkpoint)
    tables[index] = latentModel(
      TableModel(
        name: metadata.tables[index].name, rowCount: rowCount(index), columns: columns[index],
        dimensions: list.dimensions, total: LatentFactor(dimension: 0, packed: []),
        within: LatentFactor(dimension: 0, packed: []), uniqueKeys: uniqueKeys(of: index)),
      of: index, scores: list.scores, moments: moments, driver: driver)
    if let driver { effectScores[driver] = list.scores }
    try learnLinks(of: index, list)
    try learnKinship(of: index)
    for relationship in forest.outgoing[index] { effects[relationship] = nil }
  }
}
