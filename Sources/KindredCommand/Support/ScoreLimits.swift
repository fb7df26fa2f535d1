import ArgumentParser
import Foundation
import KindredEvaluation

/// Scores that must be reached, such as `quality=.9,diagnostic=1`.
struct ScoreLimits: ExpressibleByArgument {
  struct Limit {
    var name: String
    var least: Double
  }

  var limits: [Limit] = []

  private static let names =
    [
      "quality", "diagnostic", "relational", "column-shapes", "column-pair-trends", "cardinality",
      "intertable-trends", "data-validity", "data-structure", "relationship-validity",
      "null-shares", "2-hop-trends", "3-hop-trends", "sibling-dependence", "dates-of-children",
    ] + detectionNames + privacyNames

  private static let detectionNames = [
    "detection", "single-table-detection", "aggregated-detection",
  ]
  private static let privacyNames = ["privacy", "exact-matches", "near-matches"] + needHoldout
  /// Scores that there are only with a holdout.
  static let needHoldout = ["training-rows", "membership"]

  /// The report that a score is of, where it can be left out.
  static func part(of name: String) -> SkippedParts.Part? {
    detectionNames.contains(name) ? .detection : privacyNames.contains(name) ? .privacy : nil
  }

  init?(argument: String) {
    for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = part.split(separator: "=", omittingEmptySubsequences: false)
      guard sides.count == 2, Self.names.contains(String(sides[0])),
        let least = Double(sides[1].hasPrefix(".") ? "0\(sides[1])" : String(sides[1])),
        (0...1).contains(least)
      else { return nil }
      limits.append(Limit(name: String(sides[0]), least: least))
    }
  }

  static var help: String { names.joined(separator: ", ") }

  /// A sentence per score that is missing or below its limit.
  /// - Parameter scores: by the names of the command line.
  func missed(by scores: [String: Double?]) -> [String] {
    limits.compactMap { limit in
      guard let score = scores[limit.name] ?? nil else {
        return "\(limit.name) could not be measured, \(Self.figure(limit.least)) is asked for"
      }
      // Means of many scores may lose their last digits.
      return score + 1e-9 < limit.least
        ? "\(limit.name) is \(Self.figure(score)), below \(Self.figure(limit.least))" : nil
    }
  }

  private static func figure(_ score: Double) -> String { String(format: "%.6g", score) }

  /// The name of a property on the command line, such as "column-shapes".
  static func name(of property: PropertyScore) -> String {
    property.name.lowercased().split(separator: " ").joined(separator: "-")
  }
}
