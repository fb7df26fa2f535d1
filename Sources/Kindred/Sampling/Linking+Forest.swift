import KindredStatistics

// Parents within the same table.

extension Linking {
  /// Parents within the same table: rows are taken up generation by generation, beginning with
  /// those that have no parent, or lie on a circle where the data have such.
  /// - Parameters:
  ///   - counts: children drawn per row; adjusted within `bounds` to the rows there are.
  ///   - learned: which rows lead back to themselves, and whether a key may be null.
  ///   - kin: which rows suit which parents.
  func forest(
    counts drawn: [Int32], bounds: ClosedRange<Int32>, learned: RelationshipModel, kin: KinMatching
  ) -> [Int32] {
    let size = isLinked.count
    var result = [Int32](repeating: -1, count: size)
    let permutation = KeyedPermutation(count: UInt64(size), random: random)
    let order = (0..<size).map { Int(permutation(UInt64($0))) }
    var counts = drawn
    let rows = order.filter { isLinked[$0] }.map { Int32($0) }
    blocks?.adjust(&counts, rows: rows, bounds: bounds, random: random)
    counts.adjust(toTotal: rows.count, within: bounds, random: random)
    guard let blocks else {
      grow(order, &counts, learned, kin, into: &result)
      return result
    }
    var members = [[Int]](repeating: [], count: blocks.count + 1)
    for row in order { members[Int(blocks.ofRows[row]) + 1].append(row) }
    for block in members { grow(block, &counts, learned, kin, into: &result) }
    return result
  }

  /// The trees of one block.
  private func grow(
    _ order: [Int], _ counts: inout [Int32], _ learned: RelationshipModel, _ kin: KinMatching,
    into result: inout [Int32]
  ) {
    var roots = order.filter { !isLinked[$0] }
    let children = order.filter { isLinked[$0] }
    // Rows with children come first in each generation, lest the tree dies out.
    var waiting = children.filter { counts[$0] > 0 } + children.filter { counts[$0] <= 0 }
    if !kin.levels.isEmpty {
      let places = waiting.indices.sorted {
        (kin.levels[waiting[$0]], $0) < (kin.levels[waiting[$1]], $1)
      }
      waiting = places.map { waiting[$0] }
    }
    let selfShare = learned.loops?.selfShare ?? 0
    let hasNulls = learned.nullKeyShare > 1e-9
    if roots.isEmpty, !waiting.isEmpty, hasNulls || selfShare > 0 {
      roots.append(waiting.removeFirst())
    }
    // Where some roots have no key and others refer to themselves, chance decides which are which.
    for root in roots where selfShare > 0 {
      if !hasNulls
        || random.uniform(row: UInt64(root), lane: 13) * learned.nullShare < selfShare
      {
        result[root] = Int32(root)
      }
    }
    var queue = roots
    if let loops = learned.loops, loops.circleShare > 0 {
      let wanted = loops.circleShare * Double(order.count) / Double(loops.circleLength)
      let circles = max(rounding(wanted), roots.isEmpty ? 1 : 0)
      for _ in 0..<circles where !waiting.isEmpty {
        let circle = Array(waiting.prefix(loops.circleLength))
        // What is left is too short for a circle, unless there is nothing to hold on to.
        guard circle.count == loops.circleLength || queue.isEmpty else { break }
        waiting.removeFirst(circle.count)
        for (place, row) in circle.enumerated() {
          result[row] = Int32(circle[(place + 1) % circle.count])
          counts[row] -= 1
        }
        queue += circle
      }
    }
    // A tree needs a root, whatever the data had.
    if queue.isEmpty, !waiting.isEmpty { queue.append(waiting.removeFirst()) }
    attach(waiting[...], below: queue, &counts, kin, into: &result)
  }

  /// Attaches rows to those that have places for children, generation by generation.
  private func attach(
    _ rows: ArraySlice<Int>, below roots: [Int], _ counts: inout [Int32], _ kin: KinMatching,
    into result: inout [Int32]
  ) {
    var waiting = rows
    var generation = roots
    var attached = roots
    var spare = 0
    while let row = waiting.first, !attached.isEmpty {
      var slots: [Int32] = []
      for parent in generation where counts[parent] > 0 {
        slots += Array(repeating: Int32(parent), count: Int(counts[parent]))
      }
      if slots.isEmpty, let last = generation.last,
        let heir = waiting.first(where: { counts[$0] > 0 })
      {
        // The tree would die out: one of its rows takes the children of a row still to come.
        counts[last] = counts[heir]
        counts[heir] = 0
        continue
      }
      guard !slots.isEmpty else {
        // Nobody can take the row in: rows without children do, one after the other.
        result[row] = Int32(attached[spare % attached.count])
        spare += 1
        waiting.removeFirst()
        generation = [row]
        attached.append(row)
        continue
      }
      let taken = min(slots.count, waiting.count)
      let permutation = KeyedPermutation(count: UInt64(taken), random: random)
      // Rows with children of their own are not all of one parent.
      var next = (0..<taken).map { waiting[waiting.startIndex + Int(permutation(UInt64($0)))] }
      waiting.removeFirst(next.count)
      // Somebody has to carry the tree on.
      if !waiting.isEmpty, !next.contains(where: { counts[$0] > 0 }),
        let heir = waiting.firstIndex(where: { counts[$0] > 0 })
      {
        let last = next.count - 1
        (next[last], waiting[heir]) = (waiting[heir], next[last])
      }
      let places = (0..<Int32(min(slots.count, next.count))).map { $0 }
      let matched = kin.matching(slots, random: random, first: attached.count)
        .match(rows: next.map { Int32($0) }, places: places)
      for (row, place) in zip(matched.rows, matched.places) {
        result[Int(row)] = slots[Int(place)]
        counts[Int(slots[Int(place)])] -= 1
      }
      generation = next
      attached += next
    }
  }
}
