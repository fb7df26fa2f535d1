import ArgumentParser

/// Reports that take long and can be left out, such as `detection,privacy`.
struct SkippedParts: ExpressibleByArgument {
  enum Part: String, CaseIterable {
    case detection, privacy
  }

  var parts: Set<Part> = []

  init() {}

  init?(argument: String) {
    for name in argument.split(separator: ",", omittingEmptySubsequences: false) {
      guard let part = Part(rawValue: String(name)) else { return nil }
      parts.insert(part)
    }
  }

  static var help: String { Part.allCases.map(\.rawValue).joined(separator: ", ") }

  func contains(_ part: Part) -> Bool { parts.contains(part) }
}
