import KindredStatistics

extension LatentDrawing {
  /// Number of children of each row in a relationship.
  /// - Parameter isStratified: whether the rows are all there are, so that the counts can follow
  ///   the learned distribution, and their total the learned mean, without sampling noise.
  func counts(
    of rows: LatentRows, in relationship: Int, isStratified: Bool, model: FittedModel
  ) -> [Int32] {
    let learned = model.relationships[relationship]
    guard let marginal = learned.cardinality,
      let dimension = model.tables[rows.table].dimensions.firstIndex(
        of: .cardinality(relationship: relationship))
    else { return Array(repeating: 0, count: rows.count) }
    var probabilities =
      isStratified
      ? stratifiedProbabilities(dimension, of: rows, among: Array(0..<Int32(rows.count)))
      : self.probabilities(dimension, of: rows, in: 0..<rows.count)
    probabilities.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress {
        marginal.quantiles(of: UnsafeBufferPointer(buffer), into: base)
      }
    }
    let bounds = Cardinality.bounds(of: marginal)
    let (least, most) = (Double(bounds.lowerBound), Double(bounds.upperBound))
    var counts = probabilities.map { Int32(max(least, min($0.rounded(), most))) }
    if isStratified, learned.isDriver {
      let total = rounding(learned.meanCardinality * Double(rows.count), of: relationship)
      let random = CounterRandom(
        seed: seed, stream: CounterRandom.stream("total", "\(relationship)"))
      counts.adjust(toTotal: total, within: bounds, random: random)
    }
    return counts
  }
}

enum Cardinality {
  /// The smallest and largest number of children a parent may get.
  static func bounds(of marginal: Marginal) -> ClosedRange<Int32> {
    let lower = Int32(max(0, min(marginal.minimum.rounded(), 1e9)))
    return lower...max(lower, Int32(max(0, min(marginal.maximum.rounded(), 1e9))))
  }
}

extension [Int32] {
  /// Raises or lowers entries by one, in a random order, until they sum to the total or every
  /// entry is at its bound.
  /// - Returns: what is missing to the total; negative when there is too much.
  @discardableResult
  mutating func adjust(
    toTotal total: Int, within bounds: ClosedRange<Int32>, random: CounterRandom
  ) -> Int {
    var missing = total - reduce(0) { $0 + Int($1) }
    guard missing != 0, !isEmpty else { return missing }
    let permutation = KeyedPermutation(count: UInt64(count), random: random)
    var changed = true
    while missing != 0, changed {
      changed = false
      for index in 0..<count where missing != 0 {
        let place = Int(permutation(UInt64(index)))
        if missing > 0, self[place] < bounds.upperBound {
          self[place] += 1
          missing -= 1
          changed = true
        } else if missing < 0, self[place] > bounds.lowerBound {
          self[place] -= 1
          missing += 1
          changed = true
        }
      }
    }
    return missing
  }
}
