import KindredStatistics

/// Keys of several forms in fixed shares, scattered so that neighbouring numbers look unrelated.
///
/// Numbers are dealt to the forms in rounds, each form as often as its weight says. A form that
/// runs out leaves the deal and a new phase begins with the others.
struct KeyMixture: Sendable {
  /// Most forms of a pattern and the largest weight.
  static let formLimit = 64
  static let weightLimit: UInt64 = 1_024

  struct Part: Sendable, Equatable {
    var weight: UInt64
    var form: KeyForm
  }

  let parts: [Part]
  let capacity: UInt64
  private let permutations: [KeyedPermutation]
  private let phases: [Phase]

  private struct Phase {
    let end: UInt64
    let start: UInt64
    /// The deal of one round.
    let cards: [Card]
  }

  private struct Card {
    let part: Int
    /// The number within the form is `first + round * step`.
    let first: UInt64
    let step: UInt64
  }

  /// - Parameter parts: forms without a common string, at least one.
  init(_ parts: [Part]) {
    self.parts = parts
    let random = CounterRandom(seed: 0, stream: CounterRandom.stream("keys"))
    permutations = parts.map { KeyedPermutation(count: $0.form.capacity, random: random) }

    var phases: [Phase] = []
    var used = [UInt64](repeating: 0, count: parts.count)
    var active = Array(parts.indices)
    var start: UInt64 = 0
    while !active.isEmpty {
      func weight(_ part: Int) -> UInt64 {
        active.count == 1 ? 1 : min(parts[part].weight, parts[part].form.capacity)
      }
      let rounds = active.map { (parts[$0].form.capacity - used[$0]) / weight($0) }.min() ?? 0
      if rounds > 0 {
        let cards = active.flatMap { part in
          (0..<weight(part)).map { Card(part: part, first: used[part] + $0, step: weight(part)) }
        }
        let order = KeyedPermutation(count: UInt64(cards.count), random: random)
        let end = start + rounds * UInt64(cards.count)
        phases.append(
          Phase(end: end, start: start, cards: cards.indices.map { cards[Int(order(UInt64($0)))] }))
        start = end
        for part in active { used[part] += rounds * weight(part) }
      }
      // A rest smaller than the weight is given up.
      active.removeAll { parts[$0].form.capacity - used[$0] < weight($0) }
    }
    self.phases = phases
    capacity = start
  }

  /// Appends the UTF-8 bytes of a key; numbers beyond the capacity start over.
  func append(at index: UInt64, to target: inout [UInt8]) {
    let place = index < capacity ? index : index % max(1, capacity)
    for phase in phases where place < phase.end {
      let (round, card) = (place - phase.start).quotientAndRemainder(
        dividingBy: UInt64(phase.cards.count))
      let dealt = phase.cards[Int(card)]
      let number = permutations[dealt.part](dealt.first + round * dealt.step)
      parts[dealt.part].form.append(number: number, to: &target)
      return
    }
  }
}
