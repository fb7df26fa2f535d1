public import KindredData

/// The form of keys and identifiers: a numbered set of distinct strings.
///
/// A pattern from a regular expression lists the matching strings in order, shorter ones first. A
/// pattern learned from keys knows their form only (which kinds of characters stand where, and in
/// which shares), and scatters its strings so that successive keys look unrelated.
public struct KeyPattern: Sendable, Equatable {
  private enum Content: Sendable {
    case enumeration(RegexEnumeration)
    case mixture(KeyMixture)
  }

  private static let sourceLimit = 200_000
  private static let regexMark = "regex\n"
  private static let learnedMark = "learned\n"

  /// The pattern as text, from which `init(source:)` restores it. Holds no key that was learned
  /// from.
  public let source: String
  private let content: Content

  /// Patterns are equal when they give the same strings in the same order.
  public static func == (left: KeyPattern, right: KeyPattern) -> Bool {
    left.source == right.source
  }

  /// The strings that match a regular expression, in order: `[a-z]{4}` gives aaaa, aaab, ...
  ///
  /// Understood are literals, `.`, classes such as `[A-Z0-9_-]`, the escapes `\d`, `\w`, `\s` and
  /// quoted punctuation, groups, alternation and the quantifiers `?`, `*`, `+`, `{n}`, `{m,n}`.
  /// Repetition without an upper limit ends at 16 copies. The empty string is left out.
  /// - Throws: `KindredError` of kind `argument` when the expression is broken, uses anything else
  ///   (negated classes, look-around, back references), matches only the empty string, or
  ///   describes strings of many hundred characters.
  public init(regex: String) throws(KindredError) {
    source = Self.regexMark + regex
    content = .enumeration(try RegexEnumeration(regex))
  }

  /// Restores a pattern from its `source`.
  ///
  /// - Throws: `KindredError` of kind `model` or `argument` when the text is not the source of a
  ///   pattern. Memory and time are bounded for any text.
  public init(source: String) throws(KindredError) {
    guard source.utf8.count <= Self.sourceLimit else { throw Self.broken(nil) }
    if source.hasPrefix(Self.regexMark) {
      try self.init(regex: String(source.dropFirst(Self.regexMark.count)))
      return
    }
    guard source.hasPrefix(Self.learnedMark) else { throw Self.broken(source) }
    var parts: [KeyMixture.Part] = []
    let lines = source.dropFirst(Self.learnedMark.count)
      .split(separator: "\n", omittingEmptySubsequences: false)
    for line in lines {
      let fields = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
      guard fields.count == 2, let weight = UInt64(fields[0]),
        weight <= KeyMixture.weightLimit, parts.count < KeyMixture.formLimit
      else { throw Self.broken(source) }
      let form = try KeyForm(regex: String(fields[1]))
      guard !parts.contains(where: { $0.form.overlaps(form) }) else { throw Self.broken(source) }
      parts.append(KeyMixture.Part(weight: weight, form: form))
    }
    self.init(parts)
  }

  /// A learned pattern.
  init(_ parts: [KeyMixture.Part]) {
    source =
      Self.learnedMark + parts.map { "\($0.weight) \($0.form.regex)" }.joined(separator: "\n")
    content = .mixture(KeyMixture(parts))
  }

  private static func broken(_ source: String?) -> KindredError {
    KindredError(
      .model, "The key pattern cannot be read", value: source,
      remedy: "Fit the model again or restore the file from a copy.")
  }

  /// How many distinct strings the pattern has; 2^64 - 1 when there are more.
  public var capacity: UInt64 {
    switch content {
    case .enumeration(let strings): strings.capacity
    case .mixture(let keys): keys.capacity
    }
  }

  /// How many of the strings, from the first on, have a form of the keys learned from; longer ones
  /// come after them. All of them where the pattern has no such reserve; at least 1.
  public var usualCapacity: UInt64 {
    switch content {
    case .enumeration(let strings): strings.capacity
    case .mixture(let keys): keys.usualCapacity > 0 ? keys.usualCapacity : keys.capacity
    }
  }

  /// A string of the pattern. Different indices below the capacity give different strings; indices
  /// beyond it start over.
  public func string(at index: UInt64) -> String {
    var bytes: [UInt8] = []
    append(at: index, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the UTF-8 bytes of `string(at:)`.
  public func append(at index: UInt64, to target: inout [UInt8]) {
    switch content {
    case .enumeration(let strings): strings.append(at: index, to: &target)
    case .mixture(let keys): keys.append(at: index, to: &target)
    }
  }
}
