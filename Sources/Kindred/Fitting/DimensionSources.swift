import KindredData
import KindredStatistics

/// Scores of a column's values; null rows weigh nothing.
struct ValueSource: TableMoments.Source {
  let reading: ColumnReading
  let isWeighted: Bool
  private let marginal: Marginal
  /// The scores of all values that can occur, where these are few.
  private let grid: ScoreGrid?
  /// Per dictionary entry of a column of strings, or of false and true, its score; NaN for one that
  /// says nothing.
  private let ofEntries: [Double]?

  /// More points take longer to look up than they save, or do not stay in the processor's cache.
  private static let mostPoints = 1 << 18

  init(reading: ColumnReading, marginal: Marginal, isWeighted: Bool) {
    self.reading = reading
    self.marginal = marginal
    self.isWeighted = isWeighted
    ofEntries = reading.entryCodes?.map { $0.isNaN ? .nan : marginal.score($0) }
    grid =
      ofEntries == nil
      ? ScoreGrid(marginal, limit: min(Self.mostPoints, reading.count / 4)) : nil
  }

  func fill(
    rows: UnsafeBufferPointer<Int32>, scores: UnsafeMutablePointer<Double>,
    weights: UnsafeMutablePointer<Double>?, stride: Int
  ) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * rows.count) { buffer in
      guard let values = buffer.baseAddress else { return }
      if let ofEntries {
        reading.gather(rows, entries: ofEntries, into: values)
        for index in rows.indices {
          scores[index * stride] = values[index].isNaN ? 0 : values[index]
        }
      } else {
        reading.gather(rows, into: values)
        let read = UnsafeBufferPointer(start: values, count: rows.count)
        if let grid {
          grid.scores(of: read, into: scores, stride: stride)
        } else {
          let found = values + rows.count
          marginal.scores(of: read, into: found)
          for index in rows.indices { scores[index * stride] = found[index] }
        }
      }
      if let weights {
        for index in rows.indices { weights[index * stride] = values[index].isNaN ? 0 : 1 }
      }
    }
  }
}

/// One of two scores per row: whether something is null.
struct IndicatorSource: TableMoments.Source {
  /// Set where the indicator is off: a validity bitmap.
  let validity: Bitmap
  let validScore: Double
  let nullScore: Double
  var isWeighted: Bool { false }

  init(validity: Bitmap, marginal: Marginal) {
    self.validity = validity
    validScore = marginal.score(0)
    nullScore = marginal.score(1)
  }

  func fill(
    rows: UnsafeBufferPointer<Int32>, scores: UnsafeMutablePointer<Double>,
    weights: UnsafeMutablePointer<Double>?, stride: Int
  ) {
    for (index, row) in rows.enumerated() {
      scores[index * stride] = validity[Int(row)] ? validScore : nullScore
    }
  }
}

/// Scores of the reference rows that are referred to; rows that refer to none weigh nothing.
struct ChoiceSource: TableMoments.Source {
  let parents: [Int32]
  let isWeighted: Bool
  private let scores: [Double]

  /// - Parameter count: rows of the reference table.
  init(parents: [Int32], marginal: Marginal, count: Int) {
    self.parents = parents
    isWeighted = parents.contains { $0 < 0 }
    scores = (0..<count).map { marginal.score(Double($0)) }
  }

  func fill(
    rows: UnsafeBufferPointer<Int32>, scores target: UnsafeMutablePointer<Double>,
    weights: UnsafeMutablePointer<Double>?, stride: Int
  ) {
    parents.withUnsafeBufferPointer { parents in
      for (index, row) in rows.enumerated() {
        let parent = Int(parents[Int(row)])
        target[index * stride] = parent < 0 ? 0 : scores[parent]
        weights?[index * stride] = parent < 0 ? 0 : 1
      }
    }
  }
}

/// Scores of the number of children.
struct CardinalitySource: TableMoments.Source {
  private let counts: [Int32]
  /// Scores of numbers below `smallCounts`, and of others.
  private let small: [Double]
  private let large: [Int32: Double]
  var isWeighted: Bool { false }

  private static let smallCounts: Int32 = 256

  init(counts: [Int32], marginal: Marginal) {
    self.counts = counts
    // Few numbers of children occur, but the largest may be far from all others.
    var scores: [Int32: Double] = [:]
    for (count, _) in counts.frequencies() {
      scores[count] = Double(Float(marginal.score(Double(count))))
    }
    small = (0..<Self.smallCounts).map { scores[$0] ?? 0 }
    large = scores.filter { $0.key >= Self.smallCounts }
  }

  func fill(
    rows: UnsafeBufferPointer<Int32>, scores target: UnsafeMutablePointer<Double>,
    weights: UnsafeMutablePointer<Double>?, stride: Int
  ) {
    for (index, row) in rows.enumerated() {
      let count = counts[Int(row)]
      target[index * stride] =
        count < Self.smallCounts ? small[Int(count)] : large[count] ?? 0
    }
  }
}

/// Means of the children's scores in one of their dimensions, weighted by their precision.
struct EffectSource: TableMoments.Source {
  let effects: GroupEffects
  let dimension: Int
  var isWeighted: Bool { true }

  func fill(
    rows: UnsafeBufferPointer<Int32>, scores: UnsafeMutablePointer<Double>,
    weights: UnsafeMutablePointer<Double>?, stride: Int
  ) {
    let block = EffectBlock(effects: effects, dimensions: dimension..<dimension + 1)
    if let weights {
      block.fill(rows: rows, scores: scores, weights: weights, stride: stride)
    } else {
      withUnsafeTemporaryAllocation(of: Double.self, capacity: rows.count * stride) { unused in
        guard let weights = unused.baseAddress else { return }
        block.fill(rows: rows, scores: scores, weights: weights, stride: stride)
      }
    }
  }
}
