import Foundation
import KindredStatistics

/// Rows that know no more of the real ones than the range and labels of each column.
///
/// As SDMetrics' `DCRBaselineProtection` draws them, but from seeded numbers: whole numbers, numbers
/// and timestamps uniformly between the extremes, labels with equal probability, nulls with the
/// real share.
enum RandomRecords {
  /// Columns as the real ones.
  /// - Complexity: O(columns × (real rows + count)).
  static func columns(_ records: RecordTables, count: Int, table: String) -> [RecordColumn] {
    let (real, isWhole) = (records.real, records.isWhole)
    return parallelMap(real.count) { index in
      let random = RowSample.random(table, "random \(index)")
      let present = real[index].values.filter { !$0.isNaN }
      let nullShare = 1 - Double(present.count) / Double(max(1, real[index].values.count))
      let draw = Draw(real[index].kind, present, isWhole: isWhole[index])
      return RecordColumn(
        real[index].kind,
        (0..<UInt64(max(0, count))).map { row in
          random.uniform(row: row, lane: 0) < nullShare
            ? .nan : draw.value(random.uniform(row: row, lane: 1))
        })
    }
  }

  private struct Draw {
    let labels: [Double]
    let least: Double
    let span: Double
    let isWhole: Bool

    init(_ kind: RecordColumn.Kind, _ present: [Double], isWhole: Bool) {
      labels = kind == .label ? Set(present).sorted() : []
      least = present.min() ?? .nan
      span = (present.max() ?? .nan) - least + (isWhole ? 1 : 0)
      self.isWhole = isWhole
    }

    func value(_ uniform: Double) -> Double {
      if !labels.isEmpty { return labels[Int(uniform * Double(labels.count))] }
      let value = least + uniform * span
      return isWhole ? value.rounded(.down) : value
    }
  }
}
