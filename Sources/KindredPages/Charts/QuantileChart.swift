import Foundation
import KindredData

/// Quantiles of several samples as lines: how many of the rows have at most which distance.
struct QuantileChart {
  struct Line {
    var name: String
    /// A class of the style sheet, which decides on colour and dashes.
    var style: String
    /// At equal steps from 0 to 100 %, in ascending order.
    var quantiles: [Double]
  }

  var lines: [Line]

  private static let width = 280.0
  private static let height = 170.0
  private static let left = 38.0
  private static let right = 268.0
  private static let top = 10.0
  private static let bottom = 140.0

  /// - Parameters:
  ///   - id: unique in the page.
  ///   - title: what is shown.
  func markup(id: String, title: String) -> Markup {
    let most = lines.compactMap(\.quantiles.last).max() ?? 1
    let scale = most > 0 ? most : 1
    return drawing(
      id: id, width: Self.width, height: Self.height, title: title,
      description: "Share of rows by distance, for \(lines.map(\.name).joined(separator: ", "))."
    ) {
      for share in [0.0, 0.5, 1.0] {
        let y = Self.bottom - share * (Self.bottom - Self.top)
        void(
          "line",
          [
            "class": share == 0 ? "base" : "grid", "x1": Self.left.pixels,
            "x2": Self.right.pixels, "y1": y.pixels, "y2": y.pixels,
          ])
        caption("\(Int(100 * share)) %", "tick end", x: Self.left - 5, y: y + 3.5)
      }
      for share in [0.0, 0.5, 1.0] {
        let x = Self.left + share * (Self.right - Self.left)
        caption(
          String(format: "%.2g", share * scale), share == 1 ? "tick end" : "tick middle",
          x: share == 1 ? Self.right + 8 : x, y: Self.bottom + 15)
      }
      caption(
        "distance to the closest record", "tick middle", x: (Self.left + Self.right) / 2,
        y: Self.height - 2)
      for line in lines {
        void("path", ["class": "line \(line.style)", "d": path(line.quantiles, scale)])
      }
    }
  }

  private func path(_ quantiles: [Double], _ scale: Double) -> String {
    let steps = Double(max(1, quantiles.count - 1))
    return quantiles.enumerated().map { index, distance in
      let x = Self.left + distance / scale * (Self.right - Self.left)
      let y = Self.bottom - Double(index) / steps * (Self.bottom - Self.top)
      return (index == 0 ? "M" : "L") + "\(x.pixels) \(y.pixels)"
    }.joined()
  }

  /// What the lines are.
  var legend: Markup {
    element("ul", ["class": "legend"]) {
      for line in lines {
        element("li") {
          element("svg", ["class": "swatch", "viewBox": "0 0 24 8", "aria-hidden": "true"]) {
            void("path", ["class": "line \(line.style)", "d": "M0 4H24"])
          }
          line.name
        }
      }
    }
  }
}
