/// The style sheet of drawings, for light and dark surroundings.
enum SVGStyle {
  /// Colours that tell the wires of different parents apart.
  static let hueCount = light.count

  private static let light = [
    "#2563b8", "#b4540a", "#0f7a5a", "#9333a8", "#b3261e", "#0e7490", "#6b7a10", "#5b4bc4",
  ]
  private static let dark = [
    "#7fb0ff", "#f0a35e", "#5fd3a8", "#d99aec", "#ff8f85", "#5cc8e0", "#c5d05a", "#b0a4ff",
  ]

  static let css: String = {
    var rules = [
      ".kindred-schema{font-family:system-ui,'Segoe UI',Roboto,'DejaVu Sans',sans-serif}",
      rule("text", "dominant-baseline:auto"),
      rule(".name", "font-size:13.5px;font-weight:600"),
      rule(
        ".column,.type,.marktext",
        "font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace"),
      rule(".column", "font-size:12px"),
      rule(".column.key", "font-weight:600"),
      rule(".type", "font-size:10px;text-anchor:end"),
      rule(".marktext", "font-size:8.5px;font-weight:700;text-anchor:middle"),
      rule(".line", "fill:none;stroke-width:1.5"),
      rule(".wire:hover .line", "stroke-width:3"),
      rule(".edge", "fill:none;stroke-width:1.2"),
      rule(".head", "fill-opacity:.13"),
    ]
    rules += colours(
      hues: light, ground: "#ffffff", box: "#ffffff", text: "#1b2430", muted: "#66758a",
      edge: "#aab4c2", primary: "#f6d98a", primaryText: "#5c4300", foreign: "#d5e3f8",
      foreignText: "#1f4a85")
    let night = colours(
      hues: dark, ground: "#10151c", box: "#19212b", text: "#e7ecf3", muted: "#93a1b5",
      edge: "#47566a", primary: "#5b4a1c", primaryText: "#ffdf8f", foreign: "#223f66",
      foreignText: "#bcd6ff")
    rules.append("@media (prefers-color-scheme:dark){\(night.joined())}")
    return rules.joined()
  }()

  private static func rule(_ selectors: String, _ body: String) -> String {
    let scoped = selectors.split(separator: ",").map { ".kindred-schema \($0)" }
    return "\(scoped.joined(separator: ",")){\(body)}"
  }

  private static func colours(
    hues: [String], ground: String, box: String, text: String, muted: String, edge: String,
    primary: String, primaryText: String, foreign: String, foreignText: String
  ) -> [String] {
    var rules = [
      rule(".ground", "fill:\(ground)"), rule(".box", "fill:\(box)"),
      rule(".name,.column", "fill:\(text)"), rule(".type", "fill:\(muted)"),
      rule(".head.plain", "fill:\(muted)"), rule(".edge.plain", "stroke:\(edge)"),
      rule(".mark.pk", "fill:\(primary)"), rule(".mark.pk+.marktext", "fill:\(primaryText)"),
      rule(".mark.fk", "fill:\(foreign)"), rule(".mark.fk+.marktext", "fill:\(foreignText)"),
    ]
    for (index, hue) in hues.enumerated() {
      rules += [
        rule(".head.h\(index)", "fill:\(hue)"), rule(".edge.h\(index)", "stroke:\(hue)"),
        rule(".h\(index) .line", "stroke:\(hue)"), rule(".h\(index) .tip", "fill:\(hue)"),
      ]
    }
    return rules
  }
}
