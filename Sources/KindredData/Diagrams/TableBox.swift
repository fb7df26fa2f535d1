/// A table as a box: a header and a row per column.
struct TableBox {
  private let table: DiagramTable
  private(set) var height: Double
  let width: Double
  /// The room of the marks left of the columns' names.
  private let markWidth: Double

  private static let headerHeight = 30.0
  private static let rowHeight = 21.0
  private static let padding = 11.0
  private static let markStep = 25.0
  /// The longest name written out.
  private static let nameLimit = 36

  init(_ table: DiagramTable) {
    self.table = table
    let marks = table.rows.map { ($0.isPrimary ? 1 : 0) + ($0.isForeign ? 1 : 0) }.max() ?? 0
    let markWidth = Double(marks) * Self.markStep
    self.markWidth = markWidth
    let rows = Double(table.rows.count)
    height = Self.headerHeight + (rows > 0 ? rows * Self.rowHeight + 7 : 0)
    let title = Self.textWidth(Self.shortened(table.name), letter: 8.1)
    let columns = table.rows.map { row in
      markWidth + Self.textWidth(Self.shortened(row.name), letter: 7.25) + 18
        + Self.textWidth(Self.shortened(row.type), letter: 6.1)
    }
    width = max(title, columns.max() ?? 0, 64) + 2 * Self.padding
  }

  /// Where the wire of a column meets the box's side; the header for columns not shown.
  func offset(of column: String?) -> Double {
    guard let row = table.rows.firstIndex(where: { $0.name == column }) else {
      return Self.headerHeight / 2 + 0.5
    }
    return Self.headerHeight + 3 + (Double(row) + 0.5) * Self.rowHeight
  }

  /// Boxes without columns get the ends of their wires spread over their height.
  static func spreadPins(_ wires: inout [LayoutWire], in boxes: inout [TableBox]) {
    for box in boxes.indices {
      let children = wires.indices.filter { wires[$0].child == box }
      boxes[box].height = max(headerHeight, Double(children.count + 1) * 10)
      for (index, wire) in children.enumerated() {
        let share = Double(index + 1) / Double(children.count + 1)
        wires[wire].childOffset = (boxes[box].height * share).rounded(.down) + 0.5
      }
    }
    for wire in wires.indices {
      // A self-reference leaves the box below the key's pin.
      let isLoop = wires[wire].child == wires[wire].parent
      let middle = (boxes[wires[wire].parent].height / 2).rounded(.down) + 0.5
      wires[wire].parentOffset = middle
      if isLoop { wires[wire].childOffset = middle + 8 }
    }
  }

  // MARK: - Drawing

  func svg(frame: SchemaLayout.Frame, hue: Int?) -> String {
    let (width, height) = (frame.width.pixels, frame.height.pixels)
    let header = Self.headerHeight
    let hasRows = !table.rows.isEmpty
    let headerHeight = hasRows ? header : frame.height
    let tone = hue.map { "h\($0)" } ?? "plain"
    var text =
      "<g class=\"table\" transform=\"translate(\(frame.x.pixels) \(frame.y.pixels))\">"
    text += "<title>\(summary.xmlEscaped)</title>"
    text += "<rect class=\"box\" width=\"\(width)\" height=\"\(height)\" rx=\"7\"/>"
    if hasRows {
      text +=
        "<path class=\"head \(tone)\" d=\"M0 \(header.pixels)V7q0-7 7-7H\((frame.width - 7).pixels)"
        + "q7 0 7 7V\(header.pixels)z\"/>"
    } else {
      text += "<rect class=\"head \(tone)\" width=\"\(width)\" height=\"\(height)\" rx=\"7\"/>"
    }
    text +=
      "<text class=\"name\" x=\"\(Self.padding.pixels)\" y=\"\((headerHeight / 2 + 4.5).pixels)\">"
      + "\(Self.shortened(table.name).xmlEscaped)</text>"
    for (index, row) in table.rows.enumerated() {
      text += self.row(row, y: header + 3 + Double(index) * Self.rowHeight, width: frame.width)
    }
    text += "<rect class=\"edge \(tone)\" width=\"\(width)\" height=\"\(height)\" rx=\"7\"/></g>"
    return text
  }

  private func row(_ row: DiagramTable.Row, y: Double, width: Double) -> String {
    let baseline = (y + Self.rowHeight / 2 + 4.2).pixels
    var text = ""
    var x = Self.padding
    for (mark, style) in [("PK", row.isPrimary), ("FK", row.isForeign)] where style {
      text +=
        "<rect class=\"mark \(mark.lowercased())\" x=\"\(x.pixels)\" y=\"\((y + 4.5).pixels)\" "
        + "width=\"20\" height=\"12.5\" rx=\"3\"/>"
        + "<text class=\"marktext\" x=\"\((x + 10).pixels)\" y=\"\((y + 13.7).pixels)\">"
        + "\(mark)</text>"
      x += Self.markStep
    }
    text +=
      "<text class=\"column\(row.isPrimary ? " key" : "")\" "
      + "x=\"\((Self.padding + markWidth).pixels)\" "
      + "y=\"\(baseline)\">\(Self.shortened(row.name).xmlEscaped)</text>"
    text +=
      "<text class=\"type\" x=\"\((width - Self.padding).pixels)\" y=\"\(baseline)\">"
      + "\(Self.shortened(row.type).xmlEscaped)</text>"
    return text
  }

  private var summary: String {
    let key = table.rows.filter(\.isPrimary).map(\.name)
    return "\(table.name): \(countText(table.rows.count + table.hiddenCount, "column"))"
      + (key.isEmpty ? "" : ", primary key \(key.joined(separator: ", "))")
  }

  private static func shortened(_ text: String) -> String {
    text.count <= nameLimit ? text : text.prefix(nameLimit - 1) + "…"
  }

  /// An estimate: East Asian characters and symbols take two letters' room.
  private static func textWidth(_ text: String, letter: Double) -> Double {
    text.unicodeScalars.reduce(0.0) { width, scalar in
      switch scalar.value {
      case 0x0300...0x036F: width
      case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
        0xFF00...0xFF60, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
        width + 2 * letter
      default: width + letter
      }
    }
  }
}
