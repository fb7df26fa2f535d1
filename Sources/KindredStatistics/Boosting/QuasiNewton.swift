/// Minimises a smooth convex function by L-BFGS with backtracking.
///
/// J. Nocedal and S. Wright, "Numerical Optimization" (2006), algorithms 7.4 and 7.5.
struct QuasiNewton {
  var memory = 10
  var iterations = 100
  /// Stops when no component of the gradient is larger.
  var tolerance = 1e-4

  /// - Parameter function: the value, having written the gradient.
  /// - Returns: where the function is least.
  func minimum(
    from start: [Double],
    _ function: (_ point: [Double], _ gradient: inout [Double]) -> Double
  ) -> [Double] {
    var point = start
    var gradient = [Double](repeating: 0, count: start.count)
    var value = function(point, &gradient)
    var steps: [(step: [Double], change: [Double], scale: Double)] = []
    for _ in 0..<iterations {
      guard value.isFinite, gradient.contains(where: { abs($0) > tolerance }) else { break }
      let direction = Self.direction(gradient, steps)
      let slope = Self.dot(direction, gradient)
      guard slope < 0 else { break }
      var length = steps.isEmpty ? min(1, 1 / gradient.reduce(0) { $0 + abs($1) }) : 1
      var newGradient = gradient
      var newPoint = point
      var newValue = Double.infinity
      for _ in 0..<30 {
        for index in point.indices { newPoint[index] = point[index] + length * direction[index] }
        newValue = function(newPoint, &newGradient)
        if newValue <= value + 1e-4 * length * slope { break }
        length /= 2
      }
      guard newValue < value else { break }
      let step = zip(newPoint, point).map { $0 - $1 }
      let change = zip(newGradient, gradient).map { $0 - $1 }
      let curvature = Self.dot(step, change)
      if curvature > 1e-12 {
        steps.append((step, change, 1 / curvature))
        if steps.count > memory { steps.removeFirst() }
      }
      (point, gradient, value) = (newPoint, newGradient, newValue)
    }
    return point
  }

  private static func direction(
    _ gradient: [Double], _ steps: [(step: [Double], change: [Double], scale: Double)]
  ) -> [Double] {
    var direction = gradient.map { -$0 }
    var factors: [Double] = []
    for (step, change, scale) in steps.reversed() {
      let factor = scale * dot(step, direction)
      factors.append(factor)
      for index in direction.indices { direction[index] -= factor * change[index] }
    }
    if let last = steps.last {
      let scale = 1 / (last.scale * dot(last.change, last.change))
      for index in direction.indices { direction[index] *= scale }
    }
    for ((step, change, scale), factor) in zip(steps, factors.reversed()) {
      let correction = factor - scale * dot(change, direction)
      for index in direction.indices { direction[index] += correction * step[index] }
    }
    return direction
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
