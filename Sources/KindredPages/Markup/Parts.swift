/// A part that opens and closes, with a heading of the third level.
func fold(
  id: String, isOpen: Bool, title: Markup, facts: Markup, @MarkupBuilder _ content: () -> Markup
) -> Markup {
  .element(
    "details", ["class": "fold", "id": id, "open": isOpen ? "" : nil],
    MarkupBuilder.buildArray([
      element("summary") {
        element("h3") { title }
        element("span", ["class": "facts"]) { facts }
      }, element("div", ["class": "inside"]) { content() },
    ]))
}

/// Figures behind a drawing, closed at first.
func more(_ title: String, @MarkupBuilder _ content: () -> Markup) -> Markup {
  .element(
    "details", ["class": "more"],
    MarkupBuilder.buildArray([element("summary") { title }, content()]))
}

/// A table that scrolls by itself where it is wider than the screen, also by keyboard.
func scrolling(_ label: String, isTall: Bool = false, _ content: Markup) -> Markup {
  element(
    "div",
    [
      "class": isTall ? "scroll tall" : "scroll", "role": "group", "aria-label": label,
      "tabindex": "0",
    ]
  ) { content }
}

/// A table of text and figures.
struct FigureTable {
  var caption: String
  var columns: [Column]
  var rows: [[Markup]] = []
  /// Rows beyond those listed.
  var leftOut = 0
  /// Where these are.
  var elsewhere = ""

  struct Column {
    var title: String
    var isNumber = false

    static func text(_ title: String) -> Column { Column(title: title) }
    static func number(_ title: String) -> Column { Column(title: title, isNumber: true) }
  }

  var markup: Markup {
    let table = element("table", ["class": columns.count > 3 ? "wide" : nil]) {
      element("caption", ["class": "hidden"]) { caption }
      element("thead") {
        element("tr") {
          for column in columns {
            element("th", ["scope": "col", "class": column.isNumber ? "number" : nil]) {
              column.title
            }
          }
        }
      }
      element("tbody") {
        for row in rows {
          element("tr") { cells(row) }
        }
      }
    }
    return MarkupBuilder.buildArray([
      columns.count > 3 ? scrolling(caption, table) : table,
      leftOut > 0
        ? element("p", ["class": "small muted"]) {
          "\(FigureText.count(leftOut)) more \(elsewhere)."
        } : Markup(),
    ])
  }

  private func cells(_ row: [Markup]) -> [Markup] {
    zip(columns, row).enumerated().map { index, pair in
      let style = pair.0.isNumber ? "number" : nil
      return index == 0
        ? element("th", ["scope": "row", "class": style]) { pair.1 }
        : element("td", ["class": style]) { pair.1 }
    }
  }
}
