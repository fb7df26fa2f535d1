import Foundation
import KindredStatistics

// The distributions of a tree's nodes, both ways.

extension StoredTreeColumn {
  mutating func store(_ leaves: [LeafDistribution], of tree: ConditionalTree) {
    let parts = Self.parts(of: leaves, isLabels: scale.isLabels)
    partCount = UInt32(parts)
    let rounded = leaves.map { Parts.rounded($0.groups.map { Double($0.share) }, of: parts) }
    let isNeeded = Self.needed(tree, rounded.map { $0.reduce(0) { $0 + Int($1) } < parts })
    for (place, node) in tree.nodes.enumerated() {
      if node.isLeaf { leafRows.append(UInt64(min(max(0, leaves[place].rows.rounded()), 1e15))) }
      var (next, count) = (0, 0)
      for (group, share) in zip(leaves[place].groups, rounded[place])
      where isNeeded[place] && share > 0 {
        let skipped = Int(group.first) - next
        groupWidths.append(
          UInt32(clamping: 2 * (Int(group.last) - Int(group.first)) + (skipped > 0 ? 1 : 0)))
        if skipped > 0 { groupSkips.append(UInt32(clamping: skipped)) }
        groupParts.append(share)
        next = Int(group.last) + 1
        count += 1
      }
      groupCounts.append(UInt32(clamping: count))
    }
  }

  /// Parts that probabilities are counted in: those that they are whole numbers of, as when they
  /// come from a file; else, of labels, fine enough for the rarest group. Groups of numbers hold a
  /// thirty-second of a leaf or more: most of them take a byte.
  private static func parts(of leaves: [LeafDistribution], isLabels: Bool) -> Int {
    let shares = leaves.flatMap(\.groups).map(\.share)
    let offered = (9...16).map { 1 << $0 }
    func isWhole(_ parts: Int) -> Bool {
      shares.allSatisfy { $0 * Float(parts) == ($0 * Float(parts)).rounded() }
    }
    let least = isLabels ? shares.min() ?? 1 : 1
    return offered.first(where: isWhole) ?? offered.first { Float($0) * least >= 1 } ?? 1 << 16
  }

  /// The nodes whose distributions are asked: those of leaves, and those that a rest comes from.
  private static func needed(_ tree: ConditionalTree, _ hasRest: [Bool]) -> [Bool] {
    var isNeeded = tree.nodes.map(\.isLeaf)
    isNeeded[0] = true
    for node in tree.nodes.indices.dropFirst().reversed() where isNeeded[node] && hasRest[node] {
      isNeeded[Int(tree.nodes[node].parent)] = true
    }
    return isNeeded
  }

  /// - Throws: `MalformedModel` when sizes contradict each other.
  func leaves(of tree: ConditionalTree) throws -> [LeafDistribution] {
    guard partCount > 0 else { return try earlierLeaves() }
    let incomplete = MalformedModel("the distributions of a tree are incomplete")
    guard groupCounts.count == tree.nodes.count, leafRows.count == tree.leafCount,
      groupWidths.count == groupParts.count,
      groupCounts.reduce(0, { $0 + Int($1) }) == groupParts.count
    else { throw incomplete }
    var (group, skip, leaf) = (0, 0, 0)
    var result: [LeafDistribution] = []
    for (place, node) in tree.nodes.enumerated() {
      var groups: [LeafDistribution.Group] = []
      var (next, sum) = (0, 0)
      for _ in 0..<groupCounts[place] {
        if groupWidths[group] & 1 == 1 {
          guard skip < groupSkips.count else { throw incomplete }
          next += Int(groupSkips[skip])
          skip += 1
        }
        let last = next + Int(groupWidths[group] >> 1)
        guard last <= Int(UInt16.max) else {
          throw MalformedModel("the distributions of a tree have too many cells")
        }
        sum += Int(groupParts[group])
        groups.append(
          LeafDistribution.Group(
            first: UInt16(next), last: UInt16(last),
            share: Float(groupParts[group]) / Float(partCount)))
        next = last + 1
        group += 1
      }
      guard sum <= Int(partCount) else { throw incomplete }
      let rest = Float(Int(partCount) - sum) / Float(partCount)
      result.append(LeafDistribution(groups: groups, rest: rest, rows: 0))
      guard node.isLeaf else { continue }
      result[place].rows = Double(leafRows[leaf])
      leaf += 1
    }
    for node in tree.nodes.indices.reversed() where tree.nodes[node].parent >= 0 {
      result[Int(tree.nodes[node].parent)].rows += result[node].rows
    }
    return result
  }

  /// As files had them before `group_parts`.
  private func earlierLeaves() throws -> [LeafDistribution] {
    let count = groupCounts.count
    guard count == nodes.count, rests.count == count, rowCounts.count == count,
      groupGaps.count == groupSpans.count, groupGaps.count == groupShares.count,
      groupCounts.reduce(0, { $0 + Int($1) }) == groupGaps.count
    else { throw MalformedModel("the distributions of a tree are incomplete") }
    var group = 0
    return try (0..<count).map { node in
      var groups: [LeafDistribution.Group] = []
      var next = 0
      for _ in 0..<groupCounts[node] {
        let first = next + Int(groupGaps[group])
        let last = first + Int(groupSpans[group])
        guard last <= Int(UInt16.max) else {
          throw MalformedModel("the distributions of a tree have too many cells")
        }
        groups.append(
          LeafDistribution.Group(
            first: UInt16(first), last: UInt16(last), share: groupShares[group]))
        next = last + 1
        group += 1
      }
      return LeafDistribution(groups: groups, rest: rests[node], rows: rowCounts[node])
    }
  }
}
