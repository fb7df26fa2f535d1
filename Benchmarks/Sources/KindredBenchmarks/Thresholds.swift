import Foundation
import KindredData

/// Bounds of ratios, from a file: `{"name": {"most": 2}, "other name": {"least": 1.7}}`.
struct Thresholds {
  private struct Bound: Decodable {
    var most: Double?
    var least: Double?
  }

  private let bounds: [String: Bound]

  /// - Throws: `KindredError` of kind `file` or `format`.
  init(path: String) throws {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw KindredError(.file, "\(path) cannot be read")
    }
    do {
      bounds = try JSONDecoder().decode([String: Bound].self, from: data)
    } catch {
      throw KindredError(.format, "\(path): \(error)")
    }
  }

  /// The ratios beside their bounds, as Markdown.
  func text(_ ratios: [Ratio]) -> String {
    table(
      "Thresholds", ["ratio", "measured", "bound", ""],
      ratios.filter { bounds[$0.name] != nil }.map { ratio in
        [ratio.name, digits(ratio.value), words(ratio), holds(ratio) ? "" : "**broken**"]
      })
  }

  /// A line per ratio beyond its bound.
  /// - Parameter all: whether every bound should have a ratio; one that has none is told, too.
  func broken(by ratios: [Ratio], all: Bool) -> [String] {
    let beyond = ratios.filter { !holds($0) }.map {
      "\($0.name): \(digits($0.value)) where the threshold is \(words($0))"
    }
    let measured = Set(ratios.map(\.name))
    let missing = bounds.keys.sorted().filter { !measured.contains($0) }
    return beyond + (all ? missing.map { "\($0): not measured" } : [])
  }

  private func holds(_ ratio: Ratio) -> Bool {
    guard let bound = bounds[ratio.name] else { return true }
    // What is no number holds nothing.
    return ratio.value <= bound.most ?? .infinity && ratio.value >= bound.least ?? 0
  }

  private func words(_ ratio: Ratio) -> String {
    guard let bound = bounds[ratio.name] else { return "" }
    return [
      bound.least.map { "at least \(digits($0))" }, bound.most.map { "at most \(digits($0))" },
    ].compactMap { $0 }.joined(separator: ", ")
  }
}
