/// The area under the ROC curve: the probability that a positive has a higher score than a negative,
/// ties counting half.
///
/// The standard error is that of E. DeLong, D. DeLong and D. Clarke-Pearson, "Comparing the Areas
/// under Two or More Correlated Receiver Operating Characteristic Curves" (1988).
public struct AreaUnderCurve: Sendable, Equatable {
  /// 0 ... 1; 1/2 when scores say nothing.
  public let value: Double
  /// Of the value.
  public let standardError: Double

  /// Nil when one class is empty.
  /// - Complexity: O(n log n).
  public init?(positives: [Double], negatives: [Double]) {
    guard !positives.isEmpty, !negatives.isEmpty else { return nil }
    let (ascendingPositives, ascendingNegatives) = (positives.sorted(), negatives.sorted())
    // Per positive the share of negatives below it, and the reverse.
    let above = Self.sharesBelow(ascendingPositives, ascendingNegatives)
    let below = Self.sharesBelow(ascendingNegatives, ascendingPositives)
    value = above.reduce(0, +) / Double(above.count)
    standardError =
      (Self.variance(above) / Double(above.count) + Self.variance(below) / Double(below.count))
      .squareRoot()
  }

  /// Of each number the share of others below it, equal ones counting half; both ascending.
  private static func sharesBelow(_ numbers: [Double], _ others: [Double]) -> [Double] {
    var (below, through) = (0, 0)
    return numbers.map { number in
      while below < others.count, others[below] < number { below += 1 }
      through = max(through, below)
      while through < others.count, others[through] <= number { through += 1 }
      return (Double(below) + Double(through)) / 2 / Double(others.count)
    }
  }

  private static func variance(_ numbers: [Double]) -> Double {
    guard numbers.count > 1 else { return 0 }
    let mean = numbers.reduce(0, +) / Double(numbers.count)
    return numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(numbers.count - 1)
  }
}
