import CKindredNumerics

/// Rows of numbers that lie group after group, in groups of equal size.
public struct GroupedRows {
  private let rows: UnsafePointer<Double>
  private let width: Int
  private let size: Int

  /// - Parameters:
  ///   - rows: the first row of the first group; rows are `width` numbers apart.
  ///   - size: rows of a group, at least 1.
  public init(rows: UnsafePointer<Double>, width: Int, size: Int) {
    self.rows = rows
    self.width = width
    self.size = size
  }

  /// The sum of every group's rows.
  /// - Parameters:
  ///   - groups: their number.
  ///   - sums: room for `width` numbers per group.
  public func sum(_ groups: Int, into sums: UnsafeMutablePointer<Double>) {
    kindred_sum_groups(rows, width, size, groups, sums)
  }
}
