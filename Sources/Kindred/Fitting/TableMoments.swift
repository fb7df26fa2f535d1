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

  let dimension: Int
  let weighted: [Int]
  /// Products within rows, all rows weighing 1.
  private(set) var rows: SymmetricMatrix
  /// Products of different rows of one group; a group of n rows weighs n in all.
  private(set) var siblings: SymmetricMatrix
  /// Sums over the rows that have siblings, every row weighing 1.
  private(set) var paired: PairedSums
  /// How dimensions are spread over the rows that have a weight in others.
  private(set) var selected: SelectedSpread
  /// Group sums, when there are groups.
  private(set) var effects: GroupEffects?

  /// The scores of a chunk stay in a processor's own cache, over which they are summed in several passes.
  private static let rowsPerChunk = 2048

  /// - Parameters:
  ///   - sources: one per dimension.
  ///   - relationship: the driving relationship; nil for a root table.
  init(
    sources: [any Source], groups: RowGroups, relationship: Int?, parallel: Parallel,
    checkpoint: () throws -> Void
  ) rethrows {
    dimension = sources.count
    let weighted = sources.indices.filter { sources[$0].isWeighted }
    self.weighted = weighted
    let width = dimension + weighted.count + 1
    rows = SymmetricMatrix(dimension: width)
    siblings = SymmetricMatrix(dimension: width)
    paired = PairedSums(dimension: dimension)
    selected = SelectedSpread(dimension: dimension, weighted: weighted)
    let work = ChunkWork(sources: sources, weighted: weighted, groups: groups)
    guard let relationship else {
      try add(work, parallel, effects: nil, checkpoint)
      return
    }
    var effects = GroupEffects(
      relationship: relationship, counts: groups.counts, dimension: dimension, weighted: weighted)
    let parents = groups.parentCount
    // The threads that sum the groups write what their parents get.
    effects.sums = try [Float](unsafeUninitializedCapacity: parents * dimension) { sums, filled in
      filled = parents * dimension
      effects.weights = try [Float](unsafeUninitializedCapacity: parents * weighted.count) {
        weights, filled in
        filled = parents * weighted.count
        try add(
          work, parallel, effects: ChunkWork.Effects(sums: sums, weights: weights), checkpoint)
      }
    }
    self.effects = effects
  }

  private mutating func add(
    _ work: ChunkWork, _ parallel: Parallel, effects: ChunkWork.Effects?,
    _ checkpoint: () throws -> Void
  ) rethrows {
    // Wide tables take their chunks in smaller waves: every chunk in work holds its own sums.
    let chunks = work.groups.chunks(of: Self.rowsPerChunk)
    let wave = max(1, min(256, 32_000_000 / (work.width * work.width)))
    var next = 0
    while next < chunks.count {
      try checkpoint()
      let count = min(wave, chunks.count - next)
      for part in parallel.map(count, { work.moments(of: chunks[next + $0], effects: effects) }) {
        rows.add(part.rows.matrix)
        paired.add(part.paired)
        selected.add(part.selected)
        siblings.add(part.pairs.matrix, subtracting: part.squares.matrix)
      }
      next += count
    }
  }
}

/// Per dimension, sums over the rows of groups of two and more.
struct PairedSums {
  /// Of squared weighted scores, of weighted scores times weights, and of squared weights.
  private(set) var squares: [Double]
  private(set) var products: [Double]
  private(set) var weights: [Double]

  init(dimension: Int) {
    squares = Array(repeating: 0, count: dimension)
    products = squares
    weights = squares
  }

  /// Divides groups of rows by the root of their pairs, and adds their scores.
  fileprivate mutating func scale(
    _ groups: GroupedRows, sums: UnsafeMutablePointer<Double>, weighted: [Int32]
  ) {
    groups.scale(
      sums: sums, weighted: weighted, squares: &squares, products: &products,
      weights: &weights)
  }

  fileprivate mutating func add(_ other: PairedSums) {
    for dimension in squares.indices {
      squares[dimension] += other.squares[dimension]
      products[dimension] += other.products[dimension]
      weights[dimension] += other.weights[dimension]
    }
  }

  /// Variance of a dimension's scores; nil when no row has siblings.
  func variance(_ dimension: Int) -> Double? {
    guard weights[dimension] > 1e-9 else { return nil }
    let mean = products[dimension] / weights[dimension]
    return squares[dimension] / weights[dimension] - mean * mean
  }
}

/// The sums of one chunk.
private struct ChunkMoments {
  var rows: GramAccumulator
  var pairs: GramAccumulator
  var squares: GramAccumulator
  var paired: PairedSums
  var selected: SelectedSpread
}

/// What all chunks share.
private struct ChunkWork {
  let sources: [any TableMoments.Source]
  let weighted: [Int]
  let groups: RowGroups
  let width: Int
  /// Of all rows, how many tell the spreads (none when 0), and which part that is: from everywhere in
  /// the table.
  private let glance: Int
  private let every: Int

  init(sources: [any TableMoments.Source], weighted: [Int], groups: RowGroups) {
    self.sources = sources
    self.weighted = weighted
    self.groups = groups
    width = sources.count + weighted.count + 1
    glance = SelectedSpread.rows(dimension: sources.count, weighted: weighted.count)
    every = max(1, (groups.rows.count + glance) / max(1, glance))
  }

  /// Where sums of scores and weights go, parent after parent. Every parent is in one chunk.
  struct Effects: @unchecked Sendable {
    let sums: UnsafeMutableBufferPointer<Float>
    let weights: UnsafeMutableBufferPointer<Float>
  }

  /// - Parameter effects: nil where rows have no parents.
  func moments(of chunk: RowGroups.Chunk, effects: Effects?) -> ChunkMoments {
    let dimension = sources.count
    let count = chunk.places.count
    var moments = ChunkMoments(
      rows: GramAccumulator(dimension: width), pairs: GramAccumulator(dimension: width),
      squares: GramAccumulator(dimension: width),
      paired: PairedSums(dimension: dimension),
      selected: SelectedSpread(dimension: dimension, weighted: weighted))
    var buffer = [Double](unsafeUninitializedCapacity: count * width) { buffer, filled in
      filled = count * width
      for row in 0..<count { buffer[row * width + width - 1] = 1 }
    }
    buffer.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      groups.rows.withUnsafeBufferPointer { rows in
        let rows = UnsafeBufferPointer(rebasing: rows[chunk.places])
        for (index, source) in sources.enumerated() {
          let weights = weighted.firstIndex(of: index).map { base + dimension + $0 }
          source.fill(rows: rows, scores: base + index, weights: weights, stride: width)
        }
      }
      moments.rows.add(rows: base, count: count, stride: width)
      if glance > 0 {
        moments.selected.add(
          rows: base, count: (count + every - 1) / every, stride: width * every)
      }
    }
    // Rows without a parent have no siblings. (Parents without rows get sums of 0.)
    if let effects, !chunk.parents.isEmpty { addGroups(of: chunk, &buffer, effects, to: &moments) }
    return moments
  }

  /// Sums of groups; a pair of siblings in a group of n rows weighs 1 / (n - 1), so that the
  /// group's n (n - 1) pairs weigh n together.
  private func addGroups(
    of chunk: RowGroups.Chunk, _ buffer: inout [Double], _ effects: Effects,
    to moments: inout ChunkMoments
  ) {
    let parents = chunk.parents
    var sums = [Double](repeating: 0, count: parents.count * width)
    groups.starts.places[parents.lowerBound...parents.upperBound].withUnsafeBufferPointer {
      starts in
      sums.withUnsafeMutableBufferPointer { sums in
        buffer.withUnsafeMutableBufferPointer { buffer in
          guard let sum = sums.baseAddress, let starts = starts.baseAddress else { return }
          // Without rows there is nothing to point to, and nothing is read.
          let base = buffer.baseAddress ?? sum
          let rows = GroupedRows(
            rows: base, width: width, starts: starts, groupCount: parents.count)
          rows.sum(into: sum)
          store(sum, of: parents, in: effects)
          moments.paired.scale(rows, sums: sum, weighted: weighted.map { Int32($0) })
          moments.pairs.add(rows: sum, count: parents.count, stride: width)
          moments.squares.add(rows: base, count: chunk.places.count, stride: width)
        }
      }
    }
  }

  private func store(
    _ sums: UnsafePointer<Double>, of parents: Range<Int>, in effects: Effects
  ) {
    let dimension = sources.count
    let others = weighted.count
    for (index, parent) in parents.enumerated() {
      let sum = sums + index * width
      for column in 0..<dimension {
        effects.sums[parent * dimension + column] = Float(sum[column])
      }
      for column in 0..<others {
        effects.weights[parent * others + column] = Float(sum[dimension + column])
      }
    }
  }
}

extension SymmetricMatrix {
  fileprivate mutating func add(_ other: SymmetricMatrix, subtracting less: SymmetricMatrix? = nil)
  {
    for index in storage.indices { storage[index] += other.storage[index] }
    if let less { for index in storage.indices { storage[index] -= less.storage[index] } }
  }
}
