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
  ///   - weighted: the scores, the first numbers of a row, whose weights follow the last score; all
  ///     others weigh 1. After the weights a row has one number more.
  ///   - squares: per score, gains its squares in groups of two and more, before they are divided.
  ///   - products: the same of scores times weights.
  ///   - weights: the same of squared weights.
  public func scale(
    sums: UnsafeMutablePointer<Double>, weighted: [Int32], squares: inout [Double],
    products: inout [Double], weights: inout [Double]
  ) {
    let dimension = width - weighted.count - 1
    guard dimension >= 0, weighted.allSatisfy({ $0 >= 0 && $0 < dimension }),
      squares.count >= dimension, products.count >= dimension, weights.count >= dimension
    else {
      return
    }
    kindred_scale_groups(
      rows, width, starts, groupCount, sums, weighted, dimension, &squares, &products,
      &weights)
  }
}
