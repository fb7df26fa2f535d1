import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// What stands in the SVG text of a diagram; reading it fails when it is not well-formed XML.
final class Drawing: NSObject, XMLParserDelegate {
  struct Point {
    var x: Double
    var y: Double
  }

  struct Box {
    var name: String
    var x: Double
    var y: Double
    var width = 0.0
    var height = 0.0

    func overlaps(_ other: Box) -> Bool {
      x < other.x + other.width && other.x < x + width && y < other.y + other.height
        && other.y < y + height
    }
  }

  struct Wire {
    var name: String
    /// Corners, as if they were not rounded.
    var points: [Point] = []

    /// Whether the wire enters the box by more than a pixel.
    func crosses(_ box: Box) -> Bool {
      zip(points, points.dropFirst()).contains { first, second in
        min(first.x, second.x) < box.x + box.width - 1 && max(first.x, second.x) > box.x + 1
          && min(first.y, second.y) < box.y + box.height - 1
          && max(first.y, second.y) > box.y + 1
      }
    }
  }

  private(set) var width = 0.0
  private(set) var height = 0.0
  private(set) var boxes: [Box] = []
  private(set) var wires: [Wire] = []
  private(set) var titles: [String] = []
  private(set) var descriptions: [String] = []
  private(set) var texts: [String] = []

  private var text = ""
  private var group = ""

  init(_ svg: String) throws {
    super.init()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = self
    try #require(parser.parse(), "not well-formed: \(String(describing: parser.parserError))")
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    text = ""
    let style = attributes["class"] ?? ""
    switch name {
    case "svg":
      width = Double(attributes["width"] ?? "") ?? 0
      height = Double(attributes["height"] ?? "") ?? 0
    case "g":
      group = style.split(separator: " ").first.map(String.init) ?? ""
      if group == "table" {
        let place = Self.numbers(attributes["transform"] ?? "")
        boxes.append(Box(name: "", x: place[0], y: place[1]))
      } else if group == "wire" {
        wires.append(Wire(name: ""))
      }
    case "rect" where style == "box" && !boxes.isEmpty:
      boxes[boxes.count - 1].width = Double(attributes["width"] ?? "") ?? 0
      boxes[boxes.count - 1].height = Double(attributes["height"] ?? "") ?? 0
    case "path" where style == "line" && !wires.isEmpty:
      wires[wires.count - 1].points = Self.corners(attributes["d"] ?? "")
    default: break
    }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    switch name {
    case "title":
      titles.append(text)
      let subject = text.components(separatedBy: ": ").first ?? text
      if group == "table", !boxes.isEmpty { boxes[boxes.count - 1].name = subject }
      if group == "wire", !wires.isEmpty { wires[wires.count - 1].name = text }
    case "desc": descriptions.append(text)
    case "text": texts.append(text)
    default: break
    }
  }

  /// The start, the control points of the rounded corners, and the end.
  private static func corners(_ path: String) -> [Point] {
    var points: [Point] = []
    var start = path.startIndex
    var pieces: [String] = []
    for index in path.indices.dropFirst() where "MLQ".contains(path[index]) {
      pieces.append(String(path[start..<index]))
      start = path.index(after: path.index(before: index))
    }
    pieces.append(String(path[start...]))
    for (index, piece) in pieces.enumerated()
    where index == 0 || index == pieces.count - 1 || piece.hasPrefix("Q") {
      let numbers = numbers(String(piece.dropFirst()))
      if numbers.count >= 2 { points.append(Point(x: numbers[0], y: numbers[1])) }
    }
    return points
  }

  private static func numbers(_ text: String) -> [Double] {
    text.split { !"-.0123456789".contains($0) }.compactMap { Double($0) }
  }
}
