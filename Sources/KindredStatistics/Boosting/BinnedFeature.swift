/// A feature of a classifier with its values in at most 256 bins, one byte per row.
///
/// Numbers keep their order: a tree asks whether a bin is at most another one. Labels have none: a
/// tree asks whether a row has one certain label, which is what one feature per label ("one-hot")
/// would allow, at the cost of one.
public struct BinnedFeature: Sendable {
  /// What a bin means.
  public enum Kind: Sendable {
    /// Bins ascend with the numbers; bin 0 holds the missing ones.
    case ordered
    /// Every bin is a label; bin 0 holds the rows with none of them.
    case labels
  }

  /// What the bins mean.
  public let kind: Kind
  /// Bin per row.
  public let bins: [UInt8]
  /// Bins are below this; 1 ... 256.
  public let binCount: Int
  /// Mean of the numbers in each bin, the mean of all for bin 0; empty for labels.
  public let centres: [Double]

  private static let mostBins = 256

  /// Numbers, NaN for missing ones. Up to 255 distinct numbers get a bin each; more are cut into
  /// bins of about equal weight, without ever parting equal numbers.
  /// - Complexity: O(n log n).
  public init(numbers: [Double]) {
    let sorted = numbers.filter { !$0.isNaN }.sorted()
    let limits = Self.limits(of: sorted)
    var bins = [UInt8](repeating: 0, count: numbers.count)
    var sums = [Double](repeating: 0, count: limits.count + 1)
    var counts = [Double](repeating: 0, count: limits.count + 1)
    limits.withUnsafeBufferPointer { limits in
      for (row, number) in numbers.enumerated() where !number.isNaN {
        var (low, high) = (0, limits.count - 1)
        while low < high {
          let middle = (low + high) / 2
          if limits[middle] < number { low = middle + 1 } else { high = middle }
        }
        bins[row] = UInt8(truncatingIfNeeded: low + 1)
        sums[low + 1] += number
        counts[low + 1] += 1
      }
    }
    sums[0] = sums.reduce(0, +)
    counts[0] = Double(sorted.count)
    kind = .ordered
    binCount = limits.count + 1
    centres = zip(sums, counts).map { $1 > 0 ? $0 / $1 : 0 }
    self.bins = bins
  }

  private init(labels bins: [UInt8], binCount: Int) {
    kind = .labels
    self.bins = bins
    self.binCount = binCount
    centres = []
  }

  /// The most frequent labels, 255 in each feature.
  /// - Parameters:
  ///   - codes: label per row, in `0..<count`; negative for none.
  ///   - count: number of labels.
  ///   - leastRows: rarer labels count as none. A leaf of a boosted tree holds at least four rows,
  ///     since the weight of one is at most 1/4 and its own must be 1.
  ///   - mostFeatures: a bound of memory for columns of very many labels.
  /// - Complexity: O(n × features).
  public static func features(
    labels codes: [Int32], count: Int, leastRows: Int = 4, mostFeatures: Int = 16
  ) -> [BinnedFeature] {
    var rows = [Int](repeating: 0, count: max(0, count))
    for code in codes where rows.indices.contains(Int(code)) { rows[Int(code)] += 1 }
    let kept = rows.indices.filter { rows[$0] >= leastRows }
      .sorted { (rows[$1], $0) < (rows[$0], $1) }
      .prefix(mostFeatures * (mostBins - 1))
    var places = [Int](repeating: -1, count: rows.count)
    for (place, label) in kept.enumerated() { places[label] = place }
    let width = mostBins - 1
    return stride(from: 0, to: kept.count, by: width).map { first in
      let bins = codes.map { code -> UInt8 in
        guard places.indices.contains(Int(code)) else { return 0 }
        let place = places[Int(code)] - first
        return 0..<width ~= place ? UInt8(place + 1) : 0
      }
      return BinnedFeature(labels: bins, binCount: min(width, kept.count - first) + 1)
    }
  }

  /// The largest number of each bin.
  private static func limits(of sorted: [Double]) -> [Double] {
    guard let last = sorted.last else { return [] }
    var distinct: [(number: Double, rows: Int)] = []
    for number in sorted {
      if let previous = distinct.last, previous.number == number {
        distinct[distinct.count - 1].rows += 1
      } else {
        distinct.append((number, 1))
      }
    }
    if distinct.count < mostBins { return distinct.map(\.number) }
    var limits: [Double] = []
    var (rows, left) = (0, sorted.count)
    var previous = distinct[0].number
    for (number, count) in distinct {
      let binsLeft = mostBins - 1 - limits.count
      // A frequent number is better off alone than with the ones before it.
      if rows > 0, binsLeft > 1, (2 * rows + count) * binsLeft > 2 * left {
        limits.append(previous)
        left -= rows
        rows = 0
      }
      rows += count
      previous = number
    }
    return limits + [last]
  }
}
