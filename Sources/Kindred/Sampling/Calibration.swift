import KindredStatistics

/// A monotone map from a latent as drawn to a standard normal one, linear between knots.
struct Calibration: Sendable, Equatable {
  /// Latents at the quantiles of `Calibration.targets`, ascending; empty for the identity.
  let knots: [Float]

  static let identity = Calibration(knots: [])

  /// Standard normal scores of the knots: about 1.2 % to 98.8 % in 41 even steps.
  static let targets: [Double] = (0..<41).map { Normal.quantile((Double($0) + 0.5) / 41) }

  init(knots: [Float]) { self.knots = knots }

  /// Learns the map from a sample of latents. Fewer than 200 are too few to tell the shape.
  init(sample: [Double]) {
    guard sample.count >= 200 else {
      knots = []
      return
    }
    let sorted = sample.sorted()
    var knots: [Float] = []
    for step in 0..<Self.targets.count {
      let position = (Double(step) + 0.5) / Double(Self.targets.count) * Double(sorted.count) - 0.5
      let below = min(max(Int(position), 0), sorted.count - 1)
      let above = min(below + 1, sorted.count - 1)
      let share = position - Double(below)
      knots.append(Float(sorted[below] + share * (sorted[above] - sorted[below])))
    }
    self.knots = knots
  }

  func callAsFunction(_ latent: Double) -> Double {
    guard let lowest = knots.first, let highest = knots.last else { return latent }
    let first = Double(lowest)
    let last = Double(highest)
    let targets = Self.targets
    // Beyond the knots the tails keep the scale of the middle: the distribution is close to normal.
    let middle = (last - first) / (targets[targets.count - 1] - targets[0])
    let slope = middle > 1e-9 ? 1 / middle : 0
    if latent <= first { return targets[0] + (latent - first) * slope }
    if latent >= last { return targets[targets.count - 1] + (latent - last) * slope }
    var low = 0
    var high = knots.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if Double(knots[middle]) <= latent { low = middle } else { high = middle }
    }
    let width = Double(knots[high] - knots[low])
    let share = width > 0 ? (latent - Double(knots[low])) / width : 0.5
    return targets[low] + share * (targets[high] - targets[low])
  }
}
