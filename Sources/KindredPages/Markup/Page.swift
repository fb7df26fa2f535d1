/// A whole page: head, contents, sections, foot.
struct Page {
  /// What the browser's window says.
  var title: String
  /// The name of the program's page, such as "Evaluation".
  var kind: String
  /// What the page is about.
  var subject: Markup
  var lead: Markup
  var sections: [Section]
  var foot: Markup

  struct Section {
    /// Unique in the page; also the target of links.
    var id: String
    var title: String
    /// Whether it begins a new sheet of paper.
    var breaksPage = false
    var content: Markup
  }

  /// The page as text.
  var text: String {
    let page = element("html", ["lang": "en"]) {
      head
      element("body") {
        element("a", ["class": "skip", "href": "#content"]) { "Skip to the content" }
        element("div", ["class": "page"]) {
          element("header") {
            element("p", ["class": "muted small"]) { "Kindred · \(kind)" }
            element("h1") { subject }
            element("p", ["class": "lead"]) { lead }
          }
          contents
          element("main", ["id": "content"]) {
            for section in sections { markup(of: section) }
          }
          element("footer") { foot }
        }
      }
    }
    return "<!DOCTYPE html>\n" + page.source + "\n"
  }

  private var head: Markup {
    element("head") {
      void("meta", ["charset": "utf-8"])
      void("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
      void("meta", ["name": "referrer", "content": "no-referrer"])
      // Nothing may be loaded, not even by mistake.
      void(
        "meta",
        [
          "http-equiv": "Content-Security-Policy",
          "content": "default-src 'none'; style-src 'unsafe-inline'",
        ])
      element("title") { title }
      StyleSheet.markup
    }
  }

  private var contents: Markup {
    element("nav", ["aria-label": "Contents"]) {
      element("ul") {
        for section in sections {
          element("li") { link(to: section.id) { section.title } }
        }
      }
    }
  }

  private func markup(of section: Section) -> Markup {
    element(
      "section",
      [
        "id": section.id, "aria-labelledby": "\(section.id)-title",
        "class": section.breaksPage ? "page-break" : nil,
      ]
    ) {
      element("h2", ["id": "\(section.id)-title"]) { section.title }
      section.content
    }
  }
}
