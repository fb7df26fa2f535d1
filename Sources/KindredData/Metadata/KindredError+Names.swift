extension KindredError {
  /// A name that is not one of the schema's tables, with the most similar one as the remedy.
  public static func unknownTable(_ name: String, among names: [String]) -> KindredError {
    KindredError(
      .argument, "Table '\(name)' does not exist", table: name,
      remedy: suggestion(for: name, among: names, noun: "tables"))
  }

  /// A name that is not one of the table's columns, with the most similar one as the remedy.
  public static func unknownColumn(
    _ name: String, table: String, among names: [String]
  ) -> KindredError {
    KindredError(
      .argument, "Column '\(name)' does not exist", table: table, column: name,
      remedy: suggestion(for: name, among: names, noun: "columns"))
  }

  /// The same error of another kind.
  func ofKind(_ kind: Kind) -> KindredError {
    var error = self
    error.kind = kind
    return error
  }

  private static func suggestion(for name: String, among names: [String], noun: String) -> String {
    guard !names.isEmpty else { return "There are no \(noun) yet." }
    if let similar = similarName(to: name, among: names) { return "Did you mean '\(similar)'?" }
    let shown = names.prefix(12).joined(separator: ", ")
    return "The \(noun) are \(shown)\(names.count > 12 ? ", ..." : "")."
  }

  /// The name that was probably meant: the first of those with the fewest changes, at most a third
  /// of the characters.
  static func similarName(to name: String, among names: [String]) -> String? {
    // Comparing with thousands of names would help nobody.
    let ranked = names.prefix(1000).map { (distance: editDistance(name, $0), name: $0) }
      .min { $0.distance < $1.distance }
    guard let ranked, ranked.distance <= max(1, name.count / 3) else { return nil }
    return ranked.name
  }

  /// Insertions, deletions and exchanges of single characters that lead from one text to the
  /// other (Levenshtein), ignoring case.
  private static func editDistance(_ first: String, _ second: String) -> Int {
    let second = Array(second.lowercased().prefix(80))
    var row = Array(0...second.count)
    for (place, character) in first.lowercased().prefix(80).enumerated() {
      var diagonal = row[0]
      row[0] = place + 1
      for column in second.indices {
        let change = diagonal + (second[column] == character ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(change, row[column] + 1, diagonal + 1)
      }
    }
    return row[second.count]
  }
}
