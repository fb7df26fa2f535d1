/// A computation that its arguments make impossible.
public struct StatisticsError: Error, Sendable, Equatable, CustomStringConvertible {
  public var description: String
  public init(_ description: String) { self.description = description }
}
