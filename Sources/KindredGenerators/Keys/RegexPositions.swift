import KindredData

/// The positions of a regular expression (Glushkov's construction): every character class of the
/// expression, with repetition written out, and which of them can follow each other.
///
/// Source: V. M. Glushkov, "The abstract theory of automata", 1961.
struct RegexPositions {
  private static let workLimit = 1_000_000
  private static let positionLimit = 1_000

  private(set) var classes: [CharacterRanges] = []
  /// Positions that can come after each position, in the order of the expression.
  private(set) var followers: [[Int]] = []
  private(set) var first: [Int] = []
  private(set) var isLast: [Bool] = []
  private var work = 0

  /// - Throws: `KindredError` of kind `argument` when the expression is too large.
  init(_ node: RegexNode) throws(KindredError) {
    let whole = try build(node)
    first = whole.first
    isLast = [Bool](repeating: false, count: classes.count)
    for position in whole.last { isLast[position] = true }
    for index in followers.indices {
      followers[index] = Array(Set(followers[index])).sorted()
    }
  }

  /// A part of the expression: where it can begin and end, and whether it can be empty.
  private struct Part {
    var first: [Int] = []
    var last: [Int] = []
    var canBeEmpty = true
  }

  private mutating func spend(_ amount: Int) throws(KindredError) {
    work += amount
    if work > Self.workLimit || classes.count > Self.positionLimit { throw Self.tooLarge }
  }

  static let tooLarge = KindredError(
    .argument, "The regular expression describes strings that are too long or too entangled",
    remedy: "Use smaller quantifiers and fewer alternatives.")

  private mutating func build(_ node: RegexNode) throws(KindredError) -> Part {
    try spend(1)
    switch node {
    case .characters(let ranges):
      classes.append(ranges)
      followers.append([])
      return Part(first: [classes.count - 1], last: [classes.count - 1], canBeEmpty: false)
    case .sequence(let nodes):
      var result = Part()
      for node in nodes { result = try joined(result, try build(node)) }
      return result
    case .choice(let nodes):
      var result = Part(canBeEmpty: false)
      for node in nodes {
        let part = try build(node)
        try spend(part.first.count + part.last.count)
        result.first += part.first
        result.last += part.last
        result.canBeEmpty = result.canBeEmpty || part.canBeEmpty
      }
      return result
    case .repeated(let node, let least, let most):
      var copies: [Part] = []
      for _ in 0..<most { copies.append(try build(node)) }
      // From the back, x{1,3} reads x(x(x)?)?: each copy needs the one before.
      var result = Part()
      for (index, copy) in copies.enumerated().reversed() {
        result = try joined(copy, result)
        if index >= least { result.canBeEmpty = true }
      }
      return result
    }
  }

  private mutating func joined(_ left: Part, _ right: Part) throws(KindredError) -> Part {
    try spend(left.last.count * right.first.count + right.last.count + 1)
    for position in left.last { followers[position] += right.first }
    try spend(left.first.count + left.last.count)
    return Part(
      first: left.canBeEmpty ? left.first + right.first : left.first,
      last: right.canBeEmpty ? left.last + right.last : right.last,
      canBeEmpty: left.canBeEmpty && right.canBeEmpty)
  }
}
