import KindredStatistics

/// What brings rows together with parents in their own table: their level, and resemblance.
struct KinMatching {
  /// Steps below a row without a parent, as drawn; empty when nothing tells.
  var levels: [Int32] = []
  /// Per direction, a coordinate of every row as a child, and as a parent.
  var children: [[Float]] = []
  var parents: [[Float]] = []
  /// Per direction, how closely the two go together, in 0...1.
  var correlations: [Float] = []

  /// Brings rows and places together.
  /// - Parameter places: the parent of every place.
  func matching(_ places: [Int32], random: CounterRandom, first: Int) -> PlaceMatching {
    let coordinates = correlations.indices.map { index -> [Float] in
      let correlation = correlations[index]
      // What children do not share with their parents differs from place to place.
      let spread = max(0, 1 - correlation * correlation).squareRoot()
      return places.enumerated().map { place, parent in
        let own = Float(random.normal(row: UInt64(first + place), lane: 32 + UInt64(index)))
        return correlation * parents[index][Int(parent)] + spread * own
      }
    }
    return PlaceMatching(rows: children, places: coordinates, strengths: correlations)
  }
}

extension SampledStructure {
  /// Levels and coordinates of the rows of a table that refers to itself.
  func kinMatching(
    _ relationship: Int, _ rows: LatentRows, isLinked: [Bool], model: FittedModel,
    drawing: LatentDrawing
  ) -> KinMatching {
    var matching = KinMatching()
    guard let kinship = model.relationships[relationship].kinship else { return matching }
    let dimensions = model.tables[rows.table].dimensions
    if let marginal = kinship.levels,
      let dimension = dimensions.firstIndex(of: .level(relationship: relationship))
    {
      let linked = isLinked.indices.filter { isLinked[$0] }.map { Int32($0) }
      var values = drawing.stratifiedProbabilities(dimension, of: rows, among: linked)
      values.withUnsafeMutableBufferPointer { buffer in
        if let base = buffer.baseAddress {
          marginal.quantiles(of: UnsafeBufferPointer(buffer), into: base)
        }
      }
      matching.levels = [Int32](repeating: 0, count: rows.count)
      for (row, value) in zip(linked, values) {
        matching.levels[Int(row)] = Int32(max(1, min(value.rounded(), 1e6)))
      }
    }
    func coordinate(_ coefficients: [Float]) -> [Float] {
      var sums = [Float](repeating: 0, count: rows.count)
      for (dimension, coefficient) in zip(kinship.context, coefficients) {
        guard let column = dimensions.firstIndex(of: dimension) else { continue }
        for row in sums.indices {
          sums[row] += coefficient * Float(rows.latents[row * rows.dimension + column])
        }
      }
      return sums
    }
    matching.children = kinship.directions.map { coordinate($0.child) }
    matching.parents = kinship.directions.map { coordinate($0.parent) }
    matching.correlations = kinship.directions.map(\.correlation)
    return matching
  }
}
