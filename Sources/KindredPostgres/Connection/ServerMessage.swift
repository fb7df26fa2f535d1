import CLibPQ
import KindredData

/// What a server says about a failed statement.
struct ServerMessage {
  /// Five characters, such as "23503"; nil when libpq itself complains.
  var state: String?
  var message: String
  var detail: String?
  var hint: String?
  var table: String?
  var column: String?
  var constraint: String?
  /// The row of a COPY, counted from 1.
  var row: Int?

  init(_ result: borrowing PostgresResult) {
    state = result.diagnostic(kindred_diagnostic_sqlstate)
    message = result.diagnostic(kindred_diagnostic_message) ?? result.message
    detail = result.diagnostic(kindred_diagnostic_detail)
    hint = result.diagnostic(kindred_diagnostic_hint)
    table = result.diagnostic(kindred_diagnostic_table)
    column = result.diagnostic(kindred_diagnostic_column)
    constraint = result.diagnostic(kindred_diagnostic_constraint)
    if let context = result.diagnostic(kindred_diagnostic_context) {
      (row, column) = (Self.row(in: context), column ?? Self.column(in: context))
    }
  }

  /// The error to throw: the server's words in one line, with passwords hidden.
  func error(_ redaction: Redaction) -> KindredError {
    var problem = "The database reports: \(message)"
    if let detail { problem += ". \(detail)" }
    while let last = problem.last, last == "." || last.isWhitespace { problem.removeLast() }
    var remedy = hint.map { redaction(Self.oneLine($0)) }
    if remedy == nil, let state {
      remedy = Self.remedies[state] ?? Self.remedies["\(state.prefix(2))"]
    }
    return KindredError(
      .database, redaction(Self.oneLine(problem)), table: table, column: column, row: row,
      remedy: remedy)
  }

  /// What to do, by code or class of codes.
  private static let remedies = [
    "22": "Correct the values, or the type of the column.",
    "23502":
      "The column needs values: let it have a default, or fit a model of data without nulls.",
    "23503": "Every foreign key needs its parent row in the destination.",
    "23505": "Values of keys must be unique.",
    "23514": "The data do not fulfil a check of the destination; see what it demands.",
    "25006": "Use a server that takes writes.",
    "28": "Check user and password (in the URL, PGPASSWORD or ~/.pgpass).",
    "3D000": "Create the database first, or correct its name in the URL.",
    "3F000": "Create the schema first, or correct its name in the URL.",
    "42501": "Use a role that has the right.",
    "42704": "Create the type in the destination first, for example by CREATE EXTENSION.",
    "42883": "Create the function in the destination first, for example by CREATE EXTENSION.",
    "53": "Give the server more room, and try again.",
    "55P03": "Try again when nobody uses the tables.",
    "57": "See the server's log, and try again.",
  ]

  /// The number in "COPY film, line 17, column rating".
  private static func row(in context: String) -> Int? {
    guard let mark = context.firstRange(of: ", line ") else { return nil }
    return Int(context[mark.upperBound...].prefix { $0.isNumber })
  }

  /// The name in "COPY film, line 17, column rating" or "... column rating: "x"".
  private static func column(in context: String) -> String? {
    guard let line = context.firstRange(of: ", line "),
      let mark = context[line.upperBound...].firstRange(of: ", column ")
    else { return nil }
    let rest = context[mark.upperBound...].prefix { !$0.isNewline }
    return String(rest[..<(rest.firstRange(of: ": \"")?.lowerBound ?? rest.endIndex)])
  }

  /// Line ends and runs of blanks as one blank.
  static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
