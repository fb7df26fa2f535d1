import Foundation

/// A name or label of the data, whose direction of writing does not spread to what stands around it.
func name(_ text: String) -> Markup {
  element("bdi", ["class": "name"]) { text }
}

/// A link to a place of the page.
func link(to id: String, @MarkupBuilder _ content: () -> Markup) -> Markup {
  .element("a", ["href": "#\(id)"], content())
}

/// A figure with the exact number beside the rounded text.
func figure(_ value: Double, _ text: String) -> Markup {
  .element("data", ["value": "\(value)"], Markup(text: text))
}

/// Figures as pages write them.
enum FigureText {
  /// A score in three digits; 1.000 only for a score that is 1 to more digits than that.
  static func score(_ score: Double) -> String {
    String(format: "%.3f", score < 1 ? min(score, 0.9994) : score)
  }

  /// A correlation in two digits, with a true minus sign.
  static func correlation(_ value: Double) -> String {
    let text = String(format: "%.2f", value)
    if text == "-0.00" { return "0.00" }
    return text.hasPrefix("-") ? "\u{2212}\(text.dropFirst())" : text
  }

  /// A share as a percentage with one digit.
  static func percent(_ share: Double) -> String {
    let percentage = 100 * share
    if percentage > 0, percentage < 0.05 { return "<0.1 %" }
    return String(format: "%.1f %%", percentage)
  }

  /// A number with four digits.
  static func number(_ value: Double) -> String { String(format: "%.4g", value) }

  /// A number with a comma between thousands.
  static func count(_ number: Int) -> String {
    var digits = String(number.magnitude)
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    groups.insert(digits, at: 0)
    return (number < 0 ? "\u{2212}" : "") + groups.joined(separator: ",")
  }

  /// A number and its noun: "1 row", "2 rows".
  static func count(_ number: Int, _ noun: String) -> String {
    "\(count(number)) \(noun)\(number == 1 ? "" : "s")"
  }
}

/// A score as a figure, or a dash.
func scoreFigure(_ score: Double?) -> Markup {
  score.map { figure($0, FigureText.score($0)) } ?? Markup(text: "\u{2013}")
}

/// A share as a figure, or a dash.
func percentFigure(_ share: Double?) -> Markup {
  share.map { figure($0, FigureText.percent($0)) } ?? Markup(text: "\u{2013}")
}

/// A correlation as a figure, or a dash.
func correlationFigure(_ value: Double?) -> Markup {
  value.map { figure($0, FigureText.correlation($0)) } ?? Markup(text: "\u{2013}")
}
