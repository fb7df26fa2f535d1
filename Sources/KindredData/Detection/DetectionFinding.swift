/// Something detection concluded, or nearly did, with its evidence.
public struct DetectionFinding: Sendable, Equatable, CustomStringConvertible {
  /// What the finding is about.
  public enum Subject: String, Sendable {
    case primaryKey
    case foreignKey
    case column
    case referenceTable
  }

  /// Whether it is about a key, a foreign key, a column's type or a table that may be kept.
  public var subject: Subject
  /// The table of the key or column; the child of a foreign key.
  public var table: String
  /// The columns of the key, or the one column; empty for a table as a whole.
  public var columns: [String]
  /// The parent, for a foreign key.
  public var parentTable: String?
  /// The parent's key, for a foreign key.
  public var parentColumns: [String]
  /// False for a near-candidate that was rejected; the evidence says why.
  public var isAccepted: Bool
  /// How strong the evidence is, 0...1.
  public var score: Double
  /// The reasons in words, such as "same name, all 5,432 values found".
  public var evidence: String

  /// A finding with these parts.
  public init(
    _ subject: Subject, table: String, columns: [String], parentTable: String? = nil,
    parentColumns: [String] = [], isAccepted: Bool = true, score: Double, evidence: String
  ) {
    self.subject = subject
    self.table = table
    self.columns = columns
    self.parentTable = parentTable
    self.parentColumns = parentColumns
    self.isAccepted = isAccepted
    self.score = score
    self.evidence = evidence
  }

  /// One line, such as "sessions.user_id -> users.user_id: same name, all 7 values found".
  public var description: String {
    var place = Self.place(table, columns)
    if let parentTable { place += " -> " + Self.place(parentTable, parentColumns) }
    let kind =
      switch (subject, isAccepted) {
      case (.primaryKey, true): "primary key "
      case (.primaryKey, false): "no primary key "
      case (.foreignKey, false): "no foreign key "
      case (.referenceTable, _): "reference table "
      default: ""
      }
    return kind + place + ": " + evidence
  }

  private static func place(_ table: String, _ columns: [String]) -> String {
    switch columns.count {
    case 0: table
    case 1: "\(table).\(columns[0])"
    default: "\(table).(\(columns.joined(separator: ", ")))"
    }
  }
}

/// A count and its noun, such as "5,432 values" or "1 value".
func countText(_ count: Int, _ noun: String) -> String {
  "\(groupedDigits(count)) \(count == 1 ? noun : noun + "s")"
}

/// A whole number with commas between groups of three digits.
func groupedDigits(_ number: Int) -> String {
  let digits = Array(String(number.magnitude))
  var text = number < 0 ? "-" : ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index) % 3 == 0 { text += "," }
    text.append(digit)
  }
  return text
}
