import KindredStatistics

/// Rows and parents that belong together because both reach the same ancestor row.
struct LinkBlocks {
  /// The ancestor of every child row, -1 where it may meet parents of any ancestor.
  let ancestorsOfRows: [Int32]
  /// The ancestor of every parent row, -1 without one.
  let ancestorsOfParents: [Int32]
  /// Number of ancestor rows.
  let count: Int

  /// Changes the numbers of children so that every block's parents have room for its rows, and the
  /// rest of the rows is spread over blocks as the drawn numbers are.
  func adjust(
    _ counts: inout [Int32], rows: [Int32], bounds: ClosedRange<Int32>, random: CounterRandom
  ) {
    var needed = [Int](repeating: 0, count: count)
    var free = 0
    for row in rows {
      let ancestor = Int(ancestorsOfRows[Int(row)])
      if ancestor >= 0 { needed[ancestor] += 1 } else { free += 1 }
    }
    let members = RowGroups(parents: ancestorsOfParents, parentCount: count)
    let drawn = counts.reduce(0) { $0 + Int($1) }
    for block in 0..<count {
      let parents = members.rows[members.starts[block]..<members.starts[block + 1]]
      var part = parents.map { counts[Int($0)] }
      guard !part.isEmpty else { continue }
      let share = part.reduce(0) { $0 + Int($1) }
      let extra = drawn == 0 ? 0 : Int((Double(free) * Double(share) / Double(drawn)).rounded())
      part.adjust(
        toTotal: needed[block] + extra, within: bounds,
        random: CounterRandom(
          seed: random.bits(row: UInt64(block), lane: 9), stream: CounterRandom.stream("block")))
      for (parent, count) in zip(parents, part) { counts[Int(parent)] = count }
    }
  }

  /// The rows and places of every block, as many of one as of the other, and what is left over.
  func parts(
    rows: [Int32], places: [Int32], slots: [Int32]
  ) -> [(rows: [Int32], places: [Int32])] {
    var blockRows = [[Int32]](repeating: [], count: count)
    var blockPlaces = blockRows
    var restRows: [Int32] = []
    var restPlaces: [Int32] = []
    for row in rows {
      let ancestor = Int(ancestorsOfRows[Int(row)])
      if ancestor >= 0 { blockRows[ancestor].append(row) } else { restRows.append(row) }
    }
    for place in places {
      let ancestor = Int(ancestorsOfParents[Int(slots[Int(place)])])
      if ancestor >= 0 { blockPlaces[ancestor].append(place) } else { restPlaces.append(place) }
    }
    var parts: [(rows: [Int32], places: [Int32])] = []
    for block in 0..<count {
      let size = min(blockRows[block].count, blockPlaces[block].count)
      restRows += blockRows[block].dropFirst(size)
      restPlaces += blockPlaces[block].dropFirst(size)
      if size > 0 {
        parts.append((Array(blockRows[block].prefix(size)), Array(blockPlaces[block].prefix(size))))
      }
    }
    parts.append((restRows, restPlaces))
    return parts
  }
}
