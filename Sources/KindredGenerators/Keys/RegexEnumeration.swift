import KindredData

/// The strings of a regular expression by number: shorter ones first, then in the order in which
/// the expression names their characters.
///
/// `[a-z]{4}` counts aaaa, aaab, ... The empty string, no key, is left out. Numbers end at
/// 2^64 - 1. Reading the string of a number takes one division per character.
struct RegexEnumeration: Sendable, Equatable {
  private static let tableLimit = 1_000_000
  private static let workLimit = 20_000_000

  let capacity: UInt64
  private let regex: String
  private let steps: [Step]
  /// The steps of state `s` are `starts[s]..<starts[s + 1]`.
  private let starts: [Int]
  /// `counts[s * width + n]` strings of `n` more characters lead from state `s` to the end.
  private let counts: [UInt64]
  private let width: Int

  private struct Step {
    let low: UInt32
    let size: UInt64
    let target: Int
  }

  static func == (left: RegexEnumeration, right: RegexEnumeration) -> Bool {
    left.regex == right.regex
  }

  /// - Throws: `KindredError` of kind `argument` when the expression cannot be read, is too large
  ///   or matches nothing but the empty string.
  init(_ regex: String) throws(KindredError) {
    self.regex = regex
    let automaton = try RegexAutomaton(RegexPositions(try RegexParser.parse(regex)))
    var starts = [0]
    for edges in automaton.edges { starts.append(starts[starts.count - 1] + edges.count) }
    let states = automaton.edges.count
    let edgeCount = starts[states]

    var rows = [automaton.accepts.map { $0 ? UInt64(1) : 0 }]
    while let previous = rows.last, previous.contains(where: { $0 > 0 }) {
      guard rows.count * states <= Self.tableLimit, rows.count * edgeCount <= Self.workLimit else {
        throw RegexPositions.tooLarge
      }
      rows.append(
        automaton.edges.map { edges in
          edges.reduce(0) { sum, edge in
            sum.addingSaturated(previous[edge.target].multipliedSaturated(by: edge.count))
          }
        })
    }
    rows.removeLast()
    width = rows.count
    counts = (0..<states).flatMap { state in rows.map { $0[state] } }
    steps = automaton.edges.joined().map { Step(low: $0.low, size: $0.count, target: $0.target) }
    self.starts = starts
    capacity = rows.dropFirst().reduce(0) { $0.addingSaturated($1[0]) }
    guard capacity > 0 else {
      throw KindredError(
        .argument, "The regular expression matches nothing but the empty string", value: regex,
        remedy: "Give the form of the keys, such as [A-Z]{3}[0-9]{4}.")
    }
  }

  /// Appends the UTF-8 bytes of a string; numbers beyond the capacity start over.
  func append(at index: UInt64, to target: inout [UInt8]) {
    var rest = index < capacity ? index : index % capacity
    counts.withUnsafeBufferPointer { counts in
      steps.withUnsafeBufferPointer { steps in
        var length = 1
        while length + 1 < width, rest >= counts[length] {
          rest -= counts[length]
          length += 1
        }
        var state = 0
        while length > 0 {
          length -= 1
          var step = starts[state]
          let end = starts[state + 1]
          while step < end {
            let current = steps[step]
            let below = counts[current.target * width + length]
            let here = below.multipliedSaturated(by: current.size)
            if rest < here || (step + 1 == end && below > 0) {
              let digit = below == 1 ? rest : rest / below
              rest = below == 1 ? 0 : rest - digit * below
              target.append(scalar: current.low &+ UInt32(truncatingIfNeeded: digit))
              state = current.target
              break
            }
            rest -= here
            step += 1
          }
        }
      }
    }
  }
}
