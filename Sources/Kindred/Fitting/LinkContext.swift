import KindredStatistics

/// What is known about a row before it finds its next parent: its own latents, and the columns of
/// the parents it has already.
struct LinkContext {
  private(set) var coordinates: [LinkModel.Coordinate] = []
  private(set) var sources: [any TableMoments.Source] = []
  private(set) var scores: [HermiteScore] = []

  /// The row's own dimensions. What grandchildren have in common is left out: it would multiply the
  /// coordinates, and numbers of children stand for it.
  init(_ own: DimensionList) {
    for (index, dimension) in own.dimensions.enumerated() {
      if case .effect = dimension { continue }
      coordinates.append(LinkModel.Coordinate(relationship: nil, dimension: dimension))
      sources.append(own.sources[index])
      scores.append(own.scores[index])
    }
  }

  /// Adds the columns of a parent.
  /// - Parameter parents: the parent row of every child row, negative where there is none.
  mutating func append(
    _ columns: DimensionList, relationship: Int, parents: [Int32], parentCount: Int
  ) {
    guard parentCount > 0 else { return }
    for (index, dimension) in columns.dimensions.enumerated() {
      coordinates.append(LinkModel.Coordinate(relationship: relationship, dimension: dimension))
      sources.append(ParentSource(source: columns.sources[index], parents: parents))
      scores.append(columns.scores[index])
    }
  }
}

/// The scores of a parent's dimension, for its child rows; rows without a parent weigh nothing.
struct ParentSource: TableMoments.Source {
  let source: any TableMoments.Source
  let parents: [Int32]
  var isWeighted: Bool { true }

  func fill(
    rows: UnsafeBufferPointer<Int32>, scores: UnsafeMutablePointer<Double>,
    weights: UnsafeMutablePointer<Double>?, stride: Int
  ) {
    // A row without a parent reads the first one, and is struck out below.
    let referred = parents.withUnsafeBufferPointer { parents in
      rows.map { max(0, parents[Int($0)]) }
    }
    if let weights { for index in rows.indices { weights[index * stride] = 1 } }
    referred.withUnsafeBufferPointer {
      source.fill(
        rows: $0, scores: scores, weights: source.isWeighted ? weights : nil, stride: stride)
    }
    for (index, row) in rows.enumerated() where parents[Int(row)] < 0 {
      scores[index * stride] = 0
      weights?[index * stride] = 0
    }
  }
}

/// Numbers that are known per row.
struct FixedSource: TableMoments.Source {
  let values: [Float]
  var isWeighted: Bool { false }

  func fill(
    rows: UnsafeBufferPointer<Int32>, scores: UnsafeMutablePointer<Double>,
    weights: UnsafeMutablePointer<Double>?, stride: Int
  ) {
    values.withUnsafeBufferPointer { values in
      for (index, row) in rows.enumerated() { scores[index * stride] = Double(values[Int(row)]) }
    }
  }
}
