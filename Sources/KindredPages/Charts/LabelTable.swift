import KindredData

/// Shares of labels as a table in which every row has a bar per side: the picture is its own table.
struct LabelTable {
  /// Such as "real" and "synthetic"; the first is drawn as the area of histograms is.
  var sides: [String]
  var rows: [Row]
  /// The heading of the first column.
  var first = "label"
  /// Whether bars have the colour of scores rather than those of the two sides.
  var isPlain = false

  struct Row {
    var label: String
    /// Not a label of the data: "null" or "41 other labels".
    var isNote = false
    /// A share per side, 0 ... 1.
    var shares: [Double]
  }

  /// - Parameter caption: what is shown, for screen readers.
  func markup(caption: String) -> Markup {
    let most = rows.flatMap(\.shares).max() ?? 0
    return element("table", ["class": "labels"]) {
      element("caption", ["class": "hidden"]) { caption }
      element("thead") {
        element("tr") {
          element("th", ["scope": "col"]) { first }
          element("td", ["class": "bar"])
          for (index, side) in sides.enumerated() {
            element("th", ["scope": "col", "class": isPlain ? nil : key(index)]) { side }
          }
        }
      }
      element("tbody") {
        for row in rows {
          element("tr") {
            element("th", ["scope": "row", "title": row.isNote ? nil : row.label]) {
              element(row.isNote ? "i" : "bdi") { row.label.shortened(to: 200) }
            }
            element("td", ["class": "bar"]) { bars(row.shares, most: most) }
            for share in row.shares { element("td") { FigureText.percent(share) } }
          }
        }
      }
    }
  }

  private func key(_ side: Int) -> String { side == 0 ? "key area" : "key outline" }

  private func bars(_ shares: [Double], most: Double) -> Markup {
    let height = 14.0
    let each = height / Double(max(1, shares.count))
    return element(
      "svg",
      [
        "class": "bars", "viewBox": "0 0 100 \(height.pixels)", "preserveAspectRatio": "none",
        "aria-hidden": "true",
      ]
    ) {
      for (index, share) in shares.enumerated() {
        rectangle(
          isPlain ? "filled" : index == 0 ? "area" : "synthetic", x: 0,
          y: Double(index) * each + 0.5,
          width: most > 0 ? 100 * share / most : 0, height: each - 1)
      }
    }
  }
}
