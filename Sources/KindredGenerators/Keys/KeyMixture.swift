import KindredStatistics

/// Keys of several forms in fixed shares, scattered so that neighbouring numbers look unrelated.
///
/// Numbers are dealt to the forms in rounds, each form as often as its weight says. A form that
/// runs out leaves the deal and a new phase begins with the others. Forms without weight are the
/// reserve: they come after all others, one after the other.
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
  /// The strings before the reserve.
  let usualCapacity: UInt64
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
    permutations = parts.map { part in
      KeyedPermutation(count: part.form.capacity, random: Self.random(part.form.regex))
    }
    var deal = Deal(parts)
    deal.play(parts.indices.filter { parts[$0].weight > 0 })
    usualCapacity = deal.next
    for reserve in parts.indices where parts[reserve].weight == 0 { deal.play([reserve]) }
    phases = deal.phases
    capacity = deal.next
  }

  private static func random(_ name: String) -> CounterRandom {
    CounterRandom(seed: 0, stream: CounterRandom.stream("keys", name))
  }

  /// The phases while they are laid out.
  private struct Deal {
    let parts: [Part]
    var phases: [Phase] = []
    var used: [UInt64]
    var next: UInt64 = 0

    init(_ parts: [Part]) {
      self.parts = parts
      used = [UInt64](repeating: 0, count: parts.count)
    }

    private func left(_ part: Int) -> UInt64 { parts[part].form.capacity - used[part] }

    mutating func play(_ tier: [Int]) {
      var active = tier
      while !active.isEmpty {
        let weights = active.map { part in
          active.count == 1 ? 1 : min(max(1, parts[part].weight), parts[part].form.capacity)
        }
        let rounds = zip(active, weights).map { left($0) / $1 }.min() ?? 0
        if rounds > 0 {
          var cards: [Card] = []
          for (part, weight) in zip(active, weights) {
            let first = used[part]
            cards += (0..<weight).map { Card(part: part, first: first + $0, step: weight) }
            used[part] += rounds * weight
          }
          let order = KeyedPermutation(
            count: UInt64(cards.count), random: KeyMixture.random("deal"))
          let start = next
          next += rounds * UInt64(cards.count)
          phases.append(
            Phase(
              end: next, start: start,
              cards: cards.indices.map { cards[Int(order(UInt64($0)))] }))
        }
        // A rest smaller than the weight is given up.
        active = zip(active, weights).filter { left($0) >= $1 }.map(\.0)
      }
    }
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
