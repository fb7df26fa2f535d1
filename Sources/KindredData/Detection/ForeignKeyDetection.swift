/// Finds the columns that refer to the key of a table, by name and by containment of their values.
///
/// A column is a foreign key when at least 99 % of its distinct values are among the parent's keys
/// and its name points to the parent; without a telling name only when the values themselves could
/// not be there by chance: keys that are strings, or integers far apart. That 1...n lies within
/// 1...m says nothing.
struct ForeignKeyDetection {
  struct Link {
    var child: Int
    var column: Int
    var parent: Int
    var score: Double
    var evidence: String
    /// Whether the column is named after the table, not only with a likely word.
    var isNamed: Bool
  }

  let tables: [TableProfile]
  /// Distinct keys by table, where a key of one column is known.
  let keys: [KeyValues?]

  static let sufficientName = 0.6
  static let sufficientShare = 0.99

  init(_ tables: [TableProfile]) {
    self.tables = tables
    keys = tables.map { table in
      table.primaryKey.count == 1 ? KeyValues(table.columns[table.primaryKey[0]]) : nil
    }
  }

  /// The best reference of a column and the near-candidates that were rejected.
  func detect(child: Int, column: Int) -> (link: Link?, rejected: [DetectionFinding]) {
    let profile = tables[child].columns[column]
    guard canRefer(child, column) else { return (nil, []) }
    var links: [Link] = []
    var rejected: [DetectionFinding] = []
    var chance: [String] = []
    for parent in tables.indices {
      guard let values = keys[parent], let key = tables[parent].primaryKey.first,
        !(parent == child && key == column)
      else { continue }
      let keyProfile = tables[parent].columns[key]
      let name = name(of: profile, child: child, column: column, parent: parent)
      let score = name?.score ?? 0
      if profile.valueCount == 0 || values.count == 0 {
        guard let name, score >= 0.85 else { continue }
        links.append(
          Link(
            child: child, column: column, parent: parent, score: score * 0.9,
            evidence: "\(name.reason), no values to check", isNamed: true))
        continue
      }
      guard areComparable(profile, keyProfile) else { continue }
      let isTelling = isTelling(profile, keyProfile)
      let hasIdentifier =
        KeyNaming.Core(profile.words, table: tables[parent].words).hasIdentifier
      guard score >= Self.sufficientName || isTelling || hasIdentifier else { continue }
      let containment = values.containment(of: profile)
      guard containment.share >= Self.sufficientShare else {
        // Words in a column named like a table of numbers are its names, not its keys.
        let isOtherKind = profile.kind == .strings && keyProfile.kind != .strings
        if let name, score >= 0.85, hasIdentifier || !isOtherKind {
          rejected.append(rejection(child, column, parent, name, containment))
        }
        continue
      }
      if let name, score >= Self.sufficientName {
        links.append(
          link(child, column, parent, score: score, reason: name.reason, containment, isNamed: true)
        )
      } else if isTelling, !isOwnKey(child, column) {
        links.append(
          link(
            child, column, parent, score: 0.5, reason: "values found nowhere by chance",
            containment, isNamed: false))
      } else if hasIdentifier, !isOwnKey(child, column) {
        chance.append("\(tables[parent].name).\(keyProfile.name)")
      }
    }
    let best = links.max { ($0.score, -$0.parent) < ($1.score, -$1.parent) }
    if best == nil, !chance.isEmpty {
      rejected.append(
        DetectionFinding(
          .foreignKey, table: tables[child].name, columns: [profile.name], isAccepted: false,
          score: 0.3,
          evidence: "every value is found in \(chance.prefix(3).joined(separator: ", ")), "
            + "but the name points to none and small numbers are found by chance"))
    }
    return (best, rejected)
  }

  // MARK: - Names

  private func name(
    of profile: ColumnProfile, child: Int, column: Int, parent: Int
  ) -> KeyNaming.Match? {
    guard
      let match = KeyNaming.reference(
        profile.words, to: tables[parent].target, isSameTable: parent == child)
    else { return nil }
    guard isOwnKey(child, column) else { return match }
    // A key that refers to another table is named after that one, not after its own.
    let own = KeyNaming.ownKey(profile.words, of: tables[child].words)?.score ?? 0
    guard match.score >= 0.8, own < match.score || own < 0.85 else { return nil }
    return match
  }

  private func isOwnKey(_ table: Int, _ column: Int) -> Bool {
    tables[table].primaryKey == [column]
  }

  // MARK: - Values

  private func canRefer(_ child: Int, _ column: Int) -> Bool {
    let profile = tables[child].columns[column]
    guard profile.canBeKey || profile.valueCount == 0 else { return false }
    let sdtype = tables[child].judgements[column].column.sdtype
    guard sdtype != .datetime, sdtype != .boolean else { return false }
    return true
  }

  private func areComparable(_ column: ColumnProfile, _ key: ColumnProfile) -> Bool {
    (column.integers != nil) == (key.integers != nil)
      || column.kind == .strings && key.kind == .integers
      || column.kind == .integers && key.kind == .strings
  }

  /// Whether containment could hardly be chance: the probability that as many different values lie
  /// among the keys is below one in a million.
  private func isTelling(_ column: ColumnProfile, _ key: ColumnProfile) -> Bool {
    guard column.distinctCount >= 5, !column.words.hasAny(of: KeyVocabulary.measures) else {
      return false
    }
    guard let integers = key.integers else { return key.kind == .strings }
    // Each value hits with the share of numbers in the keys' range that are keys.
    var chance = 1.0
    for _ in 0..<min(column.distinctCount, 64) { chance *= integers.fill }
    return chance < 1e-6
  }

  // MARK: - Findings

  private func link(
    _ child: Int, _ column: Int, _ parent: Int, score: Double, reason: String,
    _ containment: KeyValues.Containment, isNamed: Bool
  ) -> Link {
    let profile = tables[child].columns[column]
    let parents = keys[parent]?.count ?? 0
    let coverage = parents == 0 ? 0 : min(1, Double(containment.found) / Double(parents))
    var parts = [reason]
    if containment.found == containment.checked {
      parts.append(
        containment.checked == 1
          ? "its only value found" : "all \(countText(containment.checked, "value")) found")
    } else {
      parts.append(
        "\(groupedDigits(containment.found)) of \(countText(containment.checked, "value")) found, "
          + "not '\(containment.example ?? "")'")
    }
    let verb = parent == child ? "referred to" : "with children"
    parts.append("\(groupedDigits(containment.found)) of \(countText(parents, "parent")) \(verb)")
    if profile.nullCount > 0 {
      parts.append("null in \(countText(profile.nullCount, "row"))")
    } else if profile.isUnique, profile.rowCount > 1 {
      parts.append("at most one child each")
    }
    return Link(
      child: child, column: column, parent: parent, score: score + 0.04 * coverage,
      evidence: parts.joined(separator: ", "), isNamed: isNamed)
  }

  private func rejection(
    _ child: Int, _ column: Int, _ parent: Int, _ name: KeyNaming.Match,
    _ containment: KeyValues.Containment
  ) -> DetectionFinding {
    let missing = containment.checked - containment.found
    let sample = containment.isSampled ? " looked up" : ""
    return DetectionFinding(
      .foreignKey, table: tables[child].name,
      columns: [tables[child].columns[column].name], parentTable: tables[parent].name,
      parentColumns: tables[parent].primaryKey.map { tables[parent].columns[$0].name },
      isAccepted: false, score: name.score,
      evidence: "\(name.reason), but \(groupedDigits(missing)) of "
        + "\(countText(containment.checked, "value"))\(sample) not found, such as "
        + "'\(containment.example ?? "")'")
  }
}
