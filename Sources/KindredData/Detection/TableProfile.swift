/// What detection knows and has concluded about a table.
struct TableProfile: Sendable {
  let name: String
  let rowCount: Int
  /// The words of the name, without prefixes that say nothing.
  let words: NameWords
  /// In the order of the table.
  let columns: [ColumnProfile]
  var judgements: [ColumnTypeDetection.Judgement]
  /// Column indices; empty while no key is known.
  var primaryKey: [Int] = []
  var primaryKeyReason = ""
  var primaryKeyScore = 0.0

  /// Whether the rows are people, by the table's name or by columns with names of people.
  let isAboutPeople: Bool
  let isStaff: Bool

  /// - Parameters:
  ///   - words: the words of the table's name, prefixes removed.
  ///   - profiles: of the table's columns; names may have lost a prefix they share.
  init(_ table: Table, words: NameWords, profiles: [ColumnProfile]) {
    name = table.name
    rowCount = table.rowCount
    self.words = words
    columns = profiles
    let noun = words.words.last.map(Noun.singular) ?? ""
    isStaff = KeyVocabulary.staffTables.contains(noun)
    let isNamedForPeople =
      KeyVocabulary.personTables.contains(noun) || KeyVocabulary.staffTables.contains(noun)
      || KeyVocabulary.personRoles.contains(noun)
    let hasNames = profiles.contains { profile in
      PersonalType.named.contains {
        ["first_name", "last_name"].contains($0.sdtype.rawValue) && $0.isNamed(profile.words)
      }
    }
    isAboutPeople = isNamedForPeople || hasNames
    let isAboutPeople = isAboutPeople
    judgements = zip(profiles, table.columns).map { profile, column in
      var storedFormat: String?
      if case .timestamp(let format) = column.format { storedFormat = format }
      return ColumnTypeDetection(
        profile: profile, table: words, isAboutPeople: isAboutPeople, storedFormat: storedFormat
      ).judge()
    }
  }

  /// The words of table names without prefixes: `tbl_`, `dim_`, or one that all tables share.
  static func coreWords(of names: [String]) -> [NameWords] {
    var all = names.map { NameWords($0) }
    if all.count >= 3, let first = all.first?.words.first,
      all.allSatisfy({ $0.words.count >= 2 && $0.words.first == first })
    {
      all = all.map { NameWords(words: Array($0.words.dropFirst())) }
    }
    return all.map { name in
      var words = name.words
      while words.count > 1, let first = words.first, KeyVocabulary.tablePrefixes.contains(first) {
        words.removeFirst()
      }
      return NameWords(words: words)
    }
  }

  /// A prefix of up to three letters that all columns share, as in `c_custkey`, `c_name`.
  static func sharedPrefix(of columns: [Column], table: NameWords) -> String? {
    let names = columns.map { NameWords($0.name).words }
    guard names.count >= 2, let first = names.first?.first, first.utf8.count <= 3,
      first.contains(where: \.isLetter), !KeyVocabulary.identifiers.contains(first),
      names.allSatisfy({ $0.count >= 2 && $0.first == first }),
      !table.words.contains(where: { Noun.similarity($0, first) > 0 })
    else { return nil }
    return first
  }

  var target: KeyNaming.Target {
    KeyNaming.Target(
      table: words, key: primaryKey.count == 1 ? columns[primaryKey[0]].words : nil,
      isStaff: isStaff, isAboutPeople: isAboutPeople)
  }
}
