import KindredData

/// A drawing with a title and a description for those who do not see it.
///
/// - Parameters:
///   - id: makes the ids of title and description; unique in the page.
func drawing(
  id: String, width: Double, height: Double, title: String, description: String,
  @MarkupBuilder _ content: () -> Markup
) -> Markup {
  .element(
    "svg",
    [
      "class": "chart", "role": "img", "aria-labelledby": "\(id)-t \(id)-d",
      "viewBox": "0 0 \(width.pixels) \(height.pixels)",
    ],
    MarkupBuilder.buildArray([
      element("title", ["id": "\(id)-t"]) { title },
      element("desc", ["id": "\(id)-d"]) { description }, content(),
    ]))
}

/// A rectangle of a drawing.
func rectangle(
  _ style: String, x: Double, y: Double, width: Double, height: Double
) -> Markup {
  void(
    "rect",
    [
      "class": style, "x": x.pixels, "y": y.pixels, "width": width.pixels,
      "height": height.pixels,
    ])
}

/// A line of text in a drawing.
func caption(_ text: String, _ style: String, x: Double, y: Double) -> Markup {
  element("text", ["class": style, "x": x.pixels, "y": y.pixels]) { text }
}

extension String {
  /// The text in at most so many characters, the end cut off.
  func shortened(to limit: Int) -> String {
    count <= limit ? self : prefix(limit - 1) + "\u{2026}"
  }
}
