/// Finds primary keys of one column: unique, never null, and named or placed like a key.
struct PrimaryKeyDetection {
  let tables: [TableProfile]

  private static let ownThreshold = 0.6

  struct Candidate {
    var column: Int
    var score: Double
    var reason: String
    /// The table that the name rather points to.
    var foreignTable: Int?
  }

  /// The key of a table and the findings about it.
  ///
  /// - Parameter references: the columns that refer to other tables; nil while they are not known,
  ///   when columns named after another table have to wait.
  func detect(
    in table: Int, references: Set<Int>? = nil
  ) -> (key: Candidate?, findings: [DetectionFinding]) {
    let profile = tables[table]
    var findings: [DetectionFinding] = []
    var candidates: [Candidate] = []
    for index in profile.columns.indices {
      guard let candidate = candidate(index, of: table) else { continue }
      let column = profile.columns[index]
      if column.nullCount > 0 || !column.isUnique {
        if candidate.score >= 0.85, candidate.foreignTable == nil {
          findings.append(rejection(column, of: profile, candidate))
        }
        continue
      }
      let isWaiting = references == nil && candidate.foreignTable != nil
      if !isWaiting, references?.contains(index) != true { candidates.append(candidate) }
    }
    // Uniqueness proves nothing where there are no two rows.
    let needed = profile.rowCount < 2 ? 0.85 : 0.3
    let isJunction = !junction(table).isEmpty
    let best = candidates.filter { $0.score >= (isJunction ? 0.9 : needed) }
      .max { ($0.score, -$0.column) < ($1.score, -$1.column) }
    if let best {
      findings.append(
        DetectionFinding(
          .primaryKey, table: profile.name, columns: [profile.columns[best.column].name],
          score: min(best.score, 1), evidence: evidence(best, of: profile)))
    }
    return (best, findings)
  }

  private func candidate(_ index: Int, of table: Int) -> Candidate? {
    let profile = tables[table]
    let column = profile.columns[index]
    let sdtype = profile.judgements[index].column.sdtype
    guard column.kind == .integers || column.kind == .strings || profile.rowCount == 0,
      sdtype != .datetime, sdtype != .boolean
    else { return nil }
    let own = KeyNaming.ownKey(column.words, of: profile.words)
    let foreign = foreignTable(column, of: table, better: own?.score ?? 0)
    let first = index == 0 ? 0.05 : 0
    if let own {
      let isMeasure =
        !hasIdentifier(column, of: profile)
        && column.words.hasAny(of: KeyVocabulary.measures)
      guard !isMeasure else { return nil }
      let ascending = column.isAscending ? 0.01 : 0
      var score = own.score + first + ascending
      // `airline` of table `airlines` may hold names beside a column of codes.
      if column.kind == .strings, !hasIdentifier(column, of: profile) { score *= 0.6 }
      return Candidate(
        column: index, score: score, reason: own.reason, foreignTable: foreign)
    }
    guard index == 0, profile.rowCount >= 2, isKeyLikeWithoutName(column) else {
      return nil
    }
    return Candidate(
      column: index, score: 0.35, reason: "first column, and its values are like a key's",
      foreignTable: foreign)
  }

  /// Integers that count rows, or short single words.
  private func isKeyLikeWithoutName(_ column: ColumnProfile) -> Bool {
    guard !column.words.hasAny(of: KeyVocabulary.measures) else { return false }
    if let integers = column.integers {
      return integers.least >= 0 && (column.isAscending || integers.fill >= 0.5)
    }
    return column.sampledStrings(200).allSatisfy { text in
      1...40 ~= text.utf8.count && ValuePatterns.wordCount(text) <= 3
    }
  }

  private func hasIdentifier(_ column: ColumnProfile, of table: TableProfile) -> Bool {
    KeyNaming.Core(column.words, table: table.words).hasIdentifier
  }

  /// The other table after which the column is named, more clearly than after its own.
  func foreignTable(_ column: ColumnProfile, of table: Int, better own: Double) -> Int? {
    var best: (table: Int, score: Double)?
    for other in tables.indices where other != table {
      let target = KeyNaming.Target(table: tables[other].words, allowsParts: false)
      var score =
        KeyNaming.reference(column.words, to: target, isSameTable: false)?.score ?? 0
      // A name that fits its own table is given up only for a better one.
      if score < (own > 0.6 ? 0.9 : Self.ownThreshold) { score = 0 }
      if let first = tables[other].columns.first, first.words == column.words, first.isUnique {
        score = max(score, KeyNaming.ownKey(first.words, of: tables[other].words)?.score ?? 0)
      }
      if score > own, score > best?.score ?? 0 { best = (other, score) }
    }
    return best?.table
  }

  /// The columns that join two tables of whose names this table's name consists, such as
  /// `film_id` and `category_id` of `film_category`; empty for other tables.
  func junction(_ table: Int) -> [Int] {
    let profile = tables[table]
    guard profile.words.words.count >= 2 else { return [] }
    var ends: [(column: Int, table: Int)] = []
    for (index, column) in profile.columns.enumerated() where column.canBeKey {
      if let foreign = foreignTable(column, of: table, better: 0) { ends.append((index, foreign)) }
    }
    for first in ends {
      for second in ends where second.column != first.column && second.table != first.table {
        let (head, tail) = (tables[first.table].words.words, tables[second.table].words.words)
        let joining = profile.words.words.filter { !["to", "has", "in", "x", "2"].contains($0) }
        if KeyNaming.similarity(joining, head + tail) != nil
          || joining.joined() == (head + tail).joined()
        {
          return [first.column, second.column].sorted()
        }
      }
    }
    return []
  }

  private func evidence(_ candidate: Candidate, of profile: TableProfile) -> String {
    let column = profile.columns[candidate.column]
    var parts = [candidate.reason]
    if profile.rowCount == 0 {
      parts.append("no rows to check")
    } else {
      parts.append("\(countText(column.distinctCount, "distinct value")), no null")
    }
    if candidate.column == 0, !candidate.reason.hasPrefix("first") { parts.append("first column") }
    return parts.joined(separator: ", ")
  }

  private func rejection(
    _ column: ColumnProfile, of profile: TableProfile, _ candidate: Candidate
  ) -> DetectionFinding {
    var parts = ["\(candidate.reason), but"]
    if column.nullCount > 0 { parts.append("\(countText(column.nullCount, "row")) without value") }
    let repeated = column.valueCount - column.distinctCount
    if repeated > 0 {
      let link = column.nullCount > 0 ? "and " : ""
      parts.append("\(link)\(countText(repeated, "row")) repeat the value of another")
    }
    return DetectionFinding(
      .primaryKey, table: profile.name, columns: [column.name], isAccepted: false,
      score: min(candidate.score, 1), evidence: parts.joined(separator: " "))
  }
}
