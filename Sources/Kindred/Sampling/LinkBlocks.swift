import KindredStatistics

/// Rows and parents that belong together because both reach the same ancestor row, or share a part
/// of a key.
struct LinkBlocks {
  /// The block of every child row, -1 where it may meet parents of any block.
  var ofRows: [Int32]
  /// The block of every parent row, -1 without one.
  let ofParents: [Int32]
  /// Number of blocks.
  let count: Int
  /// Whether rows may have parents of their own block only; else what does not fit in goes to others.
  var isBinding = false

  /// The parents of every block.
  var parents: RowGroups { RowGroups(parents: ofParents, parentCount: count) }

  /// Changes the numbers of children so that every block's parents have room for its rows, and the
  /// rest of the rows is spread over blocks as the drawn numbers are.
  func adjust(
    _ counts: inout [Int32], rows: [Int32], bounds: ClosedRange<Int32>, random: CounterRandom
  ) {
    var needed = [Int](repeating: 0, count: count)
    var free = 0
    for row in rows {
      let block = Int(ofRows[Int(row)])
      if block >= 0 { needed[block] += 1 } else { free += 1 }
    }
    let members = parents
    let drawn = counts.reduce(0) { $0 + Int($1) }
    for block in 0..<count {
      let parents = members.rows(of: block)
      var part = parents.map { counts[Int($0)] }
      guard !part.isEmpty else { continue }
      let share = part.reduce(0) { $0 + Int($1) }
      let extra = drawn == 0 ? 0 : Int((Double(free) * Double(share) / Double(drawn)).rounded())
      let random = CounterRandom(
        seed: random.bits(row: UInt64(block), lane: 9), stream: CounterRandom.stream("block"))
      let missing = part.adjust(toTotal: needed[block] + extra, within: bounds, random: random)
      if isBinding, missing != 0 {
        part.adjust(toTotal: needed[block], within: 0...Int32.max, random: random)
      }
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
      let block = Int(ofRows[Int(row)])
      if block >= 0 { blockRows[block].append(row) } else { restRows.append(row) }
    }
    for place in places {
      let block = Int(ofParents[Int(slots[Int(place)])])
      if block >= 0 { blockPlaces[block].append(place) } else { restPlaces.append(place) }
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

  /// Gives rows whose parent is of another block one of their own, as often as its share in the whole
  /// says.
  func choose(_ parents: inout [Int32], by marginal: Marginal, random: CounterRandom) {
    guard isBinding, case .categorical(let codes) = marginal.content else { return }
    let members = self.parents
    // Shares summed up along the members of all blocks.
    var sums = [0.0]
    for parent in members.ordered() {
      sums.append((sums.last ?? 0) + codes.probabilities[Int(parent)])
    }
    for row in parents.indices where parents[row] >= 0 {
      let block = Int(ofRows[row])
      guard block >= 0, ofParents[Int(parents[row])] != ofRows[row] else { continue }
      var (first, end) = (members.starts[block], members.starts[block + 1])
      guard first < end else {
        parents[row] = -1
        continue
      }
      let wanted =
        sums[first] + (sums[end] - sums[first]) * random.uniform(row: UInt64(row), lane: 10)
      while end - first > 1 {
        let middle = (first + end) / 2
        if sums[middle] <= wanted { first = middle } else { end = middle }
      }
      parents[row] = members.row(at: first)
    }
  }

  /// Gives rows whose parent is of another block one of their own, at random; none where the block
  /// has no parent.
  func confine(_ parents: inout [Int32], random: CounterRandom) {
    let members = self.parents
    for row in parents.indices where parents[row] >= 0 {
      let block = Int(ofRows[row])
      guard block >= 0, ofParents[Int(parents[row])] != ofRows[row] else { continue }
      let (first, end) = (members.starts[block], members.starts[block + 1])
      let place = random.integer(below: UInt64(end - first), row: UInt64(row), lane: 10)
      parents[row] = first < end ? members.row(at: first + Int(place)) : -1
    }
  }
}
