import Foundation
import KindredData

/// Finds columns whose labels determine those of other columns of the row.
struct RefinementLearning {
  /// The columns of one table; what is found goes in here.
  private(set) var columns: [ColumnModel]
  /// Per column, the labels of the rows; nil for columns that are not categorical.
  private let codes: [LabelCodes?]

  /// Most of the rows that may contradict: slips of the pen.
  private static let mostContradictions = 0.005
  /// Least power of ten by which chance is unlikely to make labels go together like this.
  private static let leastEvidence = 6.0
  /// The same where the names say so: every city lies in one country.
  private static let leastGeographicEvidence = 1.0

  init(columns: [ColumnModel], codes: [LabelCodes?]) {
    self.columns = columns
    self.codes = codes
  }

  /// Finds what every column's labels say about coarser columns.
  mutating func learn() {
    let labelled = columns.indices.filter { columns[$0].labels != nil }
    // Columns with more labels choose first; of two that tell each other, so the finer one waits.
    let finest = labelled.sorted { (labelCount($0), $0) > (labelCount($1), $1) }
    for column in finest where columns[column].copy == nil {
      let found = finest.compactMap { coarser -> LabelRefinement.Coarser? in
        guard coarser != column, !columns.waits(coarser, for: column),
          let labels = belonging(of: column, to: coarser)
        else { return nil }
        return LabelRefinement.Coarser(column: coarser, labels: labels)
      }
      columns[column].refinement = refinement(of: column, by: found)
    }
  }

  private func labelCount(_ column: Int) -> Int { columns[column].labels?.count ?? 0 }

  /// - Parameter found: the finest first, which leave the least open.
  private func refinement(
    of column: Int, by found: [LabelRefinement.Coarser]
  ) -> LabelRefinement? {
    var found = Array(found.prefix(LabelRefinement.most))
    guard !found.isEmpty else { return nil }
    guard codes[column]?.hasNulls ?? false else {
      return LabelRefinement(coarser: found, nullShares: [])
    }
    let shares = found.map { nullShares(of: column, under: $0.column) }
    let best = shares.indices.min { (shares[$0].open, $0) < (shares[$1].open, $1) } ?? 0
    found.swapAt(0, best)
    return LabelRefinement(coarser: found, nullShares: shares[best].shares)
  }

  /// Per label of a column, the one label of a coarser column that it goes with; nil when labels
  /// go with several, or when chance may have it so.
  private func belonging(of column: Int, to coarser: Int) -> [Int32]? {
    let (own, theirs) = (labelCount(column), labelCount(coarser))
    guard own > 1, theirs > 1, let ownCodes = codes[column], let theirCodes = codes[coarser] else {
      return nil
    }
    var first = [Int32](repeating: .min, count: own)
    var seen = 0.0
    var contradictions = 0.0
    for (label, other) in zip(ownCodes, theirCodes)
    where label >= 0 && other != LabelCodes.unknown {
      seen += 1
      if first[Int(label)] == .min {
        first[Int(label)] = other
      } else if first[Int(label)] != other {
        contradictions += 1
        if contradictions > 3 + 0.02 * seen { return nil }
      }
    }
    return settled(column, coarser, ownCodes, theirCodes)
  }

  private func settled(
    _ column: Int, _ coarser: Int, _ ownCodes: LabelCodes, _ theirCodes: LabelCodes
  ) -> [Int32]? {
    let (own, theirs) = (labelCount(column), labelCount(coarser))
    // A table of counts, with a place for null; small, as labels have one partner each.
    var counts: [Int64: Int] = [:]
    var totals = [Int](repeating: 0, count: theirs + 1)
    var labelled = 0
    for (label, other) in zip(ownCodes, theirCodes)
    where label >= 0 && other != LabelCodes.unknown {
      counts[Int64(label) << 32 | Int64(other + 1), default: 0] += 1
      totals[Int(other + 1)] += 1
      labelled += 1
    }
    var best = [(count: Int, label: Int32)](repeating: (0, .min), count: own)
    for (pair, count) in counts {
      let label = Int(pair >> 32)
      let other = Int32(truncatingIfNeeded: pair & 0xFFFF_FFFF) - 1
      if (count, other) > best[label] { best[label] = (count, other) }
    }
    guard labelled > 0, best.allSatisfy({ $0.count > 0 }) else { return nil }
    let agreeing = best.reduce(0) { $0 + $1.count }
    let rows = Double(labelled)
    guard rows - Double(agreeing) <= Self.mostContradictions * rows else { return nil }
    let chance = totals.reduce(0) { $0 + Double($1) * Double($1) } / (rows * rows)
    let evidence = (rows - Double(own)) * -log10(max(chance, 1e-9))
    let needed =
      Self.isGeographic(columns[column].name) && Self.isGeographic(columns[coarser].name)
      ? Self.leastGeographicEvidence : Self.leastEvidence
    guard chance < 0.9, evidence >= needed else { return nil }
    return best.map(\.label)
  }

  /// Share of nulls per label of a coarser column and under its nulls, and the rows that it leaves
  /// open on average.
  private func nullShares(of column: Int, under coarser: Int) -> (shares: [Float], open: Double) {
    let labels = columns[coarser].labels?.count ?? 0
    var rows = [Double](repeating: 0, count: labels + 1)
    var nulls = rows
    guard let ownCodes = codes[column], let theirCodes = codes[coarser] else {
      return ([], .infinity)
    }
    for (own, other) in zip(ownCodes, theirCodes) where other != LabelCodes.unknown {
      let place = other < 0 ? labels : Int(other)
      rows[place] += 1
      if own == LabelCodes.null { nulls[place] += 1 }
    }
    let shares = zip(nulls, rows).map { $1 > 0 ? $0 / $1 : columns[column].nullShare }
    let open = zip(shares, rows).reduce(0) { $0 + $1.1 * $1.0 * (1 - $1.0) }
    return (shares.map { Float($0) }, open)
  }

  private static let geography = [
    "city", "town", "village", "state", "region", "province", "county", "district", "country",
    "nation", "continent", "zip", "postal", "postcode",
  ]

  private static func isGeographic(_ name: String) -> Bool {
    let name = name.lowercased()
    return geography.contains { name.contains($0) }
  }
}
