import KindredData
import KindredStatistics

/// Chooses between copula and trees, table by table: both are learned from one part of the root
/// entities, and a classifier has to tell what they draw from the rows of another part.
struct ModelChoosing {
  /// What is learned from all rows; the tables have no trees yet.
  let fitting: ModelFitting
  /// What trees would know if every table had some.
  let features: TreeFeatures

  /// What was chosen for a table.
  struct Outcome {
    var choice: ModelChoice
    var hasTrees: Bool
    var note: String?
  }

  /// Rows of a part of the data, about, at most.
  private static let mostRows = 30_000
  /// Where a classifier is right no more often than this, the copula is taken for its speed and its
  /// size.
  private static let contentment = 0.55
  /// What trees must gain in accuracy over the copula, at least.
  private static let leastGain = 0.05

  /// - Parameter isOpen: per table, whether trees can draw it.
  /// - Throws: `KindredError` of kind `interrupted`.
  func choices(among isOpen: [Bool]) throws -> [Outcome] {
    var outcomes = isOpen.map { _ in
      Outcome(choice: ModelChoice(reason: .small), hasTrees: false)
    }
    guard isOpen.contains(true) else { return outcomes }
    do {
      try compare(isOpen, &outcomes)
    } catch let error as KindredError where error.kind != .interrupted {
      for table in isOpen.indices where isOpen[table] {
        outcomes[table] = Outcome(choice: ModelChoice(reason: .failed), hasTrees: false)
      }
      let first = isOpen.firstIndex(of: true) ?? 0
      outcomes[first].note =
        "copula and trees could not be compared, so the copula is taken: \(error.problem)"
    }
    return outcomes
  }

  private func compare(_ isOpen: [Bool], _ outcomes: inout [Outcome]) throws {
    let metadata = fitting.metadata
    let halves = EntityHalves(
      forest: fitting.forest, parentRows: fitting.parentRows,
      rowCounts: metadata.tables.indices.map(fitting.rowCount), mostRows: Self.mostRows,
      seed: fitting.options.seed, parallel: fitting.parallel)
    let held = try rows(of: halves.part(1, of: fitting.dataset, metadata), places: halves.rows[1])
    var learned = try ModelFitting(
      metadata: declared(metadata),
      dataset: halves.part(0, of: fitting.dataset, metadata), parentRows: [], options: options,
      progress: fitting.progress.silent)
    learned.keepsReadings = true
    let copula = try sample(learned.fit())
    var isDoubtful = false
    for (table, told) in try accuracies(isOpen, held, copula).enumerated() {
      guard let told else { continue }
      outcomes[table].choice = ModelChoice(
        reason: .undetected, copula: told.accuracy, rows: told.rows)
      if told.accuracy > max(Self.contentment, 0.5 + 2 * told.error) { isDoubtful = true }
    }
    guard isDoubtful else { return }
    // A part has half the rows, or fewer.
    let sizes = halves.rows[0].map(\.count)
    try learned.learnTrees { isOpen[$0] && sizes[$0] >= ModelFitting.fewestTreeRows / 2 }
    let trees = try sample(learned.fitted)
    for (table, told) in try accuracies(isOpen, held, trees).enumerated() {
      guard let told, let before = outcomes[table].choice.copula else { continue }
      outcomes[table].choice.trees = told.accuracy
      guard before > max(Self.contentment, 0.5 + 2 * told.error) else { continue }
      outcomes[table].choice.reason = .compared
      outcomes[table].hasTrees = told.accuracy < before - max(Self.leastGain, told.error)
    }
    // Rows of the copula do not know what trees have drawn above them.
    for table in fitting.forest.parentsFirst where outcomes[table].hasTrees {
      for relationship in features.downward(table) {
        let child = fitting.forest.children[relationship]
        guard isOpen[child], !outcomes[child].hasTrees else { continue }
        outcomes[child].choice.reason = .below
        outcomes[child].hasTrees = true
      }
    }
  }

  /// Per table that is open, how well held-out rows are told from drawn ones; nil where there is too
  /// little to compare.
  private func accuracies(_ isOpen: [Bool], _ held: TreeFitting, _ drawn: TreeFitting) throws
    -> [Detection.Accuracy?]
  {
    try fitting.progress.checkpoint()
    let detections = fitting.parallel.map(isOpen.count) { table in
      isOpen[table] ? Detection(features, table, held, drawn) : nil
    }
    let trials = detections.flatMap { detection in
      detection.map { detection in detection.trials.map { (detection, $0) } } ?? []
    }
    let results = fitting.parallel.map(trials.count) { index in
      Result { try trials[index].0.run(trials[index].1) }
    }
    var told = try results.map { try $0.get() }[...]
    return detections.map { detection in
      guard let detection else { return nil }
      defer { told = told.dropFirst(detection.trials.count) }
      return detection.accuracy(Array(told.prefix(detection.trials.count)))
    }
  }

  /// What was found in all rows, and nothing more, is there in some.
  private func declared(_ metadata: Metadata) -> Metadata {
    var declared = metadata.withoutUndeclaredRelationships()
    declared.implicitReferences = declared.implicitReferences ?? []
    return declared
  }

  private var options: FitOptions {
    var options = fitting.options
    options.model = .copula
    options.referenceTables = fitting.metadata.referenceTables ?? []
    return options
  }

  /// What a model draws, in the size that it learned from.
  private func sample(_ model: FittedModel) throws -> TreeFitting {
    let state = HMA1.State(
      model: model, consumedKeys: Array(repeating: 0, count: model.tables.count), calls: 0)
    let drawn = try HMA1(state: state).sample(
      SampleRequest(seed: fitting.options.seed, threads: fitting.options.threads),
      progress: fitting.progress.silent)
    return try rows(of: drawn, places: nil)
  }

  /// The rows of a dataset, as trees would see them.
  /// - Parameter places: where they are among the rows that were learned from; nil for others.
  private func rows(of dataset: Dataset, places: [[Int32]]?) throws -> TreeFitting {
    let metadata = fitting.metadata
    // Matches the keys.
    let indexed = try ModelFitting(
      metadata: declared(metadata), dataset: dataset, parentRows: [],
      options: options, progress: fitting.progress.silent)
    let values = try metadata.tables.enumerated().map { table, schema in
      let data = try dataset.table(named: schema.name)
      return fitting.columns[table].enumerated().map { index, learned -> TreeColumn? in
        if let places {
          return learned.treeColumn(fitting.readings[table][index], rows: places[table])
        }
        guard learned.marginal != nil,
          let column = learned.learnable(in: data, of: fitting.columns[table])
        else { return learned.treeColumn(nil) }
        return learned.treeColumn(ColumnReading(column, labels: learned.labels))
      }
    }
    return TreeFitting(
      features: features, forest: fitting.forest, parentRows: indexed.parentRows,
      rowCounts: metadata.tables.indices.map(indexed.rowCount), values: values,
      options: fitting.options.treeOptions(threads: fitting.parallel.threads))
  }
}

extension Progress {
  /// The same without reports.
  fileprivate var silent: Progress {
    let whole = self
    return Progress(isCancelled: { (try? whole.checkpoint()) == nil })
  }
}
