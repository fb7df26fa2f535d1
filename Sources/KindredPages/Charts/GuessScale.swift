import KindredData

/// A share of right guesses with its uncertainty, on a scale on which the middle is guessing.
///
/// The whisker reaches two standard errors to each side.
func guessScale(_ value: Double, standardError: Double, style: String) -> Markup {
  func x(_ share: Double) -> Double { 6 + 108 * min(1, max(0, share)) }
  let reach = 2 * standardError
  return element("svg", ["class": "dots", "viewBox": "0 0 120 14", "aria-hidden": "true"]) {
    void("line", ["class": "grid", "x1": "6", "x2": "114", "y1": "7", "y2": "7"])
    void("line", ["class": "base", "x1": "60", "x2": "60", "y1": "2", "y2": "12"])
    void(
      "line",
      [
        "class": "way", "x1": x(value - reach).pixels, "x2": x(value + reach).pixels, "y1": "7",
        "y2": "7",
      ])
    void("circle", ["class": style, "cx": x(value).pixels, "cy": "7", "r": "4"])
  }
}
