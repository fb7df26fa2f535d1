/// Compares a column's values with its semantic type.
struct ColumnCheck {
  let column: Column
  let schema: ColumnMetadata
  let table: String
  /// Keys are compared and generated, not modelled, and may hold any type.
  let isKey: Bool

  /// - Complexity: O(rows).
  func findings() -> [ValidationReport.Finding] {
    var findings: [ValidationReport.Finding] = []
    if case .decimals(let values) = column.values {
      let rows = FoundRows(in: column) { !values[$0].isFinite }
      findings += finding(
        .notFinite, rows,
        "\(rows.count == 1 ? "A number is" : "\(rows.count) numbers are") not finite",
        "Make them null or correct them.")
    }
    guard column.nullCount < column.count, !isKey else { return findings }
    switch schema.sdtype {
    case .numerical: findings += numerical()
    case .datetime: findings += datetime()
    case .boolean: findings += boolean()
    case .categorical: findings += categorical()
    default: break
    }
    return findings
  }

  // MARK: - Types

  private func numerical() -> [ValidationReport.Finding] {
    let remedy = "Correct the values, or the sdtype in the metadata."
    switch column.values {
    case .integers, .decimals: return []
    case .strings(let strings):
      let isWrong = strings.dictionary.flags { !Self.isNumber($0) }
      return textFindings(
        strings, isWrong, problem: "The numerical column holds text", remedy: remedy,
        otherwise: "The numerical column holds numbers as text",
        "Read the column as numbers.")
    case .booleans, .timestamps:
      return [mismatch("The numerical column holds \(column.values.typeName)", remedy)]
    }
  }

  private func datetime() -> [ValidationReport.Finding] {
    switch column.values {
    case .timestamps: return []
    case .strings(let strings):
      guard let text = schema.datetimeFormat, let format = try? TimestampFormat(text) else {
        return [
          mismatch(
            "The datetime column holds text",
            "Set the column's datetime_format, and read the column as datetimes.")
        ]
      }
      let isWrong = strings.dictionary.flags { format.parse($0) == nil }
      return textFindings(
        strings, isWrong, problem: "The value does not follow the datetime format '\(text)'",
        remedy: "Correct the value, or the column's datetime_format.",
        otherwise: "The datetime column holds datetimes as text",
        "Read the column as datetimes.")
    case .integers, .decimals, .booleans:
      return [
        mismatch(
          "The datetime column holds \(column.values.typeName)",
          "Read the column as datetimes, or correct its sdtype in the metadata.")
      ]
    }
  }

  private func boolean() -> [ValidationReport.Finding] {
    let remedy = "Correct the values, or the sdtype in the metadata."
    switch column.values {
    case .booleans: return []
    case .integers(let values):
      let rows = FoundRows(in: column) { values[$0] != 0 && values[$0] != 1 }
      return finding(
        .wrongType, rows, "The boolean column holds numbers other than 0 and 1", remedy)
    case .strings(let strings):
      let isWrong = strings.dictionary.flags { text in
        text.baseAddress.map { BooleanSpelling.parse($0, text.count) == nil } ?? true
      }
      return textFindings(
        strings, isWrong, problem: "The boolean column holds text", remedy: remedy,
        otherwise: "The boolean column holds booleans as text",
        "Read the column as booleans; all values have to use one pair of words.")
    case .decimals, .timestamps:
      return [mismatch("The boolean column holds \(column.values.typeName)", remedy)]
    }
  }

  private func categorical() -> [ValidationReport.Finding] {
    guard let order = schema.order else { return [] }
    let listed = Set(order)
    let rows: FoundRows
    if case .strings(let strings) = column.values {
      let isUnlisted = strings.dictionary.strings.map { !listed.contains($0) }
      rows = FoundRows(in: column) { isUnlisted[Int(strings.codes[$0])] }
    } else {
      let spelling = ValueSpelling(column)
      rows = FoundRows(in: column) { row in spelling[row].map { !listed.contains($0) } ?? false }
    }
    return finding(
      .unlistedLabel, rows, "Values are not among the labels that the metadata list in order",
      "They are ranked after the listed ones; add them to the column's order.", severity: .warning)
  }

  /// A column of text where none belongs: the strings that cannot be read, else that it is text.
  private func textFindings(
    _ strings: StringColumn, _ isWrong: [Bool], problem: String, remedy: String,
    otherwise: String, _ otherRemedy: String
  ) -> [ValidationReport.Finding] {
    let rows = FoundRows(in: column) { isWrong[Int(strings.codes[$0])] }
    return rows.count == 0
      ? [mismatch(otherwise, otherRemedy)] : finding(.wrongType, rows, problem, remedy)
  }

  /// Whether the text spells a finite number.
  private static func isNumber(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let base = text.baseAddress else { return false }
    return DecimalText.powersOfTen.withUnsafeBufferPointer { powers in
      guard let powers = powers.baseAddress,
        case .value = DecimalText.parse(base, text.count, powers: powers)
      else { return false }
      return true
    }
  }

  // MARK: - Findings

  private func finding(
    _ kind: ValidationReport.Kind, _ rows: FoundRows, _ problem: String, _ remedy: String,
    severity: ValidationReport.Severity = .error
  ) -> [ValidationReport.Finding] {
    guard rows.count > 0 else { return [] }
    return [
      ValidationReport.Finding(
        severity, kind, table: table, columns: [column.name], count: rows.count,
        examples: rows.examples(of: [column]), problem: problem, remedy: remedy)
    ]
  }

  /// All values are of another type; the first one shows it.
  private func mismatch(_ problem: String, _ remedy: String) -> ValidationReport.Finding {
    let rows = FoundRows(in: column) { _ in true }
    return ValidationReport.Finding(
      .error, .wrongType, table: table, columns: [column.name], count: rows.count,
      examples: rows.examples(of: [column]), problem: problem, remedy: remedy)
  }
}

extension StringPool {
  /// An answer per string.
  fileprivate func flags(_ isSet: (UnsafeBufferPointer<UInt8>) -> Bool) -> [Bool] {
    bytes.withUnsafeBufferPointer { bytes in
      (0..<count).map { isSet(UnsafeBufferPointer(rebasing: bytes[offsets[$0]..<offsets[$0 + 1]])) }
    }
  }
}

extension ColumnValues {
  /// What the values are, as messages call them.
  var typeName: String {
    switch self {
    case .integers: "integers"
    case .decimals: "decimal numbers"
    case .strings: "text"
    case .booleans: "booleans"
    case .timestamps: "datetimes"
    }
  }
}
