import KindredData

/// A score as a bar; the figure stands beside it.
func scoreBar(_ score: Double?) -> Markup {
  element(
    "svg",
    [
      "class": "meter", "viewBox": "0 0 100 6", "preserveAspectRatio": "none",
      "aria-hidden": "true",
    ]
  ) {
    rectangle("track", x: 0, y: 0, width: 100, height: 6)
    if let score { rectangle("filled", x: 0, y: 0, width: 100 * min(1, max(0, score)), height: 6) }
  }
}

/// Two measures on one scale as two dots and the way between them.
func dumbbell(_ real: Double?, _ synthetic: Double?, from least: Double, to most: Double) -> Markup
{
  func x(_ value: Double) -> Double {
    6 + 108 * min(1, max(0, (value - least) / (most - least)))
  }
  return element("svg", ["class": "dots", "viewBox": "0 0 120 14", "aria-hidden": "true"]) {
    void("line", ["class": "grid", "x1": "6", "x2": "114", "y1": "7", "y2": "7"])
    if least < 0 {
      void(
        "line",
        ["class": "base", "x1": x(0).pixels, "x2": x(0).pixels, "y1": "2", "y2": "12"])
    }
    if let real, let synthetic {
      void(
        "line",
        ["class": "way", "x1": x(real).pixels, "x2": x(synthetic).pixels, "y1": "7", "y2": "7"])
    }
    if let real { void("circle", ["class": "area", "cx": x(real).pixels, "cy": "7", "r": "5"]) }
    if let synthetic {
      void("circle", ["class": "ring", "cx": x(synthetic).pixels, "cy": "7", "r": "4"])
    }
  }
}
