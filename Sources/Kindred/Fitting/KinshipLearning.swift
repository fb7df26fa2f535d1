import KindredStatistics

/// Learns how rows resemble the parents that they have in their own table: canonical correlations
/// between the columns of child and parent (H. Hotelling, "Relations between two sets of variates",
/// Biometrika 28, 1936), on the scale of latents.
struct KinshipLearning {
  /// Columns of the table.
  let columns: DimensionList
  /// Per row its parent in the same table, negative without one.
  let parents: [Int32]
  let parallel: Parallel

  private static let mostDirections = 4
  /// Added to the variances, so that nearly dependent columns do not make up directions of noise.
  private static let ridge = 0.05

  /// Steps from every row up to one that has no parent, refers to itself or lies on a circle; 0 for
  /// those.
  static func levels(of parents: [Int32]) -> [Int32] {
    var levels = [Int32](repeating: -1, count: parents.count)
    for row in parents.indices where levels[row] < 0 {
      var way: [Int] = []
      var place = row
      // -2 marks the way: meeting it again closes a circle.
      while levels[place] == -1, parents[place] >= 0, Int(parents[place]) != place {
        levels[place] = -2
        way.append(place)
        place = Int(parents[place])
      }
      if levels[place] == -1 { levels[place] = 0 }
      if levels[place] == -2 {
        while let last = way.popLast() {
          levels[last] = 0
          if last == place { break }
        }
      }
      var level = levels[place]
      for step in way.reversed() {
        level += 1
        levels[step] = level
      }
    }
    return levels
  }

  func directions(checkpoint: () throws -> Void) throws -> [KinshipModel.Direction] {
    let width = columns.dimensions.count
    let linked = parents.indices.filter { parents[$0] >= 0 && Int(parents[$0]) != $0 }
    guard width > 0, linked.count >= 10 else { return [] }
    let children = linked.map { Int32($0) }
    let sources =
      columns.sources.map { ListedSource(source: $0, rows: children) }
      + columns.sources.map { source in
        ListedSource(source: source, rows: children.map { parents[Int($0)] })
      }
    let moments = try TableMoments(
      sources: sources, groups: RowGroups(rowCount: linked.count), relationship: nil,
      parallel: parallel, checkpoint: checkpoint)
    // Parents are other rows than children: neither are spread like all rows.
    let estimation = CovarianceEstimation(
      hermite: columns.scores + columns.scores, weighted: moments.weighted)
    let deviations = estimation.hermite.indices.map { dimension -> Double in
      let variance = estimation.scoreCovariance(dimension, dimension, in: moments.rows) ?? 0
      return max(0.01, variance / max(estimation.hermite[dimension].variance, 1e-9)).squareRoot()
    }
    var joint = estimation.total(moments.rows, selected: moments.selected)
    for first in 0..<2 * width {
      for second in 0..<first {
        let correlation = joint[first, second] / (deviations[first] * deviations[second])
        joint[first, second] = min(max(correlation, -1), 1)
      }
    }
    return directions(joint, width: width, rows: linked.count).map { direction in
      var direction = direction
      for index in 0..<width {
        direction.child[index] /= Float(deviations[index])
        direction.parent[index] /= Float(deviations[width + index])
      }
      return direction
    }
  }

  private func directions(
    _ joint: SymmetricMatrix, width: Int, rows: Int
  ) -> [KinshipModel.Direction] {
    func block(_ first: Int) -> SymmetricMatrix {
      var block = SymmetricMatrix(dimension: width)
      for row in 0..<width {
        for column in 0...row { block[row, column] = joint[first + row, first + column] }
      }
      return block.repaired(diagonal: Array(repeating: 1, count: width))
    }
    let child = block(0)
    let parent = block(width)
    let childRoot = child.inverseRoot(ridge: Self.ridge)
    let parentRoot = parent.inverseRoot(ridge: Self.ridge)
    guard let childRoot, let parentRoot else { return [] }
    // M = Tc^-½ C Tp^-½; the eigenvectors of M Mᵀ are the children's directions.
    let cross = (0..<width).map { row in (0..<width).map { joint[row, width + $0] } }
    let whitened = childRoot.times(cross).map { parentRoot.times($0) }
    var squares = SymmetricMatrix(dimension: width)
    for row in 0..<width {
      for column in 0...row {
        squares[row, column] = zip(whitened[row], whitened[column]).reduce(0) { $0 + $1.0 * $1.1 }
      }
    }
    guard let (values, vectors) = squares.eigenDecomposition() else { return [] }
    // The largest of so many canonical correlations of independent columns is about this.
    let noise = max(0.05, 2 * (2 * Double(width) / Double(rows)).squareRoot())
    return values.indices.reversed().prefix(Self.mostDirections).compactMap { index in
      guard values[index] > noise * noise else { return nil }
      let vector = Array(vectors[index * width..<(index + 1) * width])
      let own = child.scaled(childRoot.times(vector))
      let image = (0..<width).map { column in
        (0..<width).reduce(0.0) { $0 + whitened[$1][column] * vector[$1] }
      }
      let theirs = parent.scaled(parentRoot.times(image))
      var correlation = 0.0
      for row in 0..<width {
        for column in 0..<width { correlation += own[row] * cross[row][column] * theirs[column] }
      }
      guard correlation > noise else { return nil }
      return KinshipModel.Direction(
        child: own.map { Float($0) }, parent: theirs.map { Float($0) },
        correlation: Float(min(correlation, 1)))
    }
  }
}

/// The scores of listed rows.
private struct ListedSource: TableMoments.Source {
  let source: any TableMoments.Source
  let listed: [Int32]
  var isWeighted: Bool { source.isWeighted }

  init(source: any TableMoments.Source, rows: [Int32]) {
    self.source = source
    listed = rows
  }

  func fill(
    rows: UnsafeBufferPointer<Int32>, scores: UnsafeMutablePointer<Double>,
    weights: UnsafeMutablePointer<Double>?, stride: Int
  ) {
    let referred = listed.withUnsafeBufferPointer { listed in rows.map { listed[Int($0)] } }
    referred.withUnsafeBufferPointer {
      source.fill(rows: $0, scores: scores, weights: weights, stride: stride)
    }
  }
}

/// Levels of rows in their trees; rows without a parent weigh nothing.
struct LevelSource: TableMoments.Source {
  private let levels: [Int32]
  private let scores: [Double]
  var isWeighted: Bool { true }

  init(levels: [Int32], marginal: Marginal) {
    self.levels = levels
    scores = (0...(levels.max() ?? 0)).map { marginal.score(Double($0)) }
  }

  func fill(
    rows: UnsafeBufferPointer<Int32>, scores target: UnsafeMutablePointer<Double>,
    weights: UnsafeMutablePointer<Double>?, stride: Int
  ) {
    for (index, row) in rows.enumerated() {
      let level = Int(levels[Int(row)])
      target[index * stride] = level > 0 ? scores[level] : 0
      weights?[index * stride] = level > 0 ? 1 : 0
    }
  }
}

extension SymmetricMatrix {
  /// (self + ridge I)^-½; nil when there are no eigenvalues.
  fileprivate func inverseRoot(ridge: Double) -> SymmetricMatrix? {
    guard let (values, vectors) = eigenDecomposition() else { return nil }
    var root = SymmetricMatrix(dimension: dimension)
    for row in 0..<dimension {
      for column in 0...row {
        root[row, column] = values.indices.reduce(0) {
          $0 + vectors[$1 * dimension + row] * vectors[$1 * dimension + column]
            / max(values[$1] + ridge, 1e-9).squareRoot()
        }
      }
    }
    return root
  }

  fileprivate func times(_ vector: [Double]) -> [Double] {
    (0..<dimension).map { row in
      (0..<dimension).reduce(0) { $0 + self[row, $1] * vector[$1] }
    }
  }

  fileprivate func times(_ rows: [[Double]]) -> [[Double]] {
    (0..<dimension).map { row in
      (0..<dimension).map { column in
        (0..<dimension).reduce(0) { $0 + self[row, $1] * rows[$1][column] }
      }
    }
  }

  /// A combination of coordinates with this covariance, brought to variance 1.
  fileprivate func scaled(_ vector: [Double]) -> [Double] {
    let variance = zip(vector, times(vector)).reduce(0) { $0 + $1.0 * $1.1 }
    return vector.map { $0 / max(variance, 1e-9).squareRoot() }
  }
}
