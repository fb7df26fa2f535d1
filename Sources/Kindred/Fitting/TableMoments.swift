import KindredStatistics

/// One pass over the rows of a table: sums of products of the scores of a row, and of rows with
/// the same driving parent. Everything is a sum over rows, so chunks are added in any number.
///
/// A row's vector is (v, m, 1): the scores times their weights of all dimensions, the weights of
/// those dimensions that do not always weigh 1, and 1 for all others.
struct TableMoments {
  /// Fills one dimension's scores, and weights where it has any, for the given places.
  protocol Source {
    /// Whether rows may weigh less than 1.
    var isWeighted: Bool { get }
    /// Writes every `stride`-th number.
    func fill(
      rows: UnsafeBufferPointer<Int32>, scores: UnsafeMutablePointer<Double>,
      weights: UnsafeMutablePointer<Double>?, stride: Int)
  }

  let weighted: [Int]
  /// Products within rows, all rows weighing 1.
  let rows: SymmetricMatrix
  /// Products of different rows of one group; a group of n rows weighs n in all.
  let siblings: SymmetricMatrix
  /// Products within the rows that have siblings, every row weighing 1.
  let paired: SymmetricMatrix
  /// How dimensions are spread over the rows that have a weight in others.
  let selected: SelectedSpread
  /// Group sums, when there are groups.
  private(set) var effects: GroupEffects?

  /// - Parameters:
  ///   - sources: one per dimension.
  ///   - relationship: the driving relationship; nil for a root table.
  init(
    sources: [any Source], groups: RowGroups, relationship: Int?, parallel: Parallel,
    checkpoint: () throws -> Void
  ) rethrows {
    let dimension = sources.count
    let weighted = sources.indices.filter { sources[$0].isWeighted }
    self.weighted = weighted
    let work = ChunkWork(sources: sources, weighted: weighted, groups: groups)
    var sums = work.nothing
    if let relationship {
      var effects = GroupEffects(
        relationship: relationship, counts: groups.counts(parallel), dimension: dimension,
        weighted: weighted)
      let parents = groups.parentCount
      // The threads that sum the groups write what their parents get.
      effects.sums = try [Float](unsafeUninitializedCapacity: parents * dimension) {
        ofParents, filled in
        filled = parents * dimension
        effects.weights = try [Float](unsafeUninitializedCapacity: parents * weighted.count) {
          weights, filled in
          filled = parents * weighted.count
          try sums.add(
            work, parallel, effects: ChunkWork.Effects(sums: ofParents, weights: weights),
            checkpoint)
        }
      }
      self.effects = effects
    } else {
      try sums.add(work, parallel, effects: nil, checkpoint)
    }
    rows = sums.rows.matrix
    siblings = sums.pairs.matrix
    paired = sums.paired.matrix
    selected = sums.selected
  }
}

/// Sums over the rows of one chunk, or of several.
private struct ChunkMoments {
  var rows: GramAccumulator
  /// Over groups the products of sums, less the products within their rows.
  var pairs: GramAccumulator
  var paired: GramAccumulator
  var selected: SelectedSpread

  mutating func add(
    _ work: ChunkWork, _ parallel: Parallel, effects: ChunkWork.Effects?,
    _ checkpoint: () throws -> Void
  ) rethrows {
    // Wide tables take their chunks in smaller waves: every chunk in work holds its own sums.
    let chunks = work.groups.chunks(of: ChunkWork.rowsPerChunk)
    let wave = max(1, min(256, 32_000_000 / (work.width * work.width)))
    var next = 0
    while next < chunks.count {
      try checkpoint()
      let count = min(wave, chunks.count - next)
      for part in parallel.map(count, { work.moments(of: chunks[next + $0], effects: effects) }) {
        rows.merge(part.rows)
        pairs.merge(part.pairs)
        paired.merge(part.paired)
        selected.add(part.selected)
      }
      next += count
    }
  }
}

/// What all chunks share.
private struct ChunkWork {
  let groups: RowGroups
  let width: Int
  private let dimension: Int
  private let weightedCount: Int
  private let fillers: [SourceRun]
  /// Of all rows, how many tell the spreads (none when 0), and which part that is: from everywhere in
  /// the table.
  private let glance: Int
  private let every: Int
  let nothing: ChunkMoments

  /// The scores of a chunk stay in a processor's own cache, over which they are summed in several passes.
  static let rowsPerChunk = 2048
  /// Dimension by dimension, numbers far apart are written: those of so many rows stay in the first
  /// cache.
  private let rowsPerFill: Int

  init(sources: [any TableMoments.Source], weighted: [Int], groups: RowGroups) {
    self.groups = groups
    dimension = sources.count
    weightedCount = weighted.count
    width = sources.count + weighted.count + 1
    fillers = SourceRun.runs(of: sources)
    glance = SelectedSpread.rows(dimension: sources.count, weighted: weighted.count)
    every = max(1, (groups.rowCount + glance) / max(1, glance))
    rowsPerFill = max(16, 2048 / width)
    let sums = GramAccumulator(dimension: width)
    nothing = ChunkMoments(
      rows: sums, pairs: sums, paired: sums,
      selected: SelectedSpread(dimension: dimension, weighted: weighted))
  }

  /// Where sums of scores and weights go, parent after parent. Every parent is in one chunk.
  struct Effects: @unchecked Sendable {
    let sums: UnsafeMutableBufferPointer<Float>
    let weights: UnsafeMutableBufferPointer<Float>
  }

  /// - Parameter effects: nil where rows have no parents.
  func moments(of chunk: RowGroups.Chunk, effects: Effects?) -> ChunkMoments {
    var moments = nothing
    let sized = SizedGroups(groups, chunk)
    let count = sized.rows.count
    withUnsafeTemporaryAllocation(of: Double.self, capacity: count * width) { buffer in
      guard let base = buffer.baseAddress else { return }
      sized.rows.withUnsafeBufferPointer { rows in
        for first in stride(from: 0, to: count, by: rowsPerFill) {
          let part = UnsafeBufferPointer(
            rebasing: rows[first..<min(first + rowsPerFill, count)])
          let target = base + first * width
          for row in part.indices { target[row * width + width - 1] = 1 }
          for run in fillers {
            run.fill(
              rows: part, scores: target + run.first,
              weights: target + dimension + run.firstWeight, stride: width)
          }
        }
      }
      if glance > 0, count > 0 {
        // Not always the smallest groups.
        let first = chunk.places.lowerBound / Self.rowsPerChunk % min(every, count)
        moments.selected.add(
          rows: base + first * width, count: (count - first + every - 1) / every,
          stride: width * every)
      }
      addRows(sized, base, to: &moments)
      // Rows without a parent have no siblings.
      if let effects, !chunk.parents.isEmpty { addSums(sized, base, effects, to: &moments) }
    }
    return moments
  }

  /// A pair of siblings in a group of n rows weighs 1 / (n - 1), so that the group's n (n - 1) pairs
  /// weigh n together.
  private func addRows(
    _ sized: SizedGroups, _ base: UnsafePointer<Double>, to moments: inout ChunkMoments
  ) {
    for same in sized.classes where !same.rows.isEmpty {
      let rows = base + same.rows.lowerBound * width
      guard same.size > 1 else {
        moments.rows.add(rows: rows, count: same.rows.count, stride: width)
        continue
      }
      var own = GramAccumulator(dimension: width)
      own.add(rows: rows, count: same.rows.count, stride: width)
      moments.rows.merge(own)
      moments.paired.merge(own)
      moments.pairs.merge(own, times: -1 / Double(same.size - 1))
    }
  }

  private func addSums(
    _ sized: SizedGroups, _ base: UnsafePointer<Double>, _ effects: Effects,
    to moments: inout ChunkMoments
  ) {
    for same in sized.classes {
      let rows = base + same.rows.lowerBound * width
      let parents = sized.parents[same.groups]
      // A row alone is its sum.
      guard same.size > 1 else {
        store(same.size == 1 ? rows : nil, of: parents, in: effects)
        continue
      }
      withUnsafeTemporaryAllocation(of: Double.self, capacity: parents.count * width) { sums in
        guard let sum = sums.baseAddress else { return }
        GroupedRows(rows: rows, width: width, size: same.size).sum(parents.count, into: sum)
        store(sum, of: parents, in: effects)
        let scale = (1 / Double(same.size - 1)).squareRoot()
        for place in sums.indices { sum[place] *= scale }
        moments.pairs.add(rows: sum, count: parents.count, stride: width)
      }
    }
  }

  /// - Parameter sums: those of the parents, one after the other; nil where all are 0.
  private func store(
    _ sums: UnsafePointer<Double>?, of parents: ArraySlice<Int32>, in effects: Effects
  ) {
    guard var sum = sums else {
      for parent in parents {
        for column in 0..<dimension { effects.sums[Int(parent) * dimension + column] = 0 }
        for column in 0..<weightedCount {
          effects.weights[Int(parent) * weightedCount + column] = 0
        }
      }
      return
    }
    for parent in parents {
      for column in 0..<dimension {
        effects.sums[Int(parent) * dimension + column] = Float(sum[column])
      }
      for column in 0..<weightedCount {
        effects.weights[Int(parent) * weightedCount + column] = Float(sum[dimension + column])
      }
      sum += width
    }
  }
}
