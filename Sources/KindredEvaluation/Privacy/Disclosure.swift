import KindredData

/// How well an attacker who knows some columns of real rows guesses another one from the synthetic
/// rows: the CAP method of SDMetrics' `DisclosureProtection`.
///
/// M. Elliot, "Final Report on the Disclosure Risk Associated with the Synthetic Data Produced by the
/// SYLLS Team" (2014).
enum Disclosure {
  /// Columns an attacker knows, at most: with more hardly any synthetic row would match.
  private static let knownColumns = 3

  /// A score per column of modelled types. Known are the columns that depend on it most in the real
  /// data, in the order of the table where they depend alike.
  /// - Parameter tables: real, synthetic and, where there is one, the holdout.
  /// - Complexity: O(rows × columns²).
  static func scores(_ tables: [Table], _ metadata: TableMetadata) -> [DisclosureScore] {
    let statistical = metadata.columns.filter(\.sdtype.isStatistical)
    let columns = parallelMap(statistical.count) { index -> (String, DisclosureLabels)? in
      let columns = tables.compactMap { $0[column: statistical[index].name] }
      guard columns.count == tables.count,
        let column = SharedColumn(columns, statistical[index].sdtype)
      else { return nil }
      return (statistical[index].name, DisclosureLabels(column))
    }.compactMap { $0 }
    guard columns.count > 1, tables.allSatisfy({ $0.rowCount > 0 }) else { return [] }
    let associations = associations(columns.map(\.1))
    return parallelMap(columns.count) { index in
      let others = columns.indices.filter { $0 != index }.sorted {
        (associations[index][$1], $0) < (associations[index][$0], $1)
      }
      let known = others.prefix(knownColumns).sorted()
      return score(columns, sensitive: index, known: known)
    }
  }

  private static func associations(_ columns: [DisclosureLabels]) -> [[Double]] {
    let rows = parallelMap(columns.count) { first in
      (0..<first).map { DisclosureLabels.association(columns[first], columns[$0]) }
    }
    return columns.indices.map { first in
      columns.indices.map { second in
        first == second ? 0 : first > second ? rows[first][second] : rows[second][first]
      }
    }
  }

  private static func score(
    _ columns: [(name: String, labels: DisclosureLabels)], sensitive: Int, known: [Int]
  ) -> DisclosureScore {
    let labels = columns[sensitive].labels
    var keys = columns[known[0]].labels
    for column in known.dropFirst() { keys = DisclosureLabels(keys, columns[column].labels) }
    let both = DisclosureLabels(keys, labels)
    let (keyCounts, bothCounts) = (keys.counts(1), both.counts(1))
    func protection(_ side: Int) -> Double? {
      var (right, rows) = (0.0, 0)
      for (key, pair) in zip(keys.sides[side], both.sides[side]) where keyCounts[Int(key)] > 0 {
        right += Double(bothCounts[Int(pair)]) / Double(keyCounts[Int(key)])
        rows += 1
      }
      return rows > 0 ? 1 - right / Double(rows) : nil
    }
    let baseline = 1 - 1 / Double(max(1, labels.realCount))
    let cap = protection(0)
    return DisclosureScore(
      sensitiveColumn: columns[sensitive].name, knownColumns: known.map { columns[$0].name },
      capProtection: cap, baselineProtection: baseline,
      score: baseline > 0 ? cap.map { min(1, $0 / baseline) } : nil,
      holdoutCapProtection: keys.sides.count > 2 ? protection(2) : nil)
  }
}
