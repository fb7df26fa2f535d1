import KindredStatistics

/// The latents of consecutive rows of one table.
struct LatentRows: Sendable {
  let table: Int
  /// Index of the first row among all rows of the table in this call.
  let firstRow: Int
  let count: Int
  let dimension: Int
  /// `count * dimension` latents, row after row.
  var latents: [Double]
  /// Per row the index of the driving parent's row among all of its table; -1 without one.
  var parents: [Int32]
  /// Whether the rows were drawn under parents, so that the table's calibrations apply.
  let isPooled: Bool
}

/// Draws latents: of rows on their own, or of rows under the parents that drive them.
///
/// Every number is addressed by (seed, table, row, dimension), so it does not matter in which
/// pieces, on how many threads or on which machine the rows are drawn.
struct LatentDrawing: Sendable {
  /// Per table and dimension, how latents drawn under parents are distributed: identities until
  /// `CalibrationSample` has learned better, which only large tables need.
  var calibrations: [[Calibration]]
  let seed: UInt64
  /// Tables up to this size follow the learned distributions without sampling noise, by ranks; 0
  /// where rows were given, whose children need not be like all children.
  var rankedRows = LatentDrawing.mostRankedRows
  static let mostRankedRows = 300_000
  /// How expected numbers of rows become whole ones.
  var rounding = RowRounding()
  private let model: FittedModel
  private let forest: SchemaForest
  private let total: [[Double]]
  private let within: [[Double]]

  private static let rowsPerChunk = 1024

  init(model: FittedModel, forest: SchemaForest, seed: UInt64) {
    self.model = model
    self.forest = forest
    self.seed = seed
    calibrations = model.tables.map { table in
      Array(repeating: .identity, count: table.dimensions.count)
    }
    total = model.tables.map(\.total.full)
    within = model.tables.map(\.within.full)
  }

  func dimension(of table: Int) -> Int { model.tables[table].dimensions.count }

  /// Rows without a driving parent.
  func rows(of table: Int, first: Int, count: Int, parallel: Parallel) -> LatentRows {
    var rows = LatentRows(
      table: table, firstRow: first, count: count, dimension: dimension(of: table),
      latents: [], parents: Array(repeating: -1, count: count), isPooled: false)
    rows.latents = [Double](repeating: 0, count: count * rows.dimension)
    addNoise(to: &rows, factor: total[table], parallel: parallel)
    return rows
  }

  /// The children of the given rows in a driving relationship.
  /// - Parameter counts: children per row of `parents`.
  func children(
    of parents: LatentRows, in relationship: Int, counts: [Int32], first: Int, parallel: Parallel
  ) -> LatentRows {
    let table = forest.children[relationship]
    let dimension = dimension(of: table)
    let count = counts.reduce(0) { $0 + Int($1) }
    var rows = LatentRows(
      table: table, firstRow: first, count: count, dimension: dimension, latents: [],
      parents: Array(repeating: -1, count: count), isPooled: true)
    let offset =
      model.tables[parents.table].dimensions.firstIndex(
        of: .effect(relationship: relationship, dimension: 0)) ?? 0
    rows.latents = [Double](unsafeUninitializedCapacity: count * dimension) {
      latents, initialized in
      initialized = count * dimension
      parents.latents.withUnsafeBufferPointer { parentLatents in
        guard var target = latents.baseAddress, let source = parentLatents.baseAddress else {
          latents.initialize(repeating: 0)
          return
        }
        for (index, count) in counts.enumerated() {
          let effects = source + index * parents.dimension + offset
          for _ in 0..<count {
            for column in 0..<dimension { target[column] = effects[column] }
            target += dimension
          }
        }
      }
    }
    rows.parents.withUnsafeMutableBufferPointer { target in
      var row = 0
      for (index, count) in counts.enumerated() {
        let parent = Int32(truncatingIfNeeded: parents.firstRow + index)
        for _ in 0..<count {
          target[row] = parent
          row += 1
        }
      }
    }
    addNoise(to: &rows, factor: within[table], parallel: parallel)
    return rows
  }

  private func addNoise(to rows: inout LatentRows, factor: [Double], parallel: Parallel) {
    let dimension = rows.dimension
    guard dimension > 0, rows.count > 0 else { return }
    let random = CounterRandom(
      seed: seed, stream: CounterRandom.stream("latent", model.tables[rows.table].name))
    let count = rows.count
    let first = rows.firstRow
    let size = Self.rowsPerChunk
    rows.latents.withUnsafeMutableBufferPointer { latents in
      factor.withUnsafeBufferPointer { factor in
        guard let target = latents.baseAddress, let lower = factor.baseAddress else { return }
        nonisolated(unsafe) let output = target
        nonisolated(unsafe) let triangle = lower
        parallel((count + size - 1) / size) { chunk in
          let start = chunk * size
          let length = min(size, count - start)
          withUnsafeTemporaryAllocation(of: Double.self, capacity: length * dimension) { noise in
            guard let noise = noise.baseAddress else { return }
            random.fillNormals(
              firstRow: UInt64(first + start), rows: length, lanes: dimension, into: noise)
            TriangularKernel.multiply(
              lower: triangle, dim: dimension, rank: dimension, z: noise, rows: length,
              addTo: output + start * dimension, triangular: true)
          }
        }
      }
    }
  }

  // MARK: - From latents to probabilities

  /// Standard uniform probabilities of one dimension, one per row of the range.
  func probabilities(
    _ dimension: Int, of rows: LatentRows, in range: Range<Int>
  ) -> [Double] {
    let calibration = rows.isPooled ? calibrations[rows.table][dimension] : .identity
    return [Double](unsafeUninitializedCapacity: range.count) { buffer, initialized in
      if let target = buffer.baseAddress {
        rows.latents.withUnsafeBufferPointer { latents in
          for (index, row) in range.enumerated() {
            target[index] = calibration(latents[row * rows.dimension + dimension])
          }
        }
        Normal.cdf(UnsafeBufferPointer(start: target, count: range.count), into: target)
      }
      initialized = range.count
    }
  }

  /// Probabilities of one dimension for the chosen rows, evenly spread: the ranks of the latents.
  ///
  /// A sample's distribution then follows the model's as closely as its size permits, without the
  /// noise of independent draws, while the dependence between dimensions stays as drawn.
  /// - Parameter stratum: tells apart groups of rows that are ranked on their own.
  func stratifiedProbabilities(
    _ dimension: Int, of rows: LatentRows, among chosen: [Int32], stratum: UInt64 = 0
  ) -> [Double] {
    let strata = strata(dimension, of: rows, among: chosen, stratum: stratum)
    return strata.ranks.map { strata.probability(ofRank: Int($0)) }
  }

  /// Rows ranked by one dimension, and the evenly spread probabilities that go with the ranks.
  struct Strata {
    /// Per row, how many come before it.
    let ranks: [Int32]
    /// Where the probabilities lie between the ends of their strata.
    let shift: Double

    func probability(ofRank rank: Int) -> Double { (Double(rank) + shift) / Double(ranks.count) }

    /// Per row, the value that goes with its rank.
    func values(_ ascending: [Double]) -> [Double] {
      [Double](unsafeUninitializedCapacity: ranks.count) { values, initialized in
        ascending.withUnsafeBufferPointer { ascending in
          for (row, rank) in ranks.enumerated() { values[row] = ascending[Int(rank)] }
        }
        initialized = ranks.count
      }
    }
  }

  /// - Parameter chosen: the rows that are ranked; nil for all.
  func strata(
    _ dimension: Int, of rows: LatentRows, among chosen: [Int32]?, stratum: UInt64 = 0
  ) -> Strata {
    let random = CounterRandom(
      seed: seed, stream: CounterRandom.stream("strata", model.tables[rows.table].name))
    let shift = random.uniform(row: UInt64(rows.firstRow) &+ stratum, lane: UInt64(dimension))
    let found = rows.latents.withUnsafeBufferPointer { latents -> [Int32] in
      if let chosen {
        let own = chosen.map { latents[Int($0) * rows.dimension + dimension] }
        return own.withUnsafeBufferPointer { own in
          own.baseAddress.map { ranks(of: $0, stride: 1, count: own.count) } ?? []
        }
      }
      guard let first = latents.baseAddress, rows.count > 0 else { return [] }
      return ranks(of: first + dimension, stride: rows.dimension, count: rows.count)
    }
    return Strata(ranks: found, shift: shift)
  }
}
