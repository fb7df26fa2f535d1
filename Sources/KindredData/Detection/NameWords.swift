/// The words of a table's or column's name, in lower case and without accents.
///
/// Words end at signs that are neither letters nor digits, where lower case turns into upper case
/// (`orderLine`), before the last capital of a run (`PKValue`), and between letters and digits.
struct NameWords: Hashable, Sendable {
  var words: [String]

  init(words: [String]) { self.words = words }

  init(_ name: String) {
    enum Kind { case lower, upper, digit, other }
    func kind(_ character: Character) -> Kind {
      if character.isNumber { return .digit }
      guard character.isLetter else { return .other }
      return character.isUppercase ? .upper : .lower
    }
    let characters = Array(name)
    var words: [String] = []
    var word = ""
    func finish() {
      if !word.isEmpty { words.append(Self.folded(word)) }
      word = ""
    }
    for (index, character) in characters.enumerated() {
      let current = kind(character)
      guard current != .other else {
        finish()
        continue
      }
      let previous = index > 0 ? kind(characters[index - 1]) : .other
      let next = index + 1 < characters.count ? kind(characters[index + 1]) : .other
      let startsWord =
        switch (previous, current) {
        case (.lower, .upper), (.digit, .lower), (.digit, .upper), (.lower, .digit),
          (.upper, .digit):
          true
        // The last capital of a run starts a word, except a plural s after it ("IDs").
        case (.upper, .upper):
          next == .lower
            && !(characters[index + 1] == "s"
              && (index + 2 == characters.count || kind(characters[index + 2]) != .lower))
        default: false
        }
      if startsWord { finish() }
      word.append(character)
    }
    finish()
    self.words = words
  }

  /// The words without separators.
  var joined: String { words.joined() }

  var isEmpty: Bool { words.isEmpty }

  func hasAny(of set: Set<String>) -> Bool { words.contains { set.contains($0) } }

  func hasSuffix(_ other: NameWords) -> Bool {
    !other.isEmpty && words.count >= other.words.count
      && Array(words.suffix(other.words.count)) == other.words
  }

  private static func folded(_ word: String) -> String {
    var text = ""
    for character in word.lowercased() { text += accents[character] ?? String(character) }
    return text
  }

  private static let accents: [Character: String] = {
    let groups = [
      "a": "áàâäãåąă", "c": "çčć", "d": "ďđ", "e": "éèêëěęė", "g": "ğ", "i": "íìîïı", "l": "łľĺ",
      "n": "ñńň", "o": "óòôöõøő", "r": "řŕ", "s": "śšş", "ss": "ß", "t": "ťţ", "u": "úùûüůű",
      "y": "ýÿ", "z": "žźż", "ae": "æ", "oe": "œ",
    ]
    var result: [Character: String] = [:]
    for (plain, accented) in groups {
      for character in accented { result[character] = plain }
    }
    return result
  }()
}

/// Whether two words mean the same thing, from 0 (no) to 1 (equal or English singular and plural).
enum Noun {
  /// - Complexity: O(letters).
  static func similarity(_ first: String, _ second: String) -> Double {
    if first == second { return 1 }
    let (left, right) = (singular(first), singular(second))
    if left == right { return 1 }
    let (short, long) = left.utf8.count <= right.utf8.count ? (left, right) : (right, left)
    if isInflection(short, long) { return 0.9 }
    guard short.utf8.count >= 3 else { return 0 }
    if long.hasPrefix(short) { return long.utf8.count >= short.utf8.count + 2 ? 0.75 : 0 }
    return isSkeleton(short, of: long) ? 0.65 : 0
  }

  /// The English singular; words of other languages lose at most a final s.
  static func singular(_ word: String) -> String {
    if let known = irregular[word] { return known }
    guard word.utf8.count > 3, word.hasSuffix("s"), !word.hasSuffix("ss"), !word.hasSuffix("us"),
      !word.hasSuffix("is")
    else { return word }
    if word.hasSuffix("ies"), word.utf8.count > 4 { return word.dropLast(3) + "y" }
    for ending in ["sses", "xes", "ches", "shes"] where word.hasSuffix(ending) {
      return String(word.dropLast(2))
    }
    // "statuses", "addresses", "buses", but not "houses": only after "us" and "ss".
    if word.hasSuffix("uses"), word.utf8.count > 6 { return String(word.dropLast(2)) }
    return String(word.dropLast())
  }

  private static let irregular = [
    "people": "person", "persons": "person", "men": "man", "women": "woman",
    "children": "child", "houses": "house", "causes": "cause", "courses": "course",
    "analyses": "analysis", "indices": "index", "indexes": "index", "matrices": "matrix",
    "media": "medium", "criteria": "criterion", "staffs": "staff", "series": "series",
    "movies": "movie", "cookies": "cookie", "ties": "tie", "pies": "pie", "news": "news",
    "halves": "half", "shelves": "shelf", "wives": "wife", "lives": "life", "leaves": "leaf",
    "warehouses": "warehouse", "purchases": "purchase", "databases": "database",
    "licenses": "license", "licences": "licence", "expenses": "expense", "responses": "response",
  ]

  /// Endings by which forms of a noun differ in German, Czech, Italian, Spanish, French...
  private static let endings: Set<String> = [
    "", "s", "es", "e", "en", "n", "er", "ern", "i", "y", "a", "o", "u", "ove", "x", "aux", "al",
    "nen", "us", "um", "on", "ch", "k", "ka", "ce",
  ]

  private static func isInflection(_ first: String, _ second: String) -> Bool {
    let common = zip(first.utf8, second.utf8).prefix { $0 == $1 }.count
    // The stem must carry the word, not its ending.
    guard common >= 4, common * 3 >= second.utf8.count * 2 else { return false }
    return endings.contains(String(first.dropFirst(common)))
      && endings.contains(String(second.dropFirst(common)))
  }

  /// Abbreviations that leave letters out: "acct", "mgr", "cntry", and with vowels "dept".
  private static func isSkeleton(_ short: String, of long: String) -> Bool {
    let vowels = Set("aeiouy".utf8)
    guard short.utf8.first == long.utf8.first, long.utf8.count >= short.utf8.count + 2 else {
      return false
    }
    if short.utf8.dropFirst().contains(where: vowels.contains) {
      guard short.utf8.count == 4, short.utf8.prefix(3).elementsEqual(long.utf8.prefix(3)) else {
        return false
      }
    }
    var rest = long.utf8.dropFirst()
    for letter in short.utf8.dropFirst() {
      guard let place = rest.firstIndex(of: letter) else { return false }
      rest = rest[rest.index(after: place)...]
    }
    return true
  }
}
