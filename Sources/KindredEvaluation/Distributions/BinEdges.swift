import Foundation
import KindredData

/// Where the bins of a picture begin and end: at round numbers, or at days, months and years.
///
/// Bin i holds lower[i] <= x < lower[i + 1]; what lies before the first edge or from the last one on
/// is counted apart. Round edges say less about the smallest and the largest value than these
/// themselves would.
public struct BinEdges: Sendable, Equatable {
  /// What the edges count.
  public enum Scale: Sendable, Equatable {
    /// Numbers; of whole ones a bin of width 1 stands for one number.
    case numbers(isWhole: Bool)
    /// Microseconds since 1970-01-01.
    case dates
  }

  /// In ascending order, at least two.
  public let edges: [Double]
  /// What the edges count.
  public let scale: Scale
  /// The distance of numbers; the unit of dates.
  let step: Step

  enum Step: Sendable, Equatable {
    case number(Double)
    case microseconds(Int64)
    case months(Int)
  }

  /// Number of bins between the first and the last edge.
  public var count: Int { edges.count - 1 }
  /// Whether every bin is one whole number.
  public var isPerNumber: Bool { scale == .numbers(isWhole: true) && step == .number(1) }

  init(edges: [Double], scale: Scale, step: Step) {
    self.edges = edges
    self.scale = scale
    self.step = step
  }

  /// About 24 bins that cover a range of numbers.
  ///
  /// Nil when the range is not finite, or too narrow for its magnitude to be divided.
  public init?(numbersFrom least: Double, to most: Double, isWhole: Bool) {
    guard least.isFinite, most.isFinite, least <= most, (most - least).isFinite else { return nil }
    let span = most - least
    let width = span > 0 ? span / Self.usualCount : max(abs(least) / 10, isWhole ? 1 : 1e-3)
    let step = Self.roundStep(width, isWhole: isWhole)
    let first = (least / step).rounded(.down)
    guard step.isFinite, step > 0, abs(first) < 1e15 else { return nil }
    // A single number stands in the middle.
    let margin: Double = span > 0 || isWhole ? 0 : 1
    let last = (most / step).rounded(.down) + 1 + margin
    let bins = last - (first - margin)
    guard bins >= 1, bins <= Self.mostCount else { return nil }
    let edges = (0...Int(bins)).map { (first - margin + Double($0)) * step }
    guard zip(edges, edges.dropFirst()).allSatisfy({ $0 < $1 }) else { return nil }
    self.init(edges: edges, scale: .numbers(isWhole: isWhole), step: .number(step))
  }

  static let usualCount = 24.0
  private static let mostCount = 60.0

  /// 1, 2, 2.5 or 5 times a power of ten, not below the width; a whole number where asked for.
  private static func roundStep(_ width: Double, isWhole: Bool) -> Double {
    if isWhole, width <= 1.5 { return 1 }
    let power = pow(10, log10(width).rounded(.down))
    let factors = isWhole && power == 1 ? [1, 2, 5, 10] : [1, 2, 2.5, 5, 10]
    // A little narrower than wanted is as good.
    let factor = factors.first { $0 * power >= width * 0.95 } ?? 10
    return factor * power
  }

  /// The bin of a number; negative before the first edge, `count` from the last one on.
  /// - Complexity: O(1) for edges of about the same distance.
  @inline(__always)
  static func bin(of number: Double, _ edges: UnsafeBufferPointer<Double>, perWidth: Double) -> Int
  {
    let last = edges.count - 1
    guard number >= edges[0] else { return -1 }
    guard number < edges[last] else { return last }
    // Rounding, and months of different lengths, put the guess beside the right bin.
    var bin = min(last - 1, Int((number - edges[0]) * perWidth))
    while number < edges[bin] { bin -= 1 }
    while number >= edges[bin + 1] { bin += 1 }
    return bin
  }
}
