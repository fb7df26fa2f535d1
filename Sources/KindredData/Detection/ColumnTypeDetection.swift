/// The semantic type of a column that is no key, judged by its values and its name.
///
/// Whole numbers are codes, hence categorical, where they are not negative and
/// - there are at most two of them, both 0 or 1 (boolean where the name says so: `is_`, `has_`,
///   `active`, ...), or
/// - the name says so (`type`, `status`, `level`, ...) and there are at most 50, each in two rows
///   or more on average, or
/// - there are at most 10, none above 100, each in ten rows or more on average;
/// but never where the name speaks of a measure (`amount`, `count`, `year`, ...). All other numbers
/// are numerical.
struct ColumnTypeDetection {
  let profile: ColumnProfile
  /// The words of the table's name.
  let table: NameWords
  /// Whether the table describes people, so that a plain `name` is a person's.
  let isAboutPeople: Bool
  /// The spelling of times when the column holds them already.
  var storedFormat: String?

  struct Judgement {
    var column: ColumnMetadata
    /// For the findings, where there is something to say.
    var note: String?
  }

  func judge() -> Judgement {
    switch profile.kind {
    case .booleans: result(.boolean)
    case .timestamps: result(.datetime, format: storedFormat ?? "%Y-%m-%d %H:%M:%S")
    case _ where profile.valueCount == 0: result(typeByName ?? .unknown)
    case .decimals: result(.numerical)
    case .integers: judgeIntegers()
    case .strings: judgeStrings()
    }
  }

  private func result(
    _ sdtype: SDType, format: String? = nil, note: String? = nil
  ) -> Judgement {
    Judgement(column: ColumnMetadata(profile.name, sdtype, datetimeFormat: format), note: note)
  }

  /// A personal type that the name alone suggests.
  private var typeByName: SDType? {
    PersonalType.named.first { $0.isNamed(profile.words) && !$0.isPlaceLike }?.sdtype
  }

  // MARK: - Numbers

  private func judgeIntegers() -> Judgement {
    let words = profile.words
    if !isIdentifierByName, let found = DatetimeDetection.format(ofIntegers: profile) {
      return result(.datetime, format: found.format)
    }
    if let type = personalIntegers { return result(type) }
    guard let integers = profile.integers else { return result(.numerical) }
    let isMeasure =
      words.hasAny(of: KeyVocabulary.measures)
      && !words.words.contains { ["dow", "weekday"].contains($0) } && !isDayOfWeek
    let isCategory = words.hasAny(of: KeyVocabulary.categories) || isDayOfWeek
    let distinct = integers.count
    if integers.least >= 0, integers.most <= 1, !isMeasure, distinct == 2 || isCategory {
      return result(words.hasAny(of: KeyVocabulary.truths) ? .boolean : .categorical)
    }
    if isCategory, !isMeasure, integers.least >= 0, distinct <= 50,
      distinct * 2 <= profile.valueCount
    {
      return result(.categorical)
    }
    if !isMeasure, integers.least >= 0, 2...10 ~= distinct, integers.most <= 100,
      distinct * 10 <= profile.valueCount
    {
      return result(.categorical)
    }
    if isIdentifierByName, profile.distinctShare >= 0.5 || distinct > 50 { return result(.id) }
    return result(.numerical)
  }

  private var isDayOfWeek: Bool {
    let words = Set(profile.words.words)
    return words.contains("day") && words.contains("week")
  }

  private var personalIntegers: SDType? {
    guard let integers = profile.integers else { return nil }
    let sample = integers.values.prefix(200).map { String($0) }
    let types: Set<String> = ["phone_number", "postcode", "ssn", "credit_card_number"]
    return PersonalType.named.first {
      types.contains($0.sdtype.rawValue) && $0.isNamed(profile.words)
        && ValuePatterns.share(sample, $0.test) >= 0.8
    }?.sdtype
  }

  private var isIdentifierByName: Bool {
    guard let first = profile.words.words.first, let last = profile.words.words.last else {
      return false
    }
    return KeyVocabulary.identifiers.contains(last)
      || KeyVocabulary.strongIdentifiers.contains(first)
  }

  // MARK: - Strings

  private func judgeStrings() -> Judgement {
    let sample = profile.sampledStrings(500).filter { !$0.allSatisfy(\.isWhitespace) }
    guard !sample.isEmpty else { return result(typeByName ?? .categorical) }
    if isBoolean { return result(.boolean) }
    if let found = DatetimeDetection.format(of: profile) {
      return result(
        .datetime, format: found.format,
        note: found.isAmbiguous
          ? "read as \(found.format); day and month could be the other way round" : nil)
    }
    if let type = personalStrings(sample) { return result(type) }
    let distinct = profile.distinctCount
    let share = profile.distinctShare
    if distinct >= 2, share > 0.5, ValuePatterns.share(sample, ValuePatterns.isUUID) >= 0.95 {
      return result(.id)
    }
    if isIdentifierByName, share >= 0.5, distinct > 20 { return result(.id) }
    let words =
      Double(sample.reduce(0) { $0 + ValuePatterns.wordCount($1) }) / Double(sample.count)
    if isText(distinct: distinct, share: share, words: words) { return result(.text) }
    if distinct > 50, share > 0.9, words < 1.05,
      ValuePatterns.share(sample, { ValuePatterns.digitCount($0) > 0 }) >= 0.9
    {
      return result(.id)
    }
    return result(distinct > 50 && share > 0.5 ? .text : .categorical)
  }

  /// Free text: values that hardly repeat, of several words.
  private func isText(distinct: Int, share: Double, words: Double) -> Bool {
    words >= 4 && share >= 0.5 || distinct > 25 && share > 0.5 && words >= 1.5
      || distinct > 100 && share > 0.2 && words >= 2
  }

  private var isBoolean: Bool {
    guard 1...2 ~= profile.distinctCount else { return false }
    let texts = Set(profile.sampledStrings(2))
    let isNamed = profile.words.hasAny(of: KeyVocabulary.truths)
    return BooleanSpelling.pairs.contains { pair in
      texts.isSubset(of: [pair.true, pair.false]) && (texts.count == 2 || isNamed)
        && pair.true != "1"
    }
  }

  private func personalStrings(_ sample: [String]) -> SDType? {
    let words = profile.words
    for type in PersonalType.named
    where type.isNamed(words) && ValuePatterns.share(sample, type.test) >= 0.8 {
      // Few repeated places, firms and countries are worth learning.
      if type.isPlaceLike, profile.distinctShare < 0.5 || profile.distinctCount < 20 {
        if type.sdtype.rawValue != "company" || profile.distinctShare < 0.5 { return .categorical }
      }
      return type.sdtype
    }
    if isAboutPeople, words.words == ["name"] || words.words == table.words + ["name"],
      profile.distinctShare >= 0.5, ValuePatterns.share(sample, ValuePatterns.isPersonName) >= 0.8
    {
      return SDType(rawValue: "name")
    }
    return PersonalType.unmistakable.first { ValuePatterns.share(sample, $0.test) >= 0.95 }?.sdtype
  }
}
