extension Metadata {
  /// The schema in Graphviz' DOT language: record nodes with a port per column, edges from foreign
  /// keys to the keys they refer to.
  public func dotDiagram(details: DiagramDetails = .full) -> String {
    var lines = [
      "digraph schema {", "  graph [rankdir=RL, nodesep=0.4, ranksep=1.0];",
      "  node [shape=record, fontname=\"Helvetica\", fontsize=11, margin=\"0.1,0.05\"];",
      "  edge [color=\"#5b6b86\", arrowsize=0.7];",
    ]
    let shown = diagramTables(details)
    for (index, table) in shown.enumerated() {
      var fields = ["<t> \(Self.recordText(table.name))"]
      for (column, row) in table.rows.enumerated() {
        let marks = (row.isPrimary ? "PK " : "") + (row.isForeign ? "FK " : "")
        fields.append(
          "<c\(column)> \(marks)\(Self.recordText(row.name)) : \(Self.recordText(row.type))\\l")
      }
      lines.append("  t\(index) [label=\"\(fields.joined(separator: "|"))\"];")
    }
    let places = Dictionary(shown.enumerated().map { ($1.name, $0) }) { first, _ in first }
    func port(_ table: String, _ column: String?) -> String? {
      guard let index = places[table] else { return nil }
      let row = shown[index].rows.firstIndex { $0.name == column }
      return "t\(index):" + (row.map { "c\($0)" } ?? "t")
    }
    for relationship in relationships {
      // A key of several columns is drawn from its first.
      guard let child = port(relationship.childTable, relationship.childKey.first),
        let parent = port(relationship.parentTable, relationship.parentKey.first)
      else { continue }
      let tip = Self.quotedText(relationship.diagramText)
      lines.append("  \(child) -> \(parent) [tooltip=\"\(tip)\"];")
    }
    lines.append("}")
    return lines.joined(separator: "\n") + "\n"
  }

  /// Text inside a record's field, inside quotes.
  private static func recordText(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\"", "{", "}", "|", "<", ">", " ", "\\": result += "\\" + String(character)
      case _ where character.isNewline: result += "\\ "
      default: result.append(character)
      }
    }
    return result
  }

  private static func quotedText(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\"", "\\": result += "\\" + String(character)
      case _ where character.isNewline: result += " "
      default: result.append(character)
      }
    }
    return result
  }
}
