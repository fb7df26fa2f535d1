/// What the name of a column says about the table it belongs or refers to.
struct KeyNaming {
  /// Strength, 0...1, and the words for the finding.
  struct Match {
    var score: Double
    var reason: String
  }

  /// A table as names refer to it.
  struct Target {
    /// The words of the table's name without prefixes such as `tbl_`.
    var table: NameWords
    /// The words of its key column, nil while none is known.
    var key: NameWords?
    var isStaff = false
    var isAboutPeople = false
    /// Whether a part of the table's name may stand for it: `category_id` for `product_category`.
    var allowsParts = true
  }

  /// A column's name without the words that mark keys.
  struct Core {
    var words: [String]
    var hasIdentifier: Bool

    /// - Parameter table: a joined word such as "custkey" is parted where its front names it.
    init(_ name: NameWords, table: NameWords) {
      var words = name.words
      var hasIdentifier = false
      func isNumber(_ word: String) -> Bool { word.allSatisfy(\.isNumber) }
      // "team_1_id", "atom_id_2"
      while words.count > 1, let last = words.last, isNumber(last) { words.removeLast() }
      while let last = words.last, KeyVocabulary.identifiers.contains(last) {
        words.removeLast()
        hasIdentifier = true
      }
      while words.count > 1, let last = words.last, isNumber(last) { words.removeLast() }
      while let first = words.first, KeyVocabulary.strongIdentifiers.contains(first) {
        words.removeFirst()
        hasIdentifier = true
      }
      if !hasIdentifier, let last = words.last, let noun = table.words.last,
        let front = Self.front(of: last, noun: noun, table: table)
      {
        words[words.count - 1] = front
        hasIdentifier = true
      }
      self.words = words
      self.hasIdentifier = hasIdentifier
    }

    /// The part of a joined word before its identifier, where it names the table.
    private static func front(of word: String, noun: String, table: NameWords) -> String? {
      for ending in KeyVocabulary.joinedIdentifiers where word.hasSuffix(ending) {
        let front = String(word.dropLast(ending.count))
        guard front.utf8.count >= 2 else { continue }
        if Noun.similarity(front, noun) >= 0.75 || Noun.similarity(front, table.joined) >= 0.75 {
          return front
        }
      }
      return nil
    }
  }

  // MARK: - Own keys

  /// How well the name suits the key of its own table.
  static func ownKey(_ column: NameWords, of table: NameWords) -> Match? {
    let core = Core(column, table: table)
    if core.words.isEmpty {
      guard core.hasIdentifier else { return nil }
      let isStrong = column.hasAny(of: KeyVocabulary.strongIdentifiers)
      return Match(score: isStrong ? 1 : 0.85, reason: "named as a key")
    }
    if let same = similarity(core.words, table.words) {
      return Match(
        score: same * (core.hasIdentifier ? 1 : 0.8), reason: "named after its table")
    }
    guard core.hasIdentifier else { return nil }
    if endsAlike(table.words, core.words) != nil {
      return Match(score: 0.85, reason: "named after its table")
    }
    if startsAlike(table.words, core.words) != nil {
      return Match(score: 0.7, reason: "named after its table")
    }
    let isStrong = column.words.last.map(KeyVocabulary.strongIdentifiers.contains) ?? false
    return Match(score: isStrong ? 0.55 : 0.5, reason: "named as a key")
  }

  // MARK: - References

  /// How well the name suits a reference to the target.
  static func reference(_ column: NameWords, to target: Target, isSameTable: Bool) -> Match? {
    let matches = [
      sameName(column, target, isSameTable), tableName(column, target, isSameTable),
      keyName(column, target), role(column, target, isSameTable),
    ].compactMap { $0 }
    return matches.max { $0.score < $1.score }
  }

  /// Names that say nothing about what they name.
  private static let generic: Set<String> = [
    "name", "title", "description", "type", "status", "value", "label", "text", "date", "position",
    "rank", "level", "order", "index", "sequence", "seq", "line", "nazev", "bezeichnung",
  ]

  private static func sameName(
    _ column: NameWords, _ target: Target, _ isSameTable: Bool
  ) -> Match? {
    guard !isSameTable, let key = target.key else { return nil }
    guard key.joined == column.joined else { return nil }
    let core = Core(key, table: target.table)
    guard !core.words.isEmpty else { return nil }
    let isNamedAfterTable =
      similarity(core.words, target.table.words) != nil
      || endsAlike(target.table.words, core.words) != nil
    guard isNamedAfterTable || !core.words.allSatisfy(generic.contains) else { return nil }
    return Match(
      score: isNamedAfterTable ? 1 : core.hasIdentifier ? 0.88 : 0.82, reason: "same name")
  }

  /// `user_id`, `user`, `manager_user_id`, `user_from` for table `users`.
  private static func tableName(
    _ column: NameWords, _ target: Target, _ isSameTable: Bool
  ) -> Match? {
    let table = target.table.words
    let core = Core(column, table: target.table)
    guard !core.words.isEmpty, !table.isEmpty else { return nil }
    let isMeasure = core.words.contains(where: KeyVocabulary.measures.contains)
    if let same = similarity(core.words, table) {
      guard !isSameTable else { return nil }
      return Match(
        score: same * (core.hasIdentifier ? 1 : 0.9), reason: "named after the table")
    }
    if isMeasure, !core.hasIdentifier { return nil }
    if core.words.count > table.count {
      if let same = endsAlike(core.words, table) {
        let roleWords = core.words.dropLast(table.count)
        guard !roleWords.contains(where: KeyVocabulary.aggregates.contains) else { return nil }
        return Match(
          score: same * (core.hasIdentifier ? 0.92 : 0.7),
          reason: "named after the table in the role '\(roleWords.joined(separator: " "))'")
      }
      if let same = startsAlike(core.words, table) {
        let rest = core.words.dropFirst(table.count)
        let isPlace = rest.allSatisfy {
          KeyVocabulary.positions.contains($0) || KeyVocabulary.identifiers.contains($0)
            || $0.allSatisfy(\.isNumber)
        }
        guard isPlace else { return nil }
        return Match(score: same * 0.88, reason: "named after the table")
      }
      return nil
    }
    guard core.hasIdentifier, !isSameTable else { return nil }
    if core.words.count == 1, let word = core.words.first, word.utf8.count == 1,
      table[0].hasPrefix(word)
    {
      return Match(score: 0.62, reason: "named after the table's initial")
    }
    guard target.allowsParts else { return nil }
    // A part of the table's name: `category_id` for `product_category`.
    if let same = endsAlike(table, core.words) {
      return Match(score: same * 0.78, reason: "named after the last part of the table's name")
    }
    if let same = startsAlike(table, core.words) {
      return Match(score: same * 0.7, reason: "named after the first part of the table's name")
    }
    return nil
  }

  /// `manager_staff_id` for key `staff_id`, whatever the table is called.
  private static func keyName(_ column: NameWords, _ target: Target) -> Match? {
    guard let key = target.key, column.words.count > key.words.count, column.hasSuffix(key)
    else { return nil }
    let core = Core(key, table: target.table)
    guard !core.words.isEmpty, core.hasIdentifier, !core.words.allSatisfy(generic.contains) else {
      return nil
    }
    let roleWords = column.words.dropLast(key.words.count)
    guard !roleWords.contains(where: KeyVocabulary.aggregates.contains) else { return nil }
    return Match(
      score: 0.86, reason: "the key's name in the role '\(roleWords.joined(separator: " "))'")
  }

  /// `ReportsTo`, `parent_id`, `support_rep_id`, `created_by`.
  private static func role(
    _ column: NameWords, _ target: Target, _ isSameTable: Bool
  ) -> Match? {
    let core = Core(column, table: target.table)
    let words = core.words
    guard !words.isEmpty, !words.contains(where: KeyVocabulary.measures.contains) else {
      return nil
    }
    func isKnown(_ sets: [Set<String>]) -> Bool {
      words.allSatisfy { word in
        KeyVocabulary.positions.contains(word) || sets.contains { $0.contains(word) }
      }
    }
    func isIn(_ set: Set<String>) -> Bool { words.contains(where: set.contains) }
    let role = words.joined(separator: " ")
    if isSameTable, isIn(KeyVocabulary.selfReferences),
      core.hasIdentifier || isKnown([KeyVocabulary.selfReferences])
    {
      return Match(
        score: core.hasIdentifier || words.count > 1 ? 0.8 : 0.72,
        reason: "'\(role)' names another row of the table")
    }
    guard
      core.hasIdentifier
        || isKnown([KeyVocabulary.staffRoles, KeyVocabulary.personRoles])
    else { return nil }
    if target.isStaff, isIn(KeyVocabulary.staffRoles) {
      return Match(score: isSameTable ? 0.78 : 0.72, reason: "'\(role)' is a role of staff")
    }
    if target.isAboutPeople,
      isIn(KeyVocabulary.personRoles) || isIn(KeyVocabulary.staffRoles)
    {
      return Match(score: 0.64, reason: "'\(role)' is a role of people")
    }
    return nil
  }

  // MARK: - Sequences of words

  /// Whether two sequences of words name the same thing, and how surely.
  static func similarity(_ first: [String], _ second: [String]) -> Double? {
    if first.count == second.count {
      let parts = zip(first, second).map { Noun.similarity($0, $1) }
      if let least = parts.min(), least >= 0.65 { return least }
    }
    let joined = Noun.similarity(first.joined(), second.joined())
    return joined >= 0.9 ? joined : nil
  }

  /// Whether the longer sequence ends with the shorter.
  static func endsAlike(_ long: [String], _ short: [String]) -> Double? {
    guard !short.isEmpty, long.count > short.count else { return nil }
    return similarity(Array(long.suffix(short.count)), short)
  }

  static func startsAlike(_ long: [String], _ short: [String]) -> Double? {
    guard !short.isEmpty, long.count > short.count else { return nil }
    return similarity(Array(long.prefix(short.count)), short)
  }
}
