/// What went wrong, where, and what to do about it.
///
/// Every error that bad input can cause is of this type. `description` reads as one line:
/// the problem, the place (table, column, row, value) and the remedy.
public struct KindredError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kinds of failure, so that callers can react without reading texts.
  public enum Kind: String, Sendable {
    /// A file or folder is missing, unreadable or cannot be written.
    case file
    /// A database cannot be reached, or refuses what is asked.
    case database
    /// A text does not follow its format (CSV, JSON, numbers, dates).
    case format
    /// The metadata contradicts itself.
    case metadata
    /// The data contradict the metadata.
    case data
    /// An argument is out of its range or names something that does not exist.
    case argument
    /// The model has not been fitted.
    case notFitted
    /// The model file is damaged, foreign or from a newer version.
    case model
    /// A key cannot be continued: its pattern has no unused value left.
    case exhausted
    /// The work was interrupted.
    case interrupted
  }

  /// The kind of failure.
  public var kind: Kind
  /// One sentence without place or remedy.
  public var problem: String
  /// The table concerned.
  public var table: String?
  /// The column concerned; several are separated by commas.
  public var column: String?
  /// The data row, counted from 1; the header is not counted.
  public var row: Int?
  /// The offending value, path or argument.
  public var value: String?
  /// What the user can do.
  public var remedy: String?

  /// An error with what is known of its place and remedy.
  public init(
    _ kind: Kind, _ problem: String, table: String? = nil, column: String? = nil, row: Int? = nil,
    value: String? = nil, remedy: String? = nil
  ) {
    self.kind = kind
    self.problem = problem
    self.table = table
    self.column = column
    self.row = row
    self.value = value
    self.remedy = remedy
  }

  /// Problem, place and remedy in one line.
  public var description: String {
    var place: [String] = []
    if let table { place.append("table '\(table)'") }
    if let column { place.append("column '\(column)'") }
    if let row { place.append("row \(row)") }
    if let value {
      // The end of a path tells more than its beginning.
      let isPath = kind == .file || kind == .model
      place.append("value '\(isPath ? value : Self.shortened(value))'")
    }
    var text = problem
    if !place.isEmpty { text += " (\(place.joined(separator: ", ")))" }
    if let last = text.last, !".!?".contains(last) { text += "." }
    if let remedy { text += " \(remedy)" }
    return Self.oneLine(text)
  }

  /// Values and names may hold line ends, and sequences that steer a terminal.
  private static func oneLine(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isControl) else { return text }
    return text.unicodeScalars.reduce(into: "") { line, scalar in
      line += isControl(scalar) ? scalar.escaped(asASCII: true) : String(scalar)
    }
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }

  /// Long values would hide the message that quotes them.
  private static func shortened(_ value: String) -> String {
    value.count <= 60 ? value : value.prefix(57) + "..."
  }
}
