import Foundation
import KindredData
import KindredEvaluation

/// Shares of numbers or dates per bin: of one side as an area, of another as a line over it.
struct Histogram {
  var edges: BinEdges
  /// The first is filled, the second outlined.
  var series: [Series]

  /// One dataset, or what a model has learned.
  struct Series {
    /// Such as "real".
    var name: String
    /// Shares of the bins, of what lies before the first and from the last edge on, 0 ... 1.
    var bins: [Double]
    var below: Double
    var above: Double

    init(_ name: String, bins: [Double], below: Double, above: Double) {
      (self.name, self.bins, self.below, self.above) = (name, bins, below, above)
    }

    init(_ name: String, _ counts: BinCounts) {
      let total = Double(max(1, counts.total))
      self.init(
        name, bins: counts.bins.map { Double($0) / total }, below: Double(counts.below) / total,
        above: Double(counts.above) / total)
    }
  }

  private static let width = 280.0
  private static let height = 140.0
  private static let left = 36.0
  private static let right = 276.0
  private static let top = 10.0
  private static let bottom = 117.0
  /// Room between the bins and what lies beyond them.
  private static let gap = 5.0

  private var hasBelow: Bool { series.contains { $0.below > 0 } }
  private var hasAbove: Bool { series.contains { $0.above > 0 } }

  /// - Parameters:
  ///   - id: unique in the page.
  ///   - title: what is shown.
  func markup(id: String, title: String) -> Markup {
    let names = series.map(\.name).joined(separator: " and ")
    return drawing(
      id: id, width: Self.width, height: Self.height, title: title,
      description: "Histogram of the \(names) values in \(edges.count) bins from "
        + "\(edges.text(ofEdge: 0)) to \(edges.text(ofEdge: edges.count)). "
        + "The figures are in the table that follows."
    ) {
      scale
      for (index, series) in series.enumerated() {
        index == 0 ? area(series) : outline(series)
      }
      axis
    }
  }

  /// The same figures as a table.
  func table(caption: String) -> Markup {
    element("table", ["class": "figures"]) {
      element("caption", ["class": "hidden"]) { caption }
      element("thead") {
        element("tr") {
          element("th", ["scope": "col"]) { edges.scale == .dates ? "date" : "value" }
          for series in series { element("th", ["scope": "col"]) { series.name } }
        }
      }
      element("tbody") {
        if hasBelow { row("before \(edges.text(ofEdge: 0))", series.map(\.below)) }
        for bin in 0..<edges.count where series.contains(where: { $0.bins[bin] > 0 }) {
          row(edges.text(ofBin: bin), series.map { $0.bins[bin] })
        }
        if hasAbove { row("from \(edges.text(ofEdge: edges.count)) on", series.map(\.above)) }
      }
    }
  }

  private func row(_ title: String, _ shares: [Double]) -> Markup {
    element("tr") {
      element("th", ["scope": "row"]) { title }
      for share in shares { element("td") { FigureText.percent(share) } }
    }
  }

  // MARK: - Geometry

  private var binWidth: Double {
    let slots = Double(edges.count) + (hasBelow ? 1 : 0) + (hasAbove ? 1 : 0)
    let gaps = (hasBelow ? Self.gap : 0) + (hasAbove ? Self.gap : 0)
    return (Self.right - Self.left - gaps) / slots
  }

  private var start: Double { hasBelow ? Self.left + binWidth + Self.gap : Self.left }

  private func x(_ edge: Int) -> Double { start + Double(edge) * binWidth }

  /// The top of the scale: a round number not below any share.
  private var most: Double {
    let largest = series.flatMap { $0.bins + [$0.below, $0.above] }.max() ?? 0
    guard largest > 0 else { return 1 }
    let power = pow(10, log10(largest).rounded(.down))
    let factor = [1, 1.2, 1.6, 2, 3, 4, 5, 6, 8, 10].first { $0 * power >= largest * 0.999 } ?? 10
    return min(1, factor * power)
  }

  private func y(_ share: Double, _ most: Double) -> Double {
    Self.bottom - min(1, share / most) * (Self.bottom - Self.top)
  }

  // MARK: - Parts

  @MarkupBuilder private var scale: Markup {
    let most = most
    for share in [most / 2, most] {
      let height = y(share, most)
      void(
        "line",
        [
          "class": "grid", "x1": Self.left.pixels, "x2": Self.right.pixels, "y1": height.pixels,
          "y2": height.pixels,
        ])
      caption(
        String(format: "%.3g %%", 100 * share), "tick end", x: Self.left - 5, y: height + 3.8)
    }
  }

  /// What lies beyond the bins, as bars of their own.
  private func ends(_ series: Series) -> [(x: Double, share: Double)] {
    (hasBelow ? [(Self.left, series.below)] : [])
      + (hasAbove ? [(x(edges.count) + Self.gap, series.above)] : [])
  }

  private func area(_ series: Series) -> Markup {
    let most = most
    var path = "M\(x(0).pixels) \(Self.bottom.pixels)"
    for (bin, share) in series.bins.enumerated() {
      path += "V\(y(share, most).pixels)H\(x(bin + 1).pixels)"
    }
    path += "V\(Self.bottom.pixels)z"
    for end in ends(series) {
      path += "M\(end.x.pixels) \(Self.bottom.pixels)V\(y(end.share, most).pixels)"
      path += "h\(binWidth.pixels)V\(Self.bottom.pixels)z"
    }
    return void("path", ["class": "area", "d": path])
  }

  private func outline(_ series: Series) -> Markup {
    let most = most
    var path = "M\(x(0).pixels) \(Self.bottom.pixels)"
    for (bin, share) in series.bins.enumerated() {
      path += "V\(y(share, most).pixels)H\(x(bin + 1).pixels)"
    }
    path += "V\(Self.bottom.pixels)"
    for end in ends(series) {
      path += "M\(end.x.pixels) \(Self.bottom.pixels)V\(y(end.share, most).pixels)"
      path += "h\(binWidth.pixels)V\(Self.bottom.pixels)"
    }
    return void("path", ["class": "outline", "d": path])
  }

  @MarkupBuilder private var axis: Markup {
    void(
      "line",
      [
        "class": "base", "x1": Self.left.pixels, "x2": Self.right.pixels,
        "y1": Self.bottom.pixels, "y2": Self.bottom.pixels,
      ])
    let baseline = Self.height - 7
    let ticks = self.ticks
    for tick in ticks {
      void(
        "line",
        [
          "class": "base", "x1": tick.x.pixels, "x2": tick.x.pixels, "y1": Self.bottom.pixels,
          "y2": (Self.bottom + 4).pixels,
        ])
      caption(tick.text, "tick \(tick.anchor)", x: tick.labelX, y: baseline)
    }
    if hasBelow, (ticks.first?.start ?? .infinity) > Self.left + binWidth + 2 {
      caption("<", "tick middle", x: Self.left + binWidth / 2, y: baseline)
    }
    if hasAbove, (ticks.last?.end ?? 0) < Self.right - binWidth - 2 {
      caption("\u{2265}", "tick middle", x: Self.right - binWidth / 2, y: baseline)
    }
  }

  private struct Tick {
    var x: Double
    var labelX: Double
    var anchor: String
    var text: String
    var start: Double
    var end: Double
  }

  /// As many labels as there is room for.
  private var ticks: [Tick] {
    let indices = edges.isPerNumber ? 0..<edges.count : 0..<edges.count + 1
    let widest = indices.map { edges.text(ofEdge: $0).count }.max() ?? 1
    let room = (Self.right - Self.left) / (Double(widest) * Self.letter + 10)
    let ticks = edges.ticks(atMost: max(2, min(7, Int(room)))).filter { indices.contains($0) }
      .map(tick)
    // At the borders labels move inwards, where they may meet.
    return ticks.reduce(into: []) { kept, tick in
      if tick.start > (kept.last?.end ?? -.infinity) + 5 { kept.append(tick) }
    }
  }

  private func tick(_ index: Int) -> Tick {
    let text = edges.text(ofTick: index)
    let x = x(index) + (edges.isPerNumber ? binWidth / 2 : 0)
    let half = Double(text.count) * Self.letter / 2
    let (anchor, labelX): (String, Double) =
      x + half > Self.width - 2
      ? ("end", Self.width - 2) : x - half < 2 ? ("start", 2) : ("middle", x)
    let start = anchor == "end" ? labelX - 2 * half : anchor == "start" ? labelX : x - half
    return Tick(
      x: x, labelX: labelX, anchor: anchor, text: text, start: start, end: start + 2 * half)
  }

  /// The width of a digit.
  private static let letter = 6.3
}
