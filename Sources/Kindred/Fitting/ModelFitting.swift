import KindredData
import KindredStatistics

/// Learns a dataset table by table, children before the parents that drive them.
struct ModelFitting {
  let metadata: Metadata
  let dataset: Dataset
  let options: FitOptions
  let forest: SchemaForest
  private let origins: KeyOrigins
  let progress: Progress
  private let parallel: Parallel
  /// Per relationship, the parent row of every child row; negative without one.
  private let parentRows: [[Int32]]
  private var relationships: [RelationshipModel] = []
  private var tables: [TableModel?]
  /// Per driving relationship, what the child's rows say about the parent's.
  private var effects: [GroupEffects?]
  /// Per driving relationship, what siblings have in common; dimensions of the child.
  private var between: [SymmetricMatrix?]
  /// Score functions of the dimensions of the tables learned so far.
  private var hermite: [[HermiteScore]]
  private var notes: [String] = []

  /// - Throws: `KindredError` when tables or columns are missing or keys cannot be matched.
  init(metadata: Metadata, dataset: Dataset, options: FitOptions, progress: Progress) throws {
    self.metadata = metadata
    self.dataset = dataset
    self.options = options
    self.progress = progress
    forest = try SchemaForest(metadata)
    origins = KeyOrigins(metadata, forest)
    parallel = Parallel(threads: options.threads)
    parentRows = try metadata.relationships.map { relationship in
      try progress.checkpoint()
      let parent = try dataset.table(named: relationship.parentTable)
      let child = try dataset.table(named: relationship.childTable)
      return try RelationshipIndex(relationship, parent: parent, child: child).parentRows
    }
    tables = Array(repeating: nil, count: metadata.tables.count)
    effects = Array(repeating: nil, count: metadata.relationships.count)
    between = Array(repeating: nil, count: metadata.relationships.count)
    hermite = Array(repeating: [], count: metadata.tables.count)
  }

  mutating func fit() throws -> FittedModel {
    relationships = try metadata.relationships.indices.map(learnRelationship)
    for table in forest.topDown.reversed() {
      try learnTable(table)
      progress.advance(.fitting, by: dataset[metadata.tables[table].name]?.rowCount ?? 0)
    }
    return FittedModel(
      metadata: metadata, seed: options.seed, minimumCount: options.minimumCount,
      tables: tables.compactMap { $0 }, relationships: relationships, notes: notes)
  }

  // MARK: - Relationships

  private func childCounts(_ relationship: Int) -> [Int] {
    let parent = dataset[metadata.relationships[relationship].parentTable]
    var counts = [Int](repeating: 0, count: parent?.rowCount ?? 0)
    for row in parentRows[relationship] where row >= 0 { counts[Int(row)] += 1 }
    return counts
  }

  private func learnRelationship(_ relationship: Int) throws -> RelationshipModel {
    let counts = childCounts(relationship)
    let childRows = parentRows[relationship].count
    let linked = counts.reduce(0, +)
    var cardinality: Marginal?
    if !counts.isEmpty {
      cardinality = try Marginal.fit(
        counts.map(Double.init),
        options: MarginalOptions(
          family: .empirical, minimumCount: options.minimumCount, isInteger: true))
    }
    return RelationshipModel(
      isDriver: forest.isDriver(relationship), cardinality: cardinality,
      meanCardinality: counts.isEmpty ? 0 : Double(linked) / Double(counts.count),
      nullShare: childRows == 0 ? 0 : 1 - Double(linked) / Double(childRows),
      isUniquePair: hasUniquePairs(relationship))
  }

  /// Whether the child rows of one driving parent never share their parent in this relationship.
  private func hasUniquePairs(_ relationship: Int) -> Bool {
    guard let driver = forest.drivers[forest.children[relationship]], driver != relationship else {
      return false
    }
    var pairs: Set<UInt64> = []
    var repeats = false
    for (first, second) in zip(parentRows[driver], parentRows[relationship])
    where first >= 0 && second >= 0 {
      let pair = UInt64(UInt32(bitPattern: first)) << 32 | UInt64(UInt32(bitPattern: second))
      guard pairs.insert(pair).inserted else { return false }
      repeats = true
    }
    return repeats
  }

  // MARK: - Tables

  private mutating func learnTable(_ index: Int) throws {
    let schema = metadata.tables[index]
    let data = try dataset.table(named: schema.name)
    let learning = ColumnLearning(origins: origins, options: options)
    var columns: [ColumnModel] = []
    var dimensions: [Dimension] = []
    var sources: [any TableMoments.Source] = []
    var scores: [HermiteScore] = []
    addStructure(of: index, &dimensions, &sources, &scores)
    for (position, field) in schema.columns.enumerated() {
      try progress.checkpoint()
      guard let column = data[column: field.name] else {
        throw KindredError(
          .data, "Missing columns on table \(schema.name): ['\(field.name)']", table: schema.name,
          column: field.name, remedy: "Add it to the data or remove it from the metadata.")
      }
      let learned = try learning.learn(column, of: schema)
      columns.append(learned.model)
      notes += learned.notes.map { "\(schema.name).\($0)" }
      // Whether a foreign key is null belongs to its relationship.
      if case .foreignKey = learned.model.content { continue }
      addColumn(position, column, learned, &dimensions, &sources, &scores)
    }

    let driver = forest.drivers[index]
    let groups =
      driver.map {
        RowGroups(
          parents: parentRows[$0],
          parentCount: dataset[metadata.relationships[$0].parentTable]?.rowCount ?? 0)
      } ?? RowGroups(rowCount: data.rowCount)
    let moments = try TableMoments(
      sources: sources, groups: groups, relationship: driver, parallel: parallel,
      checkpoint: progress.checkpoint)
    hermite[index] = scores
    tables[index] = latentModel(
      TableModel(
        name: schema.name, rowCount: data.rowCount, columns: columns, dimensions: dimensions,
        total: LatentFactor(dimension: 0, packed: []),
        within: LatentFactor(dimension: 0, packed: [])),
      of: index, moments: moments, driver: driver)
    for relationship in forest.outgoing[index] { effects[relationship] = nil }
  }

  /// Cardinalities, effects and missing parents.
  private func addStructure(
    of table: Int, _ dimensions: inout [Dimension], _ sources: inout [any TableMoments.Source],
    _ scores: inout [HermiteScore]
  ) {
    for relationship in forest.outgoing[table] {
      guard let marginal = relationships[relationship].cardinality else { continue }
      dimensions.append(.cardinality(relationship: relationship))
      sources.append(
        CardinalitySource(counts: childCounts(relationship), marginal: marginal))
      scores.append(marginal.hermite)
      guard let groups = effects[relationship] else { continue }
      for (dimension, score) in hermite[forest.children[relationship]].enumerated() {
        dimensions.append(.effect(relationship: relationship, dimension: dimension))
        sources.append(EffectSource(effects: groups, dimension: dimension))
        scores.append(score)
      }
    }
    for relationship in forest.incoming[table] where !forest.isDriver(relationship) {
      let share = relationships[relationship].nullShare
      guard share > 0, share < 1 else { continue }
      let marginal = Marginal.categorical(counts: [1 - share, share], order: [0, 1])
      dimensions.append(.missingParent(relationship: relationship))
      sources.append(
        IndicatorSource(
          validity: Bitmap(parentRows[relationship].lazy.map { $0 >= 0 }), marginal: marginal))
      scores.append(marginal.hermite)
    }
  }

  private func addColumn(
    _ position: Int, _ column: Column, _ learned: ColumnLearning.Learned,
    _ dimensions: inout [Dimension], _ sources: inout [any TableMoments.Source],
    _ scores: inout [HermiteScore]
  ) {
    if let marginal = learned.model.marginal, let reading = learned.reading,
      marginal.hermite.variance > 0
    {
      // Labels left out count as missing, so weights are needed wherever labels may be.
      var isWeighted = column.nullCount > 0
      if case .categorical = learned.model.content { isWeighted = true }
      dimensions.append(.value(column: position))
      sources.append(ValueSource(reading: reading, marginal: marginal, isWeighted: isWeighted))
      scores.append(marginal.hermite)
    }
    let share = learned.model.nullShare
    if share > 0, share < 1, let validity = column.validity {
      let marginal = Marginal.categorical(counts: [1 - share, share], order: [0, 1])
      dimensions.append(.null(column: position))
      sources.append(IndicatorSource(validity: validity, marginal: marginal))
      scores.append(marginal.hermite)
    }
  }

  // MARK: - Latent covariances

  private mutating func latentModel(
    _ table: TableModel, of index: Int, moments: TableMoments, driver: Int?
  ) -> TableModel {
    let estimation = CovarianceEstimation(hermite: hermite[index], weighted: moments.weighted)
    var total = estimation.total(moments.rows)
    for relationship in forest.outgoing[index] {
      untilt(&total, table.dimensions, relationship, estimation, moments.rows)
    }
    let variances = (0..<total.dimension).map { total[$0, $0] }
    total = total.repaired(diagonal: variances)

    var result = table
    result.total = LatentFactor(total)
    result.within = result.total
    guard let driver else { return result }

    guard var shared = estimation.between(moments.siblings, paired: moments.paired) else {
      // Never two children: nothing tells what is the group's and what is the row's own.
      between[driver] = total
      effects[driver] = moments.effects
      result.within = LatentFactor(SymmetricMatrix(dimension: total.dimension))
      return result
    }
    let sharedVariances = (0..<total.dimension).map {
      min(max(shared[$0, $0], 0), variances[$0])
    }
    for first in 0..<total.dimension {
      shared[first, first] = sharedVariances[first]
      for second in 0..<first {
        let bound = (sharedVariances[first] * sharedVariances[second]).squareRoot()
        shared[first, second] = min(max(shared[first, second], -bound), bound)
      }
    }
    shared = shared.repaired(diagonal: sharedVariances)
    var within = SymmetricMatrix(dimension: total.dimension)
    for first in 0..<total.dimension {
      for second in 0...first {
        within[first, second] = total[first, second] - shared[first, second]
      }
    }
    within = within.repaired(
      diagonal: zip(variances, sharedVariances).map { max($0 - $1, 0) })
    result.within = LatentFactor(within)
    between[driver] = shared
    effects[driver] = moments.effects
    let dimension = max(1, sharedVariances.count)
    effects[driver]?.resemblance = sharedVariances.reduce(0, +) / Double(dimension)
    return result
  }

  /// Replaces what group means say about effects by what holds for parents as such: group means
  /// carry the noise of their rows, and parents with many children were counted more than once.
  private func untilt(
    _ total: inout SymmetricMatrix, _ dimensions: [Dimension], _ relationship: Int,
    _ estimation: CovarianceEstimation, _ sums: SymmetricMatrix
  ) {
    guard let shared = between[relationship], let groups = effects[relationship],
      let marginal = relationships[relationship].cardinality,
      let cardinality = dimensions.firstIndex(of: .cardinality(relationship: relationship))
    else { return }
    let first = cardinality + 1
    let count = shared.dimension
    let own = CardinalityTilt(counts: groups.counts, marginal: marginal) {
      groups.precision(ofWeight: Double($0))
    }
    let bySize = CardinalityTilt(counts: groups.counts, marginal: marginal) { Double($0) }

    // How strongly the cardinality and each effect go together; a slope does not depend on weights.
    let slopes = (0..<count).map { dimension -> Double in
      guard own.scoreVariance > 1e-9,
        let covariance = estimation.scoreCovariance(cardinality, first + dimension, in: sums)
      else { return 0 }
      let slope = latentCorrelation(
        covariance: covariance / own.scoreVariance, .identity,
        estimation.hermite[first + dimension])
      let bound = max(shared[dimension, dimension], 0).squareRoot()
      return min(max(slope, -bound), bound)
    }
    for dimension in 0..<count {
      for other in 0..<total.dimension where other < first || other >= first + count {
        guard other != cardinality else { continue }
        total[first + dimension, other] -=
          total[cardinality, other] * slopes[dimension] * (own.latentVariance - 1)
      }
      total[first + dimension, cardinality] = slopes[dimension]
      for other in 0...dimension {
        var value =
          shared[dimension, other]
          - slopes[dimension] * slopes[other] * (bySize.latentVariance - 1)
        if other == dimension { value = max(value, 0) }
        total[first + dimension, first + other] = value
      }
    }
  }
}

extension Dataset {
  /// - Throws: `KindredError` of kind `data` when there is no such table.
  func table(named name: String) throws -> Table {
    guard let table = self[name] else {
      throw KindredError(
        .data, "Table `\(name)` not found in tables", table: name,
        remedy: "Add its data or remove the table from the metadata.")
    }
    return table
  }
}
