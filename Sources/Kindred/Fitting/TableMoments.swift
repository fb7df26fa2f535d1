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
    var effects = relationship.map {
      GroupEffects(
        relationship: $0, counts: groups.counts, dimension: sources.count, weighted: weighted)
    }

    // Wide tables take their chunks in smaller waves: every chunk in work holds its own sums.
    let chunks = groups.chunks(of: Self.rowsPerChunk)
    let wave = max(1, min(256, 32_000_000 / (width * width)))
    // A part of the rows, from everywhere in the table, tells the spreads.
    let glance = SelectedSpread.rows(dimension: dimension, weighted: weighted.count)
    let every = max(1, (groups.rows.count + glance) / max(1, glance))
    var next = 0
    while next < chunks.count {
      try checkpoint()
      let count = min(wave, chunks.count - next)
      var parts = [ChunkMoments?](repeating: nil, count: count)
      parts.withUnsafeMutableBufferPointer { parts in
        let work = ChunkWork(
          sources: sources, weighted: weighted, groups: groups, effects: effects != nil,
          glance: glance, every: every)
        nonisolated(unsafe) let parts = parts
        parallel(count) { index in parts[index] = work.moments(of: chunks[next + index]) }
      }
      for case let part? in parts {
        rows.add(part.rows.matrix)
        paired.add(part.paired)
        selected.add(part.selected)
        siblings.add(part.pairs.matrix, subtracting: part.squares.matrix)
        effects?.store(part, from: part.parents)
      }
      next += count
    }
    self.effects = effects
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
  var parents: Range<Int>
  var sums: [Float]
  var weights: [Float]
}

/// What all chunks share.
private struct ChunkWork {
  let sources: [any TableMoments.Source]
  let weighted: [Int]
  let groups: RowGroups
  let effects: Bool
  /// Of all rows, how many tell the spreads (none when 0), and which part that is.
  let glance: Int
  let every: Int

  func moments(of chunk: RowGroups.Chunk) -> ChunkMoments {
    let dimension = sources.count
    let width = dimension + weighted.count + 1
    let count = chunk.places.count
    var moments = ChunkMoments(
      rows: GramAccumulator(dimension: width), pairs: GramAccumulator(dimension: width),
      squares: GramAccumulator(dimension: width),
      paired: PairedSums(dimension: dimension),
      selected: SelectedSpread(dimension: dimension, weighted: weighted), parents: chunk.parents,
      sums: [], weights: [])
    var buffer = [Double](repeating: 1, count: count * width)
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
      if effects { addGroups(of: chunk, base, width: width, to: &moments) }
    }
    return moments
  }

  /// Sums of groups; a pair of siblings in a group of n rows weighs 1 / (n - 1), so that the
  /// group's n (n - 1) pairs weigh n together.
  private func addGroups(
    of chunk: RowGroups.Chunk, _ base: UnsafeMutablePointer<Double>, width: Int,
    to moments: inout ChunkMoments
  ) {
    let dimension = sources.count
    let parents = chunk.parents
    // Rows without a parent have no siblings.
    guard !parents.isEmpty else { return }
    var sums = [Double](repeating: 0, count: parents.count * width)
    groups.starts.places[parents.lowerBound...parents.upperBound].withUnsafeBufferPointer {
      starts in
      sums.withUnsafeMutableBufferPointer { sums in
        guard let sumBase = sums.baseAddress, let starts = starts.baseAddress else { return }
        let rows = GroupedRows(
          rows: base, width: width, starts: starts, groupCount: parents.count)
        rows.sum(into: sumBase)
        moments.sums.reserveCapacity(parents.count * dimension)
        moments.weights.reserveCapacity(parents.count * weighted.count)
        for index in parents.indices {
          let sum = sumBase + (index - parents.lowerBound) * width
          for column in 0..<dimension { moments.sums.append(Float(sum[column])) }
          for column in dimension..<width - 1 { moments.weights.append(Float(sum[column])) }
        }
        moments.paired.scale(rows, sums: sumBase, weighted: weighted.map { Int32($0) })
        moments.pairs.add(rows: sumBase, count: parents.count, stride: width)
      }
    }
    moments.squares.add(rows: base, count: chunk.places.count, stride: width)
  }
}

extension GroupEffects {
  fileprivate mutating func store(_ part: ChunkMoments, from parents: Range<Int>) {
    sums.replaceSubrange(
      parents.lowerBound * dimension..<parents.upperBound * dimension, with: part.sums)
    weights.replaceSubrange(
      parents.lowerBound * weighted.count..<parents.upperBound * weighted.count,
      with: part.weights)
  }
}

extension SymmetricMatrix {
  fileprivate mutating func add(_ other: SymmetricMatrix, subtracting less: SymmetricMatrix? = nil)
  {
    for index in storage.indices { storage[index] += other.storage[index] }
    if let less { for index in storage.indices { storage[index] -= less.storage[index] } }
  }
}
