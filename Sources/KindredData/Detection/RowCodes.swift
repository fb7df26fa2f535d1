/// One number per row that tells combinations of values apart.
struct RowCodes {
  /// Equal where the rows agree in all columns.
  private(set) var values: [Int64] = []
  private(set) var distinct = 0

  /// - Parameter columns: without nulls, of equal length.
  /// - Complexity: O(rows × columns).
  init(_ columns: [Column]) {
    var size: Int64 = 1
    for (index, column) in columns.enumerated() {
      var next = Self.codes(column)
      guard index > 0 else {
        (values, size) = next
        continue
      }
      if size.multipliedReportingOverflow(by: next.size).overflow {
        // Ranks are below the number of rows, so that their product fits.
        (values, size) = Self.ranks(values)
        next = Self.ranks(next.codes)
      }
      values = zip(values, next.codes).map { $0 &* next.size &+ $1 }
      size = size &* next.size
    }
    distinct = DistinctIntegers(values, validity: nil).count
  }

  /// Numbers from 0 up to below `size` that stand for the column's values.
  private static func codes(_ column: Column) -> (codes: [Int64], size: Int64) {
    switch column.values {
    case .integers(let values), .timestamps(let values):
      guard let least = values.min(), let most = values.max() else { return ([], 1) }
      let span = most.subtractingReportingOverflow(least)
      guard !span.overflow, span.partialValue < 1 << 40 else { return ranks(values) }
      return (values.map { $0 - least }, span.partialValue + 1)
    case .strings(let strings):
      return (strings.codes.map { Int64($0) }, Int64(max(1, strings.dictionary.count)))
    case .decimals(let values): return ranks(values.map { Int64(bitPattern: $0.bitPattern) })
    case .booleans(let values): return (values.map { $0 ? 1 : 0 }, 2)
    }
  }

  private static func ranks(_ values: [Int64]) -> (codes: [Int64], size: Int64) {
    var known: [Int64: Int64] = [:]
    let ranks = values.map { value in
      if let rank = known[value] { return rank }
      let rank = Int64(known.count)
      known[value] = rank
      return rank
    }
    return (ranks, Int64(max(1, known.count)))
  }
}
