/// A computation that its arguments make impossible.
public struct StatisticsError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is impossible, as part of a sentence.
  public var description: String
  /// An error with this description.
  public init(_ description: String) { self.description = description }
}
