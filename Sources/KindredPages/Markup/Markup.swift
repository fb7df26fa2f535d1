import KindredData

/// A piece of a page: well formed, and escaped where text and attributes enter it.
///
/// The only ways in are escaped text, elements whose names are written in the program, and drawings
/// of `KindredData`; so nothing that a table, column or label is called can become an element. The
/// result is HTML and XML at once.
struct Markup: Sendable, Equatable {
  private(set) var source: String

  /// Nothing.
  init() { source = "" }

  /// A text, escaped.
  init(text: String) { source = text.xmlEscaped }

  private init(source: String) { self.source = source }

  var isEmpty: Bool { source.isEmpty }

  /// A part of the page that stands in the program's source, such as a style sheet.
  static func constant(_ text: StaticString) -> Markup { Markup(source: "\(text)") }

  /// The drawing of a schema, which escapes its texts itself.
  static func diagram(_ metadata: Metadata, details: DiagramDetails, title: String) -> Markup {
    Markup(source: metadata.svgDiagram(details: details, title: title, isInline: true))
  }

  mutating func append(_ other: Markup) { source += other.source }

  /// An element without content.
  static func void(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?>
  ) -> Markup {
    var markup = Markup()
    markup.open(name, attributes)
    markup.source += "/>"
    return markup
  }

  static func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?>, _ content: Markup
  ) -> Markup {
    var markup = Markup()
    markup.source.reserveCapacity(content.source.utf8.count + 64)
    markup.open(name, attributes)
    markup.source += ">"
    markup.source += content.source
    markup.source += "</\(name)>"
    return markup
  }

  /// Attributes without a value are left out.
  private mutating func open(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?>
  ) {
    source += "<\(name)"
    for case (let name, let value?) in attributes {
      source += " \(name)=\"\(value.xmlEscaped)\""
    }
  }
}

/// An element; attributes whose value is nil are left out.
func element(
  _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:],
  @MarkupBuilder _ content: () -> Markup = { Markup() }
) -> Markup {
  .element(name, attributes, content())
}

/// An element that has no content, such as a line of a drawing.
func void(
  _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:]
) -> Markup {
  .void(name, attributes)
}

/// Joins texts, which are escaped, and pieces of a page.
@resultBuilder
enum MarkupBuilder {
  static func buildExpression(_ text: String) -> Markup { Markup(text: text) }
  static func buildExpression(_ markup: Markup) -> Markup { markup }
  static func buildExpression(_ markups: [Markup]) -> Markup { buildArray(markups) }
  static func buildBlock(_ parts: Markup...) -> Markup { buildArray(parts) }
  static func buildOptional(_ part: Markup?) -> Markup { part ?? Markup() }
  static func buildEither(first: Markup) -> Markup { first }
  static func buildEither(second: Markup) -> Markup { second }
  static func buildArray(_ parts: [Markup]) -> Markup {
    parts.reduce(into: Markup()) { $0.append($1) }
  }
}
