/// Sum of gradients and of second derivatives ("weights") over rows.
struct GradientSum: Sendable {
  var gradient = 0.0
  var weight = 0.0

  static func + (a: GradientSum, b: GradientSum) -> GradientSum {
    GradientSum(gradient: a.gradient + b.gradient, weight: a.weight + b.weight)
  }

  static func - (a: GradientSum, b: GradientSum) -> GradientSum {
    GradientSum(gradient: a.gradient - b.gradient, weight: a.weight - b.weight)
  }

  /// Twice the loss that a leaf of its own saves.
  func score(_ lambda: Double) -> Double {
    let denominator = weight + lambda
    return denominator > 0 ? gradient * gradient / denominator : 0
  }
}

/// The best way found so far to part the rows of a node.
///
/// T. Chen and C. Guestrin, "XGBoost: A Scalable Tree Boosting System" (2016), equation 7.
struct SplitCandidate {
  var gain: Double
  var feature = -1
  var bin: UInt8 = 0
  var missingGoesLeft = false
  var isLabel = false
  var left = GradientSum()
  var right = GradientSum()

  private let total: GradientSum
  private let parentScore: Double
  /// What the children have saved, as a fraction: to compare another one with it takes no division.
  private var numerator: Double
  private var denominator = 1.0
  private let lambda: Double
  private let minimumWeight: Double

  init(of total: GradientSum, _ options: BoostingOptions) {
    gain = options.minimumGain
    self.total = total
    lambda = options.lambda
    minimumWeight = options.minimumChildWeight
    parentScore = total.score(options.lambda)
    numerator = parentScore + gain
  }

  /// Tries every split of one feature.
  /// - Parameter sums: gradient and weight per bin, alternating.
  mutating func search(
    _ kind: BinnedFeature.Kind, feature: Int, _ sums: UnsafePointer<Double>, binCount: Int
  ) {
    // What a loop changes stays in registers if nobody else can see it.
    var best = self
    switch kind {
    case .labels:
      for bin in 1..<max(1, binCount) {
        let right = Self.sum(sums, bin)
        best.attempt(feature, bin, left: total - right, right: right, isLabel: true)
      }
    case .ordered:
      let missing = Self.sum(sums, 0)
      let hasMissing = missing.weight > 0
      var left = GradientSum()
      for bin in 1..<max(1, binCount) {
        left = left + Self.sum(sums, bin)
        best.attempt(feature, bin, left: left, right: total - left)
        if hasMissing {
          let withMissing = left + missing
          best.attempt(
            feature, bin, left: withMissing, right: total - withMissing, missingGoesLeft: true)
        }
      }
    }
    self = best
  }

  @inline(__always)
  private mutating func attempt(
    _ feature: Int, _ bin: Int, left: GradientSum, right: GradientSum,
    missingGoesLeft: Bool = false, isLabel: Bool = false
  ) {
    guard left.weight >= minimumWeight, right.weight >= minimumWeight else { return }
    let (first, second) = (left.weight + lambda, right.weight + lambda)
    let numerator = left.gradient * left.gradient * second + right.gradient * right.gradient * first
    let denominator = first * second
    guard numerator * self.denominator > self.numerator * denominator else { return }
    (self.numerator, self.denominator) = (numerator, denominator)
    gain = left.score(lambda) + right.score(lambda) - parentScore
    self.feature = feature
    self.bin = UInt8(truncatingIfNeeded: bin)
    self.missingGoesLeft = missingGoesLeft
    self.isLabel = isLabel
    self.left = left
    self.right = right
  }

  @inline(__always)
  private static func sum(_ sums: UnsafePointer<Double>, _ bin: Int) -> GradientSum {
    GradientSum(gradient: sums[2 * bin], weight: sums[2 * bin + 1])
  }
}
