/// Where a dataset contradicts its schema: what `Metadata.validate(_:)` found.
///
/// Every finding is about one table, column, key or relationship, counts the rows concerned and
/// shows the first of them.
public struct ValidationReport: Sendable, Equatable, CustomStringConvertible {
  /// In the order of the schema's tables; within a table its shape, its columns, its keys, and the
  /// relationships in which it is the child.
  public let findings: [Finding]

  /// A report of these findings.
  public init(_ findings: [Finding]) {
    self.findings = findings
  }

  /// The findings that keep a model from being fitted.
  public var errors: [Finding] { findings.filter { $0.severity == .error } }

  /// The findings that are worth knowing, but do no harm.
  public var warnings: [Finding] { findings.filter { $0.severity == .warning } }

  /// Whether there is no error; there may be warnings.
  public var isValid: Bool { !findings.contains { $0.severity == .error } }

  /// Does nothing when the dataset fits its schema.
  /// - Parameter allowingOrphans: whether foreign keys that no parent row has are accepted.
  /// - Throws: `KindredError` of kind `data`: the first error, with the number of further ones.
  public func throwIfInvalid(allowingOrphans: Bool = false) throws {
    let errors = errors.filter { !allowingOrphans || $0.kind != .orphan }
    guard let first = errors.first else { return }
    var error = first.error
    if errors.count > 1 {
      let further = errors.count == 2 ? "1 further problem" : "\(errors.count - 1) further problems"
      error.remedy =
        [first.remedy, "There are \(further): `kindred validate` lists them."]
        .filter { !$0.isEmpty }.joined(separator: " ")
    }
    throw error
  }

  /// A line per finding, and a last line that counts them.
  public var description: String {
    guard !findings.isEmpty else { return "The data fit the metadata." }
    let lines = findings.map(\.description)
    let (errors, warnings) = (errors.count, warnings.count)
    let total =
      "\(errors) \(errors == 1 ? "error" : "errors"), "
      + "\(warnings) \(warnings == 1 ? "warning" : "warnings")"
    return (lines + [total]).joined(separator: "\n")
  }
}
