import KindredData

/// Reads the part of Python's regular expressions that keys use.
///
/// Literals, `.` (printable ASCII), escapes (`\d`, `\w`, `\s`, `\n`, `\t`, `\xhh`, `\uhhhh` and
/// quoted punctuation), classes, groups, alternation and the quantifiers `?`, `*`, `+`, `{n}`,
/// `{m,n}`. Repetition without a limit ends at 16 copies, as in the field's tools. Anchors at the
/// ends mean nothing here. Everything else (negated classes, look-around, back references) is an
/// error.
struct RegexParser {
  /// The copies at which `*`, `+` and `{n,}` end.
  static let repetitionLimit = 16
  private static let depthLimit = 50
  private static let lengthLimit = 2_000

  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var depth = 0
  private let text: String

  /// - Throws: `KindredError` of kind `argument` that says what is not understood and where.
  static func parse(_ text: String) throws(KindredError) -> RegexNode {
    var parser = RegexParser(text)
    guard parser.scalars.count <= lengthLimit else {
      throw parser.error("has more than \(lengthLimit) characters")
    }
    let node = try parser.choice()
    guard parser.next == nil else { throw parser.error("has a ')' without its '('") }
    return node
  }

  private init(_ text: String) {
    self.text = text
    scalars = Array(text.unicodeScalars)
  }

  private var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    position += 1
    return true
  }

  private func error(_ problem: String) -> KindredError {
    KindredError(
      .argument, "The regular expression \(problem) (character \(position + 1))", value: text,
      remedy: "Use literals, classes such as [A-Z0-9], groups, | and the quantifiers ? * + {m,n}.")
  }

  private mutating func choice() throws(KindredError) -> RegexNode {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else {
      throw error("nests groups more than \(Self.depthLimit) deep")
    }
    var branches = [try sequence()]
    while take("|") { branches.append(try sequence()) }
    return branches.count == 1 ? branches[0] : .choice(branches)
  }

  private mutating func sequence() throws(KindredError) -> RegexNode {
    var parts: [RegexNode] = []
    while let scalar = next, scalar != "|", scalar != ")" {
      if scalar == "^" || scalar == "$" {
        try anchor(atStart: scalar == "^", isFirst: parts.isEmpty)
        continue
      }
      parts.append(try quantified(try atom()))
    }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  private mutating func anchor(atStart: Bool, isFirst: Bool) throws(KindredError) {
    let isLast =
      position + 1 == scalars.count || "|)".unicodeScalars.contains(scalars[position + 1])
    guard atStart ? isFirst : isLast else { throw error("has an anchor in the middle") }
    position += 1
    if let next, "?*+{".unicodeScalars.contains(next) { throw error("repeats an anchor") }
  }

  private mutating func atom() throws(KindredError) -> RegexNode {
    guard let scalar = next else { throw error("ends early") }
    switch scalar {
    case "(":
      return try group()
    case "[":
      position += 1
      return .characters(try characterClass())
    case ".":
      position += 1
      return .characters(.printable)
    case "\\":
      position += 1
      return .characters(try escape())
    case "?", "*", "+":
      throw error("has a quantifier with nothing to repeat")
    case "{" where bounds(at: position) != nil:
      throw error("has a quantifier with nothing to repeat")
    default:
      position += 1
      return .characters(CharacterRanges(scalar))
    }
  }

  private mutating func group() throws(KindredError) -> RegexNode {
    position += 1
    if take("?") {
      if take("P") {
        guard take("<") else { throw error("has a back reference") }
        while let scalar = next, scalar != ">" {
          guard CharacterRanges.word.contains(scalar.value) else { break }
          position += 1
        }
        guard take(">") else { throw error("has a group name without its '>'") }
      } else if !take(":") {
        throw error("has a look-around or an option, which keys cannot use")
      }
    }
    let inner = try choice()
    guard take(")") else { throw error("has a '(' without its ')'") }
    return inner
  }

  // MARK: - Quantifiers

  private mutating func quantified(_ node: RegexNode) throws(KindredError) -> RegexNode {
    guard let scalar = next else { return node }
    var result: RegexNode
    switch scalar {
    case "?":
      position += 1
      result = .repeated(node, least: 0, most: 1)
    case "*":
      position += 1
      result = .repeated(node, least: 0, most: Self.repetitionLimit)
    case "+":
      position += 1
      result = .repeated(node, least: 1, most: Self.repetitionLimit)
    case "{":
      guard let (least, most, end) = bounds(at: position) else { return node }
      guard let least, let most else { throw error("repeats more often than is possible") }
      guard least <= most else { throw error("has a quantifier whose bounds are swapped") }
      position = end
      result = .repeated(node, least: least, most: most)
    default:
      return node
    }
    // A lazy quantifier matches the same strings.
    _ = take("?")
    if let next, next == "*" || next == "+" || next == "?" || bounds(at: position) != nil {
      throw error("has a quantifier after a quantifier")
    }
    if case .repeated(let inner, 1, 1) = result { result = inner }
    return result
  }

  /// The bounds of `{n}`, `{n,}`, `{,n}` or `{m,n}` at a place and where they end; nil when the
  /// brace is a literal, a bound of nil when it is too large.
  private func bounds(at start: Int) -> (least: Int?, most: Int?, end: Int)? {
    guard start < scalars.count, scalars[start] == "{" else { return nil }
    var place = start + 1
    func number() -> (value: Int?, digits: Int) {
      var value: Int? = 0
      var digits = 0
      while place < scalars.count, let digit = scalars[place].decimalDigit {
        value = value.flatMap { $0 > 10_000 ? nil : $0 * 10 + digit }
        digits += 1
        place += 1
      }
      return (value, digits)
    }
    let first = number()
    var least = first.value
    var most = first.value
    if place < scalars.count, scalars[place] == "," {
      place += 1
      let second = number()
      guard first.digits + second.digits > 0 else { return nil }
      if first.digits == 0 { least = 0 }
      most = second.digits > 0 ? second.value : least.map { max($0, Self.repetitionLimit) }
    } else if first.digits == 0 {
      return nil
    }
    guard place < scalars.count, scalars[place] == "}" else { return nil }
    return (least, most, place + 1)
  }

  // MARK: - Characters

  private mutating func characterClass() throws(KindredError) -> CharacterRanges {
    if next == "^" { throw error("has a negated class, which has no natural order") }
    var result = CharacterRanges()
    var isFirst = true
    while let scalar = next, isFirst || scalar != "]" {
      isFirst = false
      let low = try classMember()
      let isRange =
        next == "-" && position + 1 < scalars.count && scalars[position + 1] != "]"
      guard isRange else {
        for range in low.ranges { result.insert(range) }
        continue
      }
      position += 1
      let high = try classMember()
      guard low.count == 1, high.count == 1, let from = low.ranges.first?.lowerBound,
        let to = high.ranges.first?.lowerBound, from <= to
      else { throw error("has a range whose ends are swapped or not single characters") }
      result.insert(from...to)
    }
    guard take("]") else { throw error("has a '[' without its ']'") }
    return result
  }

  private mutating func classMember() throws(KindredError) -> CharacterRanges {
    guard let scalar = next else { throw error("has a '[' without its ']'") }
    position += 1
    return scalar == "\\" ? try escape() : CharacterRanges(scalar)
  }

  /// What stands after a backslash.
  private mutating func escape() throws(KindredError) -> CharacterRanges {
    guard let scalar = next else { throw error("ends with a backslash") }
    position += 1
    switch scalar {
    case "d": return .digits
    case "w": return .word
    case "s": return CharacterRanges(" ")
    case "n": return CharacterRanges("\n")
    case "t": return CharacterRanges("\t")
    case "r": return CharacterRanges("\r")
    case "x": return CharacterRanges(try hexadecimal(digits: 2))
    case "u": return CharacterRanges(try hexadecimal(digits: 4))
    case "U": return CharacterRanges(try hexadecimal(digits: 8))
    default:
      guard !CharacterRanges.word.contains(scalar.value) || scalar == "_" else {
        throw error("has the escape \\\(scalar), which keys cannot use")
      }
      return CharacterRanges(scalar)
    }
  }

  private mutating func hexadecimal(digits: Int) throws(KindredError) -> Unicode.Scalar {
    var value: UInt32 = 0
    for _ in 0..<digits {
      guard let digit = next?.hexadecimalDigit else { throw error("has a broken escape") }
      value = value << 4 | digit
      position += 1
    }
    guard let scalar = Unicode.Scalar(value) else { throw error("has a broken escape") }
    return scalar
  }
}

extension Unicode.Scalar {
  var decimalDigit: Int? { (0x30...0x39).contains(value) ? Int(value - 0x30) : nil }

  var hexadecimalDigit: UInt32? {
    switch value {
    case 0x30...0x39: value - 0x30
    case 0x41...0x46: value - 0x37
    case 0x61...0x66: value - 0x57
    default: nil
    }
  }
}
