/// Numbers that are read piece by piece, as often as it takes, such as a column that need not be
/// copied for it.
public protocol NumberSource {
  /// Number of rows, those without a number included.
  var rowCount: Int { get }

  /// Writes the numbers of some rows one after the other, leaving out rows that have none.
  /// - Parameters:
  ///   - rows: within 0..<`rowCount`.
  ///   - target: room for a number per row.
  /// - Returns: how many were written.
  func readNumbers(in rows: Range<Int>, into target: UnsafeMutablePointer<Double>) -> Int
}

extension NumberSource {
  /// Calls `body` with all numbers in order, some thousands at a time.
  func forEachPiece(_ body: (UnsafeBufferPointer<Double>) -> Void) {
    let size = 8192
    withUnsafeTemporaryAllocation(of: Double.self, capacity: size) { buffer in
      guard let target = buffer.baseAddress else { return }
      for first in stride(from: 0, to: rowCount, by: size) {
        let count = readNumbers(in: first..<min(first + size, rowCount), into: target)
        body(UnsafeBufferPointer(start: target, count: count))
      }
    }
  }
}

/// Numbers in memory, all of which count.
extension UnsafeBufferPointer: NumberSource where Element == Double {
  /// Number of numbers.
  public var rowCount: Int { count }

  /// Copies some of the numbers.
  public func readNumbers(
    in rows: Range<Int>, into target: UnsafeMutablePointer<Double>
  ) -> Int {
    guard let baseAddress, !rows.isEmpty else { return 0 }
    target.update(from: baseAddress + rows.lowerBound, count: rows.count)
    return rows.count
  }
}
