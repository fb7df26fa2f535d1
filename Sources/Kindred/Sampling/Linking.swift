import KindredStatistics

/// Gives the rows of a child table their parents in a relationship that does not drive it: every
/// parent row gets as many children as it drew.
struct Linking {
  /// Child rows; those that are `false` in `isLinked` stay without a parent.
  let isLinked: [Bool]
  /// The driving parent of each child row, to keep pairs apart; empty when there is none.
  let partners: [Int32]
  /// Whether no two rows may share both partner and parent.
  var isUniquePair = false
  /// Whether partner and parent may not be the same row.
  var isNeverSame = false
  /// Blocks that rows and parents belong to; nil when they may meet freely.
  var blocks: LinkBlocks?
  let random: CounterRandom

  /// Parent rows per child row, -1 where the row has none.
  /// - Parameters:
  ///   - counts: children drawn per parent row; adjusted within `bounds` to the rows there are.
  ///   - matching: brings rows and places together, given the parent of every place.
  func parents(
    counts drawn: [Int32], bounds: ClosedRange<Int32>,
    matching: (_ places: [Int32]) -> PlaceMatching
  ) -> [Int32] {
    let rows = isLinked.indices.filter { isLinked[$0] }.map { Int32($0) }
    var counts = drawn
    blocks?.adjust(&counts, rows: rows, bounds: bounds, random: random)
    if counts.adjust(toTotal: rows.count, within: bounds, random: random) != 0 {
      // No numbers within the bounds add up to the rows there are; every row needs a parent.
      counts.adjust(toTotal: rows.count, within: 0...Int32.max, random: random)
    }
    var result = [Int32](repeating: -1, count: isLinked.count)
    guard !counts.isEmpty else { return result }
    var slots: [Int32] = []
    slots.reserveCapacity(rows.count)
    for (parent, count) in counts.enumerated() {
      for _ in 0..<count where slots.count < rows.count { slots.append(Int32(parent)) }
    }
    // Rows that no direction tells apart meet their places at random.
    let permutation = KeyedPermutation(count: UInt64(slots.count), random: random)
    let places = (0..<slots.count).map { Int32(permutation(UInt64($0))) }
    let matching = matching(slots)
    var order: [Int32] = []
    for part in blocks?.parts(rows: rows, places: places, slots: slots) ?? [(rows, places)] {
      let matched = matching.match(rows: part.rows, places: part.places)
      for (row, place) in zip(matched.rows, matched.places) {
        result[Int(row)] = slots[Int(place)]
      }
      order += matched.rows
    }
    separate(&result, order: order)
    return result
  }

  /// Exchanges parents between rows until no pair of partner and parent is one that may not be.
  /// - Parameter order: the rows, neighbours near each other: they are asked first.
  func separate(_ parents: inout [Int32], order: [Int32]) {
    guard !partners.isEmpty, isUniquePair || isNeverSame else { return }
    var uses: [UInt64: Int32] = [:]
    func pair(_ row: Int, _ parent: Int32) -> UInt64 {
      UInt64(UInt32(bitPattern: partners[row])) << 32 | UInt64(UInt32(bitPattern: parent))
    }
    func isFree(_ row: Int, _ parent: Int32) -> Bool {
      if isNeverSame, partners[row] == parent { return false }
      return !isUniquePair || uses[pair(row, parent)] ?? 0 == 0
    }
    func isWrong(_ row: Int) -> Bool {
      if isNeverSame, partners[row] == parents[row] { return true }
      return isUniquePair && uses[pair(row, parents[row])] ?? 0 > 1
    }
    /// Rows leave their blocks only when nothing else helps.
    func isSameBlock(_ row: Int, _ other: Int) -> Bool {
      guard let blocks else { return true }
      return blocks.ancestorsOfRows[row] == blocks.ancestorsOfRows[other]
    }
    uses.reserveCapacity(order.count)
    for row in order { uses[pair(Int(row), parents[Int(row)]), default: 0] += 1 }
    var draw: UInt64 = 0
    // A row may need several tries where parents are few; after many sweeps no exchange exists.
    for sweep in 0..<20 {
      var isDone = true
      for (place, row) in order.enumerated() where isWrong(Int(row)) {
        isDone = false
        let row = Int(row)
        for attempt in 0..<64 {
          draw += 1
          // First among neighbours, then farther and farther away.
          let reach = min(order.count, 8 << min(40, attempt / 4 + 2 * sweep))
          let offset = Int(random.integer(below: UInt64(reach), row: draw, lane: 1))
          let other = Int(order[(place + order.count - reach / 2 + offset) % order.count])
          let (own, others) = (parents[row], parents[other])
          guard own != others, sweep >= 15 || isSameBlock(row, other), isFree(row, others),
            isFree(other, own)
          else { continue }
          uses[pair(row, own), default: 1] -= 1
          uses[pair(other, others), default: 1] -= 1
          parents.swapAt(row, other)
          uses[pair(row, others), default: 0] += 1
          uses[pair(other, own), default: 0] += 1
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
