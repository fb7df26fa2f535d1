/// Measurements as Markdown.
struct Report {
  let measurements: [Measurement]
  let repeats: Int

  var text: String {
    var text =
      "Whole programs, reading and writing CSV; medians of \(repeats) runs taken in turns.\n"
    text += section(
      "Seconds, all cores",
      ["users", "rows", "MB", "copy", "read", "fit", "sample", "fit / read", "sample / copy"],
      measurements.map {
        [
          "\($0.users)", "\($0.rows)", number($0.megabytes), number($0[.copy].seconds),
          number($0[.read].seconds), number($0[.fit].seconds), number($0[.sample].seconds),
          ratio($0[.fit].seconds, $0[.read].seconds),
          ratio($0[.sample].seconds, $0[.copy].seconds),
        ]
      })
    text += section(
      "Microseconds per row, and one thread against all",
      ["users", "fit", "fit, 1 thread", "1 / all", "sample", "sample, 1 thread", "1 / all"],
      measurements.map {
        let rows = Double($0.rows) / 1e6
        return [
          "\($0.users)", number($0[.fit].seconds / rows), number($0[.fitOneThread].seconds / rows),
          ratio($0[.fitOneThread].seconds, $0[.fit].seconds),
          number($0[.sample].seconds / rows), number($0[.sampleOneThread].seconds / rows),
          ratio($0[.sampleOneThread].seconds, $0[.sample].seconds),
        ]
      })
    text += section(
      "Peak memory, MB",
      ["users", "files", "read", "fit", "sample", "fit / files", "sample / files"],
      measurements.map {
        [
          "\($0.users)", number($0.megabytes), number($0[.read].peakMegabytes),
          number($0[.fit].peakMegabytes), number($0[.sample].peakMegabytes),
          ratio($0[.fit].peakMegabytes, $0.megabytes),
          ratio($0[.sample].peakMegabytes, $0.megabytes),
        ]
      })
    return text + comparison
  }

  /// Only where both were measured at the same size.
  private var comparison: String {
    let rows = Baseline.sdv.compactMap { baseline -> [String]? in
      guard let own = measurements.first(where: { $0.users == baseline.users }) else { return nil }
      return [
        "\(baseline.users)", number(baseline.fitSeconds),
        ratio(baseline.fitSeconds, own[.fit].seconds),
        number(baseline.sampleSeconds), ratio(baseline.sampleSeconds, own[.sample].seconds),
        number(baseline.peakMegabytes),
        ratio(baseline.peakMegabytes, max(own[.fit].peakMegabytes, own[.sample].peakMegabytes)),
      ]
    }
    guard !rows.isEmpty else { return "" }
    return section(
      "SDV 1.38.2 HMASynthesizer against kindred (seconds measured earlier, another time)",
      ["users", "fit s", "/ kindred", "sample s", "/ kindred", "peak MB", "/ kindred"], rows)
  }

  private func section(_ title: String, _ header: [String], _ rows: [[String]]) -> String {
    let lines = [header, header.map { _ in "--:" }] + rows
    return "\n### \(title)\n\n"
      + lines.map { "| \($0.joined(separator: " | ")) |\n" }.joined()
  }

  /// Three significant digits.
  private func number(_ value: Double) -> String {
    guard value.isFinite else { return "–" }
    let places = abs(value) >= 100 ? 0 : abs(value) >= 10 ? 1 : abs(value) >= 1 ? 2 : 3
    let scale = [1.0, 10, 100, 1000][places]
    let whole = Int((value * scale).rounded())
    guard places > 0 else { return "\(whole)" }
    let decimals = "\(whole % Int(scale))"
    let zeros = String(repeating: "0", count: places - decimals.count)
    return "\(whole / Int(scale)).\(zeros)\(decimals)"
  }

  private func ratio(_ value: Double, _ other: Double) -> String { number(value / other) + " ×" }
}
