import KindredData
import KindredStatistics

/// Finds columns whose values are those of a parent's column.
struct CopyLearning {
  let metadata: Metadata
  let dataset: Dataset
  let forest: SchemaForest
  /// Per relationship, the parent row of every child row; negative without one.
  let parentRows: [[Int32]]
  /// Per table, the columns.
  let columns: [[ColumnModel]]

  /// Least share of the agreement which chance leaves open.
  private static let leastAgreement = 0.5
  /// Parents that must be agreed with: a few prove nothing.
  private static let leastParents = 10

  /// The copy that a column's values are, with the rows that have their parent's value; nil when
  /// they follow no parent.
  func copy(of column: Int, in table: Int) -> (copy: ColumnCopy, rows: Bitmap)? {
    guard columns[table][column].isCopyable,
      let data = dataset[metadata.tables[table].name]?[column: columns[table][column].name]
    else { return nil }
    var best: (copy: ColumnCopy, rows: Bitmap)?
    let relationships =
      forest.incoming[table].filter { forest.extendsParent[$0] } + forest.choices[table]
    for relationship in relationships.sorted() {
      let parent = forest.parents[relationship]
      guard let parentTable = dataset[metadata.tables[parent].name] else { continue }
      for (index, candidate) in columns[parent].enumerated()
      where candidate.canBeCopied(to: columns[table][column])
        && !metadata.tables[parent].primaryKey.contains(candidate.name)
      {
        guard let source = parentTable[column: candidate.name],
          let agreement = ColumnAgreement(data, source, parents: parentRows[relationship]),
          agreement.isBeyondChance(
            least: Self.leastAgreement, parents: Self.leastParents),
          agreement.share > (best?.copy.share ?? 0)
        else { continue }
        let copy = ColumnCopy(relationship: relationship, column: index, share: agreement.share)
        // Measures that often agree with those beside them do so for reasons of their own.
        guard copy.isWhole || !forest.implicit.contains(relationship) else { continue }
        best = (copy, agreement.rows)
      }
    }
    return best
  }
}

/// Which rows have the value of their parent's column.
private struct ColumnAgreement {
  /// Set where they agree; null agrees with null.
  let rows: Bitmap
  /// Share of the rows with a parent that agree.
  let share: Double
  private let codes: [Int64]
  private let parentCodes: [Int64]
  private let parents: [Int32]

  /// Rows that show that most pairs of columns have nothing to do with each other.
  private static let glance = 64

  /// - Returns: nil when the columns hardly ever agree.
  init?(_ column: Column, _ source: Column, parents: [Int32]) {
    let sparse = stride(from: 0, to: parents.count, by: max(1, parents.count / Self.glance))
    var seen = 0
    var agreeing = 0
    for row in sparse where parents[row] >= 0 {
      seen += 1
      if column.agrees(at: row, with: source, at: Int(parents[row])) { agreeing += 1 }
    }
    guard 4 * agreeing >= seen, agreeing > 0 else { return nil }
    var shared = ColumnCodes()
    codes = shared.codes(of: column)
    parentCodes = shared.codes(of: source)
    self.parents = parents
    var linked = 0
    var agreed = 0
    var bits = [Bool](repeating: false, count: codes.count)
    for (row, parent) in parents.enumerated() where parent >= 0 {
      linked += 1
      guard codes[row] == parentCodes[Int(parent)] else { continue }
      bits[row] = true
      agreed += 1
    }
    rows = Bitmap(bits)
    share = linked == 0 ? 0 : Double(agreed) / Double(linked)
  }

  /// Whether the agreement closes most of the gap between chance and certainty, and rests on enough
  /// parents.
  func isBeyondChance(least: Double, parents leastParents: Int) -> Bool {
    guard share >= least else { return false }
    var own: [Int64: Double] = [:]
    var theirs: [Int64: Double] = [:]
    var agreed: Set<Int32> = []
    var linked = 0.0
    for (row, parent) in parents.enumerated() where parent >= 0 {
      own[codes[row], default: 0] += 1
      theirs[parentCodes[Int(parent)], default: 0] += 1
      linked += 1
      if rows[row], codes[row] != ColumnCodes.null { agreed.insert(parent) }
    }
    // Sums of whole numbers: the order of the dictionary does not matter.
    let chance = own.reduce(0) { $0 + $1.value * (theirs[$1.key] ?? 0) } / (linked * linked)
    return agreed.count >= leastParents && share - chance >= least * (1 - chance)
  }
}

extension ColumnModel {
  /// Whether its values are values, not keys.
  fileprivate var isCopyable: Bool {
    switch content {
    case .integer, .decimal, .timestamp, .clocked, .categorical, .boolean, .personal, .text,
      .identifier:
      true
    case .elapsed, .integerKey, .patternKey, .foreignKey, .polymorphic, .position, .empty, .kept:
      false
    }
  }

  /// Whether the values of this column of a parent can stand in the other column.
  func canBeCopied(to other: ColumnModel) -> Bool {
    switch (content, other.content) {
    case (.integer, .integer), (.decimal, .decimal), (.boolean, .boolean),
      (.categorical, .categorical):
      true
    case (.timestamp, .timestamp), (.timestamp, .clocked), (.clocked, .timestamp),
      (.clocked, .clocked), (.elapsed, .timestamp), (.elapsed, .clocked):
      true
    case (.personal, .personal(_, _, let isUnique)): !isUnique
    case (.text, .text), (.text, .personal), (.identifier, .identifier), (.personal, .text): true
    case (.kept(let column), _): column.suits(other.content)
    default: false
    }
  }
}

extension Column {
  /// Whether a value is that of another column of the same type; null agrees with null.
  fileprivate func agrees(at row: Int, with other: Column, at otherRow: Int) -> Bool {
    guard isValid(row), other.isValid(otherRow) else {
      return !isValid(row) && !other.isValid(otherRow)
    }
    return switch (values, other.values) {
    case (.integers(let own), .integers(let theirs)),
      (.timestamps(let own), .timestamps(let theirs)):
      own[row] == theirs[otherRow]
    case (.decimals(let own), .decimals(let theirs)): own[row] == theirs[otherRow]
    case (.booleans(let own), .booleans(let theirs)): own[row] == theirs[otherRow]
    case (.strings(let own), .strings(let theirs)):
      own.dictionary.utf8(at: Int(own.codes[row]))
        == theirs.dictionary.utf8(at: Int(theirs.codes[otherRow]))
    default: false
    }
  }

  fileprivate func suits(_ content: ColumnModel.Content) -> Bool {
    switch (values, content) {
    case (.integers, .integer), (.decimals, .decimal), (.timestamps, .timestamp),
      (.timestamps, .clocked), (.booleans, .boolean), (.strings, .categorical), (.strings, .text),
      (.strings, .personal):
      true
    default: false
    }
  }
}
