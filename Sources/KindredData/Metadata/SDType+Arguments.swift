extension SDType {
  /// The properties that SDV's V1 format knows for columns of the type.
  var arguments: [String] {
    switch self {
    case .numerical: ["computer_representation"]
    case .datetime: ["datetime_format"]
    case .categorical: ["order", "order_by"]
    case .boolean: []
    case .id: ["regex_format"]
    default: ["pii"]
    }
  }

  /// Refuses properties that columns of the type do not have, as they would be lost unnoticed.
  /// - Throws: `KindredError` of kind `metadata`.
  func check(arguments given: [String], table: String, column: String) throws {
    let unknown = given.filter { !arguments.contains($0) }
    guard let first = unknown.first else { return }
    let list = arguments.map { "'\($0)'" }.joined(separator: " or ")
    throw KindredError(
      .metadata,
      "Invalid values '(\(unknown.joined(separator: ", ")))' for \(rawValue) column '\(column)'",
      table: table, column: column,
      remedy: arguments.isEmpty
        ? "Remove '\(first)': a \(rawValue) column has no further properties."
        : "Remove '\(first)' or correct it: a \(rawValue) column may have \(list).")
  }
}

extension ColumnMetadata {
  /// The names of the properties that are set.
  var givenArguments: [String] {
    let given: [(name: String, isGiven: Bool)] = [
      ("datetime_format", datetimeFormat != nil), ("regex_format", regexFormat != nil),
      ("computer_representation", computerRepresentation != nil), ("order", order != nil),
      ("order_by", orderBy != nil), ("pii", pii != nil),
    ]
    return given.filter(\.isGiven).map(\.name)
  }
}
