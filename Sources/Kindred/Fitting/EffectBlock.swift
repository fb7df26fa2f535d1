/// Means of the children's scores in neighbouring dimensions of theirs, weighted by their precision.
struct EffectBlock {
  private let effects: GroupEffects
  let dimensions: Range<Int>
  /// Precision per weight of small groups.
  private let ofCounts: [Double]
  /// Those of the dimensions that have weights of their own, with the place of these.
  private let weighted: [(dimension: Int, place: Int)]

  init(effects: GroupEffects, dimensions: Range<Int>) {
    self.effects = effects
    self.dimensions = dimensions
    ofCounts = (0..<64).map { effects.precisionPerWeight(Double($0)) }
    weighted = effects.weighted.indices.filter { dimensions.contains(effects.weighted[$0]) }.map {
      (effects.weighted[$0], $0)
    }
  }

  /// Writes the means of parents' children, and their weights, one dimension after the other.
  func fill(
    rows: UnsafeBufferPointer<Int32>, scores: UnsafeMutablePointer<Double>,
    weights: UnsafeMutablePointer<Double>, stride: Int
  ) {
    effects.sums.withUnsafeBufferPointer { sums in
      effects.weights.withUnsafeBufferPointer { ofGroups in
        effects.counts.withUnsafeBufferPointer { counts in
          ofCounts.withUnsafeBufferPointer { ofCounts in
            weighted.withUnsafeBufferPointer { weighted in
              let (width, apart) = (effects.weighted.count, effects.dimension)
              let (first, count) = (dimensions.lowerBound, dimensions.count)
              for index in rows.indices {
                let row = Int(rows[index])
                let (target, weights) = (scores + index * stride, weights + index * stride)
                let place = row * apart + first
                let children = Double(counts[row])
                let precision =
                  Int(counts[row]) < ofCounts.count
                  ? ofCounts[Int(counts[row])] : effects.precisionPerWeight(children)
                for dimension in 0..<count {
                  target[dimension] = Double(sums[place + dimension]) * precision
                  weights[dimension] = children * precision
                }
                for own in weighted {
                  let weight = Double(ofGroups[row * width + own.place])
                  // Mostly, all children have a value.
                  if weight == children { continue }
                  let precision = effects.precisionPerWeight(weight)
                  let dimension = own.dimension - first
                  target[dimension] =
                    weight > 0 ? Double(sums[place + dimension]) * precision : 0
                  weights[dimension] = weight > 0 ? weight * precision : 0
                }
              }
            }
          }
        }
      }
    }
  }
}

/// Neighbouring dimensions of a table that are filled at once: the effects in one relationship; all
/// others stand alone.
struct SourceRun {
  /// Its first dimension, and the place of its first weight among those of all dimensions.
  let first: Int
  let firstWeight: Int
  private let source: any TableMoments.Source
  private let effects: EffectBlock?

  static func runs(of sources: [any TableMoments.Source]) -> [SourceRun] {
    var runs: [SourceRun] = []
    var next = 0
    var weights = 0
    while next < sources.count {
      let count = effectCount(sources[next...])
      let effects = (sources[next] as? EffectSource).map {
        EffectBlock(effects: $0.effects, dimensions: $0.dimension..<$0.dimension + count)
      }
      runs.append(
        SourceRun(first: next, firstWeight: weights, source: sources[next], effects: effects))
      weights += sources[next..<next + count].count { $0.isWeighted }
      next += count
    }
    return runs
  }

  /// How many sources are effects in one relationship, in the order of the children's dimensions;
  /// 1 where the first is none.
  private static func effectCount(_ sources: ArraySlice<any TableMoments.Source>) -> Int {
    guard let first = sources.first as? EffectSource else { return 1 }
    var count = 1
    for source in sources.dropFirst() {
      guard let effect = source as? EffectSource,
        effect.effects.relationship == first.effects.relationship,
        effect.dimension == first.dimension + count
      else { break }
      count += 1
    }
    return count
  }

  /// Fills the dimensions' scores, `stride` numbers from row to row, and the weights of those that
  /// have any.
  func fill(
    rows: UnsafeBufferPointer<Int32>, scores: UnsafeMutablePointer<Double>,
    weights: UnsafeMutablePointer<Double>, stride: Int
  ) {
    if let effects {
      effects.fill(rows: rows, scores: scores, weights: weights, stride: stride)
    } else {
      source.fill(
        rows: rows, scores: scores, weights: source.isWeighted ? weights : nil, stride: stride)
    }
  }
}
