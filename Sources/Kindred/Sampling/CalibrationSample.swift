/// Learns calibrations by drawing: how latents are distributed over the rows of a table once
/// parents with more children have more of them.
struct CalibrationSample {
  let model: FittedModel
  let forest: SchemaForest
  let parallel: Parallel

  /// Latents to draw in all, at most: enough that a knot is off by less than half a percent.
  private static let budget = 2_000_000.0

  /// Teaches a drawing the calibrations of all tables that parents drive.
  ///
  /// They depend on the model alone, not on the seed or the size of the sample.
  func calibrate(_ drawing: inout LatentDrawing, checkpoint: () throws -> Void) rethrows {
    for root in forest.roots {
      try checkpoint()
      for (table, calibrations) in calibrations(below: root) {
        drawing.calibrations[table] = calibrations
      }
    }
  }

  /// Calibrations of all tables below a root, by table.
  private func calibrations(below root: Int) -> [(table: Int, calibrations: [Calibration])] {
    var drawing = LatentDrawing(model: model, forest: forest, seed: model.seed ^ 0x5EED)
    let count = Int(min(max(Self.budget / numbersPerRow(of: root), 64), 8192))
    var open = [drawing.rows(of: root, first: 0, count: count, parallel: parallel)]
    var result: [(table: Int, calibrations: [Calibration])] = []
    while !open.isEmpty {
      let rows = open.removeFirst()
      if rows.isPooled {
        let learned = (0..<rows.dimension).map { dimension in
          Calibration(
            sample: (0..<rows.count).map { rows.latents[$0 * rows.dimension + dimension] })
        }
        drawing.calibrations[rows.table] = learned
        result.append((rows.table, learned))
      }
      for relationship in forest.outgoing[rows.table] where forest.isDriver(relationship) {
        let counts = drawing.counts(
          of: rows, in: relationship, isStratified: false, model: model)
        open.append(
          drawing.children(
            of: rows, in: relationship, counts: counts, first: 0, parallel: parallel))
      }
    }
    return result
  }

  /// Latents drawn for one row of a table and all of its descendants, on average.
  private func numbersPerRow(of table: Int) -> Double {
    forest.outgoing[table].reduce(Double(max(1, model.tables[table].dimensions.count))) {
      forest.isDriver($1)
        ? $0 + model.relationships[$1].meanCardinality * numbersPerRow(of: forest.children[$1])
        : $0
    }
  }
}
