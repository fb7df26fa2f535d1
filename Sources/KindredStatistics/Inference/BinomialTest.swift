import CBoostMath

/// How likely guessing between two classes is to be right so often, or so seldom.
public struct BinomialTest: Sendable, Equatable {
  /// The probability of at least so many right guesses.
  public let atLeast: Double
  /// The probability of at most so many.
  public let atMost: Double

  /// - Parameters:
  ///   - right: right guesses, in 0...count.
  ///   - count: guesses, each right with probability 1/2.
  public init(right: Int, of count: Int) {
    let (right, wrong) = (Double(right), Double(count - right))
    // P(X >= k) = I(1/2; k, n - k + 1), the regularised incomplete beta function.
    atLeast = right > 0 ? kindred_beta_cdf(right, wrong + 1, 0.5) : 1
    atMost = wrong > 0 ? kindred_beta_cdf(wrong, right + 1, 0.5) : 1
  }
}
