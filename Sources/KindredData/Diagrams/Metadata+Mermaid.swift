extension Metadata {
  /// The schema as a Mermaid `erDiagram`, which Markdown viewers draw.
  ///
  /// Parents stand left of their children: `users ||--o{ sessions : user_id`. Names that Mermaid
  /// would misread are quoted or replaced by words of letters, digits and underscores.
  public func mermaidDiagram(details: DiagramDetails = .full) -> String {
    var lines = ["erDiagram"]
    for table in diagramTables(details) {
      let name = Self.mermaidQuoted(table.name)
      guard !table.rows.isEmpty else {
        lines.append("  \(name)")
        continue
      }
      lines.append("  \(name) {")
      for row in table.rows {
        let marks = [row.isPrimary ? "PK" : nil, row.isForeign ? "FK" : nil].compactMap { $0 }
        var line = "    \(Self.mermaidWord(row.type)) \(Self.mermaidWord(row.name))"
        if !marks.isEmpty { line += " " + marks.joined(separator: ", ") }
        // The true name, where it is no word.
        if Self.mermaidWord(row.name) != row.name {
          line += " \(Self.mermaidQuoted(row.name, always: true))"
        }
        lines.append(line)
      }
      lines.append("  }")
    }
    for relationship in relationships {
      let parent = Self.mermaidQuoted(relationship.parentTable)
      let child = Self.mermaidQuoted(relationship.childTable)
      let label = Self.mermaidQuoted(
        relationship.childKey.joined(separator: ", "), always: true)
      // A key that is a foreign key has one child at most.
      let isOneToOne =
        self[relationship.childTable].map { Set($0.primaryKey) == Set(relationship.childKey) }
        ?? false
      lines.append("  \(parent) ||--\(isOneToOne ? "o|" : "o{") \(child) : \(label)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func isWord(_ text: String) -> Bool {
    guard let first = text.utf8.first, 0x61...0x7A ~= first | 0x20 else { return false }
    return text.utf8.allSatisfy { $0 &- 0x30 <= 9 || 0x61...0x7A ~= $0 | 0x20 || $0 == 0x5F }
  }

  /// A word, or the text in quotes; Mermaid has no escape for a quote inside.
  private static func mermaidQuoted(_ text: String, always: Bool = false) -> String {
    if !always, isWord(text) { return text }
    let safe = text.map { character -> Character in
      character == "\"" ? "'" : character.isNewline ? " " : character
    }
    let content = String(safe).isEmpty ? " " : String(safe)
    return "\"\(content)\""
  }

  /// Attribute names and types are words of letters, digits and underscores.
  private static func mermaidWord(_ text: String) -> String {
    if isWord(text) { return text }
    let word = String(
      text.map { character in
        character.isASCII && (character.isLetter || character.isNumber) ? character : "_"
      })
    return isWord(word) ? word : "c_" + word
  }
}
