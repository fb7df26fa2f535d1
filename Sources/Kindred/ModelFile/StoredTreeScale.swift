import Foundation
import KindredStatistics

// What the columns of trees are counted in, both ways.

extension StoredTreeScale {
  init(_ content: ColumnScale.Content) {
    self.init()
    isLabels = content.isLabels
    step = content.step
    labelCount = UInt32(clamping: content.labelCount)
    if isLabels {
      let codes = content.lower.dropFirst().map { Int64($0) }
      wholeLower = zip(codes, [0] + codes).map { $0 - $1 }
    } else {
      store(lower: Array(content.lower.dropFirst()), upper: Array(content.upper.dropFirst()))
    }
    if Set(content.shares).count > 1 { shareParts = Parts.rounded(content.shares, of: Self.whole) }
    let isPlain = content.bins.enumerated().allSatisfy { Int($1) == $0 }
    if !isPlain { bins = Data(content.bins) }
  }

  /// Parts that shares are counted in.
  private static let whole = 1 << 20

  private enum Kind {
    static let atom: UInt8 = 0
    static let segment: UInt8 = 1
    static let nextSegment: UInt8 = 2
  }

  private mutating func store(lower: [Double], upper: [Double]) {
    var values: [Double] = []
    var kinds: [UInt8] = []
    var segmentEnd: Double?
    for (low, high) in zip(lower, upper) {
      if low == high {
        kinds.append(Kind.atom)
        values.append(low)
        continue
      }
      kinds.append(low == segmentEnd ? Kind.nextSegment : Kind.segment)
      values += low == segmentEnd ? [high] : [low, high]
      segmentEnd = high
    }
    self.kinds = Data(kinds)
    if let whole = Self.whole(values, unit: step / 2) {
      halfSteps = zip(whole, [0] + whole).map { $0 &- $1 }
      return
    }
    // Single precision is far finer than what rows can tell of segments, but these must not become atoms,
    // and atoms are values that repeat.
    let isFine = zip(lower, upper).allSatisfy { low, high in
      let (single, singleHigh) = (Float(low), Float(high))
      guard low < high else { return Double(single) == low }
      return single.isFinite && singleHigh.isFinite && single < singleHigh
    }
    if isFine { ends = values.map { Float($0) } } else { exactEnds = values }
  }

  /// The numbers as multiples of a unit, which they are up to the rounding of binary numbers; nil
  /// when they are not.
  private static func whole(_ values: [Double], unit: Double) -> [Int64]? {
    guard unit > 0 else { return nil }
    var result: [Int64] = []
    for value in values {
      let number = (value / unit).rounded()
      guard abs(number) < 0x1p52, abs(number * unit - value) <= 1e-12 * abs(value),
        let whole = Int64(exactly: number)
      else { return nil }
      result.append(whole)
    }
    return result
  }

  /// - Throws: `MalformedModel` when sizes contradict each other.
  func content() throws -> ColumnScale.Content {
    guard step.isFinite, step >= 0, shares.isEmpty || shareParts.isEmpty else {
      throw MalformedModel("the scale of a column is incomplete")
    }
    guard labelCount <= TreeFeatures.mostLabels else {
      throw MalformedModel("a column has too many labels")
    }
    let (lower, upper) = try kinds.isEmpty ? earlierCells() : cells()
    let count = lower.count + 1
    let stored =
      shareParts.isEmpty
      ? shares.map { Double($0) } : shareParts.map { Double($0) / Double(Self.whole) }
    guard stored.isEmpty || stored.count == count, bins.isEmpty || bins.count == count,
      !bins.isEmpty || count <= 256
    else { throw MalformedModel("the scale of a column is incomplete") }
    return ColumnScale.Content(
      isLabels: isLabels, step: step, labelCount: Int(labelCount), lower: [0] + lower,
      upper: [0] + upper,
      shares: stored.isEmpty ? Array(repeating: 1 / Double(count), count: count) : stored,
      bins: bins.isEmpty ? (0..<count).map { UInt8($0) } : Array(bins))
  }

  private func cells() throws -> (lower: [Double], upper: [Double]) {
    var values = exactEnds
    if !halfSteps.isEmpty {
      var sum: Int64 = 0
      values = halfSteps.map { difference in
        sum &+= difference
        return Double(sum) * (step / 2)
      }
    } else if !ends.isEmpty {
      values = ends.map { Double($0) }
    }
    var (lower, upper): ([Double], [Double]) = ([], [])
    var segmentEnd: Double?
    var next = 0
    for kind in kinds {
      let size = kind == Kind.segment ? 2 : 1
      guard kind <= Kind.nextSegment, next + size <= values.count,
        kind != Kind.nextSegment || segmentEnd != nil
      else { throw MalformedModel("the scale of a column is incomplete") }
      let high = values[next + size - 1]
      lower.append(kind == Kind.nextSegment ? segmentEnd ?? high : values[next])
      upper.append(high)
      if kind != Kind.atom { segmentEnd = high }
      next += size
    }
    guard next == values.count else {
      throw MalformedModel("the scale of a column has cells left over")
    }
    return (lower, upper)
  }

  /// Cells of labels, and of numbers as files had them before `kinds`.
  private func earlierCells() throws -> (lower: [Double], upper: [Double]) {
    guard lower.isEmpty else {
      guard lower.count == upper.count else {
        throw MalformedModel("the scale of a column is incomplete")
      }
      return (lower, upper)
    }
    guard isLabels || wholeWidth.count == wholeLower.count else {
      throw MalformedModel("the scale of a column is incomplete")
    }
    var sum: Int64 = 0
    let whole = wholeLower.map { difference in
      sum &+= difference
      return sum
    }
    let unit = isLabels || step <= 0 ? 1 : step
    let values = whole.map { Double($0) * unit }
    guard !isLabels else { return (values, values) }
    return (
      values, zip(whole, wholeWidth).map { Double($0 &+ Int64(truncatingIfNeeded: $1)) * unit }
    )
  }
}

/// Probabilities as whole numbers of equal parts.
enum Parts {
  /// Rounds so that every sum from the first on is rounded, not each number alone.
  static func rounded(_ shares: [Double], of whole: Int) -> [UInt32] {
    var (sum, before) = (0.0, 0.0)
    return shares.map { share in
      sum += share
      let now = (sum * Double(whole)).rounded()
      defer { before = now }
      return UInt32(max(0, now - before))
    }
  }
}
