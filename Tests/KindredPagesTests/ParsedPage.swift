import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A page as an XML parser sees it.
final class ParsedPage: NSObject, XMLParserDelegate {
  struct Element {
    var name: String
    var attributes: [String: String]
    /// All text inside, that of elements inside too.
    var text = ""
    /// Ids of the elements around it.
    var within: [String]
  }

  private(set) var elements: [Element] = []
  private(set) var isWellFormed = false
  private var open: [Int] = []

  init(_ html: String) {
    super.init()
    let parser = XMLParser(data: Data(html.utf8))
    parser.delegate = self
    isWellFormed = parser.parse()
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String] = [:]
  ) {
    let within = open.compactMap { elements[$0].attributes["id"] }
    elements.append(Element(name: name, attributes: attributes, within: within))
    open.append(elements.count - 1)
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    _ = open.popLast()
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    for index in open { elements[index].text += text }
  }

  // MARK: - What tests ask

  func named(_ name: String) -> [Element] { elements.filter { $0.name == name } }

  func withID(_ id: String) -> Element? { elements.first { $0.attributes["id"] == id } }

  /// The figures inside an element, in order.
  func figures(in id: String) -> [Double] {
    named("data").filter { $0.within.contains(id) }
      .compactMap { $0.attributes["value"].flatMap(Double.init) }
  }

  /// Fails unless the page is well formed, refers to nothing outside, and hangs together.
  func expectSound(_ html: String, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(isWellFormed, sourceLocation: sourceLocation)
    let foreign = ["script", "link", "img", "image", "iframe", "object", "embed", "base", "use"]
    let names = Set(elements.map(\.name))
    #expect(names.isDisjoint(with: foreign), sourceLocation: sourceLocation)
    let ids = elements.compactMap { $0.attributes["id"] }
    #expect(Set(ids).count == ids.count, sourceLocation: sourceLocation)
    for element in elements {
      for (name, value) in element.attributes {
        #expect(!name.hasPrefix("on") && name != "src", sourceLocation: sourceLocation)
        let targets =
          name == "href"
          ? [value.hasPrefix("#") ? String(value.dropFirst()) : value]
          : name == "aria-labelledby" ? value.split(separator: " ").map { String($0) } : []
        for target in targets {
          #expect(ids.contains(target), "\(target)", sourceLocation: sourceLocation)
        }
      }
    }
    for outside in ["http://", "https://", "url(", "@import", "javascript:"] {
      #expect(!html.contains(outside), "\(outside)", sourceLocation: sourceLocation)
    }
    // Headings go down one level at a time.
    var level = 0
    for element in elements where element.name.count == 2 && element.name.hasPrefix("h") {
      guard let number = Int(element.name.dropFirst()) else { continue }
      #expect(number <= level + 1, "\(element.text)", sourceLocation: sourceLocation)
      level = number
    }
    #expect(named("h1").count == 1, sourceLocation: sourceLocation)
    // Drawings say what they show, or are ornaments beside their figures.
    for drawing in named("svg") {
      let attributes = drawing.attributes
      #expect(
        attributes["aria-hidden"] == "true"
          || (attributes["role"] == "img"
            && (attributes["aria-labelledby"] ?? attributes["aria-label"]) != nil),
        sourceLocation: sourceLocation)
    }
  }
}
