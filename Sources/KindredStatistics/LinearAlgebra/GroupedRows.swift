import CKindredNumerics

/// Rows of numbers that lie group after group.
public struct GroupedRows {
  private let rows: UnsafePointer<Double>
  private let width: Int
  private let starts: [Int32]

  /// - Parameters:
  ///   - rows: the first row of the first group; rows are `width` numbers apart.
  ///   - starts: where each group starts, and where the last one ends: ascending, counted from any
  ///     number.
  public init(rows: UnsafePointer<Double>, width: Int, starts: [Int32]) {
    self.rows = rows
    self.width = width
    self.starts = starts
  }

  /// The sum of every group's rows.
  /// - Parameter sums: room for `width` numbers per group.
  public func sum(into sums: UnsafeMutablePointer<Double>) {
    guard starts.count > 1 else { return }
    kindred_sum_groups(rows, width, starts, starts.count - 1, sums)
  }
}
