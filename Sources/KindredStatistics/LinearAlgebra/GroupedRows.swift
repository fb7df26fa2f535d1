import CKindredNumerics

/// Rows of numbers that lie group after group.
public struct GroupedRows {
  private let rows: UnsafeMutablePointer<Double>
  private let width: Int
  private let starts: UnsafePointer<Int32>
  private let groupCount: Int

  /// - Parameters:
  ///   - rows: the first row of the first group; rows are `width` numbers apart.
  ///   - starts: where each group starts, and where the last one ends: ascending, counted from any
  ///     number.
  public init(
    rows: UnsafeMutablePointer<Double>, width: Int, starts: UnsafePointer<Int32>, groupCount: Int
  ) {
    self.rows = rows
    self.width = width
    self.starts = starts
    self.groupCount = groupCount
  }

  /// The sum of every group's rows.
  /// - Parameter sums: room for `width` numbers per group.
  public func sum(into sums: UnsafeMutablePointer<Double>) {
    kindred_sum_groups(rows, width, starts, groupCount, sums)
  }

  /// Divides the rows of a group of n, and its sum, by the root of n - 1; of a group of one they become
  /// zero.
  /// - Parameters:
  ///   - sums: those of the groups.
  ///   - weightColumns: for each score, the first numbers of a row, where its weight stands in the row.
  ///   - squares: per score, gains its squares in groups of two and more, before they are divided.
  ///   - products: the same of scores times weights.
  ///   - weights: the same of squared weights.
  public func scale(
    sums: UnsafeMutablePointer<Double>, weightColumns: [Int32], squares: inout [Double],
    products: inout [Double], weights: inout [Double]
  ) {
    let dimension = weightColumns.count
    guard squares.count >= dimension, products.count >= dimension, weights.count >= dimension else {
      return
    }
    kindred_scale_groups(
      rows, width, starts, groupCount, sums, weightColumns, dimension, &squares, &products,
      &weights)
  }
}
