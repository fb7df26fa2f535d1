import Foundation
import KindredData

extension RelationalReport {
  /// Nulls, siblings and dates that differ most.
  public func worstMeasures(_ count: Int) -> [Finding] {
    Finding.worst(
      nullShares.map(\.finding) + (siblings + dates).compactMap(\.finding), count)
  }

  /// The pairs of columns at the ends of paths whose dependence differs most; every pair counts.
  public func worstHops(_ count: Int) -> [Finding] {
    Finding.worst(
      hops.joined().flatMap { hop in
        hop.pairs.compactMap { pair in
          var finding = pair.finding(at: .legacy)
          finding?.subject += " (\(hop.tables.joined(separator: " > ")))"
          finding?.place = .path(hop.tables)
          return finding
        }
      }, count)
  }
}

extension NullScore {
  fileprivate var finding: Finding {
    Finding(
      subject: "\(table).\(column)",
      text: "\(Finding.percent(syntheticShare)) of the rows are null instead of "
        + Finding.percent(realShare), score: score, place: .column(table: table, column: column))
  }
}

extension ChildScore {
  fileprivate var finding: Finding? {
    guard let score, let real, let synthetic else { return nil }
    let table = relationship.childTable
    let key = relationship.childKey.joined(separator: "+")
    let text =
      switch metric {
      case .siblingSimilarity:
        "rows of one \(key) resemble each other by "
          + String(format: "%.2f instead of %.2f", synthetic, real)
      case .gapSimilarity:
        "the time to the next row of one \(key) has another distribution; median "
          + "\(Self.duration(synthetic)) instead of \(Self.duration(real))"
      case .orderSimilarity:
        "\(Finding.percent(synthetic)) of the rows of one \(key) follow in time, instead of "
          + Finding.percent(real)
      default:
        "\(Finding.percent(synthetic)) of the rows are not before "
          + "\(relationship.parentTable).\(parentColumn ?? ""), instead of "
          + Finding.percent(real)
      }
    return Finding(
      subject: "\(table).\(column)", text: text, score: score, place: relationship.place)
  }

  private static func duration(_ seconds: Double) -> String {
    switch seconds {
    case ..<120: String(format: "%.0f s", seconds)
    case ..<7200: String(format: "%.0f min", seconds / 60)
    case ..<172_800: String(format: "%.1f h", seconds / 3600)
    default: String(format: "%.1f days", seconds / 86_400)
    }
  }
}
