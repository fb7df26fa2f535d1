import Foundation
import KindredData

extension BinEdges {
  /// An edge as people write it, with as many digits as the width of the bins asks for: "2,500",
  /// "0.25", "1998-03".
  public func text(ofEdge index: Int) -> String {
    guard edges.indices.contains(index) else { return "" }
    switch step {
    case .number(let step): return Self.text(edges[index], step: step)
    case .months(let months):
      return Self.date(edges[index], months % 12 == 0 ? "%Y" : "%Y-%m")
    case .microseconds(let unit):
      switch unit {
      case CivilDate.microsecondsPerDay...: return Self.date(edges[index], "%Y-%m-%d")
      case 60_000_000...: return Self.date(edges[index], "%Y-%m-%d %H:%M")
      case 1_000_000...: return Self.date(edges[index], "%Y-%m-%d %H:%M:%S")
      default: return Self.date(edges[index], "%Y-%m-%d %H:%M:%S.%f")
      }
    }
  }

  /// A bin as people write it: a whole number, or two edges.
  public func text(ofBin index: Int) -> String {
    let lower = text(ofEdge: index)
    return isPerNumber ? lower : "\(lower) to \(text(ofEdge: index + 1))"
  }

  private static func date(_ microseconds: Double, _ format: String) -> String {
    guard let exact = Int64(exactly: microseconds.rounded()),
      let text = try? TimestampFormat(format).string(from: exact)
    else { return String(format: "%.4g", microseconds) }
    return text
  }

  private static func text(_ number: Double, step: Double) -> String {
    if number == 0 { return "0" }
    let largest = max(abs(number), step)
    guard largest < 1e6, step >= 1e-4 else {
      // Enough digits to tell neighbours apart.
      let digits = min(9, max(2, Int((log10(largest) - log10(step)).rounded(.up)) + 2))
      return shortened(String(format: "%.\(digits)g", number))
    }
    var places = 0
    while places < 5, abs((step * pow(10, Double(places))).remainder(dividingBy: 1)) > 1e-6 {
      places += 1
    }
    return grouped(String(format: "%.\(places)f", number))
  }

  /// Millions and the like by their letters.
  private static func shortened(_ text: String) -> String {
    guard let number = Double(text), abs(number) >= 1e6, abs(number) < 1e15 else { return text }
    let (unit, letter) =
      abs(number) >= 1e12 ? (1e12, "T") : abs(number) >= 1e9 ? (1e9, "G") : (1e6, "M")
    return String(format: "%.6g", number / unit) + " " + letter
  }

  private static func grouped(_ text: String) -> String {
    let sign = text.hasPrefix("-") ? "-" : ""
    let parts = text.dropFirst(sign.count).split(separator: ".", maxSplits: 1)
    var digits = String(parts.first ?? "")
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    groups.insert(digits, at: 0)
    return sign + groups.joined(separator: ",") + (parts.count > 1 ? "." + parts[1] : "")
  }
}

extension BinEdges {
  /// An edge as an axis labels it: midnight without its time.
  public func text(ofTick index: Int) -> String {
    let text = text(ofEdge: index)
    guard scale == .dates, edges.indices.contains(index),
      edges[index].truncatingRemainder(dividingBy: Double(CivilDate.microsecondsPerDay)) == 0
    else { return text }
    return String(text.prefix { $0 != " " })
  }

  /// The edges to label on an axis: round ones at equal distances, at most so many.
  public func ticks(atMost most: Int) -> [Int] {
    let first: Int
    let strides: [Int]
    switch step {
    case .number(let step):
      first = Int((edges[0] / step).rounded())
      strides = [1, 2, 4, 5, 10, 20, 40]
    case .microseconds(let unit):
      first = Int((edges[0] / Double(unit)).rounded())
      strides = [1, 2, 3, 4, 6, 7, 12, 24]
    case .months(let months):
      let start = CivilDate(
        daysSince1970: Int((edges[0] / Double(CivilDate.microsecondsPerDay)).rounded()))
      first = (start.year * 12 + start.month - 1) / months
      let round = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12_000]
      strides = round.filter { $0 % months == 0 }.map { $0 / months }
    }
    for stride in strides {
      let ticks = edges.indices.filter { (first + $0) % stride == 0 }
      if ticks.count <= most, !ticks.isEmpty { return ticks }
    }
    return [0, count]
  }
}
