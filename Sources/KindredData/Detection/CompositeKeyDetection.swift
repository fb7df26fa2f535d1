/// Finds the keys of tables that have none of one column: the pair of references of a junction
/// table, a reference that is unique, or a minimal unique set of references and key-like columns.
struct CompositeKeyDetection {
  let profile: TableProfile
  let table: Table
  /// A column that refers to another table, and the rows of that.
  struct Reference {
    var column: Int
    var parents: Int
  }

  /// The columns that refer to other tables, ascending.
  let references: [Reference]
  /// The columns that join the two tables of whose names this table's name consists.
  let junction: [Int]

  struct Found {
    var columns: [Int]
    var score: Double
    var evidence: String
  }

  func detect() -> Found? {
    guard profile.rowCount >= 2 else { return nil }
    let parents = Dictionary(uniqueKeysWithValues: references.map { ($0.column, $0.parents) })
    let references = references.map(\.column).filter { isUsable($0) }
    if junction.count == 2, junction.allSatisfy(references.contains), isUnique(junction) {
      return Found(
        columns: junction, score: 0.95,
        evidence: "the table joins the two it is named after, each pair occurs once")
    }
    let isPure = profile.columns.indices.allSatisfy {
      references.contains($0) || profile.judgements[$0].column.sdtype == .datetime
    }
    let isOneToOne = references.first == 0 && profile.columns[0].isUnique
    // So many children would share a parent if they chose parents by chance.
    let shared =
      Double(profile.rowCount) * Double(profile.rowCount - 1) / 2
      / Double(max(1, parents[0] ?? 1))
    if isPure, references.count == 2, !isOneToOne || shared < 3, isUnique(references) {
      return Found(
        columns: references, score: 0.9,
        evidence: "the table consists of two foreign keys, each pair occurs once")
    }
    // One-to-one: the key is a foreign key.
    if isOneToOne {
      return Found(
        columns: [0], score: 0.8, evidence: "the foreign key is unique: one row per parent")
    }
    return uniqueSet(references) ?? ordinalKey(references)
  }

  private func isUsable(_ column: Int) -> Bool {
    let profile = profile.columns[column]
    return profile.nullCount == 0 && profile.canBeKey
  }

  // MARK: - Sets of two or three columns

  private func uniqueSet(_ references: [Int]) -> Found? {
    let others = profile.columns.indices.filter { index in
      let column = profile.columns[index]
      guard !references.contains(index), isUsable(index) else { return false }
      let core = KeyNaming.Core(column.words, table: profile.words)
      let (word, name) = (core.words.joined(), profile.words.joined)
      let isInTableName =
        word.utf8.count >= 4 && (name.hasPrefix(word) || name.hasSuffix(word))
      return core.hasIdentifier && profile.judgements[index].column.sdtype != .text
        || isInTableName && column.kind == .strings
    }
    let candidates = Array((references + others).prefix(8))
    var sets: [[Int]] = []
    for first in candidates.indices {
      for second in candidates.indices where second > first {
        sets.append([candidates[first], candidates[second]])
      }
    }
    for first in candidates.indices {
      for second in candidates.indices where second > first {
        for third in candidates.indices where third > second {
          sets.append([candidates[first], candidates[second], candidates[third]])
        }
      }
    }
    for set in sets where set.contains(where: references.contains) || references.isEmpty {
      // Were the columns independent, so many pairs of rows would agree in all of them.
      let combinations = set.reduce(1.0) {
        $0 * Double(max(1, profile.columns[$1].distinctCount))
      }
      let expected = Double(profile.rowCount) * Double(profile.rowCount - 1) / 2 / combinations
      guard expected >= 1, isUnique(set) else { continue }
      let count = set.count == 2 ? "pair" : "triple"
      return Found(
        columns: set.sorted(), score: 0.8,
        evidence: "no column is unique, but each \(count) occurs once in "
          + countText(profile.rowCount, "row"))
    }
    return nil
  }

  // MARK: - Numbers within a parent

  /// One or two references and a column that numbers the rows of each: 1...k.
  private func ordinalKey(_ references: [Int]) -> Found? {
    let numbers = profile.columns.indices.filter { index in
      guard !references.contains(index), isUsable(index),
        let integers =
          profile.columns[index].integers
      else { return false }
      return (integers.least == 0 || integers.least == 1) && integers.count >= 2
    }
    var groups = references.map { [$0] }
    for first in references {
      for second in references where second > first { groups.append([first, second]) }
    }
    for group in groups.prefix(10) {
      let parents = RowCodes(group.map { table.columns[$0] })
      guard parents.distinct * 3 <= profile.rowCount * 2 else { continue }
      for number in numbers where isOrdinal(number, within: parents) {
        return Found(
          columns: group + [number], score: 0.75,
          evidence: "'\(profile.columns[number].name)' numbers the rows of each parent")
      }
    }
    return nil
  }

  /// Whether the numbers run from the least on without gap or repetition in 19 of 20 parents, and
  /// repeat in none.
  private func isOrdinal(_ number: Int, within parents: RowCodes) -> Bool {
    guard case .integers(let numbers) = table.columns[number].values,
      let least = profile.columns[number].integers?.least
    else { return false }
    // Every complete parent has one row with the least number: rules out most columns at once.
    let starts = numbers.count { $0 == least }
    guard abs(starts - parents.distinct) * 20 <= parents.distinct else { return false }
    var seen: Set<Pair> = []
    var greatest: [Int64: Int64] = [:]
    var sizes: [Int64: Int64] = [:]
    for (row, parent) in parents.values.enumerated() {
      guard seen.insert(Pair(parent: parent, number: numbers[row])).inserted else { return false }
      greatest[parent] = max(greatest[parent] ?? least, numbers[row])
      sizes[parent, default: 0] += 1
    }
    let complete = sizes.count { parent, size in greatest[parent] == size - 1 + least }
    return complete * 20 >= sizes.count * 19
  }

  private struct Pair: Hashable {
    var parent: Int64
    var number: Int64
  }

  /// Whether no two rows agree in all columns.
  private func isUnique(_ columns: [Int]) -> Bool {
    let combinations = columns.reduce(1.0) {
      $0 * Double(max(1, profile.columns[$1].distinctCount))
    }
    guard combinations >= Double(profile.rowCount) else { return false }
    let columns = columns.map { table.columns[$0] }
    // Most sets fail in their first rows already.
    let sample = min(profile.rowCount, 4096)
    if sample < profile.rowCount {
      let rows = (0..<Int32(sample)).map { $0 }
      guard RowCodes(columns.map { $0.gather(rows) }).distinct == sample else { return false }
    }
    return RowCodes(columns).distinct == profile.rowCount
  }
}
