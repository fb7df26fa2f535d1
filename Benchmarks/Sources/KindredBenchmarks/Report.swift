/// Measurements of whole programs as Markdown.
struct Report {
  let measurements: [Measurement]
  let repeats: Int

  /// Of every size, and from each size to the next.
  var ratios: [Ratio] {
    measurements.flatMap(\.ratios)
      + zip(measurements, measurements.dropFirst()).flatMap { $1.ratios(from: $0) }
  }

  var text: String {
    var text =
      "\nWhole programs, reading and writing CSV; medians of \(repeats) runs taken in turns.\n"
    text += table(
      "Seconds, all cores",
      ["users", "rows", "MB", "copy", "read", "fit", "sample", "fit / read", "sample / copy"],
      measurements.map {
        [
          "\($0.users)", "\($0.rows)", digits($0.megabytes), digits($0[.copy].seconds),
          digits($0[.read].seconds), digits($0[.fit].seconds), digits($0[.sample].seconds),
          ratio($0[.fit].seconds, $0[.read].seconds),
          ratio($0[.sample].seconds, $0[.copy].seconds),
        ]
      })
    text += table(
      "Microseconds per row, and one thread against all",
      ["users", "fit", "fit, 1 thread", "1 / all", "sample", "sample, 1 thread", "1 / all"],
      measurements.map {
        let rows = Double($0.rows) / 1e6
        return [
          "\($0.users)", digits($0[.fit].seconds / rows), digits($0[.fitOneThread].seconds / rows),
          ratio($0[.fitOneThread].seconds, $0[.fit].seconds),
          digits($0[.sample].seconds / rows), digits($0[.sampleOneThread].seconds / rows),
          ratio($0[.sampleOneThread].seconds, $0[.sample].seconds),
        ]
      })
    text += table(
      "Peak memory, MB",
      ["users", "files", "columns", "read", "fit", "fit / columns", "sample"],
      measurements.map {
        [
          "\($0.users)", digits($0.megabytes), digits($0.columnMegabytes),
          digits($0[.read].peakMegabytes), digits($0[.fit].peakMegabytes),
          ratio($0[.fit].peakMegabytes, $0.columnMegabytes), digits($0[.sample].peakMegabytes),
        ]
      })
    text += table(
      "Fit with a limit",
      ["users", "--memory, MB", "peak, MB", "peak / limit", "seconds", "/ fit"],
      measurements.map {
        [
          "\($0.users)", "\($0.limitMegabytes)", digits($0[.fitLimited].peakMegabytes),
          ratio($0[.fitLimited].peakMegabytes, Double($0.limitMegabytes)),
          digits($0[.fitLimited].seconds), ratio($0[.fitLimited].seconds, $0[.fit].seconds),
        ]
      })
    return text + comparison
  }

  /// SDV's figures, and ours per row of the nearest size.
  private var comparison: String {
    let rows = Baseline.sdv.map { baseline in
      let own = measurements.min { abs($0.users - baseline.users) < abs($1.users - baseline.users) }
      let share = own.map { Double(baseline.users) / Double($0.users) } ?? .nan
      return [
        "\(baseline.users)", digits(baseline.fitSeconds), digits(baseline.sampleSeconds),
        digits(baseline.peakMegabytes), own.map { "\($0.users)" } ?? "",
        ratio(baseline.fitSeconds, (own?[.fit].seconds ?? .nan) * share),
        ratio(baseline.sampleSeconds, (own?[.sample].seconds ?? .nan) * share),
      ]
    }
    return table(
      "SDV 1.38.2 HMASynthesizer (measured earlier, another time) against kindred per user",
      ["users", "fit s", "sample s", "peak MB", "kindred at", "fit", "sample"], rows)
  }

  private func ratio(_ value: Double, _ other: Double) -> String { digits(value / other) + " ×" }
}
