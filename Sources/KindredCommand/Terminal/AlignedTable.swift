/// Rows of text in aligned columns, for people to read.
struct AlignedTable {
  enum Alignment { case left, right }

  private var alignments: [Alignment]
  private var rows: [[String]]

  init(_ header: [(title: String, alignment: Alignment)]) {
    alignments = header.map(\.alignment)
    rows = [header.map(\.title)]
  }

  /// Adds a row; cells beyond the header's are left out, missing ones are blank.
  mutating func append(_ cells: [String]) {
    rows.append(
      alignments.indices.map { index in
        cells.indices.contains(index) ? Self.printable(cells[index]) : ""
      })
  }

  /// The table as text, each line indented; the header is bold where that can be shown.
  func rendered(indent: Int = 2, style: Style = .forResults) -> String {
    let widths = alignments.indices.map { column in
      rows.map { $0[column].count }.max() ?? 0
    }
    let margin = String(repeating: " ", count: indent)
    return rows.enumerated().map { number, row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        line += column > 0 ? "  " : ""
        line += alignments[column] == .right ? padding + cell : cell + padding
      }
      while line.last == " " { line.removeLast() }
      return margin + (number == 0 ? style.bold(line) : line)
    }.joined(separator: "\n")
  }

  /// Data may hold line ends and escape sequences, which would break the table or the terminal.
  private static func printable(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          switch scalar.properties.generalCategory {
          case .control, .format, .lineSeparator, .paragraphSeparator: "\u{FFFD}"
          default: scalar
          }
        }))
  }
}
