import KindredStatistics

/// Keeps apart what must not meet twice: rows exchange their choices (parents, or values of a key)
/// until no pair of what a row is and what it chose occurs more often than it may. Exchanges leave
/// the number of rows of every choice as it is.
struct PairExchange {
  /// Pairs that may occur only so often.
  struct Rule {
    /// What a row brings; rows with a negative number are exempt.
    var partners: [Int32]
    /// What a choice brings; nil where every choice differs from all others.
    var codes: [Int32]?
    /// How often a pair may occur.
    var most: Int32 = 1
  }

  var rules: [Rule]
  /// Per row the one choice that it may not have; empty when there is none.
  var forbidden: [Int32] = []
  /// Per row the block within which it exchanges; nil when there is one block.
  var blocks: [Int32]?
  /// Whether rows never leave their blocks; else they do when nothing else helps.
  var isBinding = false
  let random: CounterRandom

  private var uses: [[UInt64: Int32]] = []

  init(rules: [Rule], random: CounterRandom) {
    self.rules = rules
    self.random = random
  }

  /// Exchanges choices until all rules hold or no exchange is found.
  /// - Parameters:
  ///   - choices: per row the choice, negative for rows without one.
  ///   - order: the rows that have a choice; neighbours, which are near each other, are asked first.
  /// - Returns: the rows whose pairs still occur too often.
  /// - Complexity: O(rows) where exchanges are easily found.
  mutating func resolve(_ choices: inout [Int32], order: [Int32]) -> [Int32] {
    guard !rules.isEmpty || !forbidden.isEmpty else { return [] }
    uses = rules.map { _ in [:] }
    for rule in rules.indices { uses[rule].reserveCapacity(order.count) }
    for row in order { count(Int(row), choices[Int(row)], 1) }
    var draw: UInt64 = 0
    for sweep in 0..<20 {
      var isDone = true
      for (place, row) in order.enumerated() where isWrong(Int(row), choices[Int(row)]) {
        isDone = false
        let row = Int(row)
        for attempt in 0..<64 {
          draw += 1
          // First among neighbours, then farther and farther away.
          let reach = min(order.count, 8 << min(40, attempt / 4 + 2 * sweep))
          let offset = Int(random.integer(below: UInt64(reach), row: draw, lane: 1))
          let other = Int(order[(place + order.count - reach / 2 + offset) % order.count])
          if exchange(row, other, &choices, leavingBlocks: sweep >= 15) { break }
        }
      }
      if isDone { return [] }
    }
    let wrong = order.filter { isWrong(Int($0), choices[Int($0)]) }
    return rules.count == 1 && forbidden.isEmpty ? rotate(wrong, &choices, order) : wrong
  }

  /// Gives a row another choice, whatever becomes of the numbers.
  /// - Returns: false when each of the candidates is taken.
  mutating func replace(
    _ row: Int32, _ choices: inout [Int32], candidates: [Int32], first: Int
  ) -> Bool {
    let (row, own) = (Int(row), choices[Int(row)])
    guard isWrong(row, own) else { return true }
    count(row, own, -1)
    for offset in candidates.indices {
      let choice = candidates[(first + offset) % candidates.count]
      guard isFree(row, choice) else { continue }
      choices[row] = choice
      count(row, choice, 1)
      return true
    }
    count(row, own, 1)
    return false
  }

  /// Takes a row's choice away.
  mutating func remove(_ row: Int32, _ choices: inout [Int32]) {
    count(Int(row), choices[Int(row)], -1)
    choices[Int(row)] = -1
  }

  func isWrong(_ row: Int, _ choice: Int32) -> Bool {
    if !forbidden.isEmpty, choice >= 0, forbidden[row] == choice { return true }
    return rules.indices.contains { rule in
      pair(rule, row, choice).map { uses[rule][$0] ?? 0 > rules[rule].most } ?? false
    }
  }

  // MARK: - Pairs

  private func pair(_ rule: Int, _ row: Int, _ choice: Int32) -> UInt64? {
    let partner = rules[rule].partners[row]
    guard partner >= 0, choice >= 0 else { return nil }
    let code = rules[rule].codes.map { $0[Int(choice)] } ?? choice
    return code < 0
      ? nil : UInt64(UInt32(bitPattern: partner)) << 32 | UInt64(UInt32(bitPattern: code))
  }

  private mutating func count(_ row: Int, _ choice: Int32, _ change: Int32) {
    for rule in rules.indices {
      if let pair = pair(rule, row, choice) { uses[rule][pair, default: 0] += change }
    }
  }

  private func isFree(_ row: Int, _ choice: Int32) -> Bool {
    if !forbidden.isEmpty, forbidden[row] == choice { return false }
    return rules.indices.allSatisfy { rule in
      pair(rule, row, choice).map { uses[rule][$0] ?? 0 < rules[rule].most } ?? true
    }
  }

  private mutating func exchange(
    _ row: Int, _ other: Int, _ choices: inout [Int32], leavingBlocks: Bool
  ) -> Bool {
    let (own, others) = (choices[row], choices[other])
    guard own != others else { return false }
    if let blocks, blocks[row] != blocks[other], isBinding || !leavingBlocks { return false }
    guard isFree(row, others), isFree(other, own) else { return false }
    count(row, own, -1)
    count(other, others, -1)
    count(row, others, 1)
    count(other, own, 1)
    // Where choices share codes, the two may have met in one pair.
    guard isWrong(row, others) || isWrong(other, own) else {
      choices.swapAt(row, other)
      return true
    }
    count(row, others, -1)
    count(other, own, -1)
    count(row, own, 1)
    count(other, others, 1)
    return false
  }

  // MARK: - Longer exchanges

  /// Exchanges among more than two rows: the row takes a choice from a second, that one from a third,
  /// until one takes what the first gives away. Such a chain exists whenever the numbers permit that
  /// all rules hold (an augmenting path of a flow); the shortest is found first.
  private mutating func rotate(
    _ wrong: [Int32], _ choices: inout [Int32], _ order: [Int32]
  ) -> [Int32] {
    guard !wrong.isEmpty, rules[0].codes == nil else { return wrong }
    var members: [[Int32]] = Array(
      repeating: [], count: Int(order.reduce(-1) { max($0, choices[Int($1)]) }) + 1)
    for row in order { members[Int(choices[Int(row)])].append(row) }
    var work = 0
    return wrong.filter { start in
      guard isWrong(Int(start), choices[Int(start)]) else { return false }
      // A dense schema could make every search visit all rows.
      guard work < 50_000_000 else { return true }
      guard let chain = chain(from: start, choices, members, &work) else { return true }
      let given = choices[Int(start)]
      for (index, row) in chain.enumerated() {
        let old = choices[Int(row)]
        let new = index + 1 < chain.count ? choices[Int(chain[index + 1])] : given
        count(Int(row), old, -1)
        members[Int(old)].removeAll { $0 == row }
        members[Int(new)].append(row)
      }
      let taken = chain.dropFirst().map { choices[Int($0)] } + [given]
      for (row, choice) in zip(chain, taken) {
        choices[Int(row)] = choice
        count(Int(row), choice, 1)
      }
      return false
    }
  }

  /// Rows each of which takes the next one's choice, and the last the first's; nil when there are
  /// none.
  private func chain(
    from start: Int32, _ choices: [Int32], _ members: [[Int32]], _ work: inout Int
  ) -> [Int32]? {
    let given = choices[Int(start)]
    var open = [start]
    var next = 0
    var previous: [Int32: Int32] = [start: start]
    var partnersSeen: Set<Int32> = [rules[0].partners[Int(start)]]
    var waiting = members.indices.filter { Int32($0) != given && !members[$0].isEmpty }
    while next < open.count {
      let row = open[next]
      next += 1
      work += waiting.count
      var kept: [Int] = []
      for choice in waiting {
        guard isFree(Int(row), Int32(choice)) else {
          kept.append(choice)
          continue
        }
        if isBinding, let blocks, let member = members[choice].first,
          blocks[Int(member)] != blocks[Int(start)]
        {
          continue
        }
        work += members[choice].count
        for member in members[choice] where member != start {
          guard previous[member] == nil,
            partnersSeen.insert(rules[0].partners[Int(member)]).inserted
          else { continue }
          previous[member] = row
          if isFree(Int(member), given) {
            var chain = [member]
            while let last = chain.last, last != start, let before = previous[last] {
              chain.append(before)
            }
            return chain.reversed()
          }
          open.append(member)
        }
      }
      waiting = kept
    }
    return nil
  }
}
