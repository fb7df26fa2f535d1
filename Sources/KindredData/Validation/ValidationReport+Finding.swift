extension ValidationReport {
  /// Whether a model can be fitted in spite of a finding.
  public enum Severity: String, Sendable {
    case error, warning
  }

  /// What a finding is about.
  public enum Kind: String, Sendable, CaseIterable {
    /// A table of the schema is not in the dataset.
    case missingTable
    /// A table of the dataset is not in the schema.
    case extraTable
    /// A column of the schema is not in the table.
    case missingColumn
    /// A column of the table is not in the schema.
    case extraColumn
    /// Values are not of the column's semantic type.
    case wrongType
    /// Numbers are infinite, or not numbers.
    case notFinite
    /// A categorical value is not among the labels the schema lists.
    case unlistedLabel
    /// A part of a primary key is null.
    case nullKey
    /// Rows share a key that has to be unique.
    case duplicateKey
    /// Foreign keys that no parent row has.
    case orphan
    /// Foreign keys of which only a part is null; they refer to no parent.
    case incompleteKey
    /// A foreign key and the key it refers to hold values of different types.
    case keyTypeMismatch
  }

  /// A value that shows a finding.
  public struct Example: Sendable, Equatable {
    /// The data row, counted from 1; the header is not counted.
    public let row: Int
    /// As text; parts of composite keys are joined by commas.
    public let value: String

    /// An example from a data row, counted from 1.
    public init(row: Int, value: String) {
      self.row = row
      self.value = value
    }
  }

  /// One way in which the dataset contradicts its schema.
  public struct Finding: Sendable, Equatable, CustomStringConvertible {
    /// Whether a model can be fitted in spite of it.
    public let severity: Severity
    /// What it is about.
    public let kind: Kind
    /// The table concerned; of a relationship, the child.
    public let table: String
    /// The columns concerned; several for a composite key, none for a finding about the table.
    public let columns: [String]
    /// Number of rows concerned; 0 for a finding about a whole table or column.
    public let count: Int
    /// The first rows concerned, at most five.
    public let examples: [Example]
    /// One sentence without place or remedy.
    public let problem: String
    /// What the user can do.
    public let remedy: String

    /// A finding; see the properties.
    public init(
      _ severity: Severity, _ kind: Kind, table: String, columns: [String] = [], count: Int = 0,
      examples: [Example] = [], problem: String, remedy: String
    ) {
      self.severity = severity
      self.kind = kind
      self.table = table
      self.columns = columns
      self.count = count
      self.examples = examples
      self.problem = problem
      self.remedy = remedy
    }

    /// The first data row concerned, counted from 1.
    public var row: Int? { examples.first?.row }

    /// The value of that row, as text.
    public var value: String? { examples.first?.value }

    /// The finding as an error of kind `data`.
    public var error: KindredError {
      KindredError(
        .data, problem, table: table,
        column: columns.isEmpty ? nil : columns.joined(separator: ", "), row: row, value: value,
        remedy: remedy)
    }

    /// The severity, then the line of an error.
    public var description: String { "\(severity.rawValue): \(error)" }
  }
}
