extension Metadata {
  /// The schema as a drawing: tables as boxes, parents left of children, and a wire from every
  /// foreign key to the key it refers to.
  ///
  /// The SVG stands alone (no script, font or style from elsewhere), follows the reader's light or
  /// dark setting, and names every table and relationship for screen readers and as a tool tip.
  ///
  /// - Parameters:
  ///   - details: What is told of each table.
  ///   - title: Read out for the whole drawing.
  ///   - isInline: Whether the drawing is a part of an HTML page, which needs no namespace.
  /// - Complexity: quadratic in the number of relationships.
  public func svgDiagram(
    details: DiagramDetails = .full, title: String = "Database schema", isInline: Bool = false
  ) -> String {
    SchemaDrawing(self, details: details).svg(title: title, isInline: isInline)
  }
}

/// The boxes and wires of a schema, laid out.
private struct SchemaDrawing {
  private let tables: [DiagramTable]
  private let boxes: [TableBox]
  private let layout: SchemaLayout
  /// Relationships by wire.
  private let drawn: [Relationship]
  /// The colour of a parent's wires and header, by table.
  private let hues: [Int?]

  private static let margin = 24.0

  init(_ metadata: Metadata, details: DiagramDetails) {
    tables = metadata.diagramTables(details)
    let places = Dictionary(tables.enumerated().map { ($1.name, $0) }) { first, _ in first }
    var boxes = tables.map { TableBox($0) }
    var drawn: [Relationship] = []
    var wires: [LayoutWire] = []
    for relationship in metadata.relationships {
      guard let child = places[relationship.childTable],
        let parent = places[relationship.parentTable]
      else { continue }
      drawn.append(relationship)
      wires.append(
        LayoutWire(
          child: child, childOffset: boxes[child].offset(of: relationship.childKey.first),
          parent: parent, parentOffset: boxes[parent].offset(of: relationship.parentKey.first)))
    }
    if details == .names { TableBox.spreadPins(&wires, in: &boxes) }
    self.boxes = boxes
    self.drawn = drawn
    layout = SchemaLayout(
      boxes: boxes.map { LayoutBox(width: $0.width, height: $0.height) }, wires: wires)
    var hues = [Int?](repeating: nil, count: tables.count)
    var next = 0
    for wire in wires where hues[wire.parent] == nil {
      hues[wire.parent] = next % SVGStyle.hueCount
      next += 1
    }
    self.hues = hues
  }

  func svg(title: String, isInline: Bool) -> String {
    let (width, height) = (layout.width + 2 * Self.margin, layout.height + 2 * Self.margin)
    var lines = [
      "<svg \(isInline ? "" : "xmlns=\"http://www.w3.org/2000/svg\" ")"
        + "class=\"kindred-schema\" role=\"img\" "
        + "aria-label=\"\(title.xmlEscaped)\" width=\"\(width.pixels)\" "
        + "height=\"\(height.pixels)\" viewBox=\"0 0 \(width.pixels) \(height.pixels)\">",
      "<title>\(title.xmlEscaped)</title>", "<desc>\(summary.xmlEscaped)</desc>",
      "<style>\(SVGStyle.css)</style>",
      "<rect class=\"ground\" width=\"\(width.pixels)\" height=\"\(height.pixels)\"/>",
      "<g transform=\"translate(\(Self.margin.pixels) \(Self.margin.pixels))\">",
    ]
    for index in tables.indices {
      lines.append(boxes[index].svg(frame: layout.frames[index], hue: hues[index]))
    }
    // Wires cross no box; their ends lie on the edges.
    for index in drawn.indices { lines.append(wire(index)) }
    lines += ["</g>", "</svg>"]
    return lines.joined(separator: "\n") + "\n"
  }

  private var summary: String {
    let names = tables.map(\.name).joined(separator: ", ")
    let links = drawn.map(\.diagramText).joined(separator: ", ")
    return "\(countText(tables.count, "table")): \(names). "
      + "\(countText(drawn.count, "relationship"))" + (links.isEmpty ? "." : ": \(links).")
  }

  private func wire(_ index: Int) -> String {
    let relationship = drawn[index]
    let path = layout.paths[index]
    let parent = tables.firstIndex { $0.name == relationship.parentTable }
    let hue = parent.flatMap { hues[$0] } ?? 0
    guard let start = path.first, let end = path.last, path.count >= 2 else { return "" }
    let before = path[path.count - 2]
    let direction = before.x < end.x ? 1.0 : -1.0
    var line = path
    line[line.count - 1].x -= direction * 6
    let tip =
      "M\(end.x.pixels) \(end.y.pixels)"
      + "l\((-direction * 8).pixels) -4.5v9z"
    return "<g class=\"wire h\(hue)\"><title>\(relationship.diagramText.xmlEscaped)</title>"
      + "<path class=\"line\" d=\"\(rounded(line))\"/>"
      + "<path class=\"tip\" d=\"\(tip)\"/>"
      + "<circle class=\"tip\" cx=\"\(start.x.pixels)\" cy=\"\(start.y.pixels)\" r=\"3\"/></g>"
  }

  /// A path with rounded corners.
  private func rounded(_ points: [LayoutPoint]) -> String {
    guard let first = points.first, let last = points.last else { return "" }
    var text = "M\(first.x.pixels) \(first.y.pixels)"
    for index in points.indices.dropFirst().dropLast() {
      let (previous, corner, next) = (points[index - 1], points[index], points[index + 1])
      func toward(_ other: LayoutPoint, by distance: Double) -> LayoutPoint {
        let length = abs(other.x - corner.x) + abs(other.y - corner.y)
        guard length > 0 else { return corner }
        return LayoutPoint(
          x: corner.x + (other.x - corner.x) / length * distance,
          y: corner.y + (other.y - corner.y) / length * distance)
      }
      func half(_ other: LayoutPoint) -> Double {
        (abs(other.x - corner.x) + abs(other.y - corner.y)) / 2
      }
      let radius = min(7, half(previous), half(next))
      let (enter, leave) = (toward(previous, by: radius), toward(next, by: radius))
      text += "L\(enter.x.pixels) \(enter.y.pixels)"
      text +=
        "Q\(corner.x.pixels) \(corner.y.pixels) \(leave.x.pixels) \(leave.y.pixels)"
    }
    return text + "L\(last.x.pixels) \(last.y.pixels)"
  }
}
