import KindredData

/// Whether identifiers are spelled as a regular expression demands.
enum RegexAdherence {
  /// The share of synthetic values that match the whole expression, as SDMetrics judges them: a null
  /// is the text "nan", and what a named group captures must have been captured in the real data.
  /// Nil when there are no rows.
  /// - Throws: what the standard library says about an expression that it cannot read.
  /// - Complexity: O(rows), as long as the expression needs no backtracking.
  static func share(of synthetic: Column, _ pattern: String, real: Column) throws -> Double? {
    // Only to find out whether it can be read: threads cannot share an expression.
    _ = try Regex(pattern)
    let known = captures(of: real, pattern).reduce(into: [String: Set<String>]()) { known, found in
      for (name, text) in found.captures ?? [:] { known[name, default: []].insert(text) }
    }
    let valid = captures(of: synthetic, pattern).reduce(0) { valid, found in
      guard let captures = found.captures else { return valid }
      let isKnown = captures.allSatisfy { known[$0.key]?.contains($0.value) ?? true }
      return isKnown ? valid + found.rows : valid
    }
    return synthetic.count > 0 ? Double(valid) / Double(synthetic.count) : nil
  }

  /// A text, the rows that have it, and what its named groups capture; no captures where the text
  /// does not match.
  private struct Found: Sendable {
    var text: String
    var rows = 1
    var captures: [String: String]?
  }

  private static func captures(of column: Column, _ pattern: String) -> [Found] {
    let texts = texts(of: column)
    let chunk = 4096
    let chunks = parallelMap((texts.count + chunk - 1) / chunk) { index -> [Found] in
      guard let expression = try? Regex(pattern) else { return [] }
      return texts[index * chunk..<min(texts.count, (index + 1) * chunk)].map { found in
        var found = found
        guard let match = try? expression.wholeMatch(in: found.text) else { return found }
        let named = match.output.compactMap { part in
          part.name.flatMap { name in part.substring.map { (name, String($0)) } }
        }
        found.captures = Dictionary(named) { first, _ in first }
        return found
      }
    }
    return chunks.flatMap { $0 }
  }

  /// The distinct strings, else the text of every row.
  private static func texts(of column: Column) -> [Found] {
    let nulls = column.nullCount
    var texts: [Found] = nulls > 0 ? [Found(text: "nan", rows: nulls)] : []
    guard case .strings(let strings) = column.values else {
      for row in 0..<column.count {
        if let text = column.text(at: row) { texts.append(Found(text: text)) }
      }
      return texts
    }
    var counts = [Int](repeating: 0, count: strings.dictionary.count)
    for row in 0..<column.count where column.isValid(row) { counts[Int(strings.codes[row])] += 1 }
    for (code, count) in counts.enumerated() where count > 0 {
      texts.append(Found(text: strings.dictionary[code], rows: count))
    }
    return texts
  }
}
