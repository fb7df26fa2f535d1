import Foundation
import KindredData

/// The strength of dependence of every column with every other, or of the columns of one table with
/// those of another, as shades.
struct HeatMap {
  /// What a cell measures, which decides on its colour.
  enum Measure: String {
    /// -1 ... 1.
    case correlation
    /// 0 ... 1.
    case association
    /// 0 ... 1, drawn with twice the strength: distances above a half hardly occur.
    case distance
  }

  struct Cell {
    var measure: Measure
    /// Nil where nothing could be measured.
    var value: Double?
    /// Whether the cell takes part in a score.
    var isMarked = false
  }

  /// Names of the rows.
  var rows: [String]
  /// Names of the columns; nil for a triangle of the rows with themselves.
  var columns: [String]?
  /// By row and column; of a triangle those left of the diagonal.
  var cells: [[Cell?]]

  /// - Parameters:
  ///   - id: unique in the page.
  ///   - title: what is shown.
  func markup(id: String, title: String) -> Markup {
    let layout = Layout(self)
    return drawing(
      id: id, width: layout.width, height: layout.height, title: title, description: description
    ) {
      for row in rows.indices { labels(ofRow: row, layout) }
      for (index, column) in (columns ?? []).enumerated() {
        let x = layout.x(index) + layout.cell / 2 + 3
        element(
          "text",
          [
            "class": "axis", "x": x.pixels, "y": (layout.top - 5).pixels,
            "transform": "rotate(-50 \(x.pixels) \((layout.top - 5).pixels))",
          ]
        ) { column.shortened(to: Layout.letters) }
      }
      for (row, cells) in cells.enumerated() {
        for (column, cell) in cells.enumerated() {
          if let cell { markup(of: cell, row, column, layout) }
        }
      }
    }
  }

  private var description: String {
    "\(rows.count) by \(columns?.count ?? rows.count) columns. The figures are in the table that "
      + "follows."
  }

  private func labels(ofRow row: Int, _ layout: Layout) -> Markup {
    let y = layout.y(row) + layout.cell / 2 + 3.6
    let text = rows[row].shortened(to: Layout.letters)
    return columns == nil
      // The diagonal names a row and the column below it.
      ? caption(text, "axis", x: layout.x(row) + 5, y: y)
      : caption(text, "axis end", x: layout.left - 5, y: y)
  }

  private func markup(of cell: Cell, _ row: Int, _ column: Int, _ layout: Layout) -> Markup {
    let names = "\(rows[row]) and \(columns?[column] ?? rows[column])"
    let (x, y) = (layout.x(column), layout.y(row))
    guard let value = cell.value else {
      return element(
        "rect",
        [
          "class": "none", "x": (x + 0.5).pixels, "y": (y + 0.5).pixels,
          "width": (layout.cell - 1).pixels, "height": (layout.cell - 1).pixels,
        ]
      ) { element("title") { "\(names): not measured" } }
    }
    let strength = min(1, abs(value) * (cell.measure == .distance ? 2 : 1))
    let style =
      switch cell.measure {
      case .correlation: value < 0 ? "negative" : "positive"
      case .association: "association"
      case .distance: "distance"
      }
    return MarkupBuilder.buildArray([
      element(
        "rect",
        [
          "class": style, "fill-opacity": String(format: "%.2f", 0.06 + 0.94 * strength),
          "x": (x + 0.5).pixels, "y": (y + 0.5).pixels, "width": (layout.cell - 1).pixels,
          "height": (layout.cell - 1).pixels,
        ]
      ) { element("title") { "\(names): \(Self.text(cell, value))" } },
      layout.showsFigures
        ? caption(
          FigureText.correlation(value).replacing("0.", with: "."), "value",
          x: x + layout.cell / 2, y: y + layout.cell / 2 + 3.4) : Markup(),
      cell.isMarked ? mark(x, y, layout) : Markup(),
    ])
  }

  /// In the middle, or in a corner where the figure stands in the middle.
  private func mark(_ x: Double, _ y: Double, _ layout: Layout) -> Markup {
    let inset = layout.showsFigures ? layout.cell - 4 : layout.cell / 2
    return void(
      "circle",
      [
        "class": "mark", "cx": (x + inset).pixels,
        "cy": (y + (layout.showsFigures ? 4 : layout.cell / 2)).pixels, "r": "1.7",
      ])
  }

  private static func text(_ cell: Cell, _ value: Double) -> String {
    let figure = FigureText.correlation(value)
    let text =
      switch cell.measure {
      case .correlation: "correlation \(figure)"
      case .association: "association \(figure)"
      case .distance: "difference \(figure)"
      }
    return text + (cell.isMarked ? ", part of the score" : "")
  }
}

/// Where the cells of a heat map lie.
private struct Layout {
  /// The longest name written out.
  static let letters = 17
  private static let letter = 5.7

  let cell: Double
  let left: Double
  let top: Double
  let width: Double
  let height: Double
  var showsFigures: Bool { cell >= 25 }

  init(_ map: HeatMap) {
    let across = map.columns?.count ?? map.rows.count
    let down = map.rows.count
    func room(_ names: [String]) -> Double {
      Double(names.map { min(Self.letters, $0.count) }.max() ?? 0) * Self.letter
    }
    let most = max(across, down)
    cell = most <= 5 ? 30 : most <= 8 ? 26 : most <= 12 ? 20 : most <= 16 ? 16 : 14
    if let columns = map.columns {
      left = room(map.rows) + 8
      // Names are turned by 50 degrees.
      top = room(columns) * 0.77 + 14
      let overhang = room(columns) * 0.65
      width = max(left + Double(across) * cell + overhang, 210)
      height = top + Double(down) * cell + 2
    } else {
      (left, top) = (0, 0)
      width = max(Double(across) * cell + room(map.rows) - cell + 10, 210)
      height = Double(down) * cell + 2
    }
  }

  func x(_ column: Int) -> Double { left + Double(column) * cell }
  func y(_ row: Int) -> Double { top + Double(row) * cell }
}
