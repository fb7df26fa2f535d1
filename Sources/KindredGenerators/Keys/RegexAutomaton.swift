import KindredData

/// The deterministic automaton of a regular expression: every string it accepts has one path, so
/// paths can be counted and numbered without finding a string twice.
struct RegexAutomaton {
  /// Strings go on with a character of the range `low...high`, to another state.
  struct Edge {
    let low: UInt32
    let high: UInt32
    let target: Int
    var count: UInt64 { UInt64(high - low) + 1 }
  }

  private static let stateLimit = 4_096
  private static let workLimit = 4_000_000

  /// Edges of each state, in the order in which the expression names their characters.
  private(set) var edges: [[Edge]] = []
  private(set) var accepts: [Bool] = []

  /// - Throws: `KindredError` of kind `argument` when the automaton is too large.
  init(_ positions: RegexPositions) throws(KindredError) {
    let pieces = Self.pieces(of: positions.classes)
    var numbers: [[Int]: Int] = [:]
    var sets: [[Int]] = []
    var work = 0
    func number(of set: [Int]) -> Int {
      if let known = numbers[set] { return known }
      numbers[set] = sets.count
      sets.append(set)
      return sets.count - 1
    }
    // The start is before all positions; it is the one state with an empty set.
    _ = number(of: [])
    var state = 0
    while state < sets.count {
      let reachable =
        state == 0
        ? positions.first
        : Array(Set(sets[state].flatMap { positions.followers[$0] })).sorted()
      var order: [ClosedRange<UInt32>] = []
      var targets: [ClosedRange<UInt32>: [Int]] = [:]
      for position in reachable {
        for piece in pieces[position] {
          if targets[piece] == nil { order.append(piece) }
          targets[piece, default: []].append(position)
        }
        work += pieces[position].count + 1
      }
      edges.append(
        order.map { piece in
          Edge(
            low: piece.lowerBound, high: piece.upperBound,
            target: number(of: targets[piece] ?? []))
        })
      accepts.append(sets[state].contains { positions.isLast[$0] })
      work += sets[state].reduce(0) { $0 + positions.followers[$1].count }
      guard sets.count <= Self.stateLimit, work <= Self.workLimit else {
        throw RegexPositions.tooLarge
      }
      state += 1
    }
  }

  /// Cuts the classes at each other's ends, so that two pieces are equal or have nothing in common.
  private static func pieces(of classes: [CharacterRanges]) -> [[ClosedRange<UInt32>]] {
    let distinct = Set(classes.flatMap(\.ranges))
    let cuts = Set(distinct.flatMap { [$0.lowerBound, $0.upperBound + 1] }).sorted()
    var cut: [ClosedRange<UInt32>: [ClosedRange<UInt32>]] = [:]
    for range in distinct {
      // Both ends are among the cuts.
      var low = 0
      var high = cuts.count
      while low < high {
        let middle = (low + high) / 2
        if cuts[middle] < range.lowerBound { low = middle + 1 } else { high = middle }
      }
      var pieces: [ClosedRange<UInt32>] = []
      while low + 1 < cuts.count, cuts[low] <= range.upperBound {
        pieces.append(cuts[low]...cuts[low + 1] - 1)
        low += 1
      }
      cut[range] = pieces
    }
    return classes.map { $0.ranges.flatMap { cut[$0] ?? [] } }
  }
}
