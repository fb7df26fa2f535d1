import KindredStatistics

/// Gives the rows of a child table their parents in a relationship that does not drive it: every
/// parent row gets as many children as it drew.
struct Linking {
  /// Child rows; those that are `false` in `isLinked` stay without a parent.
  var isLinked: [Bool]
  /// Blocks that rows and parents belong to; nil when they may meet freely.
  var blocks: LinkBlocks?
  /// What must not meet twice.
  var rules: [PairExchange.Rule] = []
  /// Per row, the one parent it may not have; empty when there is none.
  var forbidden: [Int32] = []
  /// Whether rows may be left without a parent where no parent is free.
  var isOptional = false
  /// Whether rows meet parents in the order of both, where no direction tells them apart.
  var keepsOrder = false
  /// How expected numbers of rows become whole ones.
  var rounding = RowRounding()
  let random: CounterRandom

  /// Leaves rows to the parents of their own block; without any, they have none.
  mutating func confine() {
    guard var blocks else { return }
    blocks.isBinding = true
    let members = blocks.parents
    for row in isLinked.indices {
      let block = Int(blocks.ofRows[row])
      if block < 0 || members.starts[block] == members.starts[block + 1] {
        blocks.ofRows[row] = -1
        isLinked[row] = false
      }
    }
    self.blocks = blocks
  }

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
    // Rows that no direction tells apart meet their places at random, unless they keep their order.
    let permutation = KeyedPermutation(count: UInt64(slots.count), random: random)
    let places = (0..<slots.count).map {
      keepsOrder ? Int32($0) : Int32(permutation(UInt64($0)))
    }
    let matching = matching(slots)
    var order: [Int32] = []
    for part in blocks?.parts(rows: rows, places: places, slots: slots) ?? [(rows, places)] {
      let matched = matching.match(rows: part.rows, places: part.places)
      for (row, place) in zip(matched.rows, matched.places) {
        result[Int(row)] = slots[Int(place)]
      }
      order += matched.rows
    }
    separate(&result, order: order, parentCount: counts.count)
    return result
  }

  /// Exchanges parents between rows until no pair meets that may not; rows for which there is no
  /// exchange get any parent that is free.
  /// - Parameters:
  ///   - order: the rows, neighbours near each other: they are asked first.
  func separate(_ parents: inout [Int32], order: [Int32], parentCount: Int) {
    guard !rules.isEmpty || !forbidden.isEmpty else { return }
    var exchange = PairExchange(rules: rules, random: random)
    exchange.forbidden = forbidden
    exchange.blocks = blocks?.ofRows
    exchange.isBinding = blocks?.isBinding ?? false
    let wrong = exchange.resolve(&parents, order: order.filter { parents[Int($0)] >= 0 })
    guard !wrong.isEmpty else { return }
    let members = exchange.isBinding ? blocks?.parents : nil
    let all = members == nil ? (0..<Int32(parentCount)).map { $0 } : []
    for row in wrong {
      var candidates = all
      if let members, let block = blocks?.ofRows[Int(row)], block >= 0 {
        candidates = members.rows(of: Int(block))
      }
      guard !candidates.isEmpty else { continue }
      let first = random.integer(below: UInt64(candidates.count), row: UInt64(row), lane: 12)
      let isFound = exchange.replace(row, &parents, candidates: candidates, first: Int(first))
      if !isFound, isOptional { exchange.remove(row, &parents) }
    }
  }
}
