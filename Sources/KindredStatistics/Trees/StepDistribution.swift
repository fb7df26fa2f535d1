/// The distances between neighbours in a row of numbers where few distances are usual: seasons, monthly
/// readings, numbered lines.
public struct StepDistribution: Sendable, Equatable {
  /// Distances, 0 or more, ascending.
  public let steps: [Double]
  /// Their shares, which sum to 1.
  public let shares: [Float]

  /// Most distances that are told apart.
  public static let mostSteps = 16
  /// The share of all distances that those of enough entities must make up, and the most usual one.
  private static let leastCovered = 0.9
  private static let leastUsual = 0.5

  /// Rebuilds a distribution, as from a model file.
  /// - Throws: ``StatisticsError`` when distances do not rise from 0 or more, or shares do not sum to 1.
  public init(steps: [Double], shares: [Float]) throws {
    guard !steps.isEmpty, steps.count == shares.count, steps.count <= Self.mostSteps,
      steps.allSatisfy({ $0.isFinite && $0 >= 0 }), zip(steps, steps.dropFirst()).allSatisfy(<)
    else { throw StatisticsError("the distances of neighbours are not valid") }
    try checkProbabilities(shares.map(Double.init))
    self.steps = steps
    self.shares = shares
  }

  /// Learns distances; nil where they vary too much, or there are none.
  /// - Parameters:
  ///   - distances: of neighbours, with the entity each was seen in.
  ///   - k: the least number of entities behind a distance.
  /// - Complexity: O(n log n).
  public init?(_ distances: [(distance: Double, entity: Int32)], minimumEntities k: Int) {
    var groups: [Double: (count: Int, entities: Set<Int32>)] = [:]
    for (distance, entity) in distances where distance >= 0 && distance.isFinite {
      groups[distance, default: (0, [])].count += 1
      if groups[distance]?.entities.count ?? 0 < k { groups[distance]?.entities.insert(entity) }
      // Distances without a usual one are given up early.
      if groups.count > 4_096 { return nil }
    }
    let usual = groups.filter { $0.value.entities.count >= k }.sorted {
      ($1.value.count, $0.key) < ($0.value.count, $1.key)
    }.prefix(Self.mostSteps)
    let covered = usual.reduce(0) { $0 + $1.value.count }
    guard let first = usual.first, !distances.isEmpty,
      Double(covered) >= Self.leastCovered * Double(distances.count),
      Double(first.value.count) >= Self.leastUsual * Double(distances.count)
    else { return nil }
    let ascending = usual.sorted { $0.key < $1.key }
    steps = ascending.map(\.key)
    shares = ascending.map { Float(Double($0.value.count) / Double(covered)) }
  }

  /// The distance at a probability in 0...1.
  func quantile(_ probability: Double) -> Double {
    var rest = probability
    for (step, share) in zip(steps, shares) {
      if rest < Double(share) { return step }
      rest -= Double(share)
    }
    return steps.last ?? 0
  }
}
