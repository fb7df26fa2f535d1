import Foundation
import KindredStatistics

// How numbers follow others within leaves, both ways.

extension StoredTreeColumn {
  mutating func store(_ slopes: [LeafSlope], of tree: ConditionalTree) {
    guard slopes.contains(where: { !$0.terms.isEmpty }) else { return }
    for (node, slope) in zip(tree.nodes, slopes) where node.isLeaf {
      slopeCounts.append(UInt32(clamping: slope.terms.count))
      guard !slope.terms.isEmpty else { continue }
      slopeNoiseBytes.append(UInt8(min(max(slope.noise * 100, 0), 100).rounded()))
      for term in slope.terms {
        slopeColumns.append(UInt32(clamping: term.column))
        slopeMeanQuarters.append(UInt32(min(max(term.mean * 4, 0), 1e6).rounded()))
        slopeDeviationBytes.append(
          UInt8(min(max(64 + 16 * log2(term.deviation), 0), 255).rounded()))
        slopePercents.append(Int32(min(max(term.weight * 100, -1e6), 1e6).rounded()))
      }
      var before: Int32 = 0
      for knot in slope.knots {
        let whole = Int32(min(max(knot * 100, -1e6), 1e6).rounded())
        slopeKnots.append(whole - before)
        before = whole
      }
    }
  }

  /// - Throws: `MalformedModel` when sizes contradict each other.
  func slopes(of tree: ConditionalTree) throws -> [LeafSlope] {
    guard !slopeCounts.isEmpty else { return [] }
    let terms = try slopeTerms()
    let noises =
      slopeNoises.isEmpty
      ? slopeNoiseBytes.map { Float($0) / 100 } : slopeNoises.map { Float($0) / 1000 }
    guard slopeCounts.count == tree.leafCount,
      slopeCounts.reduce(0, { $0 + Int($1) }) == terms.count,
      noises.count == slopeCounts.count(where: { $0 > 0 }),
      slopeKnots.isEmpty || slopeKnots.count == noises.count * LeafSlope.knotProbabilities.count
    else { throw MalformedModel("the slopes of a tree are incomplete") }
    var (leaf, next, noise) = (0, 0, 0)
    return tree.nodes.map { node in
      guard node.isLeaf else { return LeafSlope(terms: [], noise: 1) }
      let count = Int(slopeCounts[leaf])
      leaf += 1
      guard count > 0 else { return LeafSlope(terms: [], noise: 1) }
      next += count
      noise += 1
      return LeafSlope(
        terms: Array(terms[next - count..<next]), noise: noises[noise - 1],
        knots: knots(noise - 1))
    }
  }

  private func knots(_ slope: Int) -> [Float] {
    guard !slopeKnots.isEmpty else { return [] }
    let count = LeafSlope.knotProbabilities.count
    var sum: Int64 = 0
    return slopeKnots[slope * count..<(slope + 1) * count].map {
      sum += Int64($0)
      return Float(sum) / 100
    }
  }

  private func slopeTerms() throws -> [LeafSlope.Term] {
    let count = slopeColumns.count
    guard slopeMeans.isEmpty else {
      guard slopeMeans.count == count, slopeDeviations.count == count,
        slopeWeights.count == count
      else { throw MalformedModel("the slopes of a tree are incomplete") }
      return (0..<count).map {
        LeafSlope.Term(
          column: Int(slopeColumns[$0]), mean: Float(slopeMeans[$0]) / 16,
          deviation: Float(slopeDeviations[$0]) / 16, weight: Float(slopeWeights[$0]) / 1000)
      }
    }
    guard slopeMeanQuarters.count == count, slopeDeviationBytes.count == count,
      slopePercents.count == count
    else { throw MalformedModel("the slopes of a tree are incomplete") }
    let deviations = slopeDeviationBytes.map { exp2((Float($0) - 64) / 16) }
    return (0..<count).map {
      LeafSlope.Term(
        column: Int(slopeColumns[$0]), mean: Float(slopeMeanQuarters[$0]) / 4,
        deviation: deviations[$0], weight: Float(slopePercents[$0]) / 100)
    }
  }
}
