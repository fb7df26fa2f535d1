/// The scores of all values that rounding leaves of a distribution, looked up once: integers, or
/// decimals with a number of places.
public struct ScoreGrid: Sendable {
  private let marginal: Marginal
  /// Points per unit, a power of ten.
  private let perUnit: Double
  /// The place of the smallest value.
  private let first: Double
  private let scores: [Double]

  /// Nil where values are not rounded, or their range has more points than asked for.
  /// - Parameter limit: points, at most.
  public init?(_ marginal: Marginal, limit: Int) {
    guard case .cells = marginal.lookup, marginal.step > 0, marginal.step <= 1 else { return nil }
    let perUnit = (1 / marginal.step).rounded()
    let first = (marginal.minimum * perUnit).rounded(.down)
    let range = (marginal.maximum * perUnit).rounded(.up) - first
    // Both are whole numbers that `Double` tells from their neighbours, and from halves.
    guard range < Double(limit), abs(first) < 0x1p51, abs(first + range) < 0x1p51 else {
      return nil
    }
    self.marginal = marginal
    self.perUnit = perUnit
    self.first = first
    // The quotient is the number that is nearest to a decimal, as is one that was read.
    let points = (0...Int(range)).map { (first + Double($0)) / perUnit }
    scores = [Double](unsafeUninitializedCapacity: points.count) { buffer, initialized in
      points.withUnsafeBufferPointer { points in
        if let target = buffer.baseAddress { marginal.scores(of: points, into: target) }
      }
      initialized = points.count
    }
  }

  /// Scores as ``Marginal/scores(of:into:)`` gives them.
  /// - Parameters:
  ///   - target: room for as many numbers as there are values, `stride` apart.
  /// - Complexity: O(1) per value on the grid.
  public func scores(
    of values: UnsafeBufferPointer<Double>, into target: UnsafeMutablePointer<Double>, stride: Int
  ) {
    let (minimum, maximum) = (marginal.minimum, marginal.maximum)
    scores.withUnsafeBufferPointer { scores in
      for row in values.indices {
        let raised = values[row] > minimum ? values[row] : minimum
        let value = raised < maximum ? raised : maximum
        let place = (value * perUnit).nearestWhole
        guard !values[row].isNaN else {
          target[row * stride] = 0
          continue
        }
        if place / perUnit == value {
          target[row * stride] = scores[Int(place - first)]
        } else {
          target[row * stride] = marginal.score(value)
        }
      }
    }
  }
}
