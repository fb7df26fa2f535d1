/// Two times or sizes that were measured together, one over the other: what holds on other machines
/// too.
struct Ratio {
  /// What thresholds call it.
  let name: String
  let value: Double
}

/// Milliseconds of the fastest of some runs, which are hindered least by what else goes on.
func fastest(of runs: Int, _ body: () throws -> Void) rethrows -> Double {
  var least = Double.infinity
  let clock = ContinuousClock()
  for _ in 0..<runs {
    let duration = try clock.measure(body).components
    least = min(least, Double(duration.seconds) * 1e3 + Double(duration.attoseconds) * 1e-15)
  }
  return least
}

/// Three significant digits.
func digits(_ value: Double) -> String {
  guard value.isFinite else { return "–" }
  let places = abs(value) >= 100 ? 0 : abs(value) >= 10 ? 1 : abs(value) >= 1 ? 2 : 3
  let scale = [1.0, 10, 100, 1000][places]
  let whole = Int((value * scale).rounded())
  guard places > 0 else { return "\(whole)" }
  let decimals = "\(whole % Int(scale))"
  let zeros = String(repeating: "0", count: places - decimals.count)
  return "\(whole / Int(scale)).\(zeros)\(decimals)"
}

/// A table in Markdown.
func table(_ title: String, _ header: [String], _ rows: [[String]]) -> String {
  let lines = [header, header.enumerated().map { $0.offset == 0 ? "---" : "--:" }] + rows
  return "\n### \(title)\n\n" + lines.map { "| \($0.joined(separator: " | ")) |\n" }.joined()
}
