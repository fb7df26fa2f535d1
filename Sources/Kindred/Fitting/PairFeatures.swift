import Glibc
import KindredStatistics

/// Pairs of columns as one: what depends on a combination alone (a weekday and the name of the day)
/// says nothing column by column, and trees of a classifier that begin with single columns do not
/// find it in few rows.
struct PairFeatures {
  /// A column of the classifier, and what it is taken from: columns of one source go together anyway.
  struct Candidate {
    var feature: BinnedFeature
    var source: TreeModel.Feature
  }

  /// Pairs of columns of the row.
  let own: [BinnedFeature]
  /// Pairs with a column of a row above.
  let others: [BinnedFeature]

  /// Values of a column that are told apart, null among them.
  private static let mostValues = 15
  private static let mostPairs = 16
  /// Least dependence of a pair in nats, beyond what chance has.
  private static let leastInformation = 0.01

  /// The pairs that depend most on each other in the first `count` rows, the real ones.
  /// - Complexity: O(rows * columns^2).
  init(_ candidates: [Candidate], real count: Int) {
    guard count > 0 else {
      (own, others) = ([], [])
      return
    }
    let coarse = candidates.map { Self.coarse($0.feature) }
    var found: [(information: Double, first: Int, second: Int)] = []
    for second in candidates.indices {
      for first in 0..<second where Self.isPair(candidates[first], candidates[second]) {
        let information = Self.information(coarse[first], coarse[second], count)
        if information > Self.leastInformation { found.append((information, first, second)) }
      }
    }
    found.sort { ($1.information, $0.first, $0.second) < ($0.information, $1.first, $1.second) }
    func features(isOwn: Bool) -> [BinnedFeature] {
      found.filter {
        isOwn
          == (candidates[$0.first].source.path.isEmpty
            && candidates[$0.second].source.path.isEmpty)
      }.prefix(Self.mostPairs).flatMap { pair in
        BinnedFeature.features(
          labels: zip(coarse[pair.first], coarse[pair.second]).map {
            Int32($0) * Int32(Self.mostValues) + Int32($1)
          }, count: Self.mostValues * Self.mostValues)
      }
    }
    (own, others) = (features(isOwn: true), features(isOwn: false))
  }

  /// Whether two columns tell something together: not parts of one date, and not two columns of
  /// parents, which few rows have and many repeat.
  private static func isPair(_ first: Candidate, _ second: Candidate) -> Bool {
    first.source != second.source && (first.source.path.isEmpty || second.source.path.isEmpty)
  }

  /// Bins in few groups: neighbours of numbers together, rare labels together.
  private static func coarse(_ feature: BinnedFeature) -> [UInt8] {
    let most = mostValues - 1
    guard feature.binCount > mostValues else { return feature.bins }
    switch feature.kind {
    case .labels: return feature.bins.map { min($0, UInt8(most)) }
    case .ordered:
      return feature.bins.map {
        $0 == 0 ? 0 : UInt8(1 + (Int($0) - 1) * most / (feature.binCount - 1))
      }
    }
  }

  /// The mutual information in nats, less what independent columns would have by chance.
  private static func information(_ first: [UInt8], _ second: [UInt8], _ count: Int) -> Double {
    var both = [Double](repeating: 0, count: mostValues * mostValues)
    var (one, other) = (
      [Double](repeating: 0, count: mostValues), [Double](repeating: 0, count: mostValues)
    )
    for row in 0..<count {
      both[Int(first[row]) * mostValues + Int(second[row])] += 1
      one[Int(first[row])] += 1
      other[Int(second[row])] += 1
    }
    let rows = Double(count)
    var sum = 0.0
    for (place, joint) in both.enumerated() where joint > 0 {
      sum +=
        joint / rows * log(joint * rows / (one[place / mostValues] * other[place % mostValues]))
    }
    let freedom = Double((one.count { $0 > 0 } - 1) * (other.count { $0 > 0 } - 1))
    return sum - freedom / (2 * rows)
  }
}
