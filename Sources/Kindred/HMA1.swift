public import KindredData
import KindredStatistics

/// The Hierarchical Modeling Algorithm: learns a relational dataset and generates synthetic ones.
///
/// ```swift
/// let (metadata, tables) = try loadDemo()
/// let model = HMA1(metadata)
/// try model.fit(tables)
/// let synthetic = try model.sample()
/// ```
///
/// The schema is walked from the leaves to the roots; every table is learned with a Gaussian
/// copula, or with conditional trees where these are nearer to the data, and every parent row is
/// extended with what its children have in common, so that sampling can go top-down. See
/// `docs/algorithm.md`.
///
/// Keys continue from one `sample` call to the next and survive `save` and `load`. An instance
/// must not be used from several threads at once; its calls use all cores by themselves.
public final class HMA1 {
  /// The schema.
  public let metadata: Metadata
  /// What the fit was told.
  public let options: FitOptions
  private(set) var state: State?

  /// What has been learned, and how far keys have been used up.
  struct State: Sendable, Equatable {
    var model: FittedModel
    /// Keys consumed so far, per table in the order of the metadata.
    var consumedKeys: [Int]
    /// Calls without a seed so far; each gets a seed of its own.
    var calls: UInt64
  }

  /// A model that has not learned anything yet.
  public init(_ metadata: Metadata, options: FitOptions = FitOptions()) {
    self.metadata = metadata
    self.options = options
  }

  /// A model that has not learned anything yet, and shall model rows in this way.
  public convenience init(_ metadata: Metadata, model: TabularModel) {
    self.init(metadata, options: FitOptions(model: model))
  }

  init(state: State) {
    metadata = state.model.metadata.withoutUndeclaredRelationships()
    options = FitOptions(seed: state.model.seed, minimumCount: state.model.minimumCount)
    self.state = state
  }

  /// Whether `fit` or `load` has filled the model.
  public var isFitted: Bool { state != nil }

  /// What was left out, folded or guessed while fitting, a sentence each.
  public var notes: [String] { state?.model.notes ?? [] }

  /// Learns a dataset; what was learned before is replaced once the fit succeeds.
  /// - Throws: `KindredError` when the metadata or the data are unusable, or the work is cancelled.
  public func fit(_ dataset: Dataset, progress: Progress = Progress()) throws {
    var dataset = dataset
    try fit(releasing: &dataset, progress: progress)
  }

  /// Learns a dataset and lets go of it meanwhile: values are freed after their last use, unless the
  /// caller holds them in another place.
  /// - Parameter dataset: empty afterwards, also when an error is thrown.
  /// - Throws: As `fit(_:progress:)`.
  public func fit(releasing dataset: inout Dataset, progress: Progress = Progress()) throws {
    try metadata.validate()
    try options.validate(against: metadata)
    let (report, parentRows) = try metadata.validateAndIndex(
      dataset, threads: options.threads ?? 0)
    try report.throwIfInvalid(allowingOrphans: options.keepsOrphans)
    var fitting = try ModelFitting(
      metadata: metadata, dataset: dataset, parentRows: parentRows, options: options,
      progress: progress)
    dataset = try Dataset([])
    let model = try fitting.fit()
    state = State(
      model: model, consumedKeys: Array(repeating: 0, count: model.tables.count), calls: 0)
  }

  // MARK: - Sampling

  /// Draws the whole dataset.
  /// - Parameters:
  ///   - rows: rows of every root table; nil for as many as were fitted. Children follow.
  ///   - scale: factor on the rows of the root tables.
  ///   - seed: makes the call reproducible.
  /// - Throws: `KindredError` of kind `notFitted`, `argument` or `exhausted`.
  public func sample(
    rows: Int? = nil, scale: Double = 1, seed: UInt64? = nil, resettingKeys: Bool = false
  ) throws -> Dataset {
    try sample(
      SampleRequest(rows: rows, scale: scale, resettingKeys: resettingKeys, seed: seed))
  }

  /// Draws one table and, unless told otherwise, its descendants.
  ///
  /// The rows of a child table refer to parent rows that are drawn but not returned.
  /// - Throws: `KindredError` of kind `notFitted`, `argument` or `exhausted`.
  public func sample(
    _ table: String, rows: Int? = nil, includingChildren: Bool = true, seed: UInt64? = nil,
    resettingKeys: Bool = false
  ) throws -> Dataset {
    try sample(
      SampleRequest(
        table: table, rows: rows, includingChildren: includingChildren,
        resettingKeys: resettingKeys, seed: seed))
  }

  /// Draws what the request says.
  /// - Throws: `KindredError` of kind `notFitted`, `argument` or `exhausted`.
  public func sample(
    _ request: SampleRequest, progress: Progress = Progress()
  ) throws -> Dataset {
    var joining = TableJoining()
    try sample(request, batchRows: Int.max, progress: progress) { joining.append($0) }
    return try Dataset(joining.tables(orderedAs: self.metadata.tableNames))
  }

  /// Draws what the request says and hands it over in batches of rows, on the calling thread.
  ///
  /// A large request is divided into blocks (see docs/algorithm.md, section 10): then the tables come
  /// by turns, each in the order of its rows, and memory holds a few blocks only.
  /// Every table that is returned comes at least once, if only with zero rows.
  /// - Throws: `KindredError` of kind `notFitted`, `argument` or `exhausted`, and what `receive`
  ///   throws; keys are consumed only when everything was received.
  public func sample(
    _ request: SampleRequest, batchRows: Int = 1 << 18, progress: Progress = Progress(),
    receive: (Table) throws -> Void
  ) throws {
    guard var state else {
      throw KindredError.notFitted
    }
    try request.validate(against: state.model)
    if request.resettingKeys { state.consumedKeys = state.consumedKeys.map { _ in 0 } }
    let seed = request.seed ?? state.model.seed &+ (state.calls &+ 1) &* 0x9E37_79B9_7F4A_7C15
    let run = try SampleRun(
      request, model: state.model, consumedKeys: state.consumedKeys, seed: seed,
      progress: progress)
    let used = try run.render(batchRows: max(1, batchRows), receive: receive)
    for (table, rows) in used.enumerated() { state.consumedKeys[table] += rows }
    if request.seed == nil { state.calls += 1 }
    self.state = state
  }

  /// Rows that a request will give, about, over all tables and shards: for progress and planning.
  /// - Throws: `KindredError` of kind `notFitted` or `argument`.
  public func expectedRows(of request: SampleRequest) throws -> Int {
    guard let model = state?.model else { throw KindredError.notFitted }
    try request.validate(against: model)
    let forest = try model.forest()
    return try SamplePlan(request, model: model, forest: forest)
      .expectedRows(model: model, forest: forest)
  }

  /// The tables that a request returns, in the order of the metadata.
  /// - Throws: `KindredError` of kind `notFitted` or `argument`.
  public func tables(of request: SampleRequest) throws -> [String] {
    guard let model = state?.model else { throw KindredError.notFitted }
    try request.validate(against: model)
    let visible = try SamplePlan(request, model: model, forest: try model.forest()).visible
    return model.tables.indices.filter(visible.contains).map { model.metadata.tableNames[$0] }
  }

  /// Lets the keys start again at their first values.
  public func resetKeys() {
    guard let tables = state?.consumedKeys.count else { return }
    state?.consumedKeys = Array(repeating: 0, count: tables)
  }
}

extension KindredError {
  static var notFitted: KindredError {
    KindredError(
      .notFitted, "The model has not been fitted",
      remedy: "Call fit with the tables first, or load a fitted model.")
  }
}
