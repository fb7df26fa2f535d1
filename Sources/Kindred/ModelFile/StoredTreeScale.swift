import Foundation
import KindredStatistics

// What the columns of trees are counted in, both ways.

extension StoredTreeScale {
  /// - Parameter keepsShares: false for columns that are only asked.
  init(_ content: ColumnScale.Content, keepsShares: Bool) {
    self.init()
    isLabels = content.isLabels
    step = content.step
    labelCount = UInt32(clamping: content.labelCount)
    let values = Array(content.lower.dropFirst())
    let ends = Array(content.upper.dropFirst())
    if let whole = Self.whole(values, unit: unit), let wholeEnds = Self.whole(ends, unit: unit) {
      wholeLower = zip(whole, [0] + whole).map { $0 - $1 }
      if !isLabels { wholeWidth = zip(wholeEnds, whole).map { UInt64(clamping: $0 - $1) } }
    } else {
      lower = values
      upper = ends
    }
    if keepsShares { shares = content.shares.map { Float($0) } }
    bins = Data(content.bins)
  }

  /// What whole numbers count.
  private var unit: Double { isLabels || step <= 0 ? 1 : step }

  /// The numbers as multiples of a unit; nil when they are not, to the last bit.
  private static func whole(_ values: [Double], unit: Double) -> [Int64]? {
    var result: [Int64] = []
    for value in values {
      let number = (value / unit).rounded()
      guard abs(number) < 0x1p52, number * unit == value, let whole = Int64(exactly: number)
      else { return nil }
      result.append(whole)
    }
    return result
  }

  /// - Throws: `MalformedModel` when sizes contradict each other.
  func content() throws -> ColumnScale.Content {
    let cells = bins.count - 1
    guard cells >= 0, step.isFinite, step >= 0, shares.isEmpty || shares.count == bins.count else {
      throw MalformedModel("the scale of a column is incomplete")
    }
    guard labelCount <= TreeFeatures.mostLabels else {
      throw MalformedModel("a column has too many labels")
    }
    var values = lower
    var ends = upper
    if lower.isEmpty, cells > 0 {
      guard wholeLower.count == cells, isLabels || wholeWidth.count == cells else {
        throw MalformedModel("the scale of a column is incomplete")
      }
      var sum: Int64 = 0
      let whole = wholeLower.map { difference in
        sum &+= difference
        return sum
      }
      values = whole.map { Double($0) * unit }
      ends =
        isLabels
        ? values
        : zip(whole, wholeWidth).map { Double($0 &+ Int64(truncatingIfNeeded: $1)) * unit }
    }
    guard values.count == cells, ends.count == cells else {
      throw MalformedModel("the scale of a column is incomplete")
    }
    return ColumnScale.Content(
      isLabels: isLabels, step: step, labelCount: Int(labelCount), lower: [0] + values,
      upper: [0] + ends,
      shares: shares.isEmpty
        ? Array(repeating: 1 / Double(bins.count), count: bins.count) : shares.map { Double($0) },
      bins: Array(bins))
  }
}
