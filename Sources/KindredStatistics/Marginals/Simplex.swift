/// The downhill simplex search of Nelder and Mead (1965), for a handful of parameters.
enum Simplex {
  /// A local minimum near a starting point.
  /// - Parameters:
  ///   - start: where to begin; the loss must be finite there.
  ///   - steps: the size of the first steps, one per parameter, not zero.
  ///   - loss: what to minimise; infinite where a point is not allowed.
  /// - Returns: nil when the loss is not finite at the start.
  static func minimum(
    from start: [Double], steps: [Double], loss: ([Double]) -> Double
  ) -> [Double]? {
    typealias Corner = (point: [Double], loss: Double)
    func corner(_ point: [Double]) -> Corner {
      let value = loss(point)
      return (point, value.isNaN ? .infinity : value)
    }
    var corners: [Corner] = [corner(start)]
    guard corners[0].loss.isFinite else { return nil }
    for (index, step) in steps.enumerated() {
      var point = start
      point[index] += step
      corners.append(corner(point))
    }
    let worst = corners.count - 1
    for _ in 0..<200 * corners.count {
      // Ties keep their order, so that the path is the same everywhere.
      corners = corners.enumerated()
        .sorted { ($0.element.loss, $0.offset) < ($1.element.loss, $1.offset) }
        .map(\.element)
      if corners[worst].loss - corners[0].loss < 1e-12 { break }
      let center = start.indices.map { axis in
        corners[..<worst].reduce(0) { $0 + $1.point[axis] } / Double(worst)
      }
      func along(_ factor: Double) -> Corner {
        corner(zip(center, corners[worst].point).map { $0 + factor * ($0 - $1) })
      }
      let reflected = along(1)
      if reflected.loss < corners[0].loss {
        let expanded = along(2)
        corners[worst] = expanded.loss < reflected.loss ? expanded : reflected
      } else if reflected.loss < corners[worst - 1].loss {
        corners[worst] = reflected
      } else {
        let contracted = along(reflected.loss < corners[worst].loss ? 0.5 : -0.5)
        if contracted.loss < min(reflected.loss, corners[worst].loss) {
          corners[worst] = contracted
        } else {
          for index in 1...worst {
            corners[index] = corner(
              zip(corners[0].point, corners[index].point).map { ($0 + $1) / 2 })
          }
        }
      }
    }
    return corners.min { $0.loss < $1.loss }?.point
  }
}
