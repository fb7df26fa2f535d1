import KindredStatistics

/// Gives the rows of a child table their parents in a relationship that does not drive it: every
/// parent row gets as many children as it drew.
struct Linking {
  /// Child rows; those that are `false` in `isLinked` stay without a parent.
  let isLinked: [Bool]
  /// The driving parent of each child row, to keep pairs unique; empty when they need not be.
  let partners: [Int32]
  let random: CounterRandom

  /// Parent rows per child row, -1 where the row has none.
  /// - Parameters:
  ///   - counts: children drawn per parent row; adjusted within `bounds` to the rows there are.
  func parents(
    counts drawn: [Int32], bounds: ClosedRange<Int32>
  ) -> [Int32] {
    var counts = drawn
    let rows = isLinked.indices.filter { isLinked[$0] }
    var missing = counts.adjust(toTotal: rows.count, within: bounds, random: random)
    if missing != 0 {
      // No numbers within the bounds add up to the rows there are; every row needs a parent.
      missing = counts.adjust(toTotal: rows.count, within: 0...Int32.max, random: random)
    }
    var result = [Int32](repeating: -1, count: isLinked.count)
    guard !counts.isEmpty else { return result }
    let permutation = KeyedPermutation(count: UInt64(rows.count), random: random)
    var slot = 0
    for (parent, count) in counts.enumerated() {
      for _ in 0..<count where slot < rows.count {
        result[rows[Int(permutation(UInt64(slot)))]] = Int32(parent)
        slot += 1
      }
    }
    if !partners.isEmpty { separate(&result, rows: rows) }
    return result
  }

  /// Exchanges parents between rows until no two rows share both partner and parent.
  private func separate(_ parents: inout [Int32], rows: [Int]) {
    func pair(_ partner: Int32, _ parent: Int32) -> UInt64 {
      UInt64(UInt32(bitPattern: partner)) << 32 | UInt64(UInt32(bitPattern: parent))
    }
    var uses: [UInt64: Int32] = [:]
    uses.reserveCapacity(rows.count)
    for row in rows { uses[pair(partners[row], parents[row]), default: 0] += 1 }
    var draw: UInt64 = 0
    // A row may need several tries where parents are few; after many sweeps no exchange exists.
    for _ in 0..<20 {
      var isDone = true
      for row in rows where uses[pair(partners[row], parents[row])] ?? 0 > 1 {
        isDone = false
        for _ in 0..<64 {
          draw += 1
          let other = rows[
            Int(random.integer(below: UInt64(rows.count), row: draw, lane: 1))]
          guard
            uses[pair(partners[row], parents[other])] ?? 0 == 0,
            uses[pair(partners[other], parents[row])] ?? 0 == 0
          else { continue }
          uses[pair(partners[row], parents[row]), default: 1] -= 1
          uses[pair(partners[other], parents[other]), default: 1] -= 1
          parents.swapAt(row, other)
          uses[pair(partners[row], parents[row]), default: 0] += 1
          uses[pair(partners[other], parents[other]), default: 0] += 1
          break
        }
      }
      if isDone { return }
    }
  }

  /// Parents within the same table, without cycles: rows are taken up generation by generation,
  /// beginning with those that have no parent.
  /// - Parameter counts: children drawn per row.
  func forest(counts drawn: [Int32], bounds: ClosedRange<Int32>) -> [Int32] {
    let size = isLinked.count
    var result = [Int32](repeating: -1, count: size)
    let permutation = KeyedPermutation(count: UInt64(size), random: random)
    let order = (0..<size).map { Int(permutation(UInt64($0))) }
    var counts = drawn
    let children = order.filter { isLinked[$0] }
    counts.adjust(toTotal: children.count, within: bounds, random: random)
    // Rows with children come first in each generation, lest the tree dies out.
    var queue = order.filter { !isLinked[$0] && counts[$0] > 0 }
    var waiting = children.filter { counts[$0] > 0 } + children.filter { counts[$0] == 0 }
    waiting.reverse()
    var next = 0
    while let row = waiting.popLast() {
      while next < queue.count, counts[queue[next]] == 0 { next += 1 }
      if next == queue.count {
        // Nobody can take the row in: it founds a tree, or joins one where somebody may.
        guard let root = order.first(where: { !isLinked[$0] }) else {
          queue.append(row)
          continue
        }
        result[row] = Int32(root)
      } else {
        result[row] = Int32(queue[next])
        counts[queue[next]] -= 1
      }
      if counts[row] > 0 { queue.append(row) }
    }
    return result
  }
}
